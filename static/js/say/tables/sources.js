// Pure: the squares of the sources as rows, and below them the stack of the focus entry.

/** @import { Beat, Trace, View } from "../../types" */
/** @import { Table } from "./index.js" */

import { arithmeticSources } from "../../model/trace.js";
import { short, written } from "../digits.js";
import { entryLabel, isGiven, sourceOf, wayOf } from "../words.js";

const MOST = 16; // timesteps of which all rows are listed: of more, the one at hand alone

/**
 * @param {Trace} trace
 * @param {Beat} beat
 * @param {Pick<View, "focus">} view
 * @returns {Table[]}
 */
export function sourcesTables(trace, beat, view) {
  const attribution = trace.end?.attribution;
  const back = beat.direction === "backward";
  if (!attribution?.norms || !attribution.total) {
    const words = attribution?.reason ?? "The sources are split when the whole trace is there.";
    return [{ caption: "Sources", head: [], rows: [], notes: [words] }];
  }
  const { norms, total } = attribution;
  const { declaration } = trace.head;
  const here = back ? beat.t : 0;
  const listed = norms.length <= MOST ? norms.map((_, t) => t) : [Math.min(here, norms.length - 1)];
  const through = norms.map((_, s) => s).filter((s) => listed.some((t) => norms[t][s] !== null));
  return [
    {
      caption: `What came to ${total} ${isGiven(declaration) ? "from which slice of da" : "through which ŷ"}, as norms: they do not add, entries do`,
      head: ["timestep", ...through.map((s) => wayOf(declaration, s))],
      rows: listed.map((t) => ({
        name: `t = ${t}`,
        t,
        now: back && t === beat.t,
        cells: through.map((s) => {
          const norm = norms[t][s];
          return norm === null ? (s < t ? "none: it is earlier" : "not told apart") : short(norm);
        }),
      })),
      notes: [],
    },
    ...stackTables(trace, beat, view, total),
  ];
}

/** @type {(trace: Trace, beat: Beat, view: Pick<View, "focus">, total: string) => Table[]} */
function stackTables(trace, beat, { focus }, total) {
  const sources = arithmeticSources(trace, beat, focus)?.[total] ?? [];
  if (!focus || sources.length === 0) return [];
  const rows = [...sources].sort((a, b) => (a.t ?? Infinity) - (b.t ?? Infinity));
  return [
    {
      caption: `${entryLabel(trace.head.declaration, total, beat.t, focus)} at t = ${beat.t}, from its sources`,
      head: ["entered at", "part"],
      rows: [
        ...rows.map(({ t, value }) => ({
          name: t === null ? "later" : sourceOf(trace.head.declaration, t),
          cells: [written(value)],
        })),
        { name: "sum", cells: [written(rows.reduce((sum, { value }) => sum + value, 0))] },
      ],
      notes: [],
    },
  ];
}
