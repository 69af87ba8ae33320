// Pure: the table of norms as squares. Rows are the timestep that a gradient is at, columns the prediction that it came
// through. Beside a wrong run the right one's squares are outlines on the same places and on the same scale.

/** @import { Beat, Mark, Typography } from "../../types" */
/** @import { Rect } from "../bars.js" */

import { short } from "../../say/digits.js";
import { roundStep } from "../../say/ticks.js";
import { rect, roleClass, text } from "../marks.js";
import { wrapped } from "../../say/words.js";
import { lettersIn, widthOf } from "../type.js";

const ROOM_FOR_NORM = 4.2; // of a cell, in sizes of small type
const LEGEND = 10; // sizes of small type that words need to stand beside the table
const LEADING = 1.4; // of two lines of words, in sizes of small type
const LARGEST = 0.86; // of a cell: squares never touch

/** @typedef {(number | null)[][]} Norms */
/** @typedef {{ total: string, here: Norms | null, right: Norms | null, given: boolean }} Tables `right` beside a wrong run; whether da is given */

/**
 * @param {Tables} tables
 * @param {Beat} beat
 * @param {Rect} area
 * @param {Typography} type
 * @returns {Mark[]}
 */
export function tableMarks({ total, here, right, given }, beat, area, { small, label }) {
  const known = /** @type {Norms} */ (here ?? right);
  const T = known.length;
  const all = [...(here ?? []), ...(right ?? [])].flat();
  const largest = Math.max(...all.flatMap((one) => (one !== null && Number.isFinite(one) ? [one] : [])), 0);
  const left = area.x + small * 4.6;
  const top = area.y + label * 2.7;
  const room = area.height - (top - area.y) - small * 2.4;
  const whole = Math.min(room, area.width - small * 5);
  const beside = area.width - small * 4.6 - whole; // what is left of the width for the words
  const isBeside = beside > LEGEND * small;
  const words = legendOf(largest, right !== null, whole / T > small * ROOM_FOR_NORM).flatMap((one) =>
    wrapped(one, lettersIn(isBeside ? beside - small * 1.5 : area.width, small, "sans")),
  );
  const side = Math.max(isBeside ? whole : Math.min(room - LEADING * small * words.length, whole), 1);
  const cell = side / T;
  const now = beat.direction === "backward" && beat.t < T ? beat.t : null;
  const every = roundStep(Math.max((small * 2.4) / cell, 1));
  const named = cell > small * 3;
  const centre = (/** @type {number} */ k) => (k + 0.5) * cell;
  const sizeOf = (/** @type {number} */ norm) => {
    const share = largest > 0 && Number.isFinite(norm) ? Math.sqrt(norm / largest) : 1;
    return Math.max(share * cell * LARGEST, Math.min(2, cell));
  };
  const squares = known.flatMap((row, t) =>
    row.flatMap((_, s) => {
      const [mine, theirs] = [here?.[t][s] ?? 0, right?.[t][s] ?? 0];
      const place = {
        key: `${t}-${s}`,
        x: left + centre(s),
        y: top + centre(t),
        cell,
        role: s === t ? "upstream" : "carried",
      };
      return squareMarks(place, mine, theirs, sizeOf, small);
    }),
  );
  const axes = known.flatMap((_, t) => {
    if (t % every !== 0) return [];
    const y = top + centre(t) + small * 0.35;
    const below = top + side + small * 1.4;
    return [
      text(`row-${t}`, left - 8, y, t ? String(t) : "t = 0", small, t === now ? "strong" : "note", { anchor: "end" }),
      text(`column-${t}`, left + centre(t), below, named && !given ? `ŷ⟨${t}⟩` : String(t), small, "note", {
        anchor: "middle",
      }),
    ];
  });
  const begins = now !== null && known[now].slice(0, now).some((norm) => norm) ? 0 : (now ?? 0);
  const box = { x: left + begins * cell, y: top + (now ?? 0) * cell, width: side - begins * cell, height: cell };
  return [
    text(
      "sources-title",
      area.x,
      area.y + label * 1.4,
      `What came to ${total} ${given ? "from which slice of da" : "through which ŷ"}`,
      label,
      "strong",
    ),
    ...squares,
    ...axes,
    text(
      "sources-through",
      left - 8,
      top + side + small * 1.4,
      given ? "da at t =" : named ? "through" : "ŷ at t =",
      small,
      "note",
      {
        anchor: "end",
      },
    ),
    ...words.map((line, k) => {
      const place = isBeside
        ? { x: left + side + small * 1.5, y: top + small * (0.8 + LEADING * k) }
        : { x: area.x, y: top + side + small * (3.1 + LEADING * k) };
      return text(`sources-scale-${k}`, place.x, place.y, line, small, "note");
    }),
    ...(now === null ? [] : [rect("row-now", box, "row-now", { radius: 3 })]),
  ];
}

/** @type {(largest: number, beside: boolean, written: boolean) => string[]} */
function legendOf(largest, beside, written) {
  const scale = `Area: norm, largest ${short(largest)}. Norms do not add, entries do.`;
  return beside ? [scale, `Outlined${written ? ", its norm in brackets" : ""}: the right run.`] : [scale];
}

/** @type {(place: { key: string, x: number, y: number, cell: number, role: string }, mine: number, theirs: number, sizeOf: (norm: number) => number, small: number) => Mark[]} */
function squareMarks({ key, x, y, cell, role }, mine, theirs, sizeOf, small) {
  const square = (/** @type {number} */ size) => ({ x: x - size / 2, y: y - size / 2, width: size, height: size });
  const written = cell > small * ROOM_FOR_NORM;
  const apart = theirs > 0 && short(theirs) !== short(mine);
  const size = mine > 0 ? sizeOf(mine) : 0;
  const words = short(mine);
  const inside = widthOf(words, small, "sans") < size;
  const middle = y + small * 0.35 - (apart && inside ? small * 0.6 : 0);
  const base = inside ? middle : y + size / 2 + small; // where the square is too small for its number, below it
  const look = inside ? roleClass("inverse", role === "carried" ? role : "") : "note";
  /** @type {{ anchor: "middle" }} */
  const centred = { anchor: "middle" };
  const theirSize = theirs > 0 ? sizeOf(theirs) : 0;
  const theirWords = `(${short(theirs)})`;
  const fits = widthOf(theirWords, small, "sans") < theirSize - 2;
  const under = mine > 0 ? base + small * 1.2 : fits ? y + small * 0.35 : y + theirSize / 2 + small;
  return [
    ...(mine > 0 ? [rect(`source-${key}`, square(size), `bars ${role}`)] : []), // else nothing came, or it is not known
    ...(theirs > 0 ? [rect(`source-right-${key}`, square(theirSize), "outline")] : []),
    ...(written && mine > 0 ? [text(`source-norm-${key}`, x, base, words, small, look, centred)] : []),
    ...(written && apart
      ? [text(`source-right-norm-${key}`, x, under, theirWords, small, mine > 0 ? look : "note", centred)]
      : []),
  ];
}
