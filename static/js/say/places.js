// Pure: the rows and columns of a matrix by what they stand for: unit 1, example 1.

import { sizeOf } from "../model/dimensions.js";

/** @type {Record<string, string>} */
const NAMES = { n_x: "input", n_a: "unit", n_y: "output", m: "example" };

/**
 * What one row or column stands for; of concatenated ones, which of them, and the how manieth of it. Counted from 0, as
 * the entries are in the code.
 * @param {string[] | undefined} sum the sizes that the rows or columns are the sum of; undefined: not known
 * @param {Record<string, number>} sizes
 * @param {number} index
 * @param {"row" | "column"} otherwise
 */
export function placeName(sum, sizes, index, otherwise) {
  let at = index;
  for (const one of sum ?? []) {
    const size = sizeOf(sizes, one);
    if (at < size) return NAMES[one] ? `${NAMES[one]} ${at}` : ""; // of a bias there is one column, for all examples
    at -= size;
  }
  return `${otherwise} ${index}`;
}
