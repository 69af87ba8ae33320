// Loaded before a test: the file that $CHANGED names is read with one piece of its text replaced, and never on disk.

import { readFileSync } from "node:fs";
import { register } from "node:module";

const HOOK = `
  let change;
  export const initialize = (given) => { change = given; };
  export async function load(url, context, next) {
    if (url !== change.url) return next(url, context);
    return { format: "module", shortCircuit: true, source: change.source };
  }
`;

const { url, start, end, text } = JSON.parse(process.env.CHANGED);
const whole = readFileSync(new URL(url), "utf8");
const source = whole.slice(0, start) + text + whole.slice(end);
register(`data:text/javascript,${encodeURIComponent(HOOK)}`, { data: { url, source } });
