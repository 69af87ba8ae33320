// Pure: what every part of the map is drawn from, and how far each flow on it has come.

/** @import { Beat, Direction, Size, Trace, Typography, View } from "../../types" */

import { networkLayout, typographyOf } from "../layout.js";
import { standingOf } from "../../model/made.js";
import { isVisitedBefore } from "../../model/order.js";
import { movement, progressOf } from "../../model/timeline.js";
import { widthsFrom } from "../arrows.js";

/**
 * @typedef {object} NetworkMap
 * @property {Trace} trace
 * @property {Beat} beat
 * @property {number} share how far the movement in the beat has come
 * @property {Size} size
 * @property {ReturnType<typeof networkLayout>} layout
 * @property {Typography} type
 * @property {number} largest the largest norm that an arrow stands for
 * @property {(norm: number) => number} widthOf the width of the arrow for a norm
 */

/** Where the roads up and down stand beside the middle of a cell, in widths of it: forward to the left, back to the right. */
export const ASIDE = { forward: -0.25, backward: 0.15 };

/** @typedef {{ t: number, x: number, width: number, full: boolean }} Column */
/** @typedef {{ x: number, y: number, width: number, height: number, middle: number, gap: number }} Cell the gap is to the next cell */
/** @typedef {"done" | "current" | "to-come" | "beyond"} CellState */

/**
 * @param {Trace} trace
 * @param {Beat} beat
 * @param {number} playhead
 * @param {View} view
 * @returns {NetworkMap}
 */
export function mapOf(trace, beat, playhead, view) {
  const type = typographyOf(view);
  const size = view.network;
  const largest = largestFlow(trace);
  return {
    trace,
    beat,
    share: movement(progressOf(beat, playhead)),
    size,
    layout: networkLayout(trace.head.sizes.T_x, beat.t, size, type),
    type,
    largest,
    widthOf: widthsFrom(largest, size.height),
  };
}

/** @type {WeakMap<Trace, number>} */
const largestOf = new WeakMap();

/** The largest finite norm of what flows, looked for once a trace. @param {Trace} trace */
function largestFlow(trace) {
  let largest = largestOf.get(trace);
  if (largest !== undefined) return largest;
  largest = 0;
  const { lanes, stacks } = trace.head.declaration;
  const names = [...lanes.flatMap((lane) => [lane.upstream, lane.carried, lane.returned]), ...Object.values(stacks)];
  for (const frame of trace.backward) {
    for (const name of names) {
      const norm = name ? frame?.norms[name] : undefined;
      if (norm !== undefined && Number.isFinite(norm) && norm > largest) largest = norm;
    }
  }
  largestOf.set(trace, largest);
  return largest;
}

/**
 * How much of what a step at t makes has been made: 0, a share, or 1.
 * @param {NetworkMap} map
 * @param {number} t
 * @param {string} name
 * @param {Direction} direction
 */
export function made({ trace, beat, share }, t, name, direction) {
  if (!trace[direction][t]) return 0;
  const standing = standingOf(trace.head, beat, direction, t, name);
  return standing > 0 ? 1 : standing < 0 ? 0 : share;
}

/**
 * Where in time a cell is: told apart by its outline, not by colour alone.
 * @param {NetworkMap} map
 * @param {number} t
 * @returns {CellState}
 */
export function stateOf({ beat, trace }, t) {
  if (beat.t === t && beat.position > 0) return "current";
  if (beat.direction === "forward") return t < beat.t ? "done" : "to-come";
  if (t >= trace.head.T_backward) return "beyond";
  return isVisitedBefore(trace.head, t, beat.t) ? "done" : "to-come";
}
