// Pure: what is said of a beat whose picture is covered: what a value is in both runs, and of which line no word.

/** @import { Beat, Entry, Trace } from "../../types" */
/** @import { Piece } from "./pieces.js" */

import { valueOf } from "../../model/trace.js";
import { numberAt, plain, symbolic } from "./pieces.js";

/**
 * @param {Trace} trace
 * @param {Beat} beat
 * @param {Entry | null} focus
 * @returns {Piece[]}
 */
export function narratedCovered(trace, beat, focus) {
  const frame = trace[beat.direction][beat.t];
  const way = beat.direction === "forward" ? "Forward" : "Backward";
  if (!frame || !beat.step) return [plain(`${way}, t = ${beat.t}.`)];
  const name = symbolic(trace.head.declaration, beat.name, beat.t);
  const own = numberAt(valueOf(trace, beat.direction, beat.t, beat.name), focus);
  const right = frame.right?.[beat.name];
  if (right) return [name, plain(` is ${own}, in the right run ${numberAt(right, focus)}.`)];
  return [name, plain(own === "" ? " is as in the right run." : ` is ${own}, as in the right run.`)];
}
