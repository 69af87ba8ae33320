// Pure: two matrices of one shape in one grid, entry beside entry.

/** @import { Entry, Mark, Matrix, Size, Slot } from "../types" */

import { barOf, extent, middleLines, pathOf } from "./bars.js";
import { rect } from "./marks.js";

/**
 * @param {Matrix} left the upstream gradient
 * @param {Matrix} right the carried one
 * @param {Size} size
 * @param {Entry} focus
 * @returns {Mark[]}
 */
export function overlayMarks(left, right, size, [focusRow, focusColumn]) {
  const rows = left.length;
  const columns = left[0]?.length ?? 0;
  if (rows === 0 || columns === 0) return [];
  /** @type {Slot} */
  const slot = { x: 0, y: 0, ...size, rows, columns, cellWidth: size.width / columns, cellHeight: size.height / rows };
  const room = slot.cellHeight * 0.46;
  const largest = Math.max(extent(left), extent(right));
  const scale = { room, full: largest, limit: largest, perUnit: largest > 0 ? room / largest : 0 };
  const bars = (/** @type {Matrix} */ matrix, /** @type {number} */ place) =>
    pathOf(
      matrix.flatMap((values, row) =>
        values.map((value, column) => barOf(slot, scale, row, column, 0, value, place, 2)),
      ),
    );
  return [
    { key: "middle", type: "path", d: middleLines(slot), class: "middle" },
    { key: "left", type: "path", d: bars(left, 0), class: "bars upstream" },
    { key: "right", type: "path", d: bars(right, 1), class: "bars carried" },
    rect(
      "focus",
      {
        x: focusColumn * slot.cellWidth,
        y: focusRow * slot.cellHeight,
        width: slot.cellWidth,
        height: slot.cellHeight,
      },
      "focus",
    ),
  ];
}
