// Pure: where a timestep and a norm stand on a chart, linear or logarithmic; zeros have rows of their own below the latter.

/** @import { Rect } from "../bars.js" */
/** @import { Series } from "../../model/series.js" */

import { roundStep } from "../../say/ticks.js";

/**
 * @typedef {object} Plot
 * @property {{ left: number, right: number, top: number, bottom: number, floor: number }} area `floor` is where the axis
 *   ends, `bottom` where the rows of the zeros do
 * @property {(t: number) => number} x
 * @property {(value: number) => number} y
 * @property {(name: string) => number} zeroRow where a series has its zeros
 * @property {(value: number) => boolean} isBeyond whether a number is larger or smaller than the axis shows
 * @property {(t: number) => boolean} reached
 * @property {boolean} log
 * @property {number} pen how much larger points are than at a desk
 * @property {number} low
 * @property {number[]} ticks
 */

const TICKS = 5;
const DECADES = 14; // a logarithmic axis shows no more: what is smaller lies on its floor
const DESK = 12; // pixels of small type at a desk
const ROW = 9; // pixels for each series that has zeros

/** @typedef {{ low: number, high: number }} Range */

/**
 * The range of all charts that stand beside each other; null where there is nothing to show.
 * @param {Series[]} series
 * @param {boolean} log
 * @returns {Range | null}
 */
export function rangeOf(series, log) {
  const values = series.flatMap((one) => one.values).filter((one) => one !== undefined);
  const finite = /** @type {number[]} */ (values).filter(Number.isFinite);
  if (finite.length === 0) return null;
  const high = Math.max(...finite, 0);
  if (!log) return { low: 0, high: high || 1 };
  const positive = finite.filter((value) => value > 0);
  const top = 10 ** Math.ceil(Math.log10(Math.max(...positive, 1e-300)) + 1e-9);
  const bottom = 10 ** Math.floor(Math.log10(Math.min(...positive, top / 10)));
  return { low: Math.max(bottom, top / 10 ** DECADES), high: top };
}

/**
 * @param {Series[]} series
 * @param {Rect} box
 * @param {Range} range
 * @param {{ log: boolean, reached: (t: number) => boolean, small: number }} how
 * @returns {Plot}
 */
export function plotOf(series, box, range, { log, reached, small }) {
  const count = Math.max(...series.map(({ values }) => values.length), 1);
  const zeros = log ? series.filter(({ values }) => values.includes(0)).map(({ name }) => name) : [];
  const [left, right] = [box.x, box.x + box.width];
  const [top, bottom] = [box.y, box.y + box.height];
  const pen = Math.min(Math.max(small / DESK, 1), 1.5);
  const row = ROW * pen;
  const floor = bottom - (zeros.length ? Math.max(zeros.length * row, small) + row : 0);
  const pad = Math.min(small * 1.6, (right - left) / (2 * count));
  const step = count > 1 ? (right - left - 2 * pad) / (count - 1) : 0;
  return {
    area: { left, right, top, bottom, floor },
    x: (t) => (count > 1 ? left + pad + t * step : (left + right) / 2),
    y: (value) => (log && value === 0 ? bottom - row / 2 : floor - shareOf(value, range, log) * (floor - top)),
    zeroRow: (name) => bottom - (zeros.length - 0.5 - zeros.indexOf(name)) * row,
    isBeyond: (value) => !Number.isFinite(value) || value > range.high || (log && value < range.low),
    reached,
    log,
    pen,
    low: log ? range.low : -Infinity,
    ticks: ticksOf(range, log),
  };
}

/** @type {(value: number, range: Range, log: boolean) => number} */
function shareOf(value, { low, high }, log) {
  if (!Number.isFinite(value)) return 1;
  if (!log) return Math.min(Math.max(value / high, 0), 1);
  if (value <= low) return 0;
  return Math.min(Math.log10(value / low) / Math.log10(high / low), 1);
}

/** @type {(range: Range, log: boolean) => number[]} */
function ticksOf({ low, high }, log) {
  if (log) {
    const decades = Math.round(Math.log10(high / low));
    const every = Math.ceil(decades / TICKS);
    return Array.from({ length: Math.floor(decades / every) + 1 }, (_, k) => high / 10 ** (k * every));
  }
  const step = roundStep(high / TICKS);
  return Array.from({ length: Math.floor(high / step) + 1 }, (_, k) => k * step);
}
