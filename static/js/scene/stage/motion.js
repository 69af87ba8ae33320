// Pure: how the bars of a step come to be, by its kind. Each function returns the bars to draw at a share of the
// movement; at share 1 nothing travels any more.

/** @import { Panel } from "../../types" */
/** @import { Drawing, Layer } from "./layers.js" */

import { amid, during } from "../ease.js";
import { barOf, between, isClipped } from "../bars.js";
import { broadcast, layerOf, restingRects, startOf } from "./layers.js";
import { gathered } from "./passing.js";

/**
 * @param {string} kind
 * @param {Drawing} drawing
 * @param {number} share
 * @param {boolean} hasTotal
 * @returns {Layer[]}
 */
export function layersOf(kind, drawing, share, hasTotal) {
  const made = hasTotal ? Math.min(share / 0.6, 1) : share;
  const result = drawing.panels.findIndex((panel) => panel.part === "result");
  const layers = (KINDS[kind] ?? grow)(drawing, result, made);
  if (hasTotal) layers.push(...gathered(drawing, result, result + 1, during(share, 0.6, 1)));
  return layers;
}

/** @typedef {(drawing: Drawing, result: number, share: number) => Layer[]} Motion */

/** @type {Record<string, Motion>} */
const KINDS = { add: stack, hadamard: squash, map: squash, matmul: sweep, outer: sweep, sum: collapse };

/** Terms travel to the result one after another and stack tip to tail; a line is drawn where they end. */
/** @type {Motion} */
function stack(drawing, result, share) {
  const { panels, slots, scales } = drawing;
  const count = result;
  const target = slots[result];
  const from = hasArrivals(panels) ? 0.3 : 0.05;
  const each = (0.88 - from) / count;
  const layers = arrivals(drawing, result, share);
  for (let k = 0; k < count; k += 1) {
    const landed = during(share, from + k * each, from + (k + 1) * each);
    if (landed === 0) continue;
    const crossing = k < count - 1 ? amid(landed) : 0; // the terms between: not as if it landed on them
    layers.push({
      ...layerOf(panels[k].role, `stacked-${k}`, target, (row, column) => {
        const value = broadcast(panels[k].matrix, row, column);
        let base = 0;
        for (let before = 0; before < k; before += 1) base += broadcast(panels[before].matrix, row, column);
        const start = startOf(slots[k], scales[k], row, column, value);
        return between(start, barOf(target, scales[result], row, column, base, value, k, count), landed);
      }),
      shade: panels[k].role ? 0 : k,
      opacity: 1 - 0.7 * crossing,
    });
  }
  layers.push(lineOfSum(drawing, result, during(share, 0.88, 1)));
  return layers;
}

/** Upstream comes down from above and the carry in from the right: where they come from in the map. */
/** @type {(drawing: Drawing, result: number, share: number) => Layer[]} */
function arrivals({ panels, slots, scales }, result, share) {
  const arrived = during(share, 0, 0.3);
  return panels.slice(0, result).flatMap((panel, k) => {
    if (!panel.role || !panel.matrix || arrived === 1) return [];
    const dx = panel.role === "carried" ? (slots[result].x - slots[k].x) * (1 - arrived) : 0;
    const dy = panel.role === "upstream" ? -slots[k].height * 0.6 * (1 - arrived) : 0;
    const rects = restingRects(panel.matrix, slots[k], scales[k]);
    const moved = rects.map((rect) => ({ ...rect, x: rect.x + dx, y: rect.y + dy }));
    return [{ key: `arriving-${k}`, role: panel.role, rects: moved, opacity: 0.25 + 0.75 * arrived }];
  });
}

/** @param {Panel[]} panels */
export function hasArrivals(panels) {
  return panels.some((panel) => panel.part === "operand" && panel.role === "carried");
}

/** The last full-size operand travels to the result and takes the length that the step gives it. */
/** @type {Motion} */
function squash({ panels, slots, scales }, result, share) {
  const carrier = lastOfSameShape(panels, result);
  const there = during(share, 0, 0.5);
  const squashed = during(share, 0.5, 1);
  if (share === 0) return [];
  const layer = layerOf(panels[result].role, "result", slots[result], (row, column) => {
    const from = broadcast(panels[carrier].matrix, row, column);
    const to = broadcast(panels[result].matrix, row, column);
    const start = startOf(slots[carrier], scales[carrier], row, column, from);
    const carried = barOf(slots[result], scales[result], row, column, 0, from);
    const landed = between(start, carried, there);
    return squashed > 0 ? between(landed, barOf(slots[result], scales[result], row, column, 0, to), squashed) : landed;
  });
  return [layer];
}

/** @type {(panels: Panel[], result: number) => number} */
function lastOfSameShape(panels, result) {
  const rows = panels[result].matrix?.length;
  const columns = panels[result].matrix?.[0]?.length;
  for (let k = result - 1; k >= 0; k -= 1) {
    if (panels[k].matrix?.length === rows && panels[k].matrix?.[0]?.length === columns) return k;
  }
  return 0;
}

/** Entries of a product grow in reading order: each is its own row times its own column. */
/** @type {Motion} */
function sweep({ panels, slots, scales }, result, share) {
  const slot = slots[result];
  const total = slot.rows * slot.columns;
  const front = share * (total + 8);
  const layer = layerOf(panels[result].role, "result", slot, (row, column) => {
    const grown = Math.min(Math.max((front - (row * slot.columns + column)) / 8, 0), 1);
    return barOf(slot, scales[result], row, column, 0, broadcast(panels[result].matrix, row, column) * grown);
  });
  return share > 0 ? [layer] : [];
}

/** The entries of a row, or of a column, travel to the one entry of the result, tip to tail, and become their sum. */
/** @type {Motion} */
function collapse({ panels, slots, scales }, result, share) {
  const source = panels[0].matrix;
  if (!source || share === 0) return [];
  const gone = during(share, 0, 0.6);
  const one = during(share, 0.6, 1);
  const slot = slots[result];
  /** @type {number[]} */
  const bases = [];
  const rects = source.flatMap((values, row) =>
    values.map((value, column) => {
      const [i, j] = [Math.min(row, slot.rows - 1), Math.min(column, slot.columns - 1)];
      const place = i * slot.columns + j;
      const piece = barOf(slot, scales[result], i, j, bases[place] ?? 0, value);
      bases[place] = (bases[place] ?? 0) + value;
      const sum = barOf(slot, scales[result], i, j, 0, broadcast(panels[result].matrix, i, j));
      const start = startOf(slots[0], scales[0], row, column, value);
      return between(between(start, piece, gone), sum, one);
    }),
  );
  return [{ key: "result", role: panels[result].role, rects }];
}

/** What has no picture of its own grows from the middle line. */
/** @type {Motion} */
function grow({ panels, slots, scales }, result, share) {
  const grown = during(share, 0, 1);
  if (grown === 0) return [];
  const value = (/** @type {number} */ row, /** @type {number} */ column) =>
    broadcast(panels[result].matrix, row, column) * grown;
  return [
    layerOf(panels[result].role, "result", slots[result], (row, column) =>
      barOf(slots[result], scales[result], row, column, 0, value(row, column)),
    ),
  ];
}

/** @type {(drawing: Drawing, result: number, share: number) => Layer} */
function lineOfSum({ panels, slots, scales }, result, share) {
  const slot = slots[result];
  const rects = (share === 0 ? [] : (panels[result].matrix ?? [])).flatMap((values, row) =>
    values.map((value, column) => {
      const thickness = Math.max(2, Math.min(slot.cellHeight * 0.09, 4));
      if (isClipped(value, scales[result])) return { x: slot.x, y: slot.y, width: 0, height: 0 };
      const bar = barOf(slot, scales[result], row, column, 0, value);
      const tip = value >= 0 ? bar.y : bar.y + bar.height;
      const width = slot.cellWidth * 0.9 * share;
      return {
        x: slot.x + column * slot.cellWidth + slot.cellWidth * 0.05,
        y: tip - thickness / 2,
        width,
        height: thickness,
      };
    }),
  );
  return { key: "sum-line", role: panels[result].role, rects };
}
