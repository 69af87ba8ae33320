// What is said of a beat: of a run with a mistake, nothing that is only true of the right one.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { written } from "../../static/js/digits.js";
import { narrated } from "../../static/js/narration/index.js";
import { HAND_OVER } from "../../static/js/timeline.js";
import { arrivalOf, isSame, nearest, valueOf } from "../../static/js/trace.js";
import { lesson } from "./fixture.js";

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

/** @param {import("../../static/js/narration/pieces.js").Piece[]} pieces */
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
        const said =
          textOf(narrated(trace, beat, FOCUS)).match(/the same numbers|gradient of the initial state/g) ?? [];
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

test("where NumPy stops the run, its words are given", () => {
  const { trace, beats } = lesson("course", "--mistake", "dba_wrong_axis");
  const beat = beats.find((one) => one.direction === "backward" && one.t === trace.failure.t);
  assert.ok(textOf(narrated(trace, beat, FOCUS)).includes(trace.failure.message));
});
