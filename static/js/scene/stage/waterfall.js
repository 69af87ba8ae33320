// Pure: the story of the focus entry drawn on a scale of its own: each bar starts where the one before ended.

/** @import { Mark, StageLayout } from "../../types" */
/** @import { Row } from "./story.js" */

import { written } from "../../digits.js";
import { during } from "../../ease.js";
import { pathOf } from "../bars.js";
import { line, path, roleClass, text } from "../marks.js";

const ROWS_WITH_TEXT = 9;

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
  const rows = condensed(story, most);
  const height = Math.min(area.height / rows.length, small * 2.6);
  const labels = Math.min(longest(rows, "label") * small * 0.62 + 8, area.width * 0.45);
  const numbers = longest(rows, "text") * small * 0.64 + 10;
  const x = area.x + labels + 8;
  const width = Math.max(20, area.width - labels - numbers - 24);
  const scaled = { x, width, height, place: scaleOf(rows, x, width) };
  const zero = [scaled.place(0), area.y, scaled.place(0), area.y + height * rows.length];
  return [
    line("story-zero", zero, "zero"),
    ...rows.flatMap((row, k) => {
      const from = (k / rows.length) * 0.8;
      const shown = during(share, from, from + 0.2);
      return shown === 0 ? [] : rowMarks(row, k, shown, area, labels, scaled, small);
    }),
  ];
}

/** @type {(rows: Row[], field: "label" | "text") => number} */
function longest(rows, field) {
  return Math.max(...rows.map((row) => row[field].length));
}

/** From a number to its place: zero and all ends of bars are in sight. */
/** @type {(rows: Row[], x: number, width: number) => (value: number) => number} */
function scaleOf(rows, x, width) {
  const ends = rows.flatMap((row) => [row.from, row.to]).filter(Number.isFinite);
  const low = Math.min(0, ...ends);
  const high = Math.max(0, ...ends);
  const perUnit = high > low ? width / (high - low) : 0;
  return (value) => x + (Math.min(Math.max(value, low), high) - low) * perUnit;
}

/** @type {(row: Row, k: number, shown: number, area: StageLayout["waterfall"], labels: number, scaled: Scaled, small: number) => Mark[]} */
function rowMarks(row, k, shown, area, labels, { height, place }, small) {
  const middle = area.y + (k + 0.5) * height;
  const baseline = middle + small * 0.36;
  const look = `story ${row.role}${row.strong ? " strong" : ""}`;
  const data = row.unfolds ? { unfold: 1 } : undefined;
  const end = place(row.from + (row.to - row.from) * shown);
  const start = place(row.from);
  const bar = {
    x: Math.min(start, end),
    y: middle - height * 0.32,
    width: Math.max(Math.abs(end - start), 1),
    height: height * 0.64,
  };
  const drawn = Number.isFinite(row.from) && Number.isFinite(row.to) && row.to !== row.from;
  const fold = triangle(area.x + 4, middle, Boolean(row.open));
  const right = area.x + area.width;
  return [
    ...(drawn ? [path(`story-bar-${k}`, pathOf([bar]), roleClass("bars", row.role), { data })] : []),
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

/** Of too many terms, the first ones and the rest in one row, so that the sum is still whole. */
/** @type {(rows: Row[], most: number) => Row[]} */
function condensed(rows, most) {
  if (rows.length <= most) return rows;
  const ends = rows.findIndex((one) => one.strong);
  const tail = rows.slice(ends);
  const head = rows.slice(0, Math.max(1, most - tail.length - 1));
  const rest = rows.slice(head.length, ends);
  const from = rest[0].from;
  const to = rest[rest.length - 1].to;
  const label = `+ ${rest.length} more terms`;
  return [...head, { label, value: to - from, from, to, text: written(to - from), role: "" }, ...tail];
}
