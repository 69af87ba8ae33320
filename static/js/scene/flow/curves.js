// Pure: a curve with a point at each timestep. Curves are told apart without their colours: by how wide they are, by
// dashes, by the shape of their points, and hollow where they are the right run's.

/** @import { Mark } from "../../types" */
/** @import { Plot } from "./plot.js" */
/** @import { Series } from "../../model/series.js" */

import { tenth } from "../bars.js";
import { path } from "../marks.js";

const ARM = 3.2; // of the cross that stands for a zero, which no logarithmic axis has
const CLOSEST = 20; // pixels between points: where they are closer, the line is clearer without

/**
 * What is reached, and lighter what is still to come.
 * @param {Series} series
 * @param {Plot} plot
 * @returns {Mark[]}
 */
export function curveMarks(series, plot) {
  const { name, look } = series;
  const kind = classOf(series);
  const [reached, ahead] = linesOf(series, plot);
  const line = (/** @type {string} */ key, /** @type {string} */ d, /** @type {string} */ more) => [
    path(key, d, `series ${kind}${more}`),
    ...(look === "right" ? [path(`${key}-hollow`, d, "series hollow")] : []),
  ];
  const [points, later, crosses] = pointsOf(series, plot);
  return [
    ...line(`ahead-${name}`, ahead, " ahead"),
    ...line(`series-${name}`, reached, ""),
    path(`points-ahead-${name}`, later, `point ${kind} ahead`),
    path(`points-${name}`, points, `point ${kind}`),
    path(`zeros-${name}`, crosses, `point zero-mark ${kind}`),
  ].filter((mark) => mark.type !== "path" || mark.d !== "");
}

/** @param {Series} series */
export function classOf({ role, look }) {
  return `${role} ${look}`.trim();
}

/**
 * A piece of a curve that leads from its label to where it ends, drawn as the curve is.
 * @param {Series} series
 * @param {number} x
 * @param {number} y
 * @param {number} length
 * @param {number} pen
 * @returns {Mark[]}
 */
export function sampleMarks(series, x, y, length, pen) {
  const kind = classOf(series);
  const d = `M${tenth(x)} ${tenth(y)}h${tenth(length)}`;
  return [
    path(`sample-${series.name}`, d, `series ${kind}`),
    ...(series.look === "right" ? [path(`sample-${series.name}-hollow`, d, "series hollow")] : []),
    path(`sample-point-${series.name}`, shapeOf(series, pen)(x + length / 2, y), `point ${kind}`),
  ];
}

/** Whether a value has a place on the axis: a zero has none where that is logarithmic. @type {(plot: Plot, value: number | undefined) => value is number} */
function hasPlace({ log }, value) {
  return value !== undefined && !Number.isNaN(value) && !(log && value === 0);
}

/** @type {(series: Series, plot: Plot) => [string, string]} */
function linesOf({ values }, plot) {
  const d = ["", ""];
  values.forEach((value, t) => {
    const after = values[t + 1];
    if (!hasPlace(plot, value) || !hasPlace(plot, after)) return;
    const which = plot.reached(t) && plot.reached(t + 1) ? 0 : 1;
    const end = `L${tenth(plot.x(t + 1))} ${tenth(plot.y(after))}`;
    const start = `${tenth(plot.x(t))} ${tenth(plot.y(value))}`;
    d[which] += d[which].endsWith(`L${start}`) ? end : `M${start}${end}`;
  });
  return /** @type {[string, string]} */ (d);
}

/** @type {(series: Series, plot: Plot) => [string, string, string]} */
function pointsOf(series, plot) {
  const { values } = series;
  let [points, later, crosses] = ["", "", ""];
  const shape = shapeOf(series, plot.pen);
  const isSparse = plot.x(1) - plot.x(0) >= CLOSEST * plot.pen;
  values.forEach((value, t) => {
    if (value === undefined || Number.isNaN(value)) return;
    if (plot.log && value === 0) crosses += cross(plot.x(t), plot.zeroRow(series.name), ARM * plot.pen);
    else if (isSparse || values.length === 1) {
      const [x, y] = [plot.x(t), plot.y(value)];
      const d = plot.isBeyond(value) ? head(x, y, value < plot.low ? 1 : -1, plot.pen) : shape(x, y);
      if (plot.reached(t)) points += d;
      else later += d;
    }
  });
  return [points, later, crosses];
}

/** @type {(series: Series, pen: number) => (x: number, y: number) => string} */
function shapeOf({ role, look }, pen) {
  const more = look === "right" ? 2 : 0;
  if (look === "alone") return (x, y) => ring(x, y, 2.5 * pen);
  if (look === "beside") return (x, y) => head(x, y, -1, pen);
  if (role === "upstream") return (x, y) => ring(x, y, (3.2 + more) * pen);
  if (role === "carried") return (x, y) => diamond(x, y, (5 + more) * pen);
  return (x, y) => square(x, y, (4.6 + more) * pen);
}

/** @type {(x: number, y: number, r: number) => string} */
function ring(x, y, radius) {
  const r = tenth(radius);
  return `M${tenth(x - r)} ${tenth(y)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
}

/** @type {(x: number, y: number, r: number) => string} */
function diamond(x, y, r) {
  return `M${tenth(x - r)} ${tenth(y)}l${tenth(r)} ${tenth(-r)}l${tenth(r)} ${tenth(r)}l${tenth(-r)} ${tenth(r)}z`;
}

/** @type {(x: number, y: number, r: number) => string} */
function square(x, y, r) {
  return `M${tenth(x - r)} ${tenth(y - r)}h${tenth(2 * r)}v${tenth(2 * r)}h${tenth(-2 * r)}z`;
}

/** An arrow head: for a number beyond the axis it shows the way. @type {(x: number, y: number, way: 1 | -1, pen: number) => string} */
function head(x, y, way, pen) {
  const r = 4 * pen;
  return `M${tenth(x - r)} ${tenth(y - way * r)}L${tenth(x)} ${tenth(y + way * r)}L${tenth(x + r)} ${tenth(y - way * r)}z`;
}

/** @type {(x: number, y: number, arm: number) => string} */
function cross(x, y, arm) {
  const [left, right, top, bottom] = [x - arm, x + arm, y - arm, y + arm].map(tenth);
  return `M${left} ${top}L${right} ${bottom}M${left} ${bottom}L${right} ${top}`;
}
