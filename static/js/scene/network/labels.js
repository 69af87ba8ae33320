// Pure: the labels of the map, so that no two of them meet. Each says where it may stand, the best place first; what
// finds no room is left out, the least important first. One without a rank stays where it is.

/** @import { Mark, Size, TextMark } from "../../types" */
/** @import { Rect } from "../bars.js" */

import { COMPACT } from "../layout.js";
import { rect } from "../marks.js";
import { faceOf, widthOf } from "../type.js";

/**
 * How much a label is needed. To what is happening now an arrow of the past gives way; it may stand on another one where
 * the map is wide: on a phone it is left out instead, and stands below on the stage.
 */
export const RANK = { now: 1, next: 2, name: 3, aside: 4 };

/** How much each label is needed, and where else it may stand. @type {WeakMap<Mark, [number, Partial<TextMark>[]]>} */
const wishes = new WeakMap();

/** @type {(rank: number, mark: TextMark, elsewhere?: Partial<TextMark>[]) => TextMark} */
export function label(rank, mark, elsewhere = []) {
  wishes.set(mark, [rank, elsewhere]);
  return mark;
}

const ABOVE = 0.78; // of the size of the type, from the baseline
const BELOW = 0.25;
const AIR = 0.25; // of the size of the type, on each side of a label
const APART = 0.5; // of the size of the type, between two labels
const CLEAR = 1.5; // pixels between a label and an arrow beside it
const FARTHEST = 0.75; // of its width: how far a label may stand aside
const PAST = 1e-6; // how much an arrow of the past is worth beside one of now
const TOUCHING = 2; // pixels that a label and the head of an arrow may share

/**
 * @param {Mark[]} marks in the order in which they are drawn
 * @param {Size} size of the map
 * @returns {Mark[]} what is drawn, and above it the labels that have room
 */
export function labelled(marks, size) {
  const drawn = marks.filter((mark) => mark.type !== "text");
  const labels = marks.filter((mark) => mark.type === "text");
  const cells = drawn.flatMap((mark) => (mark.type === "rect" ? [mark] : []));
  const arrows = drawn.flatMap((mark) =>
    mark.type === "path" && mark.d && /\bflow\b/.test(mark.class ?? "")
      ? [{ key: mark.key, box: wider(around(mark.d), 0, -TOUCHING), past: /\bpast\b/.test(mark.class ?? "") }]
      : [],
  );
  /** @type {Map<TextMark, Mark[]>} */
  const found = new Map();
  /** @type {Rect[]} */
  const taken = [...cells];
  for (const mark of [...labels].sort((a, b) => rankOf(a) - rankOf(b))) {
    const best = bestPlace(mark, taken, arrows, size);
    if (!best) continue;
    const { place, box, plate } = best;
    found.set(
      mark,
      plate ? [rect(`plate-${mark.key}`, wider(box, 2, 0), "plate", { opacity: mark.opacity }), place] : [place],
    );
    taken.push(wider(best.box, APART * mark.size, 0));
  }
  const on = [...found.values()].map((placed) => boxOf(/** @type {TextMark} */ (placed[placed.length - 1])));
  const left = new Set(
    arrows.filter(({ past, box }) => past && on.some((one) => shared(one, box) > 0)).map(({ key }) => key),
  );
  return [...drawn.filter(({ key }) => !left.has(key)), ...labels.flatMap((mark) => found.get(mark) ?? [])];
}

/** @param {TextMark} mark */
const rankOf = (mark) => wishes.get(mark)?.[0] ?? 0;

/**
 * The first place that has room and hides no arrow, there or a little aside. For what matters now, else the place that
 * hides least of them: they end before it and go on behind it.
 * @param {TextMark} mark
 * @param {Rect[]} taken
 * @param {{ box: Rect, past: boolean }[]} arrows
 * @param {Size} size
 * @returns {{ place: TextMark, box: Rect, plate?: boolean } | null}
 */
function bestPlace(mark, taken, arrows, size) {
  const [rank, elsewhere] = wishes.get(mark) ?? [0, []];
  const strict = rank > 0 && size.width < COMPACT;
  const hasRoom = (/** @type {Rect} */ box) =>
    rank === 0 || (isInside(box, size) && !taken.some((other) => shared(wider(box, AIR * mark.size, 0), other) > 0));
  const hiddenBy = (/** @type {Rect} */ box) =>
    arrows.reduce((sum, arrow) => sum + (arrow.past ? PAST : 1) * shared(box, arrow.box), 0);
  let best = null;
  let least = strict ? PAST * size.width * size.height : Infinity;
  for (let k = -1; k < elsewhere.length; k += 1) {
    const place = k < 0 ? mark : { ...mark, ...elsewhere[k] };
    const box = boxOf(place);
    const hidden = hiddenBy(box);
    const fits = hasRoom(box);
    if (fits && hidden === 0) return { place, box };
    const aside =
      rank > 0 && hidden > 0 ? asideOf(box, arrows).find((one) => hasRoom(one) && hiddenBy(one) === 0) : null;
    if (aside) return { place: { ...place, x: place.x + aside.x - box.x }, box: aside };
    if (fits && hidden < least) [best, least] = [{ place, box, plate: hidden >= 1 }, hidden];
  }
  return rank > RANK.next ? null : best;
}

/** Where a box would be beside the arrows that it lies on, the nearest first. */
/** @type {(box: Rect, arrows: { box: Rect }[]) => Rect[]} */
function asideOf(box, arrows) {
  return arrows
    .filter((arrow) => shared(box, arrow.box) > 0)
    .flatMap((arrow) => [arrow.box.x - box.width - CLEAR, arrow.box.x + arrow.box.width + CLEAR])
    .filter((x) => Math.abs(x - box.x) <= box.width * FARTHEST)
    .sort((a, b) => Math.abs(a - box.x) - Math.abs(b - box.x))
    .map((x) => ({ ...box, x }));
}

/**
 * What the letters of a label are expected to take.
 * @param {TextMark} mark
 * @returns {Rect}
 */
export function boxOf({ x, y, text, size, anchor = "start", class: name }) {
  const width = widthOf(text, size, faceOf(name));
  const left = x - width * { start: 0, middle: 0.5, end: 1 }[anchor];
  return { x: left, y: y - size * ABOVE, width, height: size * (ABOVE + BELOW) };
}

const MOST_BOXES = 1000;
/** Boxes of paths that were looked at: from frame to frame nearly all arrows stay. @type {Map<string, Rect>} */
const boxes = new Map();

/** @type {(d: string) => Rect} */
function around(d) {
  let box = boxes.get(d);
  if (box) return box;
  if (boxes.size >= MOST_BOXES) boxes.clear();
  boxes.set(d, (box = boxOfPath(d)));
  return box;
}

/** The box of a path of straight lines: x and y by turns. @type {(d: string) => Rect} */
function boxOfPath(d) {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  let across = true;
  for (const part of d.split(/[^-.\d]+/)) {
    if (part === "") continue;
    const at = Number(part);
    if (across) [left, right] = [Math.min(left, at), Math.max(right, at)];
    else [top, bottom] = [Math.min(top, at), Math.max(bottom, at)];
    across = !across;
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** @type {(box: Rect, across: number, down: number) => Rect} */
function wider({ x, y, width, height }, across, down) {
  return { x: x - across, y: y - down, width: width + 2 * across, height: height + 2 * down };
}

/** The area that two boxes share. @type {(one: Rect, other: Rect) => number} */
function shared(one, other) {
  const across = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const down = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  return Math.max(across, 0) * Math.max(down, 0);
}

/** @type {(box: Rect, size: Size) => boolean} */
function isInside({ x, y, width, height }, size) {
  return x >= 0 && y >= 0 && x + width <= size.width && y + height <= size.height;
}
