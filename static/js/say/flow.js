// Pure: what is said of the flow of gradients, below its curves and in its table.

/** @import { Beat, Trace } from "../types" */

import { besideSentences } from "./beside.js";

/**
 * What the run's norms and weights say, in the server's words, once it has ended; of a wrong run how it differs here.
 * @type {(trace: Trace, beat: Beat, told: boolean) => { verdicts?: string[], told?: string[], notes?: string[] }}
 */
export function flowSentences(trace, beat, told) {
  const { head, end, against } = trace;
  if (!end) return {};
  if (head.mistakes?.length) return told ? { told: besideSentences(trace, beat) } : {};
  const beside = (against?.end?.flow ?? []).map((one) => `${against?.head.declaration.title}: ${one.sentence}`);
  const own = (end.flow ?? []).map((one) => one.sentence);
  const clipping = (end.clipping ?? []).map((one) => one.sentence);
  return { verdicts: [...own, ...beside], notes: [...clipping, ...(head.notes ?? [])] };
}
