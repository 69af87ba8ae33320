// The chapters of a lesson, by which a hall goes through it.

import assert from "node:assert/strict";
import { before, test } from "node:test";

import { chaptersOf, neighbouringChapter } from "../../../static/js/model/chapters.js";
import { lesson } from "../fixture.js";

let trace, beats;
before(() => {
  ({ trace, beats } = lesson("course"));
});

test("forward, then at each timestep back the merge, through the cell, the hand-over", () => {
  const titles = chaptersOf(trace.head, beats).map(({ title }) => title);
  const back = [3, 2, 1, 0].flatMap((t) => ["merge", "through the cell", "hand over"].map((one) => `${one}, t = ${t}`));
  assert.deepEqual(titles, ["forward", ...back]);
});

test("a chapter begins with the beat that it is called by", () => {
  const chapters = chaptersOf(trace.head, beats);
  assert.equal(chapters[0].beat.index, 1);
  assert.equal(chapters[1].beat.name, "da_next");
  assert.equal(chapters[2].beat.name, "dtanh");
  assert.equal(chapters[3].beat.name, "hand_over");
});

test("from the opening the first two gradients that meet are at most eight presses away", () => {
  let [at, presses] = [0, 0];
  while (!(beats[at].name === "da_next" && beats[at].t === trace.head.T_backward - 2)) {
    at = neighbouringChapter(trace.head, beats, at, 1);
    presses += 1;
  }
  assert.ok(presses <= 8, `${presses} presses`);
});

test("back goes the same way, and both ends hold", () => {
  const starts = chaptersOf(trace.head, beats).map(({ beat }) => beat.index);
  for (let k = 1; k < starts.length; k += 1) {
    assert.equal(neighbouringChapter(trace.head, beats, starts[k - 1], 1), starts[k]);
    assert.equal(neighbouringChapter(trace.head, beats, starts[k], -1), starts[k - 1]);
  }
  assert.equal(neighbouringChapter(trace.head, beats, 0, -1), 0);
  assert.equal(neighbouringChapter(trace.head, beats, beats.length - 1, 1), beats.length - 1);
});
