// Pure: bars that belong together: at rest in their matrix, or on their way to another.

/** @import { Matrix, Panel, Role, Slot } from "../../types" */
/** @import { Rect, Scale } from "../bars.js" */

import { barOf } from "../bars.js";

/** @typedef {{ key: string, role: Role | "before", rects: Rect[], opacity?: number, shade?: number }} Layer */
/** @typedef {{ panels: Panel[], slots: Slot[], scales: Scale[] }} Drawing */

/**
 * The bars of a matrix that stands still.
 * @param {Matrix} matrix
 * @param {Slot} slot
 * @param {Scale} scale
 */
export function restingRects(matrix, slot, scale) {
  return matrix.flatMap((values, row) => values.map((value, column) => barOf(slot, scale, row, column, 0, value)));
}

/** @type {(role: Role | "before", key: string, slot: Slot, rect: (row: number, column: number) => Rect) => Layer} */
export function layerOf(role, key, slot, rect) {
  const rects = [];
  for (let row = 0; row < slot.rows; row += 1) {
    for (let column = 0; column < slot.columns; column += 1) rects.push(rect(row, column));
  }
  return { key, role, rects };
}

/** Where an entry travels from: its own bar; one that is broadcast has one bar for all. */
/** @type {(slot: Slot, scale: Scale, row: number, column: number, value: number) => Rect} */
export function startOf(slot, scale, row, column, value) {
  return barOf(slot, scale, Math.min(row, slot.rows - 1), Math.min(column, slot.columns - 1), 0, value);
}

/** @type {(matrix: Matrix | undefined, row: number, column: number) => number} */
export function broadcast(matrix, row, column) {
  if (!matrix) return 0;
  const values = matrix[Math.min(row, matrix.length - 1)];
  return values[Math.min(column, values.length - 1)];
}
