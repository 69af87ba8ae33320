// Pure: the map in words: of each timestep what has flowed there, as the widths of the arrows show it.

/** @import { Beat, Trace } from "../../types" */
/** @import { Table } from "./index.js" */

import { standingOf } from "../../model/made.js";
import { isVisitedBefore, visitBefore } from "../../model/order.js";
import { normOf } from "../../model/trace.js";
import { short } from "../digits.js";

/**
 * @param {Trace} trace
 * @param {Beat} beat
 * @returns {Table}
 */
export function mapTable(trace, beat) {
  const { head } = trace;
  const { lanes, stacks, symbols } = head.declaration;
  const arriving = lanes.flatMap((lane) =>
    [lane.upstream, lane.carried].flatMap((name) => (name ? [{ name, by: lane.total }] : [])),
  );
  const flows = [...arriving, ...Object.values(stacks).map((name) => ({ name, by: name }))];
  return {
    caption: "The map: norms of what has flowed",
    head: ["timestep", "where", ...flows.map(({ name }) => symbols[name]?.code ?? name)],
    rows: Array.from({ length: head.sizes.T_x }, (_, t) => ({
      name: `t = ${t}`,
      t,
      now: t === beat.t && beat.position > 0,
      cells: [
        standing(trace, beat, t),
        ...flows.map(({ name, by }) => {
          if (t >= head.T_backward) return "none is given here";
          const norm = standingOf(head, beat, "backward", t, by) >= 0 ? normOf(trace, "backward", t, name) : undefined;
          return norm === undefined ? "to come" : short(norm);
        }),
      ],
    })),
    notes: totalsNotes(trace, beat),
  };
}

/** Where in time a timestep is, as its outline shows it. @type {(trace: Trace, beat: Beat, t: number) => string} */
export function standing({ head }, beat, t) {
  if (t === beat.t && beat.position > 0) return "here";
  if (beat.direction === "forward") return t < beat.t ? "done" : "to come";
  if (t >= head.T_backward) return "after the last da";
  return isVisitedBefore(head, t, beat.t) ? "done" : "to come";
}

/** @type {(trace: Trace, beat: Beat) => string[]} */
function totalsNotes(trace, beat) {
  if (beat.direction !== "backward") return [];
  const { totals, steps } = trace.head.declaration;
  const known = totals.flatMap((total) => {
    const by = steps.backward.find((step) => step.total === total)?.name ?? "";
    const done = standingOf(trace.head, beat, "backward", beat.t, by) >= 0;
    const at = done ? beat.t : visitBefore(trace.head, beat.t);
    const norm = at === undefined ? 0 : normOf(trace, "backward", at, total);
    return norm === undefined ? [] : [`${total} ${short(norm)}`];
  });
  return known.length ? [`Running totals so far, as norms: ${known.join(", ")}.`] : [];
}
