// What there is to ask at a moment: of the timestep that is shown, never of one that is not there.

import assert from "node:assert/strict";
import { test } from "node:test";

import { questionsOf } from "../../../static/js/model/questions.js";
import { restAt } from "../../../static/js/model/timeline.js";
import { lesson } from "../fixture.js";

const course = lesson("course");

/** @param {number} t @param {string} step */
function asked(t, step, { trace, beats } = course) {
  const beat = beats[restAt(beats, t, step)];
  assert.equal(`${beat.t} ${beat.name}`, `${t} ${step}`);
  return questionsOf(trace, beat).map((one) => [one.t, one.leaving, one.lane.carried]);
}

test("what arrives is compared with da of the same timestep, what leaves with the one before", () => {
  assert.deepEqual(asked(2, "da_next"), [
    [2, false, "da_prevt"],
    [1, true, "da_prevt"],
  ]);
});

test("from the first timestep nothing leaves for another", () => {
  assert.deepEqual(asked(0, "da_next"), [[0, false, "da_prevt"]]);
});

test("on the way forward it is asked where two gradients will first be added", () => {
  assert.deepEqual(
    asked(0, "z").map(([t]) => t),
    [2, 1],
  );
});

test("a lane without a gradient from above has nothing to be compared with", () => {
  assert.deepEqual(asked(2, "dft", lesson("course", "--cell", "lstm")), [
    [2, false, "da_prevt"],
    [1, true, "da_prevt"],
  ]);
});
