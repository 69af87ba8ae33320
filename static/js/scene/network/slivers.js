// Pure: timesteps too far away to be drawn in full. Each is a narrow column that still shows its norms; all of one
// kind are one path, so that two thousand of them cost no more than twenty.

/** @import { Mark } from "../../types" */
/** @import { CellState, Column, NetworkMap } from "./map.js" */
/** @import { Rect } from "../bars.js" */

import { normOf } from "../../trace.js";
import { pathOf } from "../bars.js";
import { path } from "../marks.js";
import { stateOf } from "./map.js";

/**
 * @param {NetworkMap} map
 * @returns {Mark[]}
 */
export function sliverMarks(map) {
  const narrow = map.layout.columns.filter((column) => !column.full);
  if (narrow.length === 0) return [];
  const { y, height } = map.layout.cell;
  const outlined = narrow[0].width >= 5 ? "" : " sliver";
  const cells = [...new Set(narrow.map((column) => stateOf(map, column.t)))].map((/** @type {CellState} */ state) => {
    const rects = narrow.filter((column) => stateOf(map, column.t) === state).map((column) => box(column, y, height));
    return path(`narrow-${state}`, pathOf(rects), `cell ${state} narrow${outlined}`);
  });
  return [...cells, ...normMarks(map, narrow)];
}

/** @type {(column: Column, y: number, height: number) => Rect} */
function box({ x, width }, y, height) {
  const gap = width >= 5 ? 3 : Math.min(width * 0.2, 1);
  return { x, y, width: width - gap, height };
}

/** What came from above and from the right, as bars above and below. */
/** @type {(map: NetworkMap, narrow: Column[]) => Mark[]} */
function normMarks({ trace, beat, layout, widthOf }, narrow) {
  const [lane] = trace.head.declaration.lanes;
  const done = narrow.filter((column) => beat.direction === "backward" && column.t >= beat.t);
  const bars = (/** @type {string | null} */ name, /** @type {boolean} */ above) =>
    done.flatMap((column) => {
      const norm = name ? normOf(trace, "backward", column.t, name) : undefined;
      if (!norm) return [];
      const height = widthOf(norm) * 2;
      const y = above ? layout.cell.y - 3 - height : layout.cell.y + layout.cell.height + 3;
      return [box(column, y, height)];
    });
  return [
    path("narrow-upstream", pathOf(bars(lane.upstream, true)), "bars upstream"),
    path("narrow-carried", pathOf(bars(lane.carried, false)), "bars carried"),
  ];
}
