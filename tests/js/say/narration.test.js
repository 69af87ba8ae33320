// What is said of a beat: of a run with a mistake, nothing that is only true of the right one.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { written } from "../../../static/js/say/digits.js";
import { narrated } from "../../../static/js/say/narration/index.js";
import { wrongLineAt } from "../../../static/js/model/mistakes.js";
import { HAND_OVER } from "../../../static/js/model/timeline.js";
import { arrivalOf, isSame, nearest, valueOf } from "../../../static/js/model/trace.js";
import { lesson } from "../fixture.js";

const FOCUS = [2, 3];
const RUNS = [
  [],
  ["--truncate", "2"],
  ["--clip", "0.5"],
  ["--cell", "lstm"],
  ...["drop_carry", "carry_is_upstream", "carry_never_updated", "forward_loop", "skips_last_timestep"].map(mistake),
  ...["overwrite_parameters", "previous_cache", "x0_every_step", "no_tanh_derivative", "upstream_off_by_one"].map(
    mistake,
  ),
];

/** @param {string} name */
function mistake(name) {
  return ["--mistake", name];
}

/** @param {import("../../../static/js/say/narration/pieces.js").Piece[]} pieces */
const textOf = (pieces) => pieces.map((piece) => piece.text).join("");

for (const asked of RUNS) {
  describe(["course", ...asked].join(" "), () => {
    const { trace, beats } = lesson("course", ...asked);
    const { lanes } = trace.head.declaration;

    test("where a value differs from the right run's, both numbers are said", () => {
      for (const beat of beats) {
        const right = trace[beat.direction][beat.t]?.right?.[beat.name];
        if (!beat.step || !right) continue;
        const [i, j] = nearest(FOCUS, right);
        const text = textOf(narrated(trace, beat, FOCUS));
        assert.match(text, /right run/);
        assert.ok(text.includes(written(right[i][j])), `${beat.name}: ${text}`);
        assert.ok(text.includes(written(valueOf(trace, beat.direction, beat.t, beat.name)[i][j])), text);
      }
    });

    test("the carry is called the same numbers where it is", () => {
      for (const beat of beats.filter((one) => one.name === HAND_OVER)) {
        const arrivals = lanes.map((lane) => arrivalOf(trace, lane, beat.t));
        const kept = lanes.filter((lane, k) =>
          isSame(valueOf(trace, "backward", beat.t, lane.returned), arrivals[k].matrix),
        );
        const said = textOf(narrated(trace, beat, FOCUS)).match(/becomes|(?<!what )is returned as/g) ?? [];
        assert.equal(said.length, kept.length, `t = ${beat.t}`);
      }
    });

    test("every name is that of a value, and no place is left open", () => {
      for (const beat of beats) {
        const pieces = narrated(trace, beat, FOCUS);
        assert.ok(textOf(pieces).length > 10);
        assert.doesNotMatch(textOf(pieces), /undefined|\{|NaN/);
      }
    });
  });
}

test("a carry of which a part was cut is never called everything that came later", () => {
  const { trace, beats } = lesson("course", "--truncate", "2");
  const said = (t) =>
    textOf(
      narrated(
        trace,
        beats.find((one) => one.t === t && one.name === "da_next"),
        FOCUS,
      ),
    );
  assert.match(said(1), /cut off on the way.*leaves out everything from later timesteps/);
  assert.match(said(0), /leaves out everything from beyond the cut/);
  assert.doesNotMatch(said(1), /everything the later timesteps sent back/);
  assert.match(said(2), /everything the later timesteps sent back/);
});

test("a wrong line after the loop is told at its end, not at every hand-over", () => {
  const { trace, beats } = lesson("course", "--mistake", "da0_is_zeros");
  const handOvers = beats.filter((one) => one.name === HAND_OVER);
  const told = handOvers.filter((beat) => wrongLineAt(trace.head, beat));
  assert.deepEqual(
    told.map((beat) => beat.t),
    [0],
  );
  assert.match(textOf(narrated(trace, told[0], FOCUS)), /da0 = np.zeros_like\(da_prevt\) instead of da0 = da_prevt/);
});

test("where NumPy stops the run, its words are given", () => {
  const { trace, beats } = lesson("course", "--mistake", "dba_wrong_axis");
  const beat = beats.find((one) => one.direction === "backward" && one.t === trace.failure.t);
  assert.ok(textOf(narrated(trace, beat, FOCUS)).includes(trace.failure.message));
});
