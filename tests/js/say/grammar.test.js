// Every sentence of every trace at hand, as it is read: no timestep that is not there, no plural of one, and two numbers
// of which it is said that they differ are written so that they do.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { narrated } from "../../../static/js/say/narration/index.js";
import { catalogue, lesson } from "../fixture.js";

const FOCUS = [2, 3];
const LINES = readFileSync(new URL("../traces.txt", import.meta.url), "utf8")
  .trim()
  .split("\n");
const WHOLE = LINES.filter((line) => line.endsWith("--entry 2,3") && !line.includes("--frames"));

/** @param {import("../../../static/js/say/narration/pieces.js").Piece[]} pieces */
const textOf = (pieces) => pieces.map((piece) => piece.text).join("");

const WRONG = [
  /\b1 (timesteps|steps|entries|numbers)\b/,
  /t = -|⟨-|\bundefined\b|\bNaN of\b|\{|\}|\b1\.000 times/,
  / (-?\d\S*), in the right run \1\.( |$)/,
  /\((-?\d\S*); right \1\)/,
  /:\.( |$)/,
];

/** @type {(trace: any, beats: any[], name: string) => void} */
function read(trace, beats, name) {
  const { T_x } = trace.head.sizes;
  for (const beat of beats) {
    const text = textOf(narrated(trace, beat, FOCUS));
    for (const wrong of WRONG) assert.doesNotMatch(text, wrong, `${name}, t = ${beat.t}, ${beat.name}`);
    for (const [, t] of text.matchAll(/t = (\d+)/g)) assert.ok(Number(t) < T_x, `${name}: ${text}`);
    for (const [, t] of text.matchAll(/⟨(\d+)⟩/g)) assert.ok(Number(t) < T_x, `${name}: ${text}`);
  }
}

for (const line of WHOLE) {
  const asked = line.replace(" --entry 2,3", "").split(" ");
  test(line, () => {
    const { trace, beats } = lesson(...asked);
    if (trace.head.sizes.T_x <= 40) read(trace, beats, line);
  });
}

test("every mistake of the catalogue", () => {
  for (const { name, trace, beats } of catalogue()) read(trace, beats, name);
});
