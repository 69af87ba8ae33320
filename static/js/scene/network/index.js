// Pure: the unrolled network as a map: where in time the playhead is, and what has flowed.

/** @import { Beat, Mark, Trace, View } from "../../types" */

import { short } from "../../digits.js";
import { line, text } from "../marks.js";
import { cellMarks } from "./cells.js";
import { mapOf } from "./map.js";
import { sliverMarks } from "./slivers.js";
import { totalsMarks } from "./totals.js";

/**
 * @param {Trace} trace
 * @param {Beat} beat
 * @param {number} playhead
 * @param {View} view
 * @returns {Mark[]}
 */
export function networkMarks(trace, beat, playhead, view) {
  const map = mapOf(trace, beat, playhead, view);
  const full = map.layout.columns.filter((column) => column.full).flatMap((column) => cellMarks(map, column));
  return [
    ...sliverMarks(map),
    ...full.filter((mark) => mark.type !== "text"),
    ...full.filter((mark) => mark.type === "text"), // above the arrows of the neighbours, which they reach over
    ...totalsMarks(map),
    ...legendMarks(map),
  ];
}

/** What the width of an arrow means, from the norms that are drawn. */
/** @type {(map: import("./map.js").NetworkMap) => Mark[]} */
function legendMarks({ beat, largest, layout, size, type: { small }, widthOf }) {
  if (layout.compact || beat.direction !== "backward" || largest === 0 || size.height < small * 12) return [];
  const right = size.width - 12;
  const y = size.height - small * 3.6;
  return [
    text("legend-name", right, size.height - small * 2.1, "widest arrow", small, "note", { anchor: "end" }),
    text("legend", right, size.height - small * 0.9, `norm ${short(largest)}`, small, "note", { anchor: "end" }),
    line("legend-line", [right - small * 3.6, y, right, y], "legend", { width: widthOf(largest) }),
  ];
}
