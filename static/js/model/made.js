// Pure: what of a run has been made at a beat, and what is still to come.

/** @import { Beat, Direction, Head } from "../types" */

import { isVisitedBefore } from "./order.js";
import { HAND_OVER } from "./timeline.js";

/**
 * Whether what a step makes at a timestep was made before a beat (1), is made in it (0), or comes after it (-1).
 * @param {Head} head
 * @param {Beat} beat
 * @param {Direction} direction
 * @param {number} t
 * @param {string} name
 * @returns {number}
 */
export function standingOf(head, beat, direction, t, name) {
  if (direction !== beat.direction) return direction === "forward" ? 1 : -1;
  if (t !== beat.t) return (direction === "forward" ? t < beat.t : isVisitedBefore(head, t, beat.t)) ? 1 : -1;
  const names = [...head.declaration.steps[direction].map((step) => step.name), HAND_OVER];
  return Math.sign(names.indexOf(beat.name) - names.indexOf(name));
}
