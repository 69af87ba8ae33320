// Pure: the curves of the flow as rows: how large each gradient is as it arrives, from the last timestep to the first.

/** @import { Beat, Trace } from "../../types" */
/** @import { Table } from "./index.js" */

import { seriesOf } from "../../model/series.js";
import { besideSentences } from "../beside.js";
import { short } from "../digits.js";

/**
 * @param {Trace} trace
 * @param {Beat} beat
 * @returns {Table[]} one a lane
 */
export function flowTables(trace, beat) {
  const { head, end } = trace;
  const wrong = Boolean(head.mistakes?.length);
  const found = [...(end?.flow ?? []), ...(end?.clipping ?? [])].map(({ sentence }) => sentence);
  const said = wrong ? [] : [...found, ...(head.notes ?? [])];
  const notes = wrong && end ? besideSentences(trace, beat) : said;
  return seriesOf(trace).map(({ title, series }, k, all) => ({
    caption: title,
    head: ["timestep", ...series.map(({ label }) => label)],
    rows: Array.from({ length: head.T_backward }, (_, back) => head.T_backward - 1 - back).map((t) => ({
      name: `t = ${t}`,
      t,
      now: beat.direction === "backward" && t === beat.t,
      cells: series.map(({ values }) => {
        const norm = values[t];
        return norm === undefined ? "not known" : short(norm);
      }),
    })),
    notes: k === all.length - 1 ? notes : [],
  }));
}
