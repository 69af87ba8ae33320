// Pure: a matrix as a small picture of bars, to be told from others at a glance.

/** @import { Mark, Matrix, Role, Size } from "../types" */

import { middleLines, pathOf, scalesOf } from "./bars.js";
import { path, roleClass } from "./marks.js";
import { restingRects } from "./stage/layers.js";

/**
 * Matrices of one shape as pictures on one scale.
 * @param {Matrix[]} matrices
 * @param {Size} size of each
 * @param {Role} role
 * @returns {Mark[][]}
 */
export function picturesMarks(matrices, { width, height }, role) {
  const rows = matrices[0]?.length ?? 1;
  const columns = matrices[0]?.[0]?.length ?? 1;
  const slot = { x: 0, y: 0, width, height, rows, columns, cellWidth: width / columns, cellHeight: height / rows };
  const [scale] = scalesOf(
    matrices.map((matrix) => ({ matrix })),
    matrices.map(() => slot),
    "common",
  );
  return matrices.map((matrix) => [
    path("middle", middleLines(slot), "middle"),
    path("bars", pathOf(restingRects(matrix, slot, scale)), roleClass("bars", role)),
  ]);
}
