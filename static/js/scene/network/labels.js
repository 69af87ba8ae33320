// Pure: the labels of the map, so that no two of them meet. Each says where it may stand, the best place first; what
// finds no room is left out, the least important first. One without a rank stays where it is.

/** @import { Mark, Size, TextMark } from "../../types" */
/** @import { Rect } from "../bars.js" */

import { COMPACT } from "../layout.js";
import { faceOf, widthOf } from "../type.js";

/** @typedef {TextMark & { rank?: number, elsewhere?: Partial<TextMark>[] }} Label */

/**
 * How much a label is needed. To what is happening now an arrow of the past gives way; it may stand on another one where
 * the map is wide: on a phone it is left out instead, and stands below on the stage.
 */
export const RANK = { now: 1, next: 2, name: 3, aside: 4 };

/** @type {(rank: number, mark: TextMark, elsewhere?: Partial<TextMark>[]) => Label} */
export function label(rank, mark, elsewhere) {
  return { ...mark, rank, elsewhere };
}

const ABOVE = 0.78; // of the size of the type, from the baseline
const BELOW = 0.25;
const AIR = 0.25; // of the size of the type, on each side of a label
const APART = 0.5; // of the size of the type, between two labels
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
      ? [{ mark, box: wider(around(mark.d), 0, -TOUCHING), weight: isPast(mark) ? PAST : 1 }]
      : [],
  );
  /** @type {Map<Label, TextMark>} */
  const found = new Map();
  /** @type {Rect[]} */
  const taken = [...cells];
  for (const label of [.../** @type {Label[]} */ (labels)].sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0))) {
    const { rank = 0, elsewhere = [], ...mark } = label;
    const places = [mark, ...elsewhere.map((place) => ({ ...mark, ...place }))]
      .map((place) => ({ place, box: boxOf(place) }))
      .filter(
        ({ box }) =>
          rank === 0 ||
          (isInside(box, size) && !taken.some((other) => shared(wider(box, AIR * mark.size, 0), other) > 0)),
      );
    const hidden = places.map(({ box }) =>
      arrows.reduce((sum, { box: on, weight }) => sum + weight * shared(box, on), 0),
    );
    const least = Math.min(...hidden);
    const needed = rank <= RANK.next && size.width >= COMPACT;
    const most = rank === 0 || needed ? Infinity : rank <= RANK.next ? PAST * size.width * size.height : 0;
    const best = least > most ? undefined : places[hidden.indexOf(least)];
    if (!best) continue;
    found.set(label, best.place);
    taken.push(wider(best.box, APART * mark.size, 0));
  }
  const placed = labels.flatMap((label) => found.get(label) ?? []);
  const boxes = placed.map((one) => boxOf(one));
  const crossed = arrows.filter(({ mark, box }) => isPast(mark) && boxes.some((one) => shared(one, box) > 0));
  const left = new Set(crossed.map(({ mark }) => mark.key));
  return [...drawn.filter((mark) => !left.has(mark.key)), ...placed];
}

/** Where one goes back, what has gone forward is told already. @param {Mark} mark */
const isPast = (mark) => /\bpast\b/.test(mark.class ?? "");

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

/** The box of a path of straight lines. @type {(d: string) => Rect} */
function around(d) {
  const numbers = (d.match(/-?[\d.]+/g) ?? []).map(Number);
  const [xs, ys] = [0, 1].map((odd) => numbers.filter((_, k) => k % 2 === odd));
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
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
