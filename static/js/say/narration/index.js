// Pure: what happens at a beat and why, in pieces of text with the numbers of the focus entry put in.

/** @import { Beat, Entry, Trace } from "../../types" */
/** @import { Piece } from "./pieces.js" */

import { decimalsOf } from "../digits.js";
import { wrongLineAt } from "../../model/mistakes.js";
import { HAND_OVER } from "../../model/timeline.js";
import { arithmeticOf, valueOf } from "../../model/trace.js";
import { atTimestep, sentenceOf } from "../words.js";
import { cutCarry } from "./cut.js";
import { handedOver } from "./handover.js";
import { numberAt, plain, symbolic } from "./pieces.js";
import { stopped, wrongInputs, wrongLine } from "./wrong.js";

/**
 * In a run with a mistake nothing is said that is only true of the right one.
 * @param {Trace} trace
 * @param {Beat} beat
 * @param {Entry | null} focus
 * @returns {Piece[]}
 */
export function narrated(trace, beat, focus) {
  const frame = trace[beat.direction][beat.t];
  if (trace.failure && !frame) return stopped(trace.failure);
  const line = wrongLineAt(trace.head, beat);
  if (beat.name === HAND_OVER) return handedOver(trace, beat, line);
  if (!beat.step)
    return [plain(`${trace.head.title}. Forward first: from left to right, then back. Press → for the next step.`)];
  if (line) return wrongLine(trace, beat, focus, line);
  if (frame?.right?.[beat.name]) return wrongInputs(trace, beat, focus, frame);
  return cutCarry(trace, beat, focus) ?? sentence(trace, beat, focus);
}

/** The step's own sentence. @type {(trace: Trace, beat: Beat, focus: Entry | null) => Piece[]} */
function sentence(trace, beat, focus) {
  const { declaration, T_backward } = trace.head;
  const arithmetic = arithmeticOf(trace, beat, focus);
  const decimals = (arithmetic && decimalsOf(arithmetic)) ?? undefined;
  return sentenceOf(beat, T_backward - 1)
    .split(/(\{\w+=?\})/)
    .map((piece) => {
      const match = /^\{(\w+)(=?)\}$/.exec(piece);
      if (!match || match[1] === "t") return plain(atTimestep(piece, beat.t));
      const [, name, withNumber] = match;
      const number = withNumber ? numberAt(valueOf(trace, beat.direction, beat.t, name), focus, decimals) : "";
      return symbolic(declaration, name, beat.t, number && ` (${number})`);
    });
}
