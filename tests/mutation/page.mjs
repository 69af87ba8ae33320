// Which changes to the page would no test in JavaScript notice? `node tests/mutation/page.mjs scene --sample 20 --seed 1`
//
// One small change at a time is made to a file below static/js while it is read, never on disk, and the test files that
// import it, by whatever way, run in processes of their own, the quickest first, until one fails. What none fails for is
// printed with its line.

import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

import { parsers } from "prettier/plugins/acorn";

const { values: asked, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: "string", default: "20" },
    seed: { type: "string", default: "1" },
    seconds: { type: "string", default: "300" }, // of a test file: more counts as noticed
  },
});
const room = join("static/js", positionals[0] ?? "scene");
const CHANGED = pathToFileURL(resolve("tests/mutation/changed.mjs")).href;

/** @type {Record<string, string>} */
const INSTEAD = {
  "+": "-",
  "-": "+",
  "*": "/",
  "/": "*",
  "<": "<=",
  "<=": "<",
  ">": ">=",
  ">=": ">",
  "===": "!==",
  "!==": "===",
  "&&": "||",
  "||": "&&",
  "??": "&&",
  "+=": "-=",
  "-=": "+=",
};
/** @type {Record<string, string>} */
const OTHER = { min: "max", max: "min", some: "every", every: "some", floor: "ceil", ceil: "floor" };

/** All changes of a file: an operator for another, a number one more, a condition turned round, a return left out. */
function changesOf(file) {
  const text = readFileSync(file, "utf8");
  const found = [];
  const change = ([start, end], to) => {
    const line = text.slice(0, start).split("\n").length;
    found.push({ file, line, start, end, text: to, was: text.slice(start, end).slice(0, 60) });
  };
  const turned = ({ range }) => change(range, `!(${text.slice(...range)})`);
  const operator = ({ left, right, operator: sign }) => {
    const start = text.indexOf(sign, left.range[1]);
    if (INSTEAD[sign] && start < right.range[0]) change([start, start + sign.length], INSTEAD[sign]);
  };
  const visit = (node) => {
    if (/^(Binary|Logical|Assignment)Expression$/.test(node.type)) operator(node);
    if (node.type === "Literal" && typeof node.value === "number") change(node.range, String(node.value + 1));
    if (/^(ConditionalExpression|IfStatement)$/.test(node.type)) turned(node.test);
    if (node.type === "ReturnStatement" && node.argument) change(node.range, "return;");
    if (node.type === "MemberExpression" && OTHER[node.property.name])
      change(node.property.range, OTHER[node.property.name]);
    for (const inner of Object.values(node).flat()) if (typeof inner?.type === "string" && inner.range) visit(inner);
  };
  visit(parsers.acorn.parse(text, {}));
  return found;
}

/** Whether a text can be read at all: `a ?? b && c` cannot. */
function isProgram({ file, start, end, text }) {
  const whole = readFileSync(file, "utf8");
  try {
    return parsers.acorn.parse(whole.slice(0, start) + text + whole.slice(end), {}) !== null;
  } catch {
    return false;
  }
}

/** The files that a file imports, by whatever way, itself included. */
function reads(file, known = new Set()) {
  if (known.has(file)) return known;
  known.add(file);
  for (const [, from] of readFileSync(file, "utf8").matchAll(/(?:from|import\()\s*"(\.[^"]+\.js)"/g))
    reads(relative("", resolve(dirname(file), from)), known);
  return known;
}

const below = (folder, ending) =>
  readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((name) => name.endsWith(ending))
    .sort();

/** Whether a test file passes with a change; how long it took. */
function passes(test, change) {
  const env = { ...process.env, ...(change && { CHANGED: JSON.stringify(change) }) };
  const from = performance.now();
  const { status } = spawnSync(process.execPath, [...(change ? ["--import", CHANGED] : []), test], {
    env,
    timeout: 1000 * Number(asked.seconds),
  });
  return { well: status === 0, took: performance.now() - from };
}

/** Numbers that are the same in every run of a seed. */
let state = Number(asked.seed) >>> 0;
const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;

const tests = below("tests/js", ".test.js").map((test) => ({ test, files: reads(test), took: 0 }));
const every = below(room, ".js").flatMap(changesOf);
const drawn = every
  .map((change) => ({ change, at: random() }))
  .sort((a, b) => a.at - b.at)
  .filter(({ change }) => isProgram(change))
  .slice(0, Number(asked.sample));
const wanted = new Set(drawn.map(({ change }) => change.file));
for (const one of tests.filter(({ files }) => [...wanted].some((file) => files.has(file)))) {
  const { well, took } = passes(one.test, null);
  if (!well) throw new Error(`${one.test} fails without any change`);
  one.took = took;
}
let lived = 0;
for (const { change } of drawn) {
  const readers = tests.filter(({ files }) => files.has(change.file)).sort((a, b) => a.took - b.took);
  const url = pathToFileURL(resolve(change.file)).href;
  if (readers.some(({ test }) => !passes(test, { ...change, url }).well)) continue;
  lived += 1;
  console.log(`${change.file}:${change.line}: ${change.was} becomes ${change.text}`);
}
console.log(`${room}: ${drawn.length} of ${every.length} changes tried, ${lived} lived`);
