// Pure: the roads of the forward pass: x from below, and the state that goes two ways, up and to the right.

/** @import { Mark } from "../../types" */
/** @import { Cell, Column, NetworkMap } from "./map.js" */

import { arrowPath } from "../arrows.js";
import { path, text } from "../marks.js";
import { label, RANK } from "./labels.js";
import { ASIDE, made } from "./map.js";

const ROOM_FOR_NAMES = 9; // of a column's width, in sizes of small type, once they are the past

/**
 * @param {NetworkMap} map
 * @param {Column} column
 * @param {Cell} cell
 * @returns {Mark[]}
 */
export function forwardMarks(map, { t, width }, cell) {
  const { beat, layout, size, trace, type } = map;
  const { small } = type;
  const { lanes, steps } = trace.head.declaration;
  const [lane] = lanes;
  const later = steps.forward.slice(steps.forward.findIndex((step) => step.name === lane.next) + 1);
  const input = made(map, t, steps.forward[0].name, "forward");
  const state = t === trace.head.sizes.T_x - 1 ? 0 : made(map, t, lane.next, "forward");
  const prediction = later.length > 0 ? made(map, t, later[later.length - 1].name, "forward") : 0;
  const left = cell.middle + cell.width * ASIDE.forward;
  const right = cell.x + cell.width;
  const road = cell.y + cell.height * (lanes.length > 1 ? 0.12 : 0.24);
  const past = beat.direction === "backward" ? " past" : "";
  const after = layout.columns[t + 1];
  const reach = after && !after.full ? cell.gap / 2 : cell.gap; // those far away are in a strip, which is nearer

  const spelled = (/** @type {string} */ name) => {
    const words = trace.head.stands_for[name]?.[t];
    return words ? `“${words}” ` : "";
  };
  const arrow = (
    /** @type {string} */ key,
    /** @type {[number, number, number, number]} */ ends,
    /** @type {number} */ share,
  ) => (share > 0 ? [path(`${key}-${t}`, arrowPath(...ends, 1.5, share), `flow forward${past}`)] : []);
  const rank = past ? RANK.aside : t === beat.t ? RANK.now : RANK.name;
  const name = (
    /** @type {string} */ key,
    /** @type {number} */ y,
    /** @type {string} */ words,
    /** @type {number} */ share,
  ) =>
    share > 0 && (!past || width > small * ROOM_FOR_NAMES)
      ? [
          label(
            rank,
            text(`${key}-name-${t}`, left - 6, y, words, small, `flow-name forward${past}`, {
              anchor: "end",
              opacity: share,
            }),
          ),
        ]
      : [];
  const above = road - 5 - small * 0.25; // clear of its own arrow
  const handed = text(`a-name-${t}`, right + reach / 2, above, `${lane.state}⟨${t}⟩`, small, "flow-name forward", {
    anchor: "middle",
    opacity: state,
  });
  return [
    ...arrow("x", [left, size.height - small * 0.4, left, cell.y + cell.height + 2], input),
    ...arrow("a", [right + 2, road, right + reach - 2, road], state),
    ...arrow("y", [left, cell.y - 2, left, small * 0.9], prediction),
    ...name("x", size.height - small * 0.9, `${spelled("x")}x⟨${t}⟩`, input),
    ...name("y", small * 1.5, `${spelled("y")}ŷ⟨${t}⟩`, prediction),
    ...(state > 0 && !past ? [label(rank, handed, [{ y: road + 6 + small * 0.8 }])] : []),
  ];
}
