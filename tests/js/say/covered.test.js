// What is said of a beat whose picture is covered: of no value whose line is not told, and of no line at all.

import assert from "node:assert/strict";
import { test } from "node:test";

import { restOfDifference } from "../../../static/js/model/timeline.js";
import { wrongLinesOf } from "../../../static/js/model/mistakes.js";
import { narratedCovered } from "../../../static/js/say/narration/covered.js";
import { catalogue } from "../fixture.js";

const said = (trace, beat, told) =>
  narratedCovered(trace, beat, trace.end.focus ?? [0, 0], told)
    .map(({ text }) => text)
    .join("");

test("nothing that is covered tells a line, and only results tell their values before the line is told", () => {
  for (const { name, trace, beats } of catalogue().filter((_, k) => k % 5 === 0)) {
    const lines = wrongLinesOf(trace.head).flatMap(({ right, wrong }) => [right.text, wrong.text]);
    const keys = trace.end.first_difference?.keys ?? [];
    const first = beats[restOfDifference(beats, trace.end.first_difference, [])];
    for (const beat of [first, ...beats.slice(-12)]) {
      const [held, told] = [false, true].map((one) => said(trace, beat, one));
      for (const line of lines) assert.ok(!held.includes(line) && !told.includes(line), name);
      if (!keys.includes(beat.name)) assert.match(held, /^(Forward|Backward), t = \d+\.$/, name);
    }
  }
});
