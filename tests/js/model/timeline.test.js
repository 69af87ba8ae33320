// The beats of a lesson, and where in it a playhead is.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";

import * as timeline from "../../../static/js/model/timeline.js";
import { lesson, rest, seeded } from "../fixture.js";

const { advanced, beatAt, movement, neighbouringTimestep, progressOf, restAt, restOfTimestep } = timeline;

for (const asked of [["course"], ["custom", "--cell", "lstm", "--T-x", "3", "--n-a", "3"], ["hello"]]) {
  describe(`the beats of ${asked.join(" ")}`, () => {
    let trace, beats, steps;
    before(() => {
      ({ trace, beats } = lesson(...asked));
      ({ steps } = trace.head.declaration);
    });

    test("every declared step of every timestep has one beat, in the order in which it runs", () => {
      const expected = [];
      for (const frame of trace.forward)
        for (const { name } of steps.forward) expected.push(["forward", frame.t, name]);
      for (let t = trace.head.T_backward - 1; t >= 0; t -= 1) {
        for (const { name } of steps.backward) expected.push(["backward", t, name]);
        expected.push(["backward", t, timeline.HAND_OVER]);
      }
      assert.deepEqual(
        beats.slice(1).map(({ direction, t, name }) => [direction, t, name]),
        expected,
      );
      assert.equal(beats[0].name, timeline.OPENING);
    });

    test("a beat knows its place and carries the declaration of its step", () => {
      beats.forEach((beat, index) => assert.equal(beat.index, index));
      for (const beat of beats.filter((one) => one.step)) {
        assert.equal(beat.step.name, beat.name);
        assert.equal(beat.step, steps[beat.direction][beat.position - 1]);
      }
      for (const beat of beats) assert.ok(beat.position <= beat.of);
    });

    test("a name and a timestep are enough to find a moment again", () => {
      for (const beat of beats) assert.equal(restAt(beats, beat.t, beat.name), beat.index);
      assert.equal(restAt(beats, 0, "nonsense"), undefined);
      assert.equal(restAt(beats, 99, beats[1].name), undefined);
    });
  });
}

describe("the playhead", () => {
  let beats;
  before(() => {
    ({ beats } = lesson("course"));
  });

  test("at a whole number its beat is complete, just after it the next one has begun", () => {
    for (const beat of beats.slice(0, -1)) {
      assert.equal(beatAt(beats, beat.index), beat);
      assert.equal(progressOf(beat, beat.index), 1);
      const next = beatAt(beats, beat.index + 0.001);
      assert.equal(next.index, beat.index + 1);
      assert.ok(progressOf(next, beat.index + 0.001) < 0.01);
    }
  });

  test("outside of the lesson it is at its ends", () => {
    assert.equal(beatAt(beats, -5).index, 0);
    assert.equal(beatAt(beats, 1e6).index, beats.length - 1);
  });

  test("a movement is over before its beat is, so that one can look", () => {
    assert.equal(movement(0), 0);
    assert.equal(movement(1 - timeline.PAUSE), 1);
    assert.equal(movement(1), 1);
  });

  test("the time of two halves is the time of the whole", () => {
    const random = seeded(4);
    for (let n = 0; n < 2000; n += 1) {
      const from = random() * (beats.length - 1);
      const elapsed = random() * 3000;
      const half = advanced(beats, from, beats.length - 1, elapsed / 2, 1);
      const twice = advanced(beats, half, beats.length - 1, elapsed / 2, 1);
      const once = advanced(beats, from, beats.length - 1, elapsed, 1);
      assert.ok(Math.abs(once - twice) < 1e-9, `from ${from} for ${elapsed} ms: ${once} and ${twice}`);
      assert.ok(once > from);
    }
  });

  test("it never passes its target, and stays where it is when no time passes", () => {
    const random = seeded(5);
    for (let n = 0; n < 1000; n += 1) {
      const from = random() * (beats.length - 1);
      const target = Math.min(Math.ceil(from + random() * 3), beats.length - 1);
      assert.ok(advanced(beats, from, target, random() * 10_000, random() * 4) <= target);
      assert.equal(advanced(beats, from, target, 0, 1), from);
    }
    assert.equal(advanced(beats, 3.5, 4, 1e9, 1), 4);
  });

  test("twice as fast is half the time", () => {
    assert.equal(advanced(beats, 0, 48, 1000, 2), advanced(beats, 0, 48, 2000, 1));
  });

  test("every beat takes between 300 and 2000 milliseconds, and the merge the longest", () => {
    const durations = beats.map((beat) => beat.duration);
    assert.ok(Math.min(...durations) >= 300);
    assert.ok(Math.max(...durations) <= 2000);
    assert.equal(beats[rest(beats, 2, "da_next")].duration, Math.max(...durations));
  });
});

describe("neighbouring timesteps", () => {
  let beats, forward, backward;
  before(() => {
    ({ beats } = lesson("course"));
    forward = beats.filter((beat) => beat.position === 1 && beat.direction === "forward").map((beat) => beat.index);
    backward = beats.filter((beat) => beat.position === 1 && beat.direction === "backward").map((beat) => beat.index);
  });

  test("forth from anywhere, the next one begins; at the end it is the end", () => {
    const path = [0];
    while (path.at(-1) < beats.length - 1) path.push(neighbouringTimestep(beats, path.at(-1), 1));
    assert.deepEqual(path, [0, ...forward, ...backward, beats.length - 1]);
  });

  test("back, it is first the beginning of this one, then of the one before; at the start it is the start", () => {
    const path = [beats.length - 1];
    while (path.at(-1) > 0) path.push(neighbouringTimestep(beats, path.at(-1), -1));
    assert.deepEqual(path, [beats.length - 1, ...[...forward, ...backward].reverse(), 0]);
  });

  test("forth and back again from the beginning of a timestep is where it began", () => {
    for (const index of [...forward, ...backward].slice(0, -1)) {
      assert.equal(neighbouringTimestep(beats, neighbouringTimestep(beats, index, 1), -1), index);
    }
  });

  test("a timestep is looked for in the pass that one is in", () => {
    assert.equal(restOfTimestep(beats, forward[3], 1), forward[1]);
    assert.equal(restOfTimestep(beats, backward[0], 1), backward[2]);
  });

  test("before anything has arrived there is nowhere to go, and that is no fault", () => {
    assert.equal(neighbouringTimestep([], 0, 1), 0);
    assert.equal(neighbouringTimestep([], 0, -1), 0);
    assert.equal(restOfTimestep([], 0, 2), 0);
  });
});
