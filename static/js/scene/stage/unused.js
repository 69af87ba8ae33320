// Pure: in a run with a mistake, what the right line reads and the wrong one does not: made all the same, and not used.

/** @import { Beat, Matrix, Trace } from "../../types" */

import { wrongLinesOf } from "../../model/mistakes.js";
import { valueOf } from "../../model/trace.js";

/**
 * @param {Trace} trace
 * @param {Beat} beat
 * @returns {string[]} names of values whose entries stand for the same entries as the result's
 */
export function unusedNames(trace, beat) {
  const here = wrongLinesOf(trace.head).filter((line) => beat.step && line.name === beat.name);
  const read = new Set(here.flatMap(({ wrong }) => wrong.tokens.map((token) => token.symbol)));
  const wanted = new Set(here.flatMap(({ right }) => right.tokens.map((token) => token.symbol)));
  const shape = shapeOf(valueOf(trace, beat.direction, beat.t, beat.name));
  return [...wanted].flatMap((name) => {
    if (name === null || read.has(name)) return [];
    return shape && shapeOf(valueOf(trace, beat.direction, beat.t, name)) === shape ? [name] : [];
  });
}

/** @param {Matrix | undefined} matrix */
function shapeOf(matrix) {
  return matrix && `${matrix.length} × ${matrix[0]?.length}`;
}
