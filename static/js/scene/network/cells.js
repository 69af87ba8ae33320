// Pure: one cell of the map with its name and state, and the roads to and from it.

/** @import { Mark } from "../../types" */
/** @import { Cell, Column, NetworkMap } from "./map.js" */

import { rect, text } from "../marks.js";
import { widthOf } from "../type.js";
import { backwardMarks } from "./backward.js";
import { forwardMarks } from "./forward.js";
import { stateOf } from "./map.js";

/**
 * @param {NetworkMap} map
 * @param {Column} column
 * @returns {Mark[]}
 */
export function cellMarks(map, column) {
  const { beat, layout, trace, type } = map;
  const { t } = column;
  const { width, height, y } = layout.cell;
  const middle = column.x + column.width / 2;
  /** @type {Cell} */
  const cell = { x: middle - width / 2, y, width, height, middle, gap: column.width - width };
  const state = stateOf(map, t);
  const whole = `t = ${t}`;
  const sizeOf = (/** @type {string} */ words) => (width - 8) / widthOf(words, 1, "bold");
  const name = sizeOf(whole) >= type.small ? whole : String(t);
  const size = Math.min(type.label, Math.max(sizeOf(name), type.small));
  const differs = state !== "to-come" && Object.keys(trace[beat.direction][t]?.right ?? {}).length > 0;
  const beside = width / 2 - widthOf(name, size, "bold") / 2 > widthOf("≠", type.label, "bold") + 8; // else above it
  const corner = beside ? { x: cell.x + width - 6, y: y + type.small * 1.2 } : { x: cell.x + width + 2, y: y - 4 };
  const mark = text(`differs-${t}`, corner.x, corner.y, "≠", type.label, "differs", { anchor: "end" });
  return [
    rect(`cell-${t}`, cell, `cell ${state}`, { radius: 9, data: { t } }),
    text(`cell-name-${t}`, middle, y + height / 2 + size * 0.35, name, size, `cell-name ${state}`, {
      anchor: "middle",
    }),
    ...(differs ? [mark] : []),
    ...forwardMarks(map, column, cell),
    ...(beat.direction === "backward" && t < trace.head.T_backward ? backwardMarks(map, column, cell) : []),
  ];
}
