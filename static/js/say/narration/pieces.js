// Pure: the pieces that a sentence is made of: plain words, and names of values that light up wherever they are.

/** @import { Declaration, Entry, Matrix, Role } from "../../types" */

import { apart, written } from "../digits.js";
import { nearest } from "../../model/trace.js";
import { labelOf } from "../words.js";

/** @typedef {{ text: string, symbol?: string, role?: Role }} Piece */

/** @type {(text: string) => Piece} */
export const plain = (text) => ({ text });

/**
 * The name of a value, with more words in its colour.
 * @param {Declaration} declaration
 * @param {string} name
 * @param {number} t
 * @param {string} [more]
 * @returns {Piece}
 */
export function symbolic(declaration, name, t, more = "") {
  const role = declaration.symbols[name]?.role ?? "";
  return { text: `${labelOf(declaration, name, t)}${more}`, symbol: name, role };
}

/**
 * The number of an entry as it is written, or nothing where it is not there.
 * @param {Matrix | undefined} matrix
 * @param {Entry | null} focus
 * @param {number} [decimals]
 */
export function numberAt(matrix, focus, decimals) {
  const at = matrix && focus ? nearest(focus, matrix) : null;
  return matrix && at ? written(matrix[at[0]][at[1]], decimals) : "";
}

/**
 * The number of an entry in this run and in the right one, with digits that tell them apart; twice the same where they
 * are the same.
 * @param {Matrix | undefined} own
 * @param {Matrix | undefined} right
 * @param {Entry | null} focus
 * @returns {[string, string]}
 */
export function bothAt(own, right, focus) {
  const numbers = [own, right].map((matrix) => (matrix && focus ? entryOf(matrix, focus) : undefined));
  const [one, other] = numbers;
  if (one === undefined || other === undefined) return [numberAt(own, focus), numberAt(right, focus)];
  return apart(one, other) ?? [written(one), written(one)];
}

/** @type {(matrix: Matrix, focus: Entry) => number | undefined} */
function entryOf(matrix, focus) {
  const [i, j] = nearest(focus, matrix);
  return matrix[i]?.[j];
}
