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
  const said = captionOf(trace, size, type);
  const charted = chartMarks(
    { title, series, count: timesteps.length, current, log: view.log },
    { ...size, height: size.height - type.label * 0.9 - Math.max(heightOf(said), type.label * LEADING) },
    type,
  );
  return [...charted, ...verdicts(said, size, type)];
}

const LEADING = 1.5; // of the size of the type
const MOST = 0.45; // of the height, for words: the chart has the rest

/** @typedef {{ text: string, size: number, strong: boolean }} CaptionLine */

/**
 * The verdicts in full, and below them in smaller type what else is said, as far as there is room.
 * @type {(trace: Trace, size: import("../../types").Size, type: import("../../types").Typography) => CaptionLine[]}
 */
function captionOf(trace, size, type) {
  const lines = (/** @type {string} */ sentence, /** @type {boolean} */ strong) => {
    const letter = strong ? type.label * 0.93 : type.small;
    const most = Math.floor(lettersIn(size.width - type.small * 6.5, letter, strong ? "bold" : "sans"));
    return wrapped(sentence, most).map((text) => ({ text, size: letter, strong }));
  };
  const { verdicts, notes } = sentencesOf(trace);
  const told = verdicts.flatMap((sentence) => lines(sentence, true));
  for (const note of notes.map((sentence) => lines(sentence, false))) {
    if (heightOf([...told, ...note]) > size.height * MOST) break;
    told.push(...note);
  }
  return told;
}

/** @param {CaptionLine[]} lines */
function heightOf(lines) {
  return lines.reduce((sum, { size }) => sum + size * LEADING, 0);
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
/** @type {(trace: Trace) => { verdicts: string[], notes: string[] }} */
function sentencesOf({ head, end, against }) {
  if (head.mistakes?.length || !end) return { verdicts: [], notes: [] };
  const beside = (against?.end?.flow ?? []).map((one) => `${against?.head.declaration.title}: ${one.sentence}`);
  const own = (end.flow ?? []).map((one) => one.sentence);
  const clipping = (end.clipping ?? []).map((one) => one.sentence);
  return { verdicts: [...own, ...beside], notes: [...clipping, ...(head.notes ?? [])] };
}

/** @type {(lines: CaptionLine[], size: import("../../types").Size, type: import("../../types").Typography) => Mark[]} */
function verdicts(lines, size, type) {
  return lines.map(({ text, size: letter, strong }, k) => ({
    key: `verdict-${k}`,
    type: "text",
    x: type.small * 5.5,
    y: size.height - type.label * 0.7 - heightOf(lines.slice(k + 1)),
    text,
    size: letter,
    class: strong ? "strong" : "note",
  }));
}
