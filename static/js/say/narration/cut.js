// Pure: what is said where a carry arrives of which only a part was let through: cut off, or clipped.

/** @import { Beat, Entry, Lane, Trace } from "../../types" */
/** @import { Piece } from "./pieces.js" */

import { short } from "../digits.js";
import { visitBefore } from "../../model/order.js";
import { valueOf } from "../../model/trace.js";
import { numberAt, plain, symbolic } from "./pieces.js";

/**
 * Null where the whole carry arrives, or none is added at this beat.
 * @param {Trace} trace
 * @param {Beat} beat
 * @param {Entry | null} focus
 * @returns {Piece[] | null}
 */
export function cutCarry(trace, beat, focus) {
  const { declaration } = trace.head;
  const lane = declaration.lanes.find((one) => one.total === beat.name);
  const from = visitBefore(trace.head, beat.t);
  const done = lane && from !== undefined ? howCut(trace, lane, from) : null;
  if (!lane || !done) return null;
  const value = (/** @type {string} */ name) =>
    symbolic(declaration, name, beat.t, ` (${numberAt(valueOf(trace, "backward", beat.t, name), focus)})`);
  return [
    value(lane.carried),
    plain(` is only what is left of what t = ${from} sent back: it was ${done} on the way. So `),
    value(lane.total),
    plain(" is not the whole gradient."),
  ];
}

/**
 * What was done to a carry that has left a timestep, or null where it is handed on whole.
 * @param {Trace} trace
 * @param {Lane} lane
 * @param {number} t
 * @returns {string | null}
 */
export function howCut(trace, lane, t) {
  const factor = trace.backward[t]?.clipped?.[lane.carried];
  if (trace.backward[t]?.cut) return "cut off";
  return factor === undefined ? null : `clipped to ${short(factor)} of its length`;
}
