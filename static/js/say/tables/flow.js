// Pure: the curves of the flow as rows: how large each gradient is as it arrives, from the last timestep to the first.

/** @import { Beat, Lane, Trace } from "../../types" */
/** @import { Table } from "./index.js" */

import { normOf } from "../../model/trace.js";
import { short } from "../digits.js";
import { isGiven, sourceOf } from "../words.js";

/**
 * @param {Trace} trace
 * @param {Beat} beat
 * @returns {Table}
 */
export function flowTable(trace, beat) {
  const { head, end, against } = trace;
  const { lanes } = head.declaration;
  const columns = [
    ...lanes.flatMap((lane) => columnsOf(trace, [lane.upstream, lane.carried, lane.total], "")),
    ...aloneColumn(trace),
    ...(against ? columnsOf(against, totalsOf(against), `${against.head.declaration.title}: `) : []),
  ];
  const said = head.mistakes?.length ? [] : [...(end?.flow ?? []), ...(end?.clipping ?? [])];
  return {
    caption: "Norms of the gradients as they arrive, going back",
    head: ["timestep", ...columns.map(({ name }) => name)],
    rows: Array.from({ length: head.T_backward }, (_, k) => head.T_backward - 1 - k).map((t) => ({
      name: `t = ${t}`,
      t,
      now: beat.direction === "backward" && t === beat.t,
      cells: columns.map(({ at }) => {
        const norm = at(t);
        return norm === undefined ? "to come" : short(norm);
      }),
    })),
    notes: said.map(({ sentence }) => sentence),
  };
}

/** @typedef {{ name: string, at: (t: number) => number | undefined }} Column */

/** @type {(trace: Trace, names: Lane["upstream"][], prefix: string) => Column[]} */
function columnsOf(trace, names, prefix) {
  const { symbols } = trace.head.declaration;
  return names.flatMap((name) =>
    name ? [{ name: prefix + (symbols[name]?.code ?? name), at: (t) => normOf(trace, "backward", t, name) }] : [],
  );
}

/** What the last gradient alone becomes, where others join it on its way. @type {(trace: Trace) => Column[]} */
function aloneColumn({ end, head }) {
  const norms = end?.attribution?.norms;
  const last = head.T_backward - 1;
  if (!norms?.some((row, t) => t < last && row[t])) return [];
  return [{ name: `${isGiven(head.declaration) ? "" : "through "}${sourceOf(head.declaration, last)} alone`, at: (t) => norms[t][last] ?? 0 }];
}

/** @param {Trace} trace */
const totalsOf = ({ head }) => head.declaration.lanes.map((lane) => lane.total);
