// Pure: the roads of the backward pass: upstream from above, the carry from the right and on to the left, dx below.

/** @import { Lane, Mark } from "../../types" */
/** @import { Cell, Column, NetworkMap } from "./map.js" */

import { short } from "../../say/digits.js";
import { during } from "../ease.js";
import { normOf } from "../../model/trace.js";
import { labelOf } from "../../say/words.js";
import { arrowPath } from "../arrows.js";
import { path, text } from "../marks.js";
import { carryMarks } from "./carry.js";
import { label, RANK } from "./labels.js";
import { ASIDE, made } from "./map.js";

const BESIDE = 13; // pixels from the middle of an arrow to its name
const ROOM_FOR_NORM = 11; // of a column's width, in sizes of small type

/**
 * @param {NetworkMap} map
 * @param {Column} column
 * @param {Cell} cell
 * @returns {Mark[]}
 */
export function backwardMarks(map, column, cell) {
  const { lanes } = map.trace.head.declaration;
  return [
    ...lanes.flatMap((lane) => upstreamMarks(map, column, cell, lane)),
    ...inputMarks(map, column, cell),
    ...lanes.flatMap((lane, k) => carryMarks(map, column, cell, lane, k)),
  ];
}

/** @type {(map: NetworkMap, column: Column, cell: Cell, lane: Lane) => Mark[]} */
function upstreamMarks(map, { t, width }, cell, lane) {
  const { beat, trace, type, widthOf, size } = map;
  const { small } = type;
  const name = lane.upstream;
  if (!name) return [];
  const share = during(made(map, t, lane.total, "backward"), 0, 0.3);
  const norm = normOf(trace, "backward", t, name) ?? 0;
  const waiting = share === 0 ? " waiting" : "";
  const x = cell.middle + cell.width * ASIDE.backward;
  const arrow = arrowPath(x, small * 0.4, x, cell.y - 2, share ? widthOf(norm) : 1, share || 1);
  const now = t === beat.t;
  const symbol = now ? name : undefined;
  const measured = share > 0 && size.height > small * 11 && (now || width > small * ROOM_FOR_NORM);
  const words = labelOf(trace.head.declaration, name, t);
  const title = text(`up-name-${t}`, x + BESIDE, small * 1.5, words, small, `flow-name mono upstream${waiting}`, {
    symbol,
  });
  const measure = text(`up-norm-${t}`, x + BESIDE, small * 2.9, `norm ${short(norm)}`, small, "note", {
    opacity: share,
  });
  return [
    path(`up-${t}`, arrow, `flow upstream${waiting}`, { symbol }),
    label(now ? RANK.now : RANK.name, title, otherSide(x)),
    ...(measured ? [label(RANK.aside, measure, otherSide(x))] : []),
  ];
}

/** @type {(x: number) => { x: number, anchor: "end" }[]} */
function otherSide(x) {
  return [{ x: x - BESIDE, anchor: "end" }];
}

/** @type {(map: NetworkMap, column: Column, cell: Cell) => Mark[]} */
function inputMarks(map, { t }, cell) {
  const { beat, trace, size, type, widthOf } = map;
  const { small } = type;
  const x = cell.middle + cell.width * ASIDE.backward;
  return Object.entries(trace.head.declaration.stacks).flatMap(([stack, name]) => {
    const share = made(map, t, name, "backward");
    const norm = normOf(trace, "backward", t, name);
    if (share === 0 || norm === undefined) return [];
    const symbol = t === beat.t ? name : undefined;
    const arrow = arrowPath(x, cell.y + cell.height + 2, x, size.height - small * 0.5, widthOf(norm), share);
    const words = labelOf(trace.head.declaration, name, t);
    const title = text(`${stack}-name-${t}`, x + BESIDE, size.height - small * 0.9, words, small, "flow-name mono", {
      opacity: share,
      symbol,
    });
    return [
      path(`${stack}-${t}`, arrow, "flow plain", { symbol }),
      label(beat.name === name && symbol ? RANK.next : RANK.name, title, otherSide(x)),
    ];
  });
}
