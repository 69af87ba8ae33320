// The picture is a function of (trace, playhead, view) and of nothing else: no way to a moment leaves a trace in it.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { isDeepStrictEqual } from "node:util";

import { sceneOf } from "./whole.js";
import { advanced } from "../../../static/js/model/timeline.js";
import { deepFreeze, lesson, seeded, viewOf, WINDOWS } from "../fixture.js";

const LENSES = ["step", "flow", "sources", "nudge"];

const LESSONS = [
  ["course"],
  ["course", "--cell", "lstm"],
  ["custom", "--cell", "gru", "--n-a", "20", "--m", "18", "--T-x", "12"],
  ["silence", "--T-x", "40", "--radius", "1e9"],
];

for (const asked of LESSONS) {
  describe(asked.join(" "), () => {
    let trace, beats, playheads;
    before(() => {
      ({ trace, beats } = lesson(...asked));
      const random = seeded(6);
      const some = Array.from({ length: 60 }, () => random() * (beats.length - 1));
      const rests = beats.map((beat) => beat.index).filter((index) => beats.length < 120 || index % 7 === 0);
      playheads = [...rests, ...some];
    });
    const scene = (playhead, view) => sceneOf(trace, beats, playhead, view);

    test("played to with frames of any length, a moment is drawn as when one jumps there from any other", () => {
      const view = viewOf("1280x720");
      const random = seeded(7);
      const heads = [...playheads];
      for (let playhead = 0, frames = 0; playhead < beats.length - 1 && frames < 400; frames += 1) {
        playhead = advanced(beats, playhead, beats.length - 1, 1 + random() * 180, 1);
        heads.push(playhead);
      }
      const played = new Map(heads.sort((a, b) => a - b).map((playhead) => [playhead, scene(playhead, view)]));
      const jumps = [...played].map((one) => [random(), one]).sort(([a], [b]) => a - b);
      for (const [, [playhead, marks]] of jumps) assertSame(scene(playhead, view), marks, `playhead ${playhead}`);
    });

    test("marks are numbers and words: no NaN, no undefined, no key twice", () => {
      for (const [name, lens] of Object.keys(WINDOWS).flatMap((name) => LENSES.map((lens) => [name, lens]))) {
        const view = viewOf(name, { lens, unfolded: lens === "step", log: lens === "flow" });
        for (const playhead of lens === "step" ? playheads : playheads.slice(-20)) {
          for (const [region, marks] of Object.entries(scene(playhead, view))) {
            const where = `${name}, ${lens}, playhead ${playhead}, ${region}`;
            const keys = marks.map((mark) => mark.key);
            assert.equal(
              new Set(keys).size,
              keys.length,
              `${where}: ${keys.filter((key, n) => keys.indexOf(key) < n)}`,
            );
            for (const mark of marks) assertDrawable(mark, where);
          }
        }
      }
    });

    test("what came in later changes nothing that is drawn of what was there", () => {
      const view = viewOf("1280x720");
      const first = beats.find((beat) => beat.direction === "forward" && beat.t === 1).index;
      const early = deepFreeze({ ...trace, forward: trace.forward.slice(0, 3), backward: [], end: null });
      assert.deepEqual(sceneOf(early, beats, first, view).stage, scene(first, view).stage);
    });

    test("before a frame has come its moment is drawn too, and nothing breaks", () => {
      const bare = deepFreeze({ ...trace, forward: [], backward: [], end: null, arithmetic: {} });
      for (const name of Object.keys(WINDOWS)) {
        for (const playhead of playheads) {
          const { network, stage } = sceneOf(bare, beats, playhead, viewOf(name));
          for (const mark of [...network, ...stage]) assertDrawable(mark, `playhead ${playhead}`);
        }
      }
    });
  });
}

/** The very same marks. To walk over them takes a tenth of what deepEqual takes; it tells what differs. */
function assertSame(one, other, where) {
  for (const region of ["network", "stage"]) {
    const [these, those] = [one[region], other[region]];
    if (these.length !== those.length || !these.every((mark, k) => isSame(mark, those[k])))
      assert.deepEqual(one, other, where);
  }
}

function isSame(one, other) {
  const names = Object.keys(one);
  if (names.length !== Object.keys(other).length) return false;
  return names.every((name) => Object.is(one[name], other[name]) || isDeepStrictEqual(one[name], other[name]));
}

/** Every number is one that can be drawn, every text one that can be read. */
function assertDrawable(mark, where) {
  for (const name in mark) {
    if (!isDrawable(name, mark[name]))
      assert.fail(`${where}: ${mark.key}: ${name} is ${String(mark[name]).slice(0, 80)}`);
  }
}

function isDrawable(name, value) {
  if (name === "key" || value === undefined) return true;
  if (name === "text") return !/undefined|null|\[object/.test(value);
  if (typeof value === "string") return !/NaN|undefined|Infinity|null/.test(value);
  if (typeof value !== "number") return true;
  if (name === "opacity") return value >= 0 && value <= 1;
  return Number.isFinite(value) && (value >= 0 || !["width", "height", "size"].includes(name));
}
