// Pure: what the rows and columns of a matrix stand for, by the names of the sizes.

/** @import { Beat, Head, Panel } from "../types" */

/**
 * By rows and columns, each as the sizes that it is the sum of; null where nothing is known of them, as where a wrong
 * line made another shape. A part of a step has the shape of what the step makes, or is not known.
 * @param {Head} head
 * @param {Pick<Panel, "symbol" | "transposed">} panel
 * @param {{ rows: number, columns: number }} shape
 * @param {Beat | null} [beat]
 * @returns {string[][] | null}
 */
export function dimsOf({ declaration, sizes }, { symbol, transposed }, { rows, columns }, beat = null) {
  const known = symbol === null ? beat?.step?.dims : declaration.symbols[symbol]?.dims;
  if (!known) return null;
  const dims = transposed ? [...known].reverse() : known;
  const numbers = dims.map((sum) => sum.reduce((all, one) => all + sizeOf(sizes, one), 0));
  return String(numbers) === `${rows},${columns}` ? dims : null;
}

/** @type {(sizes: Record<string, number>, name: string) => number} */
export function sizeOf(sizes, name) {
  return sizes[name] ?? Number(name);
}
