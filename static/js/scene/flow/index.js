// Pure: how large the gradients are over the timesteps, as they arrive, and what that means.

/** @import { Beat, Mark, Trace, View } from "../../types" */

import { typographyOf } from "../layout.js";
import { lettersIn } from "../type.js";
import { normOf } from "../../model/trace.js";
import { wrapped } from "../../say/words.js";
import { chartMarks } from "./chart.js";

/**
 * @param {Trace} trace
 * @param {Beat} beat
 * @param {View} view
 * @returns {Mark[]}
 */
export function flowMarks(trace, beat, view) {
  const timesteps = Array.from({ length: trace.head.T_backward }, (_, t) => t);
  const series = [
    ...seriesOf(trace, beat, timesteps),
    ...aloneSeries(trace, beat, timesteps),
    ...(trace.against ? seriesOf(trace.against, beat, timesteps, trace.against.head.cell) : []),
  ];
  const size = view.stage;
  const type = typographyOf(view);
  const title = `Norms of the gradients over t${view.log ? ", logarithmic" : ""}`;
  const current = beat.direction === "backward" ? beat.t : null;
  const most = Math.floor(lettersIn(size.width - type.small * 6.5, type.label * 0.93, "bold"));
  const said = sentencesOf(trace).flatMap((sentence) => wrapped(sentence, most));
  const charted = chartMarks(
    { title, series, count: timesteps.length, current, log: view.log },
    { ...size, height: size.height - type.label * (0.9 + 1.5 * Math.max(said.length, 1)) },
    type,
  );
  return [...charted, ...verdicts(said, size, type)];
}

/**
 * One line for each gradient of each lane; of another cell set beside this one, the totals alone.
 * @type {(trace: Trace, beat: Beat, timesteps: number[], cell?: string) => import("./chart.js").Series[]}
 */
function seriesOf(trace, beat, timesteps, cell) {
  const done = (/** @type {number} */ t) => beat.direction === "backward" && t >= beat.t;
  const { lanes, symbols, title } = trace.head.declaration;
  return lanes.flatMap((lane) =>
    (cell ? [lane.total] : [lane.upstream, lane.carried, lane.total]).flatMap((name) => {
      if (!name) return [];
      const values = timesteps.map((t) => (done(t) ? normOf(trace, "backward", t, name) : undefined));
      const label = symbols[name]?.code ?? name;
      return [
        {
          name: cell ? `${cell}-${name}` : name,
          label: cell ? `${title}: ${label}` : label,
          role: `${symbols[name]?.role ?? ""}${cell ? " beside" : ""}`,
          values,
        },
      ];
    }),
  );
}

/**
 * What the last gradient alone becomes on its way back, where others join it: it shows how a step scales.
 * @type {(trace: Trace, beat: Beat, timesteps: number[]) => import("./chart.js").Series[]}
 */
function aloneSeries({ end }, beat, timesteps) {
  const norms = end?.attribution?.norms;
  const last = timesteps.length - 1;
  if (!norms || !timesteps.some((t) => t < last && norms[t][t])) return [];
  const values = timesteps.map((t) =>
    beat.direction === "backward" && t >= beat.t ? (norms[t][last] ?? 0) : undefined,
  );
  return [{ name: "alone", label: `ŷ⟨${last}⟩ alone`, role: "alone", values }];
}

/** What the run's norms and weights say, in the server's words, once it has ended: nothing of a run that is wrong. */
/** @param {Trace} trace */
function sentencesOf({ head, end, against }) {
  if (head.mistakes?.length) return [];
  const beside = (against?.end?.flow ?? []).map((one) => `${against?.head.declaration.title}: ${one.sentence}`);
  if (!end) return [];
  return [...(end.flow ?? []), ...(end.clipping ?? [])].map((one) => one.sentence).concat(beside, head.notes ?? []);
}

/** @type {(sentences: string[], size: import("../../types").Size, type: import("../../types").Typography) => Mark[]} */
function verdicts(sentences, size, type) {
  return sentences.map((text, k) => ({
    key: `verdict-${k}`,
    type: "text",
    x: type.small * 5.5,
    y: size.height - type.label * (0.7 + 1.5 * (sentences.length - 1 - k)),
    text,
    size: type.label * 0.93,
    class: "strong",
  }));
}
