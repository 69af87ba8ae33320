// Pure: the focus entry's sources at the current timestep, tip to tail, and the sum that they make.

/** @import { Beat, Mark, Trace, View } from "../../types" */
/** @import { Rect } from "../bars.js" */

import { written } from "../../say/digits.js";
import { typographyOf } from "../layout.js";
import { arithmeticSources } from "../../model/trace.js";
import { entryLabel } from "../../say/words.js";
import { line, rect, text } from "../marks.js";

const TALLEST_ROW = 3.8; // sizes of small type
const BAR = 0.64; // of a row

/** @type {(trace: Trace, beat: Beat, view: View, total: string, area: Rect) => Mark[]} */
export function stackedMarks(trace, beat, view, total, area) {
  const { small, label } = typographyOf(view);
  const { x, width } = area;
  const heading = area.y + label * 1.4;
  if (beat.direction !== "backward")
    return [text("stack-none", x, heading, "Step into the backward pass to see one entry.", small, "note")];
  const sources = arithmeticSources(trace, beat, view.focus)?.[total] ?? [];
  if (!view.focus || sources.length === 0) return [];
  const title = `${entryLabel(trace.head.declaration, total, beat.t, view.focus)} at t = ${beat.t}, stacked up`;
  const rows = [...sources].sort((a, b) => (a.t ?? Infinity) - (b.t ?? Infinity));
  const top = area.y + label * 2.7;
  const room = area.y + area.height - top - label;
  const height = Math.min(room / (rows.length + 1), small * TALLEST_ROW);
  let tip = 0;
  const ends = [0, ...rows.map((one) => (tip += one.value))];
  const finite = ends.filter(Number.isFinite);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const names = small * 5.5;
  const bars = width - names - small * 6.5;
  const place = (/** @type {number} */ value) => x + names + ((value - low) / (high - low || 1)) * bars;

  /** @type {(key: string, k: number, from: number, to: number, name: string, role: string) => Mark[]} */
  const row = (key, k, from, to, name, role) => {
    const y = top + k * height;
    const [start, end] = [place(from), place(to)];
    const base = y + height / 2 + small * 0.36;
    const bar = {
      x: Math.min(start, end),
      y: y + (height * (1 - BAR)) / 2,
      width: Math.max(Math.abs(end - start), 1),
      height: height * BAR,
    };
    const number = written(to - from);
    return [
      ...(Number.isFinite(from) && Number.isFinite(to) ? [rect(`stack-bar-${key}`, bar, `bars ${role}`)] : []),
      ...(height < small * 0.9
        ? []
        : [
            text(`stack-name-${key}`, x + names - 8, base, name, small, `story ${role}`, { anchor: "end" }),
            text(`stack-number-${key}`, x + width, base, number, small, `story number ${role}`, { anchor: "end" }),
          ]),
    ];
  };
  return [
    text("stack-title", x, heading, title, label, "strong mono"),
    line("stack-zero", [place(0), top, place(0), top + height * (rows.length + 1)], "zero"),
    ...rows.flatMap(({ t }, k) =>
      row(String(t), k, ends[k], ends[k + 1], t === null ? "later" : `ŷ⟨${t}⟩`, t === beat.t ? "upstream" : "carried"),
    ),
    ...row("sum", rows.length, 0, ends[ends.length - 1], "sum", "total"),
  ];
}
