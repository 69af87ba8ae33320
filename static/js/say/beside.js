// Pure: how large the gradients of a wrong run are at a timestep, and what the right run has instead.

/** @import { Beat, Trace } from "../types" */

import { visits } from "../model/order.js";
import { short } from "./digits.js";

/**
 * Of the timestep at hand; before the loop has begun, of the one that it comes to last.
 * @param {Trace} trace
 * @param {Beat} beat
 * @returns {string[]}
 */
export function besideSentences(trace, beat) {
  const { head, end } = trace;
  const order = visits(head);
  const t = beat.direction === "backward" ? beat.t : order[order.length - 1];
  const frame = trace.backward[t];
  if (!frame) return [];
  const differing = head.declaration.lanes.flatMap(({ total }) => {
    const [here, there] = [frame.norms[total], frame.right_norms?.[total]];
    return there === undefined
      ? []
      : [`${total} at t = ${t} has norm ${short(here)}, in the right run ${short(there)}.`];
  });
  const said = end?.left_out?.[t];
  return [[...differing, ...(said ? [said] : [])].join(" ")].filter(Boolean);
}
