// Pure: what is drawn, as tables for those who read it: of the map, and of each lens that draws a chart.

/** @import { Beat, Trace, View } from "../../types" */

import { ALL, levelOf } from "../../model/spoil.js";
import { flowTables } from "./flow.js";
import { mapTable } from "./map.js";
import { sourcesTables } from "./sources.js";

/** @typedef {{ name: string, t?: number, now?: boolean, cells: string[] }} TableRow `t`: the timestep it leads to */
/** @typedef {{ caption: string, head: string[], rows: TableRow[], notes: string[] }} Table */

/**
 * @param {"network" | "stage"} region
 * @param {Trace} trace
 * @param {Beat} beat
 * @param {Pick<View, "focus" | "lens" | "spoil">} view
 * @returns {Table[]} none where what is drawn can be read as it is
 */
export function tablesOf(region, trace, beat, view) {
  if (region === "network") return [mapTable(trace, beat)];
  const shown = levelOf(trace.head, view) === ALL; // else the right run would tell what is wrong
  if (view.lens === "flow") return flowTables(trace, beat, shown);
  return view.lens === "sources" ? sourcesTables(trace, beat, view, shown) : [];
}
