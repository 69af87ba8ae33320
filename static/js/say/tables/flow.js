// Pure: the curves of the flow as rows: how large each gradient is as it arrives, from the last timestep to the first.

/** @import { Beat, Trace } from "../../types" */
/** @import { Table } from "./index.js" */

import { seriesOf } from "../../model/series.js";
import { short } from "../digits.js";
import { flowSentences } from "../flow.js";

/**
 * @param {Trace} trace
 * @param {Beat} beat
 * @param {boolean} shown whether the right run may be shown beside a wrong one
 * @returns {Table[]} one a lane
 */
export function flowTables(trace, beat, shown) {
  const { head } = trace;
  const { verdicts = [], told = [], notes = [] } = flowSentences(trace, beat, shown);
  const said = [...verdicts, ...told, ...notes];
  return seriesOf(trace, shown).map(({ title, series }, k, all) => ({
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
    notes: k === all.length - 1 ? said : [],
  }));
}
