// Pure: the squares of the sources as rows, and below them the stack of the focus entry; beside a wrong run with what the
// right one has.

/** @import { Beat, Trace, View } from "../../types" */
/** @import { Table } from "./index.js" */

import { isGiven, sourceOf, wayOf } from "../../model/source.js";
import { partsOf } from "../../model/trace.js";
import { besideSentences } from "../beside.js";
import { short, written } from "../digits.js";
import { partsSentence } from "../sources.js";
import { stackRows } from "../stack.js";
import { entryLabel } from "../words.js";

const MOST = 16; // timesteps of which all rows are listed: of more, the one at hand alone

/**
 * @param {Trace} trace
 * @param {Beat} beat
 * @param {Pick<View, "focus">} view
 * @param {boolean} shown whether the right run may be shown beside a wrong one
 * @returns {Table[]}
 */
export function sourcesTables(trace, beat, view, shown) {
  const { attribution, right_attribution } = trace.end ?? {};
  const [here, right] = [attribution?.norms ?? null, (shown && right_attribution?.norms) || null];
  const known = here ?? right;
  const total = attribution?.total ?? right_attribution?.total;
  if (!known || !total) {
    const words = attribution?.reason ?? "The sources are split when the whole trace is there.";
    return [{ caption: "Sources", head: [], rows: [], notes: [words] }];
  }
  const back = beat.direction === "backward" && beat.t < known.length;
  const listed = known.length <= MOST ? known.map((_, t) => t) : [back ? beat.t : 0];
  const isThere = (/** @type {number} */ t, /** @type {number} */ s) => here?.[t][s] != null || right?.[t][s] != null;
  const through = known.map((_, s) => s).filter((s) => listed.some((t) => isThere(t, s)));
  const cell = (/** @type {number} */ t, /** @type {number} */ s) => {
    if (!isThere(t, s)) return s < t ? "none: it is earlier" : "not told apart";
    const [mine, theirs] = [here?.[t][s] ?? 0, right?.[t][s] ?? 0];
    return right && mine !== theirs ? `${short(mine)}, right ${short(theirs)}` : short(mine);
  };
  const wrong = Boolean(trace.head.mistakes?.length);
  const { declaration } = trace.head;
  return [
    {
      caption: `What came to ${total} ${isGiven(declaration) ? "from which slice of da" : "through which ŷ"}, as norms: they do not add, entries do`,
      head: ["timestep", ...through.map((s) => wayOf(declaration, s))],
      rows: listed.map((t) => ({
        name: `t = ${t}`,
        t,
        now: back && t === beat.t,
        cells: through.map((s) => cell(t, s)),
      })),
      notes: wrong
        ? shown
          ? besideSentences(trace, beat)
          : []
        : back && here
          ? [partsSentence(total, here, beat.t, (s) => wayOf(declaration, s))]
          : [],
    },
    ...stackTables(trace, beat, view, { total, shown }),
  ];
}

/** @type {(trace: Trace, beat: Beat, view: Pick<View, "focus">, of: { total: string, shown: boolean }) => Table[]} */
function stackTables(trace, beat, { focus }, { total, shown }) {
  const { sources = {}, right_sources: right } = partsOf(trace, beat, focus) ?? {};
  const rows = stackRows(sources[total] ?? [], (shown && right?.[total]) || null, beat.t, (s) =>
    sourceOf(trace.head.declaration, s),
  );
  if (!focus || rows.length === 0) return [];
  const beside = rows.some((row) => row.right !== null);
  const cells = (/** @type {number} */ mine, /** @type {number | null} */ theirs) => [
    written(mine),
    ...(beside ? [written(theirs ?? 0)] : []),
  ];
  const sum = (/** @type {(number | null)[]} */ values) =>
    values.reduce((/** @type {number} */ all, one) => all + (one ?? 0), 0);
  return [
    {
      caption: `${entryLabel(trace.head.declaration, total, beat.t, focus)} at t = ${beat.t}, from its sources`,
      head: ["entered at", beside ? "here" : "part", ...(beside ? ["right"] : [])],
      rows: [
        ...rows.map((row) => ({ name: row.name, cells: cells(row.here, row.right) })),
        { name: "sum", cells: cells(sum(rows.map((row) => row.here)), sum(rows.map((row) => row.right))) },
      ],
      notes: [],
    },
  ];
}
