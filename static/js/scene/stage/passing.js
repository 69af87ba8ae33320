// Pure: what becomes of a result beyond its step: gathered in a running total, or handed over to the next timestep.

/** @import { Drawing, Layer } from "./layers.js" */

import { during } from "../ease.js";
import { isSame } from "../../model/trace.js";
import { barOf, between, isHeat } from "../bars.js";
import { broadcast, isClear, layerOf, restingRects, startOf } from "./layers.js";

/** A contribution travels on and lands on the tip of its running total, or, where the loop is wrong, in its place. */
/** @type {(drawing: Drawing, result: number, total: number, share: number) => Layer[]} */
export function gathered({ panels, slots, scales }, result, total, share) {
  const { matrix: before, replaced } = panels[total];
  const slot = slots[total];
  if (!before) return [];
  /** @type {Layer[]} */
  const layers = [
    layerOf("before", "total-before", slot, (row, column) =>
      barOf(slot, scales[total], row, column, 0, before[row][column], 0, 2),
    ),
  ];
  if (share === 0) return layers;
  if (replaced) layers[0].opacity = 1 - share;
  const free = isClear(slots, result, total);
  layers.push(
    layerOf("", "total-added", slot, (row, column) => {
      const value = broadcast(panels[result].matrix, row, column);
      const start = startOf(slots[result], scales[result], row, column, value);
      const place = (/** @type {number} */ length) =>
        barOf(slot, scales[total], row, column, replaced ? 0 : before[row][column], length, 1, 2);
      return free ? between(start, place(value), share) : place(value * share);
    }),
  );
  return layers;
}

/** What leaves stays in sight, and the same numbers arrive in the next panel under their new name; what is given instead appears. */
/** @type {(drawing: Drawing, share: number) => Layer[]} */
export function handedOver({ panels, slots, scales }, share) {
  const gone = during(share, 0.1, 0.9);
  return panels.flatMap((panel, k) => {
    if (panel.part !== "result" || !panel.matrix || isHeat(panel.matrix)) return [];
    const from = restingRects(panel.matrix, slots[k - 1], scales[k - 1]);
    const to = restingRects(panel.matrix, slots[k], scales[k]);
    const leaving = panels[k - 1].matrix;
    if ((leaving && !isSame(leaving, panel.matrix)) || !isClear(slots, k - 1, k))
      return [{ key: `given-${k}`, role: panel.role, rects: to, opacity: gone }];
    return [{ key: `handed-${k}`, role: panel.role, rects: from.map((rect, n) => between(rect, to[n], gone)) }];
  });
}
