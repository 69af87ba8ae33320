// Pure: the unrolled network as a map: where in time the playhead is, and what has flowed.

/** @import { Beat, Mark, Trace, View } from "../../types" */

import { cellMarks } from "./cells.js";
import { labelled } from "./labels.js";
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
  return labelled([...sliverMarks(map), ...full, ...totalsMarks(map)], map.size);
}
