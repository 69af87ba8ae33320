// Pure: the road of the carry: what leaves a cell as da_prev is handed on to the one before as its da_prevt.

/** @import { Lane, Mark } from "../../types" */
/** @import { Cell, Column, NetworkMap } from "./map.js" */

import { short, shortFactor } from "../../say/digits.js";
import { isVisitedBefore, visitAfter, visits } from "../../model/order.js";
import { HAND_OVER } from "../../model/timeline.js";
import { normOf } from "../../model/trace.js";
import { labelOf } from "../../say/words.js";
import { arrowPath } from "../arrows.js";
import { line, path, text } from "../marks.js";
import { label, RANK } from "./labels.js";
import { ASIDE, made } from "./map.js";

const ROOM_FOR_CARRY = 5.2; // of the gap between two cells, in sizes of small type
const CLEAR = 22; // pixels between the end of what leaves t = 0 and what stands at the left

/** @typedef {{ t: number, start: number, end: number, y: number, k: number }} Road what leaves t, of lane k */

/** @type {(map: NetworkMap, column: Column, cell: Cell, lane: Lane, k: number) => Mark[]} */
export function carryMarks(map, column, cell, lane, k) {
  const { layout, trace } = map;
  const { T_backward, declaration } = trace.head;
  const { t } = column;
  const y = cell.y + cell.height * (declaration.lanes.length > 1 ? 0.55 + 0.38 * k : 0.64);
  const after = layout.columns[t + 1];
  if (!visits(trace.head).includes(t)) return [];
  if (trace.head.backward_timesteps && isVisitedBefore(trace.head, 0, T_backward - 1)) {
    const start = cell.x + cell.width + 2; // a wrong loop, from the first to the last
    return roadMarks(map, cell, lane, { t, start, end: start + (after ? cell.gap : CLEAR) - 4, y, k });
  }
  const road = { t, start: cell.x - 2, end: endOf(map, column, cell), y, k };
  return [
    ...(t === visits(trace.head)[0] ? zerosMarks(map, cell, y, k) : []),
    ...(after && !after.full && t + 1 < T_backward
      ? roadMarks(map, cell, lane, { t: t + 1, start: after.x - 2, end: cell.x + cell.width + 2, y, k })
      : []),
    ...roadMarks(map, cell, lane, road),
  ];
}

/** Where what leaves a cell arrives: at the cell before, at the strip of those far away, or nowhere. */
/** @type {(map: NetworkMap, column: Column, cell: Cell) => number} */
function endOf({ layout }, { t, x }, cell) {
  if (t > 0) return layout.columns[t - 1].full ? cell.x - cell.gap + 2 : x + 2;
  const free = layout.left + (layout.compact ? 0 : CLEAR);
  return Math.min(Math.max(cell.x - cell.gap / 2, free), cell.x - 10);
}

/** @type {(map: NetworkMap, cell: Cell, lane: Lane, road: Road) => Mark[]} */
function roadMarks(map, cell, lane, road) {
  const { beat, trace, widthOf } = map;
  const { t, start, end, y, k } = road;
  const share = made(map, t, lane.returned, "backward");
  const next = visitAfter(trace.head, t);
  if (next === undefined && share === 0) return [];
  const handed = made(map, t, HAND_OVER, "backward");
  const given = handed === 1 && next !== undefined ? normOf(trace, "backward", next, lane.carried) : undefined;
  const norm = given ?? normOf(trace, "backward", t, lane.returned) ?? 0; // a wrong loop may give another
  const width = share ? widthOf(norm) : 1;
  const name = share > 0 && handed < 0.5 ? lane.returned : next === undefined ? lane.gradient : lane.carried;
  const pointedAt = t === beat.t ? share > 0 : next === beat.t && made(map, beat.t, HAND_OVER, "backward") < 0.5;
  const symbol = pointedAt ? name : undefined;
  const look = `carried${share === 0 ? " waiting" : ""}`;
  return [
    path(`carry-${k}-${t}`, arrowPath(start, y, end, y, width, share || 1), `flow ${look}`, { symbol }),
    ...(handed === 1 ? interventionMarks(map, t, lane.carried, (start + end) / 2, y, k) : []),
    ...nameMarks(map, cell, road, { name, symbol, look, share, norm, clear: Math.max(width / 2, 5) }),
  ];
}

/** @type {(map: NetworkMap, cell: Cell, road: Road, flow: { name: string, symbol: string | undefined, look: string, share: number, norm: number, clear: number }) => Mark[]} */
function nameMarks(
  { beat, trace, type: { small } },
  cell,
  { t, start, end, y, k },
  { name, symbol, look, share, norm, clear },
) {
  const narrow = cell.gap <= small * ROOM_FOR_CARRY;
  const now = t === beat.t || visitAfter(trace.head, t) === beat.t;
  if (narrow && !now) return [];
  const x = (start + end) / 2;
  const lines = [y - clear - 4, y + clear + small * 0.9, y + clear + small * 2.1];
  const below = cell.y + cell.height + small * (1 + 1.1 * k);
  const places = narrow ? [below] : [...(k > 0 ? lines.slice(1) : lines), below];
  const { cut, clipped } = trace.backward[t] ?? {};
  const whole = !cut && !Object.keys(clipped ?? {}).length; // what leaves is what arrives
  const measured = !narrow && t > 0 && whole && trace.head.declaration.lanes.length === 1 && share > 0;
  /** @type {{ anchor: "middle" }} */
  const middle = { anchor: "middle" };
  const title = text(`carry-name-${k}-${t}`, x, places[0], name, small, `flow-name mono ${look}`, {
    ...middle,
    symbol,
  });
  const measure = text(`carry-norm-${t}`, x, lines[1], `norm ${short(norm)}`, small, "note", {
    ...middle,
    opacity: share,
  });
  return [
    label(
      now ? (share > 0 ? RANK.now : RANK.next) : RANK.name,
      title,
      places.slice(1).map((y) => ({ y })),
    ),
    ...(measured ? [label(RANK.aside, measure, [{ y: lines[2] }])] : []),
  ];
}

/** Where the carry was cut or clipped on purpose. */
/** @type {(map: NetworkMap, t: number, carried: string, x: number, y: number, k: number) => Mark[]} */
function interventionMarks({ beat, trace, type }, t, carried, x, y, k) {
  const frame = trace.backward[t];
  const factor = frame?.clipped?.[carried];
  if (!frame?.cut && factor === undefined) return [];
  const words = frame?.cut ? "cut" : `clipped × ${shortFactor(factor ?? 1)}`;
  const now = t === beat.t || visitAfter(trace.head, t) === beat.t;
  const half = Math.max(14, type.small * 0.8); // as high as a letter is, in a hall as well
  const below = y + half + type.small * 2.3;
  return [
    line(`cut-${k}-${t}`, [x - 0.35 * half, y + half, x + 0.35 * half, y - half], "cut", { width: half / 5 }),
    ...(now
      ? [
          label(RANK.next, text(`cut-name-${k}-${t}`, x, below, words, type.small, "differs", { anchor: "middle" }), [
            { y: y - half - 3 },
          ]),
        ]
      : []),
  ];
}

/** Nothing comes after the last timestep, or after the last one that a gradient is given for: zeros arrive. */
/** @type {(map: NetworkMap, cell: Cell, y: number, k: number) => Mark[]} */
function zerosMarks({ beat, trace, layout, size, type: { small } }, cell, y, k) {
  const x = cell.x + cell.width;
  const { T_backward, declaration } = trace.head;
  const beyond = layout.columns.slice(T_backward);
  const lane = declaration.lanes[k];
  const symbol = beat.t === T_backward - 1 ? lane.carried : undefined;
  const below = cell.y + cell.height + small * 1.4;
  /** @type {Mark[]} */
  const marks = [];
  if (beyond.length > 0 && k === 0) {
    const words = `${labelOf(declaration, lane.upstream ?? "", T_backward - 1)} is the last`;
    const last = beyond[beyond.length - 1];
    const middle = (beyond[0].x + last.x + last.width) / 2;
    const between = middle + beyond[0].width / 2 + cell.width * ASIDE.forward; // two arrows from below
    const ends = text("upstream-ends", middle, below, words, small, "note", { anchor: "middle" });
    marks.push(label(RANK.now, ends, [{ x: between }]));
  }
  const norm = normOf(trace, "backward", T_backward - 1, lane.carried);
  const words = norm ? `norm ${short(norm)}` : "zeros"; // a wrong loop may begin with something else
  if (layout.compact || (beyond.length ? cell.gap : size.width - x) < 30) return marks;
  return [
    path(`zeros-${k}`, arrowPath(x + 26, y, x + 2, y, 1, 1), "flow carried waiting", { symbol }),
    label(
      RANK.now,
      text(`zeros-name-${k}`, x + 31, y + small * 0.36, words, small, "flow-name mono carried", { symbol }),
      [{ x: x + 8, y: cell.y + cell.height + small * (1 + 1.1 * k) }],
    ),
    ...marks,
  ];
}
