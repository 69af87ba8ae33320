// Pure: how large the gradients are over the timesteps, as they arrive, and what that means.

/** @import { Beat, Mark, Trace, View } from "../types" */

import { typographyOf } from "../layout.js";
import { normOf } from "../trace.js";
import { chartMarks } from "./chart.js";

/**
 * @param {Trace} trace
 * @param {Beat} beat
 * @param {View} view
 * @returns {Mark[]}
 */
export function flowMarks(trace, beat, view) {
  const { lanes } = trace.head.declaration;
  const timesteps = Array.from({ length: trace.head.T_backward }, (_, t) => t);
  const done = (/** @type {number} */ t) => beat.direction === "backward" && t >= beat.t;
  const series = lanes.flatMap((lane) =>
    [lane.upstream, lane.carried, lane.total].flatMap((name) => {
      if (!name) return [];
      const values = timesteps.map((t) => (done(t) ? normOf(trace, "backward", t, name) : undefined));
      const symbol = trace.head.declaration.symbols[name];
      return [{ name, label: symbol?.code ?? name, role: symbol?.role ?? "", values }];
    }),
  );
  const size = view.stage;
  const type = typographyOf(view);
  const title = `Norms of the gradients over t${view.log ? ", logarithmic" : ""}`;
  const current = beat.direction === "backward" ? beat.t : null;
  const charted = chartMarks({ title, series, count: timesteps.length, current, log: view.log }, { ...size, height: size.height - type.label * 2.4 }, type);
  return [...charted, ...verdicts(trace, size, type)];
}

/** What the whole run's norms say, in the server's words, once it has ended. */
/** @type {(trace: Trace, size: import("../types").Size, type: import("../types").Typography) => Mark[]} */
function verdicts(trace, size, type) {
  const flow = trace.end?.flow ?? [];
  return flow.map((one, k) => ({
    key: `verdict-${k}`, type: "text", x: type.small * 5.5, y: size.height - type.label * (0.9 + 1.5 * (flow.length - 1 - k)), text: one.sentence, size: type.label * 0.93, class: "strong",
  }));
}
