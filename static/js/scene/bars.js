// Pure: numbers -> rectangles -> path texts. A bar stands on the middle line of its cell, up for positive.

/** @import { Matrix, Panel, ScaleMode, Slot } from "../types" */

const ROOM = 0.43; // of a cell's height, on each side of its middle line
const BAR = 0.62; // of a cell's width
const PAIR = 0.78; // of a cell's width, for two side by side
const MAGNIFICATION = 10;
const USUAL = 0.95; // share of the entries that a common scale shows in full when a few outliers are cut
const OUTLIER = 1.5; // times the usual: what is larger than that is cut
const LARGEST_WITH_BARS = 16; // rows or columns: beyond, a bar is too thin to be read

/** @typedef {{ x: number, y: number, width: number, height: number }} Rect */
/** @typedef {{ perUnit: number, room: number, full: number, limit: number }} Scale pixels for one unit, pixels to the edge, what reaches it, what has the darkest colour */

/**
 * Whether a matrix is drawn as colours instead of bars.
 * @param {Matrix | undefined} matrix
 */
export function isHeat(matrix) {
  return matrix !== undefined && (matrix.length > LARGEST_WITH_BARS || (matrix[0]?.length ?? 0) > LARGEST_WITH_BARS);
}

/**
 * The largest size of a finite number in a matrix.
 * @param {Matrix | undefined} matrix
 */
export function extent(matrix) {
  let largest = 0;
  for (const row of matrix ?? []) {
    for (const value of row) if (Number.isFinite(value) && Math.abs(value) > largest) largest = Math.abs(value);
  }
  return largest;
}

/**
 * The scale of each panel. Common: one for all, so that lengths can be compared; magnified: ten times that.
 * @param {Pick<Panel, "matrix">[]} panels
 * @param {Slot[]} slots
 * @param {ScaleMode} mode
 * @returns {Scale[]}
 */
export function scalesOf(panels, slots, mode) {
  const rooms = slots.map((slot) => slot.cellHeight * ROOM);
  const extents = panels.map((panel) => extent(panel.matrix));
  if (mode === "matrix") {
    return rooms.map((room, k) => ({
      room,
      full: extents[k],
      limit: extents[k],
      perUnit: extents[k] > 0 ? room / extents[k] : 0,
    }));
  }
  const bars = rooms.filter((_, k) => !isHeat(panels[k].matrix));
  const smallest = Math.min(...(bars.length ? bars : rooms));
  const largest = mode === "magnified" ? Math.max(...extents) / MAGNIFICATION : fullBar(panels, Math.max(...extents));
  const perUnit = largest > 0 ? smallest / largest : 0;
  return rooms.map((room) => ({ room, full: perUnit > 0 ? room / perUnit : 0, limit: Math.max(...extents), perUnit }));
}

/**
 * The bar of one entry: from `base` by `value`, in units; `place` of `places` side by side in the cell.
 * @param {Slot} slot
 * @param {Scale} scale
 * @param {number} row
 * @param {number} column
 * @param {number} base
 * @param {number} value
 * @param {number} [place]
 * @param {number} [places]
 * @returns {Rect}
 */
export function barOf(slot, scale, row, column, base, value, place = 0, places = 1) {
  const middle = slot.y + (row + 0.5) * slot.cellHeight;
  const all = places > 1 ? PAIR : BAR;
  const width = (slot.cellWidth * all) / places;
  const x = slot.x + (column + 0.5 - all / 2) * slot.cellWidth + place * width;
  const from = middle - clipped(base, scale);
  const to = middle - clipped(base + (Number.isNaN(value) ? 0 : value), scale);
  return { x, y: Math.min(from, to), width, height: Math.max(Math.abs(to - from), 1) };
}

/**
 * What a full bar stands for on the common scale: the largest number, unless a few outliers would flatten all others;
 * then those are cut, and marked.
 * @param {Pick<Panel, "matrix">[]} panels
 * @param {number} largest
 */
function fullBar(panels, largest) {
  const sizes = Float64Array.from(
    panels.flatMap((panel) => panel.matrix?.flat() ?? []).filter(Number.isFinite),
    Math.abs,
  );
  sizes.sort(); // by their size: they are numbers and nothing else
  const usual = sizes[Math.floor((sizes.length - 1) * USUAL)] ?? 0;
  return usual > 0 && usual * OUTLIER < largest ? usual : largest;
}

/** @type {(value: number, scale: Scale) => number} */
function clipped(value, scale) {
  if (Number.isNaN(value)) return 0;
  const length = Number.isFinite(value) ? value * scale.perUnit : value; // also where nothing is there to scale by
  return Math.max(-scale.room, Math.min(scale.room, length));
}

/**
 * Whether a number is larger than what its cell can show.
 * @param {number} value
 * @param {Scale} scale
 */
export function isClipped(value, scale) {
  return Math.abs(value) * scale.perUnit > scale.room * 1.001 || Math.abs(value) === Infinity;
}

/**
 * @param {Rect} from
 * @param {Rect} to
 * @param {number} share
 * @returns {Rect}
 */
export function between(from, to, share) {
  const mix = (/** @type {number} */ a, /** @type {number} */ b) => a + (b - a) * share;
  return {
    x: mix(from.x, to.x),
    y: mix(from.y, to.y),
    width: mix(from.width, to.width),
    height: mix(from.height, to.height),
  };
}

/**
 * Many rectangles as one path, so that a matrix is one element and not a hundred.
 * @param {Rect[]} rects
 */
export function pathOf(rects) {
  let d = "";
  for (const { x, y, width, height } of rects) {
    d += `M${tenth(x)} ${tenth(y)}h${tenth(width)}v${tenth(height)}h${tenth(-width)}z`;
  }
  return d;
}

/** @param {number} value */
export function tenth(value) {
  return Math.round(value * 10) / 10;
}

/**
 * The middle lines of a slot, one for each row.
 * @param {Slot} slot
 */
export function middleLines(slot) {
  let d = "";
  for (let row = 0; row < slot.rows; row += 1) {
    d += `M${tenth(slot.x + 3)} ${tenth(slot.y + (row + 0.5) * slot.cellHeight)}h${tenth(slot.width - 6)}`;
  }
  return d;
}

/**
 * Breaks near the ends of clipped bars, and crosses where a number is none.
 * @param {Slot} slot
 * @param {Scale} scale
 * @param {Matrix} matrix
 */
export function specialMarks(slot, scale, matrix) {
  let clips = "";
  let crosses = "";
  const reach = Math.min(4, slot.cellWidth * 0.3);
  const half = slot.cellWidth * BAR * 0.55; // a little more than the bar that it breaks
  const depth = Math.min(Math.max(slot.cellHeight * 0.1, 2.5), 8);
  matrix.forEach((values, row) => {
    values.forEach((value, column) => {
      const x = slot.x + (column + 0.5) * slot.cellWidth;
      const middle = slot.y + (row + 0.5) * slot.cellHeight;
      if (Number.isNaN(value)) {
        crosses += `M${tenth(x - reach)} ${tenth(middle - reach)}l${2 * reach} ${2 * reach}m0 ${-2 * reach}l${-2 * reach} ${2 * reach}`;
      } else if (isClipped(value, scale)) {
        const up = value > 0 ? -1 : 1;
        const tip = middle + up * scale.room;
        clips += `M${tenth(x - half)} ${tenth(tip - up * 2 * depth)}L${tenth(x)} ${tenth(tip - up * depth)}L${tenth(x + half)} ${tenth(tip - up * 2 * depth)}`;
      }
    });
  });
  return { clips, crosses };
}
