// Pure: how the bump goes up and to the right. A column a timestep: below, by how much its state has moved; above, by
// how much its part of the cost has changed.

/** @import { Mark, Nudge, Size, Typography } from "../../types" */

import { short } from "../../say/digits.js";
import { arrowPath, widthsFrom } from "../arrows.js";
import { path, rect, roleClass, text } from "../marks.js";

const NARROWEST = 9; // sizes of small type that a column takes
const BOX = 0.5; // of a column

/**
 * @param {Nudge} nudge
 * @param {Size} size
 * @param {Typography} type
 * @returns {Mark[]} each with `at` in its data: how many moves after the first it comes
 */
export function nudgeMarks(nudge, size, { small, label }) {
  const { columns, more } = columnsOf(nudge, size.width / (small * NARROWEST));
  const width = size.width / columns.length;
  const [top, bottom] = [label * 1.5, size.height - small * 1.7];
  const box = { width: width * BOX, height: (bottom - top) * 0.42 };
  const boxTop = bottom - box.height;
  const roof = top + small * 1.3;
  const widest = (/** @type {(one: Nudge["travels"][number]) => number} */ of) =>
    Math.max(...nudge.travels.map((one) => Math.abs(of(one))).filter(Number.isFinite), 0);
  const [states, costs] = [widest((one) => one.state), widest((one) => one.cost)];
  const upwards = widthsFrom(costs, size.height * 1.6);
  const onwards = widthsFrom(states, size.height * 1.6);
  const from = nudge.t ?? 0;

  const area = Math.min(box.width, box.height) - 8; // pixels of the side of the largest square
  if (area <= 0) return [];
  const middleOf = boxTop + box.height / 2;

  /** @type {Mark[]} */
  const marks = columns.flatMap((one, k) => {
    const middle = (k + 0.5) * width;
    const moves = 2 * (one.t - from);
    const moved = one.t === nudge.t;
    const role = nudge.t === null ? "total" : moved ? "upstream" : "carried";
    const side = states > 0 && Number.isFinite(one.state) ? area * Math.sqrt(one.state / states) : area;
    const next = columns[k + 1];
    const ends = [middle + box.width / 2 + 2, middle + width - box.width / 2 - 4];
    const right = arrowPath(ends[0], middleOf, ends[1], middleOf, onwards(next?.state ?? 0), 1);
    const up = arrowPath(middle, boxTop - 2, middle, roof + small * 0.5, upwards(Math.abs(one.cost)), 1);
    const square = { x: middle - side / 2, y: middleOf - side / 2, width: side, height: side };
    const name = `a⟨${one.t}⟩${one.state ? ` by ${short(one.state)}` : ""}`;
    const cost = changed(one.cost, `J⟨${one.t}⟩`);
    const comes = { data: { at: moves + 1 } };
    return [
      text(`cost-${one.t}`, middle, roof - small * 0.1, cost, small, roleClass("number", one.cost ? role : ""), {
        anchor: "middle",
        ...(one.cost ? comes : {}),
      }),
      ...(one.cost ? [path(`up-${one.t}`, up, roleClass("bars", role), comes)] : []),
      rect(`state-${one.t}`, { x: middle - box.width / 2, y: boxTop, ...box }, moved ? "frame result" : "frame", {
        radius: 6,
      }),
      ...(one.state ? [rect(`moved-${one.t}`, square, "bars total", { data: { at: moves } })] : []),
      ...(next?.state && one.state
        ? [path(`right-${one.t}`, right, roleClass("bars", nudge.t === null ? "total" : "carried"), comes)]
        : []),
      text(`name-${one.t}`, middle, bottom + small * 1.25, name, small, moved ? "strong" : "note", {
        anchor: "middle",
      }),
    ];
  });
  return [
    text("nudge-heading", 4, label * 0.95, `Up: change of J. Area: change of a⟨t⟩${more}`, small, "note"),
    ...marks,
  ];
}

/** @type {(cost: number, name: string) => string} */
function changed(cost, name) {
  return cost === 0 ? `${name} as before` : `${name} ${cost > 0 ? "+" : ""}${short(cost)}`;
}

/** The timesteps that there is room for: one before the bump, and on from there. */
/** @type {(nudge: Nudge, most: number) => { columns: Nudge["travels"], more: string }} */
function columnsOf({ travels, t }, most) {
  const count = Math.max(2, Math.floor(most));
  if (travels.length <= count) return { columns: travels, more: "" };
  const first = Math.min(Math.max((t ?? 0) - 1, 0), travels.length - count);
  const shown = travels.slice(first, first + count);
  return { columns: shown, more: `. ${shown.length} of ${travels.length} timesteps` };
}
