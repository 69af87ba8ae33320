// Pure: what is asked of a covered step, and what is answered to a guess.

/** @import { Beat, Guess, Trace } from "../types" */
/** @import { Asked } from "../model/guessing.js" */
/** @import { Piece } from "./narration/pieces.js" */

import { decimalsOf, written } from "./digits.js";
import { judged } from "../model/guessing.js";
import { plain } from "./narration/pieces.js";
import { entryLabel, operandEntryLabel } from "./words.js";

const MOST = 6; // numbers that are read out

/**
 * @param {Trace} trace
 * @param {Beat} beat
 * @param {Asked} asked
 * @returns {Piece[]}
 */
export function question(trace, beat, { arithmetic, at }) {
  const { declaration } = trace.head;
  const { step, t } = beat;
  if (!step) return [];
  const decimals = decimalsOf(arithmetic) ?? undefined;
  /** @type {Map<string, Piece>} */
  const read = new Map();
  for (const { factors } of arithmetic.terms) {
    for (const { operand, at: where, value } of factors) {
      const { symbol } = step.operands[operand];
      const label = operandEntryLabel(declaration, step.operands[operand], t, where);
      const role = symbol ? declaration.symbols[symbol].role : "";
      read.set(label, { text: `${label} = ${written(value, decimals)}`, symbol: symbol ?? undefined, role });
    }
  }
  const names = [...read.values()];
  const shown = names.slice(0, names.length > MOST ? MOST - 1 : MOST);
  const rest = names.length - shown.length;
  return [
    plain("Before you see it: what is "),
    { text: entryLabel(declaration, step.name, t, at), symbol: step.name, role: declaration.symbols[step.name].role },
    plain("? It is made of "),
    ...shown.flatMap((one, k) => [plain(k === 0 ? "" : k === names.length - 1 ? " and " : ", "), one]),
    plain(rest > 0 ? ` and ${rest} more.` : "."),
  ];
}

/**
 * A wrong guess is met by its arithmetic.
 * @param {Trace} trace
 * @param {Beat} beat
 * @param {Asked} asked
 * @param {Guess} guess
 * @returns {{ right: boolean, text: string, line: string, rest: string }} what is said before and after a line of code
 */
export function reply(trace, beat, asked, guess) {
  const { arithmetic, at } = asked;
  const { right, slip } = judged(asked, guess);
  const decimals = decimalsOf(arithmetic) ?? undefined;
  const name = entryLabel(trace.head.declaration, beat.name, beat.t, at);
  const is = `${name} = ${written(arithmetic.value, decimals)}`;
  if (right) return { right, text: guess.picture ? "Yes, that is the picture." : `Yes: ${is}.`, line: "", rest: "" };
  const given = guess.picture || guess.value === null ? "" : written(guess.value, digitsOf(guess.within));
  if (slip) {
    const text = `No: ${guess.picture ? "that picture" : given} is what comes of`;
    return { right, text, line: slip.line, rest: `. ${slip.title}. Right is ${is}.` };
  }
  const turned = guess.value !== null && guess.value * arithmetic.value < 0 ? " Even the sign is another." : "";
  return { right, text: `No, not ${given}: ${is}.${turned}`, line: "", rest: "" };
}

/** How many decimals a number has that is known to within half of its last. @param {number} within */
function digitsOf(within) {
  return Math.min(Math.max(Math.round(-Math.log10(within * 2)), 0), 8);
}
