// Pure: the focus entry's sources at the current timestep, tip to tail, and the sum that they make. Beside a wrong run the
// right one's bars are outlines on the same rows and on the same scale.

/** @import { Beat, Mark, Trace, View } from "../../types" */
/** @import { Rect } from "../bars.js" */
/** @import { StackRow } from "../../say/stack.js" */

import { written } from "../../say/digits.js";
import { typographyOf } from "../layout.js";
import { sourceOf } from "../../model/source.js";
import { partsOf } from "../../model/trace.js";
import { stackRows } from "../../say/stack.js";
import { entryLabel } from "../../say/words.js";
import { line, rect, text } from "../marks.js";

const TALLEST_ROW = 4.2; // sizes of small type
const BAR = 0.64; // of a row
const NAMES = 6.2; // of a column of names
const NUMBER = 6.2; // of a column of numbers, in sizes of small type

/** @type {(trace: Trace, beat: Beat, view: View, of: { total: string, told: boolean }, area: Rect) => Mark[]} */
export function stackedMarks(trace, beat, view, { total, told }, area) {
  const { small, label } = typographyOf(view);
  const heading = area.y + label * 1.4;
  if (beat.direction !== "backward")
    return [text("stack-none", area.x, heading, "Step into the backward pass to see one entry.", small, "note")];
  const { sources = {}, right_sources: right } = partsOf(trace, beat, view.focus) ?? {};
  const rows = stackRows(sources[total] ?? [], (told && right?.[total]) || null, beat.t, (s) =>
    sourceOf(trace.head.declaration, s),
  );
  if (!view.focus || rows.length === 0) return [];
  const title = `${entryLabel(trace.head.declaration, total, beat.t, view.focus)} at t = ${beat.t}, stacked up`;
  const beside = rows.some((row) => row.right !== null);
  const top = area.y + label * (beside ? 3.3 : 2.7);
  const room = Math.max(area.y + area.height - top, 0);
  const height = Math.min(room / (rows.length + 1), small * TALLEST_ROW);
  const here = endsOf(rows.map((row) => row.here));
  const there = endsOf(rows.map((row) => row.right ?? 0));
  const finite = [...here, ...there].filter(Number.isFinite);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const names = small * NAMES;
  const bars = Math.max(area.width - names - small * NUMBER * (beside ? 2 : 1), 1);

  const place = (/** @type {number} */ value) => area.x + names + ((value - low) / (high - low || 1)) * bars;
  const sum = { name: "sum", role: "total", here: here[rows.length], right: beside ? there[rows.length] : null };
  const columns = [area.x + area.width - (beside ? small * NUMBER : 0), area.x + area.width];

  /** @type {(row: StackRow, k: number, from: number, rightFrom: number) => Mark[]} */
  const rowMarks = (row, k, from, rightFrom) => {
    const y = top + k * height;
    const base = y + height / 2 + small * 0.36;
    const bar = (/** @type {number} */ start, /** @type {number} */ end, /** @type {number} */ share) => ({
      x: Math.min(place(start), place(end)),
      y: y + (height * (1 - share)) / 2,
      width: Math.max(Math.abs(place(end) - place(start)), 1),
      height: height * share,
    });
    const look = `story ${row.role}`;
    const number = { anchor: /** @type {const} */ ("end") };
    return [
      ...(Number.isFinite(from + row.here)
        ? [rect(`stack-bar-${k}`, bar(from, from + row.here, BAR), `bars ${row.role}`)]
        : []),
      ...(row.right !== null && Number.isFinite(rightFrom + row.right)
        ? [rect(`stack-right-${k}`, bar(rightFrom, rightFrom + row.right, BAR * 1.2), "outline")]
        : []),
      ...(height < small * 0.9
        ? []
        : [
            text(`stack-name-${k}`, area.x + names - 8, base, row.name, small, look, number),
            text(`stack-number-${k}`, columns[0], base, written(row.here), small, `${look} number`, number),
            ...(row.right === null
              ? []
              : [
                  text(
                    `stack-right-number-${k}`,
                    columns[1],
                    base,
                    `(${written(row.right)})`,
                    small,
                    "story number",
                    number,
                  ),
                ]),
          ]),
    ];
  };
  return [
    text("stack-title", area.x, heading, title, label, "strong mono"),
    ...(beside ? headings(columns, top - small * 0.4, small) : []),
    line("stack-zero", [place(0), top, place(0), top + height * (rows.length + 1)], "zero"),
    ...rows.flatMap((row, k) => rowMarks(row, k, here[k], there[k])),
    ...rowMarks(sum, rows.length, 0, 0),
  ];
}

/** @type {(columns: number[], y: number, small: number) => Mark[]} */
function headings(columns, y, small) {
  return ["here", "(right)"].map((words, k) =>
    text(`stack-column-${k}`, columns[k], y, words, small, "note", { anchor: "end" }),
  );
}

/** Where each begins, tip to tail, and where the last one ends. @type {(values: number[]) => number[]} */
function endsOf(values) {
  let tip = 0;
  return [0, ...values.map((value) => (tip += value))];
}
