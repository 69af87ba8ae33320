// Pure: how many rows and columns there are -> where everything stands. Pixels, origin at the top left.

/** @import { Joiner, Panel, Size, Slot, StageLayout, Typography, View } from "../types" */

import { widthOf } from "./type.js";

const MARGIN = 18;
export const COMPACT = 620; // pixels of width below which the stage is laid out in two rows
const LOW = { width: 900, height: 480 }; // of a window in which not all of the stage is on the first screen
const TALLEST_CELL = 56;
const WIDEST_CELL = 150;
const STORY_ROWS = 5; // lines of the focus entry's story below the matrices, or above them
const STORY_LEAST = 0.2; // of the stage's height
const STORY_MOST = 0.36;
const STORY_LOW = 0.3;
const SMALLEST_PROJECTED = 18; // pixels
const PROJECTED_SHARE = 28 / 1080; // of the window's height, were it no higher than 4 : 3

/**
 * Sizes of type, in pixels. Presenter mode is read from the back of a hall.
 * @param {View} view
 * @returns {Typography}
 */
export function typographyOf(view) {
  if (!view.presenter) return { label: view.stage.width < COMPACT ? 13 : 15, small: 12 };
  const small = Math.max(
    SMALLEST_PROJECTED,
    Math.round(Math.min(view.window.height, view.window.width * 0.75) * PROJECTED_SHARE),
  );
  return { label: Math.round(small * 1.15), small };
}

/** A phone on its side, or a window that is magnified: as small.css has it. @param {Pick<View, "window">} view */
export function isLow(view) {
  return view.window.width <= LOW.width && view.window.height <= LOW.height;
}

/**
 * Where the matrices of a beat stand.
 * @param {Panel[]} panels
 * @param {string[]} joiners
 * @param {Size} size
 * @param {Typography} typography
 * @param {boolean} [low] whether little of the stage is on the first screen
 * @returns {StageLayout}
 */
export function stageLayout(panels, joiners, size, typography, low = false) {
  const margin = size.width < COMPACT ? 10 : MARGIN;
  const heading = Math.round(typography.label * 1.9);
  const footing = Math.round(typography.small * 1.9);
  const rows = rowsOfPanels(panels, size);
  const wanted = STORY_ROWS * typography.small * 1.9 + 14;
  const most = size.height * (low ? STORY_LOW : STORY_MOST);
  const story = Math.min(Math.max(wanted, size.height * STORY_LEAST), most);
  const gridHeight = Math.max(40, size.height - story - rows.length * (heading + footing));
  const bodyHeight = gridHeight / rows.length;
  /** @type {Slot[]} */
  const slots = [];
  /** @type {Joiner[]} */
  const between = [];
  const first = size.width < COMPACT || low; // what one came for stands before what it is made of
  let top = 6 + (first ? story : 0);
  for (const row of rows) {
    const widths = widthsOf(
      row.map((k) => panels[k]),
      row.map((k) => joinerWidth(joiners[k - 1] ?? "", typography)),
      size.width - 2 * margin,
      typography,
    );
    /** @type {number[]} */
    const bottoms = [];
    const gaps = row.slice(1).map((k) => joinerWidth(joiners[k - 1] ?? "", typography));
    const spare = size.width - 2 * margin - [...widths, ...gaps].reduce((sum, one) => sum + one, 0);
    let x = margin + Math.max(0, spare / 2);
    row.forEach((k, place) => {
      const [rowCount, columnCount] = shapeOf(panels[k]);
      const joiner = joiners[k - 1] ?? "";
      const gap = place === 0 ? 0 : joinerWidth(joiner, typography);
      if (place > 0) between.push({ x: x + gap / 2, y: top + heading + bodyHeight / 2, text: joiner });
      const cellHeight = Math.min(bodyHeight / rowCount, TALLEST_CELL * (typography.label / 15));
      const slot = { x: x + gap, y: top + heading, width: widths[place], height: cellHeight * rowCount };
      slots[k] = { ...slot, rows: rowCount, columns: columnCount, cellWidth: slot.width / columnCount, cellHeight };
      bottoms.push(slot.y + slot.height);
      x = slot.x + slot.width;
    });
    for (const joiner of between.slice(-(row.length - 1)))
      if (row.length > 1) joiner.y = (top + heading + Math.max(...bottoms)) / 2;
    top = Math.max(...bottoms) + footing;
  }
  const y = first ? 8 : top + 6;
  const height = first ? story - 8 : size.height - y - 8;
  const waterfall = { x: margin, y, width: size.width - 2 * margin, height: Math.max(0, height) };
  return { slots, joiners: between, waterfall, typography };
}

/** On a narrow stage the operands stand above what they make. @type {(panels: Panel[], size: Size) => number[][]} */
function rowsOfPanels(panels, size) {
  const all = panels.map((_, k) => k);
  const result = panels.findIndex((panel) => panel.part === "result");
  const results = panels.filter((panel) => panel.part === "result").length;
  if (size.width < COMPACT && results > 1) return Array.from({ length: results }, (_, k) => [2 * k, 2 * k + 1]);
  if (size.width >= COMPACT || panels.length < 3 || result <= 0) return [all];
  return [all.slice(0, result), all.slice(result)];
}

/** Share the width out by columns, so that entries are as wide as each other; but no panel narrower than its name. */
/** @type {(panels: Panel[], gaps: number[], width: number, typography: Typography) => number[]} */
function widthsOf(panels, gaps, width, typography) {
  const available = width - gaps.slice(1).reduce((sum, gap) => sum + gap, 0);
  const columns = panels.map((panel) => shapeOf(panel)[1]);
  const widest = WIDEST_CELL * (typography.label / 15);
  const least = panels.map((panel) => Math.min(nameWidth(panel, typography), available / panels.length));
  /** Panels whose name decides their width; the others share what is left by their columns. @type {Set<number>} */
  const named = new Set();
  for (;;) {
    const rest = available - [...named].reduce((sum, k) => sum + least[k], 0);
    const count = columns.reduce((sum, one, k) => (named.has(k) ? sum : sum + one), 0);
    const cell = Math.min(rest / count, widest);
    const tooNarrow = columns.findIndex((one, k) => !named.has(k) && one * cell < least[k]);
    if (tooNarrow < 0) return columns.map((one, k) => (named.has(k) ? least[k] : one * cell));
    named.add(tooNarrow);
  }
}

/** @type {(panel: Panel, typography: Typography) => number} */
function nameWidth(panel, typography) {
  return widthOf(panel.tokens.map((token) => token.text).join(""), typography.label, "mono") + 8;
}

/** @type {(joiner: string, typography: Typography) => number} */
function joinerWidth(joiner, typography) {
  return Math.max(typography.label * 2, widthOf(joiner, typography.label, "sans") + 14);
}

/** @type {(panel: Panel) => [number, number]} */
export function shapeOf(panel) {
  const [rows = 5, columns = 8] = panel.shape ?? [];
  return [panel.matrix?.length ?? rows, panel.matrix?.[0]?.length ?? columns];
}

/**
 * The entry of a slot at a point, or null outside of it.
 * @param {Slot} slot
 * @param {number} x
 * @param {number} y
 * @returns {import("../types").Entry | null}
 */
export function entryAt(slot, x, y) {
  const row = Math.floor((y - slot.y) / slot.cellHeight);
  const column = Math.floor((x - slot.x) / slot.cellWidth);
  return row >= 0 && row < slot.rows && column >= 0 && column < slot.columns ? [row, column] : null;
}

const DRAWN_IN_FULL = 8;
const NARROWEST_FULL = 118; // pixels
const NARROWEST_IN_TYPE = 6.2; // sizes of small type: a name has room between the arrows of two timesteps

/**
 * Where the columns of the map stand. Up to eight timesteps in full; of more, those around the current one.
 * @param {number} count timesteps
 * @param {number} current
 * @param {Size} size
 * @param {Typography} typography
 */
export function networkLayout(count, current, size, typography) {
  const compact = size.width < COMPACT;
  const left = compact ? 8 : Math.round(typography.small * 12);
  const right = compact ? 8 : Math.round(typography.small * 6.4);
  const width = size.width - left - right;
  const least = Math.max(NARROWEST_FULL, typography.small * NARROWEST_IN_TYPE);
  const most = Math.max(3, Math.floor((width * 0.8) / least));
  const all = count <= DRAWN_IN_FULL && (compact || count * typography.small * NARROWEST_IN_TYPE <= width);
  const stripOf = (/** @type {number} */ some) => Math.min(16 * (count - some), width * 0.3);
  let full = all ? count : Math.min(most, 7, count);
  while (!all && full > 3 && width - stripOf(full) < full * typography.small * NARROWEST_IN_TYPE) full -= 1;
  const first = Math.min(Math.max(current - Math.floor(full / 2), 0), count - full);
  const narrow = count > full ? stripOf(full) / (count - full) : 0;
  const wide = (width - narrow * (count - full)) / full;
  let x = left;
  const columns = Array.from({ length: count }, (_, t) => {
    const isFull = t >= first && t < first + full;
    const column = { t, x, width: isFull ? wide : narrow, full: isFull };
    x += column.width;
    return column;
  });
  const cell = {
    width: Math.min(Math.max(wide * 0.44, Math.min(62, wide * 0.6)), 150),
    height: size.height * 0.32,
    y: size.height * 0.35,
  };
  return { columns, cell, left, right, compact };
}
