// Pure: the moment that a line of code leads to. A line of a step is seen where the step is; what stands around the
// steps has no beat of its own, and is seen where it tells.

/** @import { Beat, CodeLine } from "../types" */

import { restAt } from "./timeline.js";

/**
 * Before the loop: its first step, which reads what was made there. The line that opens the loop: the first step of
 * this timestep. What hands a state on, after the steps: the step that reads it, at the next timestep. After the loop:
 * its last beat.
 * @param {Beat[]} beats
 * @param {Beat} beat where the playhead is
 * @param {CodeLine[]} lines of the pass that the beat is in
 * @param {number} k
 * @returns {number | undefined}
 */
export function restOfLine(beats, { direction, t }, lines, k) {
  const { step, indent, opens } = lines[k];
  if (step) return restAt(beats, t, step);
  const pass = beats.filter((one) => one.direction === direction && one.position > 0);
  const here = pass.filter((one) => one.t === t);
  const opening = lines.findIndex((line) => line.opens);
  if (opens) return here[0]?.index;
  if (k < opening) return pass[0]?.index;
  const next = here.length ? pass.find((one) => one.index > here[here.length - 1].index) : undefined;
  return (indent > lines[opening].indent && next ? next : pass[pass.length - 1])?.index;
}
