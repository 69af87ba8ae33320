// Pure: the unrolled network as a map: where in time the playhead is, and what has flowed.

/** @import { Beat, Mark, Trace, View } from "../types" */

import { short } from "../digits.js";
import { during } from "../ease.js";
import { networkLayout, typographyOf } from "../layout.js";
import { HAND_OVER, movement, progressOf } from "../timeline.js";
import { normOf } from "../trace.js";
import { labelOf } from "../words.js";
import { arrowPath, widthsFrom } from "./arrows.js";

/** @typedef {{ trace: Trace, beat: Beat, share: number, size: import("../types").Size, layout: ReturnType<typeof networkLayout>, type: import("../types").Typography, widthOf: (norm: number) => number }} Map */

/**
 * @param {Trace} trace
 * @param {Beat} beat
 * @param {number} playhead
 * @param {View} view
 * @returns {Mark[]}
 */
export function networkMarks(trace, beat, playhead, view) {
  const type = typographyOf(view);
  const size = view.network;
  const layout = networkLayout(trace.head.sizes.T_x, beat.t, size, type);
  const share = movement(progressOf(beat, playhead));
  const widthOf = widthsFrom(flows(trace), size.height);
  const map = { trace, beat, share, size, layout, type, widthOf };
  return [...layout.columns.flatMap((column) => columnMarks(map, column)), ...totalsMarks(map), ...legendMarks(map)];
}

/** All norms that an arrow's width stands for. */
/** @param {Trace} trace */
function flows(trace) {
  const { lanes, stacks } = trace.head.declaration;
  const names = [...lanes.flatMap((lane) => [lane.upstream, lane.carried, lane.returned]), ...Object.values(stacks)];
  return trace.backward.flatMap((frame) => names.map((name) => (name && frame?.norms[name]) || 0));
}

/**
 * How much of what a step at t makes has been made: 0, a share, or 1.
 * @type {(map: Map, t: number, name: string, direction: "forward" | "backward") => number}
 */
function made({ trace, beat, share }, t, name, direction) {
  if (direction !== beat.direction) return direction === "forward" ? 1 : 0;
  if (t !== beat.t) return (direction === "forward") === t < beat.t ? 1 : 0;
  const names = [...trace.head.declaration.steps[direction].map((step) => step.name), HAND_OVER];
  const there = names.indexOf(beat.name) - names.indexOf(name);
  return there > 0 ? 1 : there < 0 ? 0 : share;
}

/** @type {(map: Map, column: { t: number, x: number, width: number, full: boolean }) => Mark[]} */
function columnMarks(map, column) {
  const { trace, beat, layout, type } = map;
  const { t } = column;
  const state = stateOf(map, t);
  const middle = column.x + column.width / 2;
  const width = column.full ? layout.cell.width : Math.max(column.width - 3, 2);
  const x = middle - width / 2;
  const { y, height } = layout.cell;
  /** @type {Mark[]} */
  const marks = [
    { key: `cell-${t}`, type: "rect", x, y, width, height, radius: column.full ? 9 : 2, class: `cell ${state}${column.full ? "" : column.width < 5 ? " narrow sliver" : " narrow"}`, data: { t } },
  ];
  if (!column.full) return [...marks, ...narrowMarks(map, column)];
  marks.push({
    key: `cell-name-${t}`, type: "text", x: middle, y: y + height / 2 + type.label * 0.35, text: `t = ${t}`, size: Math.min(type.label, (width - 8) / (0.62 * `t = ${t}`.length)),
    anchor: "middle", class: `cell-name ${state}`,
  });
  if (Object.keys(trace[beat.direction][t]?.right ?? {}).length > 0 && state !== "to-come") {
    marks.push({ key: `differs-${t}`, type: "text", x: x + width - 6, y: y + type.small * 1.2, text: "≠", size: type.label, anchor: "end", class: "differs" });
  }
  marks.push(...forwardArrows(map, column, x, width, middle));
  if (beat.direction === "backward" && t < trace.head.T_backward) marks.push(...backwardArrows(map, column, x, width, middle));
  return marks;
}

/** @type {(map: Map, t: number) => "done" | "current" | "to-come" | "beyond"} */
function stateOf({ beat, trace }, t) {
  if (beat.t === t && beat.position > 0) return "current";
  if (beat.direction === "forward") return t < beat.t ? "done" : "to-come";
  if (t >= trace.head.T_backward) return "beyond";
  return t > beat.t ? "done" : "to-come";
}

/** A timestep too far away to be drawn in full: still its norms, as two bars. */
/** @type {(map: Map, column: { t: number, x: number, width: number }) => Mark[]} */
function narrowMarks({ trace, layout, widthOf, beat }, { t, x, width }) {
  if (beat.direction !== "backward" || t < beat.t) return [];
  return trace.head.declaration.lanes.slice(0, 1).flatMap((lane) => {
    const pairs = [[lane.upstream, "upstream"], [lane.carried, "carried"]];
    return pairs.flatMap(([name, role], k) => {
      const norm = name ? normOf(trace, "backward", t, name) : undefined;
      if (!norm) return [];
      const height = widthOf(norm) * 2;
      const y = k === 0 ? layout.cell.y - 3 - height : layout.cell.y + layout.cell.height + 3;
      return [/** @type {Mark} */ ({ key: `norm-${role}-${t}`, type: "rect", x: x + 1, y, width: Math.max(width - 3, 1), height, class: `bars ${role}` })];
    });
  });
}

/** @type {(map: Map, column: { t: number, width: number }, x: number, width: number, middle: number) => Mark[]} */
function forwardArrows(map, column, x, width, middle) {
  const { layout, size, type, trace } = map;
  const { y, height } = layout.cell;
  const { t } = column;
  const { lanes, steps } = trace.head.declaration;
  const [lane] = lanes;
  const left = middle - width * 0.26;
  const after = steps.forward.slice(steps.forward.findIndex((step) => step.name === lane.next) + 1);
  const input = made(map, t, steps.forward[0].name, "forward");
  const state = made(map, t, lane.next, "forward");
  const prediction = after.length ? made(map, t, after[after.length - 1].name, "forward") : 0;
  const gap = column.width - width;
  const lanesY = y + height * 0.24;
  const quiet = map.beat.direction === "backward" ? " past" : "";
  const small = type.small;
  /** @type {Mark[]} */
  const marks = [];
  const arrow = (/** @type {string} */ key, /** @type {number[]} */ ends, /** @type {number} */ share) => {
    const [x1, y1, x2, y2] = ends;
    if (share > 0) marks.push({ key: `${key}-${t}`, type: "path", d: arrowPath(x1, y1, x2, y2, 1.5, share), class: `flow forward${quiet}` });
  };
  arrow("x", [left, size.height - small * 0.4, left, y + height + 2], input);
  arrow("a", [x + width + 2, lanesY, x + width + gap - 2, lanesY], t === trace.head.sizes.T_x - 1 ? 0 : state);
  arrow("y", [left, y - 2, left, small * 0.9], prediction);
  const names = [
    { key: "x", x: left - 6, y: size.height - small * 0.9, text: `x⟨${t}⟩`, share: input },
    { key: "y", x: left - 6, y: small * 1.5, text: `ŷ⟨${t}⟩`, share: prediction },
  ];
  for (const name of names) {
    if (name.share > 0 && column.width > small * 13) marks.push({ key: `${name.key}-name-${t}`, type: "text", x: name.x, y: name.y, text: name.text, size: small, anchor: "end", class: `flow-name forward${quiet}`, opacity: name.share });
  }
  if (state > 0 && t < trace.head.sizes.T_x - 1 && !quiet) {
    marks.push({ key: `a-name-${t}`, type: "text", x: x + width + gap / 2, y: lanesY - 6, text: `${lane.state}⟨${t}⟩`, size: small, anchor: "middle", class: "flow-name forward", opacity: state });
  }
  return marks;
}

/** @type {(map: Map, column: { t: number, width: number }, x: number, width: number, middle: number) => Mark[]} */
function backwardArrows(map, column, x, width, middle) {
  const { layout, size, type, trace } = map;
  const { declaration } = trace.head;
  const { y, height } = layout.cell;
  const { t } = column;
  const right = middle + width * 0.2;
  const gap = column.width - width;
  const { small } = type;
  const wide = column.width - width > small * 7;
  const roomy = column.width > small * 11;
  /** @type {Mark[]} */
  const marks = [];
  declaration.lanes.forEach((lane, k) => {
    if (lane.upstream) {
      const share = during(made(map, t, lane.total, "backward"), 0, 0.3);
      const norm = normOf(trace, "backward", t, lane.upstream);
      const waiting = share === 0 ? " waiting" : "";
      marks.push({ key: `up-${t}`, type: "path", d: arrowPath(right, small * 0.4, right, y - 2, share ? map.widthOf(norm ?? 0) : 1, share || 1), class: `flow upstream${waiting}`, symbol: lane.upstream });
      const label = labelOf(declaration, lane.upstream, t);
      if (roomy) marks.push({ key: `up-name-${t}`, type: "text", x: right + 13, y: small * 1.5, text: label, size: small, class: `flow-name mono upstream${waiting}`, symbol: lane.upstream });
      if (norm !== undefined && share > 0 && roomy && size.height > small * 11) marks.push({ key: `up-norm-${t}`, type: "text", x: right + 13, y: small * 2.9, text: `norm ${short(norm)}`, size: small * 0.92, class: "note", opacity: share });
    }
    const share = made(map, t, HAND_OVER, "backward");
    const norm = normOf(trace, "backward", t, lane.returned);
    const lanesY = y + height * (declaration.lanes.length > 1 ? 0.5 + 0.4 * k : 0.64);
    if (t === 0 && share === 0) return;
    const waiting = share === 0 ? " waiting" : "";
    const reach = t === 0 ? Math.max(Math.min(gap / 2, x - layout.left) - 4, 8) : gap - 4;
    marks.push({ key: `carry-${k}-${t}`, type: "path", d: arrowPath(x - 2, lanesY, x - 2 - reach, lanesY, share ? map.widthOf(norm ?? 0) : 1, share || 1), class: `flow carried${waiting}`, symbol: lane.carried });
    if (share === 1) marks.push(...interventionMarks(map, t, lane.carried, x - gap / 2, lanesY, k));
    if (wide && t > 0) {
      const thick = share ? map.widthOf(norm ?? 0) / 2 : 1;
      const name = share > 0 && share < 0.5 ? lane.returned : lane.carried;
      const below = k > 0;
      const nameY = below ? lanesY + Math.max(thick, 5) + small : lanesY - Math.max(thick, 5) - 4;
      const alone = declaration.lanes.length === 1;
      marks.push({ key: `carry-name-${k}-${t}`, type: "text", x: x - gap / 2, y: nameY, text: name, size: small, anchor: "middle", class: `flow-name mono carried${waiting}`, symbol: lane.carried });
      if (alone && norm !== undefined && share > 0) marks.push({ key: `carry-norm-${t}`, type: "text", x: x - gap / 2, y: lanesY + Math.max(thick, 5) + small * 1.1, text: `norm ${short(norm)}`, size: small * 0.92, anchor: "middle", class: "note", opacity: share });
    }
    if (t === trace.head.T_backward - 1) marks.push(...zeros(map, x + width, lanesY, k));
  });
  for (const [stack, name] of Object.entries(declaration.stacks)) {
    const share = made(map, t, name, "backward");
    const norm = normOf(trace, "backward", t, name);
    if (share === 0 || norm === undefined) continue;
    marks.push({ key: `${stack}-${t}`, type: "path", d: arrowPath(right, y + height + 2, right, size.height - small * 0.5, map.widthOf(norm), share), class: "flow plain", symbol: name });
    if (roomy) marks.push({ key: `${stack}-name-${t}`, type: "text", x: right + 13, y: size.height - small * 0.9, text: labelOf(declaration, name, t), size: small, class: "flow-name mono", opacity: share });
  }
  return marks;
}

/** Where the carry was cut or clipped on purpose. */
/** @type {(map: Map, t: number, carried: string, x: number, y: number, k: number) => Mark[]} */
function interventionMarks({ trace, type }, t, carried, x, y, k) {
  const frame = trace.backward[t];
  const factor = frame?.clipped?.[carried];
  if (!frame?.cut && factor === undefined) return [];
  const text = frame?.cut ? "cut" : `clipped × ${short(factor ?? 1)}`;
  return [
    { key: `cut-${k}-${t}`, type: "line", x1: x - 5, x2: x + 5, y1: y + 14, y2: y - 14, width: 3, class: "cut" },
    { key: `cut-name-${k}-${t}`, type: "text", x, y: y + 14 + type.small * 2.3, text, size: type.small, anchor: "middle", class: "differs" },
  ];
}

/** Nothing comes after the last timestep: the carry arrives as zeros. */
/** @type {(map: Map, x: number, y: number, k: number) => Mark[]} */
function zeros({ type, layout, size, trace }, x, y, k) {
  if (layout.compact || x + 70 > size.width || trace.head.T_backward < trace.head.sizes.T_x) return [];
  return [
    { key: `zeros-${k}`, type: "path", d: arrowPath(x + 26, y, x + 2, y, 1, 1), class: "flow carried waiting" },
    { key: `zeros-name-${k}`, type: "text", x: x + 31, y: y + type.small * 0.36, text: "zeros", size: type.small, class: "flow-name mono carried" },
  ];
}

/** The gradients of the parameters, which every timestep adds to: length of the bar and number are the norm so far. */
/** @type {(map: Map) => Mark[]} */
function totalsMarks(map) {
  const { trace, beat, layout, type, size } = map;
  const { totals, steps } = trace.head.declaration;
  if (layout.compact || beat.direction !== "backward") return [];
  const { small } = type;
  const final = Math.max(...totals.map((total) => normOf(trace, "backward", 0, total) ?? 0), 0);
  const line = Math.min(small * 1.75, (size.height - small * 2) / totals.length);
  const top = Math.max(small * 1.6, (size.height - line * totals.length) / 2);
  /** @type {Mark[]} */
  const marks = [{ key: "totals", type: "text", x: 18, y: top - small * 0.4, text: "running totals", size: small, class: "note" }];
  totals.forEach((total, k) => {
    const by = steps.backward.find((step) => step.total === total)?.name ?? "";
    const before = normOf(trace, "backward", beat.t + 1, total) ?? 0;
    const after = normOf(trace, "backward", beat.t, total) ?? before;
    const share = during(made(map, beat.t, by, "backward"), 0.6, 1);
    const norm = before + (after - before) * share;
    const y = top + (k + 0.75) * line;
    const longest = layout.left - 18 - small * 7.4;
    const width = Number.isFinite(norm) && final > 0 ? Math.max((norm / final) * longest, 0) : 0;
    const now = beat.name === by ? " current" : "";
    marks.push(
      { key: `total-name-${k}`, type: "text", x: 18, y, text: total, size: small, class: `flow-name mono${now}`, symbol: total },
      { key: `total-bar-${k}`, type: "rect", x: 18 + small * 3.3, y: y - small * 0.75, width, height: small * 0.8, class: `total-bar${now}` },
      { key: `total-norm-${k}`, type: "text", x: 18 + small * 3.6 + width, y, text: share === 1 ? short(after) : short(before), size: small * 0.92, class: "note" },
    );
  });
  return marks;
}

/** What the width of an arrow means, from the norms that are drawn. */
/** @type {(map: Map) => Mark[]} */
function legendMarks({ trace, layout, type, size, widthOf, beat }) {
  const largest = Math.max(...flows(trace), 0);
  if (layout.compact || beat.direction !== "backward" || largest === 0 || size.height < type.small * 12) return [];
  const { small } = type;
  const x = size.width - layout.right + 4;
  const y = size.height - small * 3.4;
  return [
    { key: "legend", type: "text", x: size.width - 14, y: size.height - small * 0.9, text: `norm ${short(largest)}`, size: small * 0.92, anchor: "end", class: "note" },
    { key: "legend-line", type: "line", x1: x + 4, x2: size.width - 14, y1: y + small, y2: y + small, width: widthOf(largest), class: "legend" },
  ];
}
