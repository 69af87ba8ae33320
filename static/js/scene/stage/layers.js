// Pure: bars that belong together: at rest in their matrix, or on their way to another.

/** @import { Matrix, Panel, Role, Slot } from "../../types" */
/** @import { Rect, Scale } from "../bars.js" */

import { barOf, between } from "../bars.js";

/** @typedef {{ key: string, role: Role | "before", rects: Rect[], opacity?: number, shade?: number }} Layer */
/** @typedef {{ panels: Panel[], slots: Slot[], scales: Scale[], apart: (row: number, column: number) => boolean }} Drawing `apart`: whether the parts of an entry stay apart */

/**
 * The bars of a matrix that stands still.
 * @param {Matrix} matrix
 * @param {Slot} slot
 * @param {Scale} scale
 */
export function restingRects(matrix, slot, scale) {
  return matrix.flatMap((values, row) => values.map((value, column) => barOf(slot, scale, row, column, 0, value)));
}

/** @type {(role: Role | "before", key: string, slot: Slot, rect: (row: number, column: number) => Rect, chosen?: (row: number, column: number) => boolean) => Layer} */
export function layerOf(role, key, slot, rect, chosen = () => true) {
  const rects = [];
  for (let row = 0; row < slot.rows; row += 1) {
    for (let column = 0; column < slot.columns; column += 1) if (chosen(row, column)) rects.push(rect(row, column));
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

const ON_THE_WAY = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/**
 * Whether bars can go from one matrix to another without passing over a third.
 * @param {Slot[]} slots
 * @param {number} from
 * @param {number} to
 */
export function isClear(slots, from, to) {
  const others = slots.filter((_, k) => k !== from && k !== to);
  return ON_THE_WAY.map((share) => between(slots[from], slots[to], share)).every((box) =>
    others.every(
      ({ x, y, width, height }) =>
        box.x + box.width <= x || x + width <= box.x || box.y + box.height <= y || y + height <= box.y,
    ),
  );
}
