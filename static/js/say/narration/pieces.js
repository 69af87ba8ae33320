// Pure: the pieces that a sentence is made of: plain words, and names of values that light up wherever they are.

/** @import { Declaration, Entry, Matrix, Role } from "../../types" */

import { written } from "../digits.js";
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
