// Pure: how large the gradients of a wrong run are at a timestep, and what the right run has instead.

/** @import { Beat, Trace } from "../types" */

import { visits } from "../model/order.js";
import { apart, short } from "./digits.js";

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
    if (there === undefined) return [];
    const [ours, theirs] = short(here) === short(there) ? (apart(here, there) ?? []) : [short(here), short(there)];
    if (ours === undefined) return [`${total} at t = ${t} has norm ${short(here)}, as in the right run.`];
    return [`${total} at t = ${t} has norm ${ours}, in the right run ${theirs}.`];
  });
  const said = end?.left_out?.[t];
  return [[...differing, ...(said ? [said] : [])].join(" ")].filter(Boolean);
}
