// Pure: from which later timesteps each gradient came: the table of all timesteps, the focus entry's parts at this one, and
// what that means in a sentence.

/** @import { Attribution, Beat, Mark, Trace, View } from "../../types" */
/** @import { Rect } from "../bars.js" */

import { ALL, levelOf } from "../../model/spoil.js";
import { isGiven, wayOf } from "../../model/source.js";
import { besideSentences } from "../../say/beside.js";
import { partsSentence } from "../../say/sources.js";
import { captionMarks, captionOf, heightOf } from "../caption.js";
import { typographyOf } from "../layout.js";
import { text } from "../marks.js";
import { stackedMarks } from "./stacked.js";
import { tableMarks } from "./table.js";

const BESIDE = 640; // pixels of width from which on the entry's sources stand beside the table, and not below it

/**
 * @param {Trace} trace
 * @param {Beat} beat
 * @param {View} view
 * @returns {Mark[]}
 */
export function sourcesMarks(trace, beat, view) {
  const type = typographyOf(view);
  const told = levelOf(trace.head, view) === ALL; // else the right run would tell what is wrong
  const { attribution, right_attribution } = trace.end ?? {};
  const [here, right] = [attribution?.norms ?? null, (told && right_attribution?.norms) || null];
  if (!here && !right) return [text("no-sources", 18, type.label * 2, whyNot(trace, attribution), type.label, "note")];
  const total = attribution?.total ?? right_attribution?.total ?? "";
  const { table, stack } = areasOf(view);
  const said = captionOf({ told: told ? sentencesOf(trace, beat, total) : [] }, stack.width, 0, type);
  const free = { ...stack, height: stack.height - heightOf(said, type) };
  return [
    ...tableMarks({ total, here, right, given: isGiven(trace.head.declaration) }, beat, table, type),
    ...stackedMarks(trace, beat, view, { total, told }, free),
    ...captionMarks(said, stack, type),
  ];
}

/** @type {(trace: Trace, attribution: Attribution | null | undefined) => string} */
function whyNot({ end }, attribution) {
  if (!end) return "The sources are split when the whole trace is there.";
  if (!attribution) return "The gradients are being split by their sources.";
  return attribution.reason ?? "This trace is not split by its sources.";
}

/** @type {(trace: Trace, beat: Beat, total: string) => string[]} */
function sentencesOf(trace, beat, total) {
  const { attribution } = trace.end ?? {};
  if (trace.head.mistakes?.length)
    return [...(attribution?.reason ? [attribution.reason] : []), ...besideSentences(trace, beat)];
  if (beat.direction !== "backward" || !attribution?.norms || beat.t >= attribution.norms.length) return [];
  return [partsSentence(total, attribution.norms, beat.t, (s) => wayOf(trace.head.declaration, s))];
}

/** @type {(view: View) => { table: Rect, stack: Rect }} */
function areasOf({ stage: { width, height } }) {
  if (width > BESIDE)
    return {
      table: { x: 18, y: 0, width: width * 0.5 - 18, height },
      stack: { x: width * 0.52, y: 0, width: width * 0.48 - 24, height },
    };
  return {
    table: { x: 10, y: 0, width: width - 20, height: height * 0.52 },
    stack: { x: 10, y: height * 0.52, width: width - 20, height: height * 0.48 },
  };
}
