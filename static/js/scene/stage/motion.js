// Pure: how the bars of a step come to be, by its kind. Each function returns the bars to draw at a share of the
// movement; at share 1 nothing travels any more.

/** @import { Panel } from "../../types" */
/** @import { Drawing, Layer } from "./layers.js" */

import { during } from "../ease.js";
import { barOf, between } from "../bars.js";
import { broadcast, isClear, layerOf, startOf } from "./layers.js";
import { merge } from "./merging.js";
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
const KINDS = { add: merge, hadamard: squash, map: squash, matmul: sweep, outer: sweep, sum: collapse };

/** The last full-size operand travels to the result and takes the length that the step gives it. */
/** @type {Motion} */
function squash(drawing, result, share) {
  const { panels, slots, scales } = drawing;
  const carrier = lastOfSameShape(panels, result);
  if (!isClear(slots, carrier, result)) return grow(drawing, result, share);
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
function collapse(drawing, result, share) {
  const { panels, slots, scales } = drawing;
  if (!isClear(slots, 0, result)) return grow(drawing, result, share);
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

/** What has no picture of its own, or no free way, grows from the middle line. */
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
