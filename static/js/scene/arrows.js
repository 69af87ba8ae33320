// Pure: arrows as one filled path, whose head keeps its size whatever the width of the line.

import { tenth } from "./bars.js";

const HEAD_LENGTH = 8;
const HEAD_HALF = 8;
const THINNEST = 1.5;
const THICKEST = 11;

/**
 * An arrow between two points, drawn up to a share of its way.
 * @param {number} x1
 * @param {number} y1
 * @param {number} x2
 * @param {number} y2
 * @param {number} width of its line
 * @param {number} share
 */
export function arrowPath(x1, y1, x2, y2, width, share) {
  const length = Math.hypot(x2 - x1, y2 - y1) * share;
  if (length < 1) return "";
  const angle = Math.atan2(y2 - y1, x2 - x1);
  const along = [Math.cos(angle), Math.sin(angle)];
  const point = (/** @type {number} */ forth, /** @type {number} */ aside) =>
    `${tenth(x1 + along[0] * forth - along[1] * aside)} ${tenth(y1 + along[1] * forth + along[0] * aside)}`;
  const head = Math.min(HEAD_LENGTH, length);
  const half = width <= 2 ? HEAD_HALF * 0.55 : HEAD_HALF;
  const neck = length - head;
  const side = width / 2;
  return `M${point(0, side)}L${point(neck, side)}L${point(neck, half)}L${point(length, 0)}L${point(neck, -half)}L${point(neck, -side)}L${point(0, -side)}z`;
}

/**
 * The width of an arrow for a norm: the largest gets the widest line.
 * @param {number} largest the largest norm there is
 * @param {number} height of the map
 */
export function widthsFrom(largest, height) {
  const thickest = Math.min(THICKEST, height * 0.075);
  return (/** @type {number} */ norm) =>
    largest === 0 || !(norm > 0) ? THINNEST : THINNEST + (thickest - THINNEST) * Math.min(norm / largest, 1);
}
