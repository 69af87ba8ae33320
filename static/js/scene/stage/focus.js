// Pure: what is framed in each panel: the focus entry, or the row and the column that make it.

/** @import { Beat, Entry, Mark, Panel, Slot } from "../../types" */

import { nearest } from "../../model/trace.js";
import { rect, roleClass } from "../marks.js";

/** The focus entry; in a product, the row and the column that make it. */
/** @type {(beat: Beat, panels: Panel[], panel: Panel, slot: Slot, k: number, focus: Entry) => Mark[]} */
export function focusMarks(beat, panels, panel, slot, k, focus) {
  if (!panel.matrix) return [];
  const result = panels.find((one) => one.part === "result")?.matrix ?? panel.matrix;
  const [row, column] = nearest(focus, panel.part === "operand" ? result : panel.matrix);
  const product = beat.step?.kind === "matmul" || beat.step?.kind === "outer";
  const summed = beat.step?.kind === "sum";
  const overRows = summed ? result.length < panel.matrix.length : beat.step?.kind === "softmax";
  const overColumns = summed && !overRows;
  const wholeRow = panel.part === "operand" && ((product && k === 0) || overColumns);
  const wholeColumn = panel.part === "operand" && ((product && k === 1) || overRows);
  const own = nearest([row, column], panel.matrix);
  const x = slot.x + (wholeRow ? 0 : own[1] * slot.cellWidth);
  const y = slot.y + (wholeColumn ? 0 : own[0] * slot.cellHeight);
  const width = wholeRow ? slot.width : slot.cellWidth;
  const height = wholeColumn ? slot.height : slot.cellHeight;
  return [rect(`focus-${panel.key}`, { x, y, width, height }, roleClass("focus", panel.role), { radius: 3 })];
}
