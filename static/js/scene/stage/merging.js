// Pure: how a sum comes to be. Its parts land one after the other, each on the tips of those before it, and then fold
// into one bar of the result. Entries that are looked at keep their parts apart, with a line where they end.

/** @import { Panel } from "../../types" */
/** @import { Drawing, Layer } from "./layers.js" */

import { during } from "../ease.js";
import { barOf, between, isClipped } from "../bars.js";
import { broadcast, layerOf, restingRects } from "./layers.js";
import { FOLD, momentsOf, PARTS } from "./moments.js";

/** @typedef {(row: number, column: number) => boolean} Chosen which entries */

const FALL = 0.45; // of an entry's height: from how far above its place upstream comes down
const SLIDE = 12; // pixels: from how far to the right the carry comes in, at the most
const LINE = 0.9; // of an entry's width

/**
 * @param {Drawing} drawing
 * @param {number} result which panel: those before it are the parts
 * @param {number} share
 * @returns {Layer[]}
 */
export function merge(drawing, result, share) {
  const { panels, apart } = drawing;
  const together = (/** @type {number} */ row, /** @type {number} */ column) => !apart(row, column);
  const parts = panels.slice(0, result).map((_, k) => k);
  const folded = during(share, ...FOLD);
  return [
    ...arrivals(drawing, result, share),
    ...(folded < 1 ? parts.map((k) => partOf(drawing, result, k, share, `stacked-${k}`, together)) : []),
    { ...barsOfSum(drawing, result, together), opacity: during(share, (FOLD[0] + FOLD[1]) / 2, FOLD[1]) },
    ...parts.map((k) => partOf(drawing, result, k, share, `apart-${k}`, apart)),
    lineOfSum(drawing, result, during(share, PARTS, FOLD[0])),
  ].filter(({ opacity }) => opacity !== 0);
}

/** A part standing on the tips of those before it, as far as it has landed, and on its way into the whole bar. */
/** @type {(drawing: Drawing, result: number, k: number, share: number, key: string, chosen: Chosen) => Layer} */
function partOf({ panels, slots, scales, apart }, result, k, share, key, chosen) {
  const [slot, scale] = [slots[result], scales[result]];
  const { role } = panels[k];
  const shade = role ? 0 : k;
  const landed = during(share, ...momentsOf(k, result, hasArrivals(panels)).lands);
  if (landed === 0) return { key, role, rects: [], shade };
  const folded = during(share, ...FOLD);
  const bar = (/** @type {number} */ row, /** @type {number} */ column) => {
    const terms = panels.slice(0, k + 1).map((panel) => broadcast(panel.matrix, row, column));
    const base = terms.slice(0, k).reduce((sum, term) => sum + term, 0);
    const part = barOf(slot, scale, row, column, base, terms[k] * landed, k, result);
    if (folded === 0 || apart(row, column)) return part;
    return between(part, barOf(slot, scale, row, column, 0, broadcast(panels[result].matrix, row, column)), folded);
  };
  return { ...layerOf(role, key, slot, bar, chosen), shade };
}

/** The parts as one bar. @type {(drawing: Drawing, result: number, chosen: Chosen) => Layer} */
function barsOfSum({ panels, slots, scales }, result, chosen) {
  const bar = (/** @type {number} */ row, /** @type {number} */ column) =>
    barOf(slots[result], scales[result], row, column, 0, broadcast(panels[result].matrix, row, column));
  return layerOf(panels[result].role, "result", slots[result], bar, chosen);
}

/** Upstream comes down from above and the carry in from the right, each into its own matrix: as they do in the map. */
/** @type {(drawing: Drawing, result: number, share: number) => Layer[]} */
function arrivals({ panels, slots, scales }, result, share) {
  return panels.slice(0, result).flatMap((panel, k) => {
    const settled = settledOf(panels, k, share);
    if (!panel.matrix || settled === 0 || settled === 1) return [];
    const dx = panel.role === "carried" ? Math.min(slots[k].cellWidth * FALL, SLIDE) * (1 - settled) : 0;
    const dy = panel.role === "upstream" ? -slots[k].cellHeight * FALL * (1 - settled) : 0;
    const rects = restingRects(panel.matrix, slots[k], scales[k]);
    const moved = rects.map((rect) => ({ ...rect, x: rect.x + dx, y: rect.y + dy }));
    return [{ key: `arriving-${k}`, role: panel.role, rects: moved, opacity: settled }];
  });
}

/**
 * How far a part has come into its own matrix: not at all, a share, or there. What was there before is there at once.
 * @type {(panels: Panel[], k: number, share: number) => number}
 */
export function settledOf(panels, k, share) {
  if (!hasArrivals(panels) || panels[k].role === "" || panels[k].part !== "operand") return 1;
  const count = panels.findIndex((panel) => panel.part === "result");
  return during(share, ...momentsOf(k, count, true).settles);
}

/** @param {Panel[]} panels */
function hasArrivals(panels) {
  return panels.some((panel) => panel.part === "operand" && panel.role === "carried");
}

/** Where parts that stay apart end. @type {(drawing: Drawing, result: number, share: number) => Layer} */
function lineOfSum({ panels, slots, scales, apart }, result, share) {
  const slot = slots[result];
  const thickness = Math.max(2, Math.min(slot.cellHeight * 0.09, 4));
  const rects = (share === 0 ? [] : (panels[result].matrix ?? [])).flatMap((values, row) =>
    values.flatMap((value, column) => {
      if (!apart(row, column)) return [];
      if (isClipped(value, scales[result])) return [{ x: slot.x, y: slot.y, width: 0, height: 0 }]; // it has a mark
      const bar = barOf(slot, scales[result], row, column, 0, value);
      const tip = value >= 0 ? bar.y : bar.y + bar.height;
      const x = slot.x + (column + (1 - LINE) / 2) * slot.cellWidth;
      return [{ x, y: tip - thickness / 2, width: slot.cellWidth * LINE * share, height: thickness }];
    }),
  );
  return { key: "sum-line", role: panels[result].role, rects };
}
