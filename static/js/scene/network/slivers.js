// Pure: timesteps too far away to be drawn in full. They are a strip with ticks at round timesteps, above and below which
// each still shows its norms; all of one kind are one path, so that two thousand of them cost no more than twenty.

/** @import { Mark } from "../../types" */
/** @import { CellState, Column, NetworkMap } from "./map.js" */
/** @import { Rect } from "../bars.js" */

import { roundStep } from "../../say/ticks.js";
import { normOf } from "../../model/trace.js";
import { pathOf } from "../bars.js";
import { path, text } from "../marks.js";
import { label, RANK } from "./labels.js";
import { stateOf } from "./map.js";

/**
 * @param {NetworkMap} map
 * @returns {Mark[]}
 */
export function sliverMarks(map) {
  const narrow = map.layout.columns.filter((column) => !column.full);
  if (narrow.length === 0) return [];
  return [...stripMarks(map, narrow), ...tickMarks(map, narrow), ...normMarks(map, narrow)];
}

/** Neighbours of one state are one box. @type {(map: NetworkMap, narrow: Column[]) => Mark[]} */
function stripMarks(map, narrow) {
  const { y, height } = map.layout.cell;
  /** @type {{ from: Column, to: Column, state: CellState }[]} */
  const runs = [];
  for (const column of narrow) {
    const state = stateOf(map, column.t);
    const run = runs[runs.length - 1];
    if (run?.to.t === column.t - 1 && run.state === state) run.to = column;
    else runs.push({ from: column, to: column, state });
  }
  return runs.map(({ from, to, state }) => {
    const box = { x: from.x, y, width: to.x + to.width - from.x - 1, height };
    return path(`narrow-${from.t}`, pathOf([box]), `cell ${state} narrow`);
  });
}

/** @type {(map: NetworkMap, narrow: Column[]) => Mark[]} */
function tickMarks({ layout: { cell }, type: { small } }, narrow) {
  const every = roundStep(Math.max((small * 3) / narrow[0].width, 1));
  const round = narrow.filter(({ t }) => t > 0 && t % every === 0);
  const length = cell.height * 0.14;
  const ticks = round.flatMap(({ x, width }) =>
    [cell.y, cell.y + cell.height - length].map((y) => ({ x: x + width / 2, y, width: 0, height: length })),
  );
  return [
    path("narrow-ticks", pathOf(ticks), "middle"),
    ...round.map(({ t, x, width }) =>
      label(
        RANK.aside,
        text(`narrow-name-${t}`, x + width / 2, cell.y + cell.height / 2 + small * 0.36, String(t), small, "note", {
          anchor: "middle",
        }),
      ),
    ),
  ];
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
