// Pure: the gradients of the parameters, which every timestep adds to. The bar and the number are the norm so far.

/** @import { Mark } from "../../types" */
/** @import { NetworkMap } from "./map.js" */

import { short } from "../../say/digits.js";
import { during } from "../ease.js";
import { visitBefore } from "../../model/order.js";
import { normOf } from "../../model/trace.js";
import { arrowPath } from "../arrows.js";
import { line, path, rect, text } from "../marks.js";
import { made } from "./map.js";

const LEFT = 18;
const TIGHTEST = 1.12; // distance of two lines, in sizes of their type
const LEGEND = 1.2; // lines that the legend takes

/**
 * @param {NetworkMap} map
 * @returns {Mark[]}
 */
export function totalsMarks(map) {
  const { trace, beat, layout, type, size } = map;
  const { totals } = trace.head.declaration;
  if (layout.compact || beat.direction !== "backward") return [];
  const { small } = type;
  const final = Math.max(...totals.map((total) => normOf(trace, "backward", 0, total) ?? 0), 0);
  const most = Math.max(1, Math.floor((size.height - small * 2) / (small * TIGHTEST)));
  const shown = around(totals, totals.indexOf(beat.step?.total ?? ""), most);
  const rows = shown.length + (shown.length < most ? LEGEND : 0);
  const pitch = Math.min(small * 1.75, (size.height - small * 2) / rows);
  const top = Math.max(small * 1.6, (size.height - pitch * rows) / 2);
  const words = shown.length < totals.length ? `running totals, ${shown.length} of ${totals.length}` : "running totals";
  const edge = layout.left - 4;
  return [
    text("totals", LEFT, top - small * 0.4, words, small, "note"),
    ...shown.flatMap((total, k) => totalMarks(map, total, k, top + (k + 0.75) * pitch, final)),
    ...(rows > shown.length ? legendMarks(map, top + (rows - 0.25) * pitch) : []),
    line("totals-edge", [edge, small, edge, size.height - small], "middle"),
  ];
}

/** What the width of an arrow means, from the norms that are drawn. */
/** @type {(map: NetworkMap, y: number) => Mark[]} */
function legendMarks({ largest, type: { small }, widthOf }, y) {
  if (largest === 0) return [];
  const from = LEFT + small * 3;
  const arrow = arrowPath(from, y - small * 0.36, LEFT, y - small * 0.36, widthOf(largest), 1);
  return [
    path("legend-arrow", arrow, "legend"),
    text("legend", from + small * 0.6, y, `norm ${short(largest)}`, small, "note"),
  ];
}

/** As many totals as there is room for, the one that is added to now among them. */
/** @type {(totals: string[], now: number, most: number) => string[]} */
function around(totals, now, most) {
  const first = Math.min(Math.max(now - Math.floor(most / 2), 0), Math.max(totals.length - most, 0));
  return totals.slice(first, first + most);
}

/** @type {(map: NetworkMap, total: string, k: number, y: number, final: number) => Mark[]} */
function totalMarks(map, total, k, y, final) {
  const { trace, beat, layout, type } = map;
  const { small } = type;
  const by = trace.head.declaration.steps.backward.find((step) => step.total === total)?.name ?? "";
  const before = normOf(trace, "backward", visitBefore(trace.head, beat.t) ?? -1, total) ?? 0;
  const after = normOf(trace, "backward", beat.t, total) ?? before;
  const share = during(made(map, beat.t, by, "backward"), 0.6, 1);
  const norm = before + (after - before) * share;
  const longest = layout.left - LEFT - small * 7.4;
  const width = Number.isFinite(norm) && final > 0 ? Math.max((norm / final) * longest, 1.5) : 0;
  const now = beat.name === by ? " current" : "";
  const bar = { x: LEFT + small * 3.3, y: y - small * 0.75, width, height: small * 0.8 };
  return [
    text(`total-name-${k}`, LEFT, y, total, small, `flow-name mono${now}`, { symbol: total }),
    rect(`total-bar-${k}`, bar, `total-bar${now}`),
    text(`total-norm-${k}`, bar.x + small * 0.3 + width, y, short(share === 1 ? after : before), small, "note"),
  ];
}
