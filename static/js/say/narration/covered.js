// Pure: what is said of a beat whose picture is covered: what a value is in both runs, and of which line no word.

/** @import { Beat, Entry, Trace } from "../../types" */
/** @import { Piece } from "./pieces.js" */

import { valueOf } from "../../model/trace.js";
import { bothAt, numberAt, plain, symbolic } from "./pieces.js";

/**
 * @param {Trace} trace
 * @param {Beat} beat
 * @param {Entry | null} focus
 * @param {boolean} told whether the line is told; else only of results, since the first wrong value would tell it
 * @returns {Piece[]}
 */
export function narratedCovered(trace, beat, focus, told) {
  const frame = trace[beat.direction][beat.t];
  const way = beat.direction === "forward" ? "Forward" : "Backward";
  const isResult = trace.end?.first_difference?.keys?.includes(beat.name);
  if (!frame || !beat.step || !(told || isResult)) return [plain(`${way}, t = ${beat.t}.`)];
  const name = symbolic(trace.head.declaration, beat.name, beat.t);
  const own = numberAt(valueOf(trace, beat.direction, beat.t, beat.name), focus);
  const right = frame.right?.[beat.name];
  if (right) {
    const [ours, theirs] = bothAt(valueOf(trace, beat.direction, beat.t, beat.name), right, focus);
    if (ours !== theirs) return [name, plain(` is ${ours}, in the right run ${theirs}.`)];
    return [name, plain(` is ${ours}, as in the right run; other entries are not.`)];
  }
  return [name, plain(own === "" ? " is as in the right run." : ` is ${own}, as in the right run.`)];
}
