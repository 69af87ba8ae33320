// Pure: axes and lines of a chart over the timesteps, linear or logarithmic, with ticks from the data.

/** @import { Mark, Size, Typography } from "../../types" */

import { short } from "../../say/digits.js";
import { roundStep } from "../../say/ticks.js";
import { tenth } from "../bars.js";
import { text } from "../marks.js";

/** @typedef {{ name: string, label: string, role: string, values: (number | undefined)[] }} Series */
/** @typedef {{ title: string, series: Series[], count: number, current: number | null, log: boolean }} Chart */

const TICKS = 5;
const DECADES = 14; // a logarithmic axis shows no more: what is smaller lies on its floor
const ARM = 3.5; // of the cross that stands for a zero, which no logarithmic axis has

/**
 * @param {Chart} chart
 * @param {Size} size
 * @param {Typography} type
 * @returns {Mark[]}
 */
export function chartMarks(chart, size, type) {
  const { small, label } = type;
  const area = {
    left: small * 5.5,
    top: label * 2.6,
    right: size.width - small * 9.5,
    bottom: size.height - small * 3.2,
  };
  const finite = chart.series
    .flatMap((one) => one.values)
    .filter((value) => value !== undefined && Number.isFinite(value));
  if (finite.length === 0)
    return [
      text("chart-empty", area.left, area.top, "Nothing to show yet: step into the backward pass.", label, "note"),
    ];
  const range = rangeOf(/** @type {number[]} */ (finite), chart.log);
  const x = (/** @type {number} */ t) => area.left + ((t + 0.5) / chart.count) * (area.right - area.left);
  const y = (/** @type {number} */ value) => area.bottom - shareOf(value, range, chart.log) * (area.bottom - area.top);
  const zeros = chart.log && chart.series.some(({ values }) => values.includes(0));
  const title = zeros ? `${chart.title}; × is 0` : chart.title;
  return [
    { key: "chart-title", type: "text", x: area.left, y: label * 1.4, text: title, size: label, class: "strong" },
    ...ticksOf(range, chart.log).flatMap((tick, k) => tickMarks(tick, k, area, y(tick), small)),
    ...timestepMarks(chart, area, x, small),
    ...chart.series.flatMap((one) => seriesMarks(one, x, y, range, chart.log)),
    ...namesOf(chart, y, area, small),
  ];
}

/** @typedef {{ low: number, high: number }} Range */

/** @type {(values: number[], log: boolean) => Range} */
function rangeOf(values, log) {
  const high = Math.max(...values, 0);
  if (!log) return { low: 0, high: high || 1 };
  const positive = values.filter((value) => value > 0);
  const top = 10 ** Math.ceil(Math.log10(Math.max(...positive, 1e-300)) + 1e-9);
  const bottom = 10 ** Math.floor(Math.log10(Math.min(...positive, top / 10)));
  return { low: Math.max(bottom, top / 10 ** DECADES), high: top };
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

/** @type {(tick: number, k: number, area: { left: number, right: number }, y: number, small: number) => Mark[]} */
function tickMarks(tick, k, area, y, small) {
  return [
    { key: `tick-${k}`, type: "line", x1: area.left, x2: area.right, y1: y, y2: y, class: "grid" },
    {
      key: `tick-name-${k}`,
      type: "text",
      x: area.left - 8,
      y: y + small * 0.35,
      text: short(tick),
      size: small,
      anchor: "end",
      class: "note",
    },
  ];
}

/** @type {(chart: Chart, area: { left: number, right: number, top: number, bottom: number }, x: (t: number) => number, small: number) => Mark[]} */
function timestepMarks({ count, current }, area, x, small) {
  const every = roundStep(Math.max((count * small * 2.6) / (area.right - area.left), 1));
  /** @type {Mark[]} */
  const marks = [];
  if (current !== null) {
    const width = Math.max((area.right - area.left) / count, 2);
    marks.push({
      key: "now",
      type: "rect",
      x: x(current) - width / 2,
      y: area.top,
      width,
      height: area.bottom - area.top,
      class: "now",
    });
  }
  for (let t = 0; t < count; t += every) {
    marks.push({
      key: `t-${t}`,
      type: "text",
      x: x(t),
      y: area.bottom + small * 1.6,
      text: t === 0 ? "t = 0" : String(t),
      size: small,
      anchor: "middle",
      class: "note",
    });
  }
  return marks;
}

/** A gap where nothing is known yet, and where a logarithmic axis has no place for a zero: that is a cross on its floor. */
/** @type {(series: Series, x: (t: number) => number, y: (value: number) => number, range: Range, log: boolean) => Mark[]} */
function seriesMarks({ name, role, values }, x, y, range, log) {
  let d = "";
  let points = "";
  let crosses = "";
  let pen = "M";
  values.forEach((value, t) => {
    if (log && value === 0) crosses += cross(x(t), y(0));
    if (value === undefined || (log && value === 0)) {
      pen = "M";
      return;
    }
    d += `${pen}${tenth(x(t))} ${tenth(y(value))}`;
    if (values.length <= 40) points += dot(x(t), y(value), Number.isFinite(value) && value <= range.high);
    pen = "L";
  });
  return [
    { key: `series-${name}`, type: "path", d, class: `series ${role}` },
    { key: `points-${name}`, type: "path", d: points, class: `bars ${role}` },
    ...(crosses
      ? [/** @type {Mark} */ ({ key: `zeros-${name}`, type: "path", d: crosses, class: `series ${role}` })]
      : []),
  ];
}

/** @type {(x: number, y: number) => string} */
function cross(x, y) {
  const [left, right, top, bottom] = [x - ARM, x + ARM, y - ARM, y + ARM].map(tenth);
  return `M${left} ${top}L${right} ${bottom}M${left} ${bottom}L${right} ${top}`;
}

/** A point; an arrow head for a number that is larger than the axis. @type {(x: number, y: number, within: boolean) => string} */
function dot(x, y, within) {
  const r = 3.5;
  if (!within) return `M${tenth(x - r)} ${tenth(y + r)}L${tenth(x)} ${tenth(y - r)}L${tenth(x + r)} ${tenth(y + r)}z`;
  return `M${tenth(x - r)} ${tenth(y)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
}

/** Names beside the ends of their lines, pushed apart where they would overlap. */
/** @type {(chart: Chart, y: (value: number) => number, area: { right: number, top: number }, small: number) => Mark[]} */
function namesOf({ series }, y, area, small) {
  const ends = series
    .map((one) => ({ one, at: y(one.values.findLast((value) => value !== undefined) ?? 0) }))
    .sort((a, b) => a.at - b.at);
  let free = area.top;
  return ends.map(({ one, at }) => {
    const place = Math.max(at, free);
    free = place + small * 1.3;
    return {
      key: `name-${one.name}`,
      type: "text",
      x: area.right + 10,
      y: place + small * 0.35,
      text: one.label,
      size: small,
      class: `mono ${one.role}`,
    };
  });
}
