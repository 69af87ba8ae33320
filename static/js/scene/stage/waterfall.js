// Pure: the story of the focus entry drawn on a scale of its own: each bar starts where the one before ended.

/** @import { Mark, StageLayout } from "../../types" */
/** @import { PrintedRow } from "./print.js" */
/** @import { Row } from "./story.js" */

import { during } from "../ease.js";
import { fitted } from "../../say/words.js";
import { pathOf } from "../bars.js";
import { line, path, roleClass, text } from "../marks.js";
import { lettersIn, widthOf } from "../type.js";
import { FOLD, momentsOf } from "./moments.js";
import { printed } from "./print.js";

const ROWS_WITH_TEXT = 9;
const LABELS = 0.45; // the most of the width that labels take

/** @typedef {{ x: number, width: number, height: number, place: (value: number) => number }} Scaled where a row's bar may be */

/**
 * @param {Row[]} story
 * @param {number} share
 * @param {StageLayout} layout
 * @returns {Mark[]}
 */
export function waterfallMarks(story, share, layout) {
  const { waterfall: area, typography } = layout;
  const { small } = typography;
  if (story.length === 0 || area.height < small * 4) return [];
  const most = Math.max(4, Math.min(ROWS_WITH_TEXT, Math.floor(area.height / (small * 1.3))));
  const rows = briefly(printed(story, most), area.width, small);
  const height = Math.min(area.height / rows.length, small * 2.6);
  const labels = Math.min(longest(rows, "label", small) + 8, area.width * LABELS);
  const numbers = longest(rows, "text", small) + 10;
  const x = area.x + labels + 8;
  const width = Math.max(20, area.width - labels - numbers - 24);
  const scaled = { x, width, height, place: scaleOf(rows, x, width) };
  const zero = [scaled.place(0), area.y, scaled.place(0), area.y + height * rows.length];
  return [
    line("story-zero", zero, "zero"),
    ...rows.flatMap((row, k) => {
      const shown = during(share, ...momentOf(rows, k));
      return shown === 0 ? [] : rowMarks(row, k, shown, area, labels, scaled, small);
    }),
  ];
}

/** Labels take no more than their share of a narrow stage. @type {(rows: PrintedRow[], width: number, small: number) => PrintedRow[]} */
function briefly(rows, width, small) {
  const most = Math.floor(lettersIn(width * LABELS - 8, small, "mono"));
  return rows.map((row) => ({ ...row, label: fitted(row.label, most, "start") }));
}

/** When a row appears: each term as its bars land in the matrix, the result as they fold into one. */
/** @type {(rows: PrintedRow[], k: number) => [number, number]} */
function momentOf(rows, k) {
  const result = Math.max(
    rows.findIndex((row) => row.kind === "result"),
    1,
  );
  if (k >= result) return k === result ? FOLD : [FOLD[0] + 0.06, 1];
  const arriving = rows.some((row) => row.role === "carried" && row.kind === "term");
  const landing = rows.slice(0, result).filter((row) => row.kind !== "part"); // parts come with the term they are of
  const at = rows.slice(0, k + 1).filter((row) => row.kind !== "part").length - 1;
  return momentsOf(at, landing.length, arriving).lands;
}

/** @type {(rows: PrintedRow[], field: "label" | "text", small: number) => number} */
function longest(rows, field, small) {
  return Math.max(...rows.map((row) => widthOf(row[field], small, "mono")));
}

/** From a number to its place: zero and all ends of bars are in sight. */
/** @type {(rows: PrintedRow[], x: number, width: number) => (value: number) => number} */
function scaleOf(rows, x, width) {
  const ends = rows.flatMap((row) => [row.from, row.to]).filter(Number.isFinite);
  const low = Math.min(0, ...ends);
  const high = Math.max(0, ...ends);
  const perUnit = high > low ? width / (high - low) : 0;
  return (value) => x + (Math.min(Math.max(value, low), high) - low) * perUnit;
}

/** @type {(row: PrintedRow, k: number, shown: number, area: StageLayout["waterfall"], labels: number, scaled: Scaled, small: number) => Mark[]} */
function rowMarks(row, k, shown, area, labels, { height, place }, small) {
  const middle = area.y + (k + 0.5) * height;
  const baseline = middle + small * 0.36;
  const look = `story ${row.role}${row.kind === "result" || row.kind === "total" ? " strong" : ""}`;
  const data = row.unfolds ? { unfold: 1 } : undefined;
  const end = place(row.from + (row.to - row.from) * shown);
  const start = place(row.from);
  const bar = {
    x: Math.min(start, end),
    y: middle - height * 0.32,
    width: Math.max(Math.abs(end - start), 1),
    height: height * 0.64,
  };
  const drawn = !row.bare && Number.isFinite(row.from) && Number.isFinite(row.to) && row.to !== row.from;
  const bars = row.outlined ? "outline" : roleClass(row.kind === "part" ? "bars part" : "bars", row.role);
  const fold = triangle(area.x + labels - widthOf(row.label, small, "mono") - 14, middle, Boolean(row.open));
  const right = area.x + area.width;
  return [
    ...(drawn ? [path(`story-bar-${k}`, pathOf([bar]), bars, { data })] : []),
    ...(data && shown === 1 ? [path(`story-fold-${k}`, fold, roleClass("bars", row.role), { data })] : []),
    ...(drawn && row.pieces && shown === 1
      ? [path(`story-pieces-${k}`, seams(row, place, bar), "seams", { data })]
      : []),
    text(`story-label-${k}`, area.x + labels, baseline, row.label, small, look, {
      anchor: "end",
      opacity: shown,
      data,
    }),
    text(`story-number-${k}`, right, baseline, row.text, small, look, { anchor: "end", opacity: shown }),
  ];
}

/** Points to the right where a click unfolds, down where it folds again. @type {(x: number, y: number, open: boolean) => string} */
function triangle(x, y, open) {
  return open ? `M${x} ${y - 3}h10l-5 7z` : `M${x} ${y - 5}v10l7 -5z`;
}

/** Lines in a bar where its parts meet. */
/** @type {(row: Row, place: (value: number) => number, rect: { y: number, height: number }) => string} */
function seams({ from, pieces = [] }, place, rect) {
  let tip = from;
  return pieces
    .slice(0, -1)
    .map((piece) => {
      tip += piece;
      return `M${place(tip).toFixed(1)} ${rect.y.toFixed(1)}v${rect.height.toFixed(1)}`;
    })
    .join("");
}
