// Pure: one chart over the timesteps: its axes with ticks from the data, its curves, and their names where they end.

/** @import { Mark, Typography } from "../../types" */
/** @import { Rect } from "../bars.js" */
/** @import { Plot, Range } from "./plot.js" */
/** @import { Series } from "../../model/series.js" */

import { short } from "../../say/digits.js";
import { roundStep } from "../../say/ticks.js";
import { line, path, rect, text } from "../marks.js";
import { tenth } from "../bars.js";
import { widthOf } from "../type.js";
import { curveMarks, sampleMarks } from "./curves.js";
import { plotOf } from "./plot.js";

/** @typedef {{ key: string, title: string, series: Series[], current: number | null, reached: (t: number) => boolean, log: boolean, range: Range }} Chart `key` tells charts beside each other apart */

const SAMPLE = 2; // sizes of small type of a curve, drawn beside its name
const LEAD = 12; // pixels in which a line leads from there to where the curve ends
const PITCH = 1.3; // of two names, in sizes of their type

/**
 * @param {Chart} chart
 * @param {Rect} box
 * @param {Typography} type
 * @returns {Mark[]}
 */
export function chartMarks(chart, box, { small, label }) {
  const { key, series, title, log, range, reached } = chart;
  const names = Math.max(...series.map((one) => widthOf(one.label, small, "mono")), 0) + small * SAMPLE + LEAD + 8;
  const ticks = small * 4.2;
  const top = box.y + label * 2.6;
  const inner = {
    x: box.x + names,
    y: top,
    width: Math.max(box.width - names - ticks, 1),
    height: Math.max(box.y + box.height - top - small * 2.2, 1), // words below may need all there is
  };
  const plot = plotOf(series, inner, range, { log, reached, small });
  const marks = [
    text("chart-title", box.x, box.y + label * 1.3, title, label, "strong"),
    ...plot.ticks.flatMap((tick, k) => tickMarks(tick, k, plot, small)),
    ...(plot.area.floor < plot.area.bottom ? [zeroMark(plot, small)] : []),
    ...timestepMarks(chart, plot, small),
    ...series.flatMap((one) => curveMarks(one, plot)),
    ...namesOf(series, plot, box.x + names - small * SAMPLE - LEAD, small),
  ];
  return marks.map((mark) => ({ ...mark, key: key + mark.key }));
}

/** @type {(tick: number, k: number, plot: Plot, small: number) => Mark[]} */
function tickMarks(tick, k, { area, y }, small) {
  const at = tick === 0 ? area.floor : y(tick);
  return [
    line(`tick-${k}`, [area.left, at, area.right, at], "grid"),
    text(`tick-name-${k}`, area.right + 8, at + small * 0.35, short(tick), small, "note"),
  ];
}

/** @type {(plot: Plot, small: number) => Mark} */
function zeroMark({ area }, small) {
  const { right, floor, bottom } = area;
  return text(
    "tick-name-zero",
    right + 8,
    Math.max((floor + bottom) / 2, floor + small) + small * 0.35,
    "0",
    small,
    "note",
  );
}

/** @type {(chart: Chart, plot: Plot, small: number) => Mark[]} */
function timestepMarks({ series, current }, { area, x }, small) {
  const count = series[0]?.values.length ?? 0;
  const every = roundStep(Math.max((count * small * 2.6) / (area.right - area.left), 1));
  const step = count > 1 ? x(1) - x(0) : area.right - area.left;
  const width = Math.max(Math.min(step, small * 2.6), 2);
  const now = {
    x: (current === null ? 0 : x(current)) - width / 2,
    y: area.top,
    width,
    height: area.bottom - area.top,
  };
  /** @type {Mark[]} */
  const marks = current === null ? [] : [rect("now", now, "now")];
  for (let t = 0; t < count; t += every) {
    const words = t === 0 ? "t = 0" : String(t);
    const face = t === current ? "strong" : "note";
    marks.push(text(`t-${t}`, x(t), area.bottom + small * 1.5, words, small, face, { anchor: "middle" }));
  }
  return marks;
}

/** Names where their curves end, at the left, pushed apart where they would overlap. */
/** @type {(series: Series[], plot: Plot, x: number, small: number) => Mark[]} */
function namesOf(series, plot, x, small) {
  const ends = series.flatMap((one) => {
    const t = one.values.findIndex((value) => value !== undefined && !Number.isNaN(value));
    if (t < 0) return [];
    const value = /** @type {number} */ (one.values[t]);
    const y = plot.log && value === 0 ? plot.zeroRow(one.name) : plot.y(value);
    return [{ one, x: plot.x(t), y, place: 0 }];
  });
  ends.sort((a, b) => a.y - b.y);
  const room = plot.area.bottom - plot.area.top + small;
  const pitch = Math.min(small * PITCH, room / Math.max(ends.length, 1));
  let free = plot.area.top - small * 0.2;
  for (const end of ends) free = (end.place = Math.max(end.y, free)) + pitch;
  let most = plot.area.bottom + small * 0.3;
  for (const end of ends.toReversed()) most = (end.place = Math.min(end.place, most)) - pitch;
  return ends.flatMap(({ one, x: end, y, place }) => {
    const lead = `M${tenth(x + small * SAMPLE)} ${tenth(place)}L${tenth(end)} ${tenth(y)}`;
    return [
      path(`lead-${one.name}`, lead, "lead"),
      ...sampleMarks(one, x, place, small * SAMPLE, plot.pen),
      text(`name-${one.name}`, x - 8, place + small * 0.35, one.label, small, `mono ${one.role}`, { anchor: "end" }),
    ];
  });
}
