// Pure: from which later timesteps each gradient came. Rows are the timestep that a gradient is at, columns the one
// whose prediction it came through.

/** @import { Beat, Entry, Mark, Trace, View } from "../types" */

import { short, written } from "../digits.js";
import { typographyOf } from "../layout.js";
import { arithmeticSources } from "../trace.js";
import { entryLabel } from "../words.js";

/**
 * @param {Trace} trace
 * @param {Beat} beat
 * @param {View} view
 * @returns {Mark[]}
 */
export function sourcesMarks(trace, beat, view) {
  const type = typographyOf(view);
  const attribution = trace.end?.attribution;
  if (!attribution?.norms) {
    const text =
      attribution?.reason ??
      (trace.end ? "This trace is not split by its sources." : "The sources are split when the whole trace is there.");
    return [{ key: "no-sources", type: "text", x: 18, y: type.label * 2, text, size: type.label, class: "note" }];
  }
  const { norms, total } = attribution;
  const T = norms.length;
  const { width, height } = view.stage;
  const stacked = width > 700;
  const side = Math.min(height - type.label * 2.7 - type.small * 4.4, (stacked ? width * 0.5 : width) - type.small * 7);
  const cell = side / T;
  const left = type.small * 4.6;
  const top = type.label * 2.7;
  const largest = Math.max(...norms.flat().flatMap((one) => (one !== null && Number.isFinite(one) ? [one] : [])), 0);
  const now = beat.direction === "backward" ? beat.t : -1;
  /** @type {Mark[]} */
  const marks = [
    {
      key: "sources-title",
      type: "text",
      x: 18,
      y: type.label * 1.4,
      text: `How much of ${total} at t came through ŷ⟨s⟩`,
      size: type.label,
      class: "strong",
    },
  ];
  norms.forEach((row, t) =>
    row.forEach((norm, s) => {
      if (norm === null) return;
      const share = largest > 0 && Number.isFinite(norm) ? Math.sqrt(norm / largest) : 1;
      const size = Math.max(share * (cell - 2), 1);
      const role = s === t ? "upstream" : "carried";
      marks.push({
        key: `source-${t}-${s}`,
        type: "rect",
        x: left + s * cell + (cell - size) / 2,
        y: top + t * cell + (cell - size) / 2,
        width: size,
        height: size,
        class: `bars ${role}`,
      });
      if (cell > type.small * 4.2)
        marks.push({
          key: `source-norm-${t}-${s}`,
          type: "text",
          x: left + (s + 0.5) * cell,
          y: top + (t + 0.5) * cell + type.small * 0.35,
          text: short(norm),
          size: type.small,
          anchor: "middle",
          class: size > type.small * 3 ? "inverse" : "haloed",
        });
    }),
  );
  const every = Math.ceil((type.small * 1.6) / cell);
  for (let t = 0; t < T; t += every) {
    marks.push(
      {
        key: `row-${t}`,
        type: "text",
        x: left - 8,
        y: top + (t + 0.5) * cell + type.small * 0.35,
        text: t ? String(t) : "t = 0",
        size: type.small,
        anchor: "end",
        class: t === now ? "strong" : "note",
      },
      {
        key: `column-${t}`,
        type: "text",
        x: left + (t + 0.5) * cell,
        y: top + side + type.small * 1.4,
        text: t ? String(t) : "s = 0",
        size: type.small,
        anchor: "middle",
        class: "note",
      },
    );
  }
  marks.push({
    key: "sources-scale",
    type: "text",
    x: left,
    y: top + side + type.small * 3.2,
    text: `area: norm, largest ${short(largest)}`,
    size: type.small,
    class: "note",
  });
  if (now >= 0 && now < T)
    marks.push({
      key: "row-now",
      type: "rect",
      x: left + now * cell,
      y: top + now * cell,
      width: side - now * cell,
      height: cell,
      radius: 3,
      class: "row-now",
    });
  if (stacked) marks.push(...stackMarks(trace, beat, view, total));
  return marks;
}

/** The focus entry's sources at the current timestep, tip to tail, and the sum that they make. */
/** @type {(trace: Trace, beat: Beat, view: View, total: string) => Mark[]} */
function stackMarks(trace, beat, view, total) {
  const type = typographyOf(view);
  const x = view.stage.width * 0.55;
  const width = view.stage.width - x - 24;
  const top = type.label * 2.7;
  if (beat.direction !== "backward") {
    return [
      {
        key: "stack-none",
        type: "text",
        x,
        y: type.label * 1.4,
        text: "Step into the backward pass to see one entry.",
        size: type.small,
        class: "note",
      },
    ];
  }
  const sources = arithmeticSources(trace, beat, view.focus)?.[total] ?? [];
  if (!view.focus || sources.length === 0) return [];
  const at = /** @type {Entry} */ (view.focus);
  const title = `${entryLabel(trace.head.declaration, total, beat.t, at)} at t = ${beat.t}, stacked up`;
  const rows = [...sources].sort((a, b) => (a.t ?? Infinity) - (b.t ?? Infinity));
  const height = Math.min((view.stage.height - top - type.label * 2) / (rows.length + 1), type.small * 2.4);
  let tip = 0;
  const ends = [0, ...rows.map((one) => (tip += one.value))];
  const low = Math.min(...ends.filter(Number.isFinite));
  const high = Math.max(...ends.filter(Number.isFinite));
  const numbers = type.small * 6.5;
  const names = type.small * 5.5;
  const place = (/** @type {number} */ value) =>
    x + names + ((value - low) / (high - low || 1)) * (width - names - numbers);
  /** @type {Mark[]} */
  const marks = [
    { key: "stack-title", type: "text", x, y: type.label * 1.4, text: title, size: type.label, class: "strong mono" },
    {
      key: "stack-zero",
      type: "line",
      x1: place(0),
      x2: place(0),
      y1: top,
      y2: top + height * (rows.length + 1),
      class: "zero",
    },
  ];
  const line = (
    /** @type {string} */ key,
    /** @type {number} */ k,
    /** @type {number} */ from,
    /** @type {number} */ to,
    /** @type {string} */ name,
    /** @type {string} */ role,
  ) => {
    const y = top + k * height;
    if (Number.isFinite(from) && Number.isFinite(to))
      marks.push({
        key: `stack-bar-${key}`,
        type: "rect",
        x: Math.min(place(from), place(to)),
        y: y + height * 0.14,
        width: Math.max(Math.abs(place(to) - place(from)), 1),
        height: height * 0.72,
        class: `bars ${role}`,
      });
    if (height < type.small * 0.9) return;
    marks.push(
      {
        key: `stack-name-${key}`,
        type: "text",
        x: x + names - 8,
        y: y + height / 2 + type.small * 0.36,
        text: name,
        size: type.small,
        anchor: "end",
        class: `story ${role}`,
      },
      {
        key: `stack-number-${key}`,
        type: "text",
        x: x + width,
        y: y + height / 2 + type.small * 0.36,
        text: written(to - from),
        size: type.small,
        anchor: "end",
        class: `story number ${role}`,
      },
    );
  };
  rows.forEach((one, k) =>
    line(
      String(one.t),
      k,
      ends[k],
      ends[k + 1],
      one.t === null ? "later" : `ŷ⟨${one.t}⟩`,
      one.t === beat.t ? "upstream" : "carried",
    ),
  );
  line("sum", rows.length, 0, ends[ends.length - 1], "sum", "total");
  return marks;
}
