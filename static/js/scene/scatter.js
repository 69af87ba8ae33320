// Pure: two matrices of one shape as dots, one an entry, where bars would be too thin. Equal entries lie on the line.

/** @import { Entry, Mark, Matrix, Size } from "../types" */

import { extent, pathOf, tenth } from "./bars.js";
import { line, path, rect } from "./marks.js";

const DOT = 3;
const RING = 12;

/**
 * @param {Matrix} across
 * @param {Matrix} up
 * @param {Size} size
 * @param {Entry} focus
 * @returns {Mark[]}
 */
export function scatterMarks(across, up, { width, height }, [row, column]) {
  const largest = Math.max(extent(across), extent(up));
  const perUnit = largest > 0 ? (Math.min(width, height) / 2 - RING) / largest : 0;
  const square = (/** @type {number} */ i, /** @type {number} */ j, /** @type {number} */ side) => ({
    x: tenth(width / 2 + across[i][j] * perUnit - side / 2),
    y: tenth(height / 2 - up[i][j] * perUnit - side / 2),
    width: side,
    height: side,
  });
  const dots = across.flatMap((values, i) =>
    values.flatMap((value, j) => (Number.isFinite(value) && Number.isFinite(up[i]?.[j]) ? [square(i, j, DOT)] : [])),
  );
  return [
    line("up", [width / 2, 0, width / 2, height], "zero"),
    line("across", [0, height / 2, width, height / 2], "zero"),
    line("equal", [0, height, width, 0], "equal"),
    path("dots", pathOf(dots), "bars"),
    ...(Number.isFinite(across[row]?.[column]) ? [rect("focus", square(row, column, RING), "focus")] : []),
  ];
}
