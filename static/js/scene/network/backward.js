// Pure: the roads of the backward pass: upstream from above, the carry from the right and on to the left, dx below.

/** @import { Lane, Mark } from "../../types" */
/** @import { Cell, Column, NetworkMap } from "./map.js" */

import { short } from "../../digits.js";
import { during } from "../../ease.js";
import { HAND_OVER } from "../../timeline.js";
import { normOf } from "../../trace.js";
import { labelOf } from "../../words.js";
import { arrowPath } from "../arrows.js";
import { line, path, text } from "../marks.js";
import { made } from "./map.js";

const ROOM_FOR_NAMES = 11; // of a column's width, in sizes of small type
const ROOM_FOR_CARRY = 7; // of the gap between two cells, likewise

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
    ...lanes.flatMap((lane, k) => carryMarks(map, column, cell, lane, k)),
    ...inputMarks(map, column, cell),
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
  const x = cell.middle + cell.width * 0.2;
  const arrow = arrowPath(x, small * 0.4, x, cell.y - 2, share ? widthOf(norm) : 1, share || 1);
  const words = labelOf(trace.head.declaration, name, t);
  const measure = `norm ${short(norm)}`;
  const named = width > small * ROOM_FOR_NAMES || t === beat.t;
  // At the right edge a name stands to the left of its arrow.
  const longest = Math.max(words.length, measure.length);
  const beside = x + 13 + longest * small * 0.62 > size.width;
  const at = beside ? x - 13 : x + 13;
  const anchor = beside ? "end" : "start";
  const measured = named && share > 0 && size.height > small * 11;
  return [
    path(`up-${t}`, arrow, `flow upstream${waiting}`, { symbol: name }),
    ...(named
      ? [
          text(`up-name-${t}`, at, small * 1.5, words, small, `flow-name mono upstream${waiting}`, {
            symbol: name,
            anchor,
          }),
        ]
      : []),
    ...(measured ? [text(`up-norm-${t}`, at, small * 2.9, measure, small, "note", { opacity: share, anchor })] : []),
  ];
}

/** What leaves this cell for the one before; on the way it changes its name. */
/** @type {(map: NetworkMap, column: Column, cell: Cell, lane: Lane, k: number) => Mark[]} */
function carryMarks(map, { t }, cell, lane, k) {
  const { trace, layout, widthOf } = map;
  const { lanes } = trace.head.declaration;
  const share = made(map, t, HAND_OVER, "backward");
  const norm = normOf(trace, "backward", t, lane.returned) ?? 0;
  const y = cell.y + cell.height * (lanes.length > 1 ? 0.55 + 0.38 * k : 0.64);
  const arrives = t === trace.head.T_backward - 1 ? zerosMarks(map, cell, y, k) : [];
  if (t === 0 && share === 0) return arrives;
  const reach = t === 0 ? Math.max(Math.min(cell.gap / 2, cell.x - layout.left) - 4, 8) : cell.gap - 4;
  const width = share ? widthOf(norm) : 1;
  const waiting = share === 0 ? " waiting" : "";
  const arrow = arrowPath(cell.x - 2, y, cell.x - 2 - reach, y, width, share || 1);
  return [
    ...arrives,
    path(`carry-${k}-${t}`, arrow, `flow carried${waiting}`, { symbol: lane.carried }),
    ...(share === 1 ? interventionMarks(map, t, lane.carried, cell.x - cell.gap / 2, y, k) : []),
    ...(t > 0 ? carryNames(map, t, cell, lane, { y, k, share, norm, clear: Math.max(width / 2, 5) }) : []),
  ];
}

/** @type {(map: NetworkMap, t: number, cell: Cell, lane: Lane, at: { y: number, k: number, share: number, norm: number, clear: number }) => Mark[]} */
function carryNames({ beat, trace, type }, t, cell, lane, { y, k, share, norm, clear }) {
  const { small } = type;
  const narrow = cell.gap <= small * ROOM_FOR_CARRY;
  const arriving = t - 1 === beat.t || t === beat.t;
  if (narrow && !arriving) return [];
  const x = cell.x - cell.gap / 2;
  const name = share > 0 && share < 0.5 ? lane.returned : lane.carried;
  const nameY = narrow ? cell.y + cell.height + small * 1.15 * (k + 1) : k > 0 ? y + clear + small : y - clear - 4;
  const look = `flow-name mono carried${share === 0 ? " waiting" : ""}`;
  const measured = !narrow && trace.head.declaration.lanes.length === 1 && share > 0;
  const normText = `norm ${short(norm)}`;
  const more = /** @type {const} */ ({ anchor: "middle" });
  return [
    text(`carry-name-${k}-${t}`, x, nameY, name, small, look, { ...more, symbol: lane.carried }),
    ...(measured
      ? [
          text(`carry-norm-${t}`, x, y + clear + small * 1.1, normText, small, "note", {
            ...more,
            opacity: share,
          }),
        ]
      : []),
  ];
}

/** Where the carry was cut or clipped on purpose. */
/** @type {(map: NetworkMap, t: number, carried: string, x: number, y: number, k: number) => Mark[]} */
function interventionMarks({ trace, type }, t, carried, x, y, k) {
  const frame = trace.backward[t];
  const factor = frame?.clipped?.[carried];
  if (!frame?.cut && factor === undefined) return [];
  const words = frame?.cut ? "cut" : `clipped × ${short(factor ?? 1)}`;
  const below = y + 14 + type.small * 2.3;
  return [
    line(`cut-${k}-${t}`, [x - 5, y + 14, x + 5, y - 14], "cut", { width: 3 }),
    text(`cut-name-${k}-${t}`, x, below, words, type.small, "differs", { anchor: "middle" }),
  ];
}

/** Nothing comes after the last timestep, or after the last one that a gradient is given for: zeros arrive. */
/** @type {(map: NetworkMap, cell: Cell, y: number, k: number) => Mark[]} */
function zerosMarks({ trace, layout, size, type: { small } }, cell, y, k) {
  const x = cell.x + cell.width;
  const { T_backward, declaration } = trace.head;
  const last = T_backward === trace.head.sizes.T_x;
  const room = last ? size.width - x : cell.gap;
  if (layout.compact || room < 30 + small * 3.2) return [];
  const words = `${labelOf(declaration, declaration.lanes[0].upstream ?? "", T_backward - 1)} is the last`;
  const below = cell.y + cell.height + small * 1.4;
  const ends = text("upstream-ends", x + cell.gap / 2, below, words, small, "note", { anchor: "middle" });
  return [
    path(`zeros-${k}`, arrowPath(x + 26, y, x + 2, y, 1, 1), "flow carried waiting"),
    text(`zeros-name-${k}`, x + 31, y + small * 0.36, "zeros", small, "flow-name mono carried"),
    ...(last || k > 0 ? [] : [ends]),
  ];
}

/** @type {(map: NetworkMap, column: Column, cell: Cell) => Mark[]} */
function inputMarks(map, { t, width }, cell) {
  const { trace, size, type, widthOf } = map;
  const { small } = type;
  const x = cell.middle + cell.width * 0.2;
  return Object.entries(trace.head.declaration.stacks).flatMap(([stack, name]) => {
    const share = made(map, t, name, "backward");
    const norm = normOf(trace, "backward", t, name);
    if (share === 0 || norm === undefined) return [];
    const arrow = arrowPath(x, cell.y + cell.height + 2, x, size.height - small * 0.5, widthOf(norm), share);
    const words = labelOf(trace.head.declaration, name, t);
    const label = text(`${stack}-name-${t}`, x + 13, size.height - small * 0.9, words, small, "flow-name mono", {
      opacity: share,
    });
    return [
      path(`${stack}-${t}`, arrow, "flow plain", { symbol: name }),
      ...(width > small * ROOM_FOR_NAMES ? [label] : []),
    ];
  });
}
