// One line that says what happens and why, with the numbers of the focus entry. It is also what is read aloud.

/** @import { Beat, Mistake, State, Trace } from "../types" */

import { decimalsOf, written } from "../digits.js";
import { HAND_OVER } from "../timeline.js";
import { arithmeticOf, nearest, shownEntry, valueOf } from "../trace.js";
import { atTimestep, labelOf, sentenceOf } from "../words.js";

/**
 * @param {HTMLElement} visible
 * @param {HTMLElement} live a polite live region
 */
export function createNarration(visible, live) {
  let shown = "";
  let spoken = "";
  return (/** @type {State} */ state, /** @type {Trace} */ trace, /** @type {Beat} */ beat) => {
    const focus = shownEntry(trace, state.view);
    const there = Object.keys(trace.arithmetic).length;
    const key = [trace.head.scenario, trace.head.declaration.name, beat.index, focus, trace.received, there].join(" ");
    if (key === shown) return;
    shown = key;
    const parts = wordsOf(trace, beat, focus);
    visible.replaceChildren(...parts);
    // Silent while playing: a sentence that is cut off by the next one says nothing.
    const text = `${beat.direction === "forward" ? "Forward" : "Backward"}, t = ${beat.t}. ${visible.textContent}`;
    if (!state.playing && text !== spoken && trace.end) {
      spoken = text;
      live.textContent = text;
    }
  };
}

/** @type {(trace: Trace, beat: Beat, focus: import("../types").Entry | null) => Node[]} */
function wordsOf(trace, beat, focus) {
  const { declaration, T_backward: last } = trace.head;
  if (beat.name === HAND_OVER) return handOver(trace, beat);
  if (!beat.step)
    return [
      document.createTextNode(
        `${trace.head.title}. Forward first: from left to right, then back. Press → for the next step.`,
      ),
    ];
  const wrong = (trace.head.mistakes ?? []).flatMap((mistake) => mistake.lines).find((line) => line.name === beat.name);
  if (wrong) return mistaken(trace, beat, focus, wrong);
  const arithmetic = arithmeticOf(trace, beat, focus);
  const decimals = (arithmetic && decimalsOf(arithmetic)) ?? undefined;
  return sentenceOf(beat, last - 1)
    .split(/(\{\w+=?\})/)
    .map((piece) => {
      const match = /^\{(\w+)(=?)\}$/.exec(piece);
      if (!match || match[1] === "t") return document.createTextNode(atTimestep(piece, beat.t));
      const [, name, withNumber] = match;
      const matrix = withNumber && focus ? valueOf(trace, beat.direction, beat.t, name) : undefined;
      const at = matrix && focus ? nearest(focus, matrix) : null;
      const number = matrix && at ? ` (${written(matrix[at[0]][at[1]], decimals)})` : "";
      return symbolSpan(`${labelOf(declaration, name, beat.t)}${number}`, name, declaration.symbols[name]?.role ?? "");
    });
}

/** On a wrong line the step's own sentence would not be true: what this run has there, and what the right one has. */
/** @type {(trace: Trace, beat: Beat, focus: import("../types").Entry | null, line: Mistake["lines"][number]) => Node[]} */
function mistaken(trace, beat, focus, line) {
  const { declaration } = trace.head;
  const here = valueOf(trace, beat.direction, beat.t, beat.name);
  const right = trace[beat.direction][beat.t]?.right?.[beat.name];
  const number = (/** @type {number[][] | undefined} */ matrix) => {
    const at = matrix && focus ? nearest(focus, matrix) : null;
    return matrix && at ? written(matrix[at[0]][at[1]]) : "";
  };
  const name = labelOf(declaration, beat.name, beat.t);
  const role = declaration.symbols[beat.name]?.role ?? "";
  const text = (/** @type {string} */ words) => document.createTextNode(words);
  const both = right
    ? [
        text(`. Here ${name} is `),
        symbolSpan(number(here), beat.name, role),
        text(`, in the right run ${number(right)}.`),
      ]
    : [text(`. At t = ${beat.t} it makes no difference yet.`)];
  return [
    text("This line is wrong: "),
    symbolSpan(line.wrong.text, beat.name, ""),
    text(" instead of "),
    symbolSpan(line.right.text, beat.name, ""),
    ...both,
  ];
}

/** @type {(trace: Trace, beat: Beat) => Node[]} */
function handOver(trace, beat) {
  const { lanes } = trace.head.declaration;
  return lanes.flatMap((lane, k) => {
    const leaves = symbolSpan(lane.returned, lane.returned, "carried");
    const arrives = symbolSpan(beat.t > 0 ? lane.carried : lane.gradient, lane.carried, "carried");
    const where =
      beat.t > 0
        ? ` of t = ${beat.t - 1}: the same numbers, one timestep earlier, under a new name.`
        : ": the gradient of the initial state.";
    return [
      document.createTextNode(k ? " " : `Done with t = ${beat.t}. `),
      leaves,
      document.createTextNode(" becomes "),
      arrives,
      document.createTextNode(where),
    ];
  });
}

/** @type {(text: string, symbol: string, role: string) => HTMLElement} */
function symbolSpan(text, symbol, role) {
  const element = document.createElement("b");
  element.textContent = text;
  element.dataset.symbol = symbol;
  if (role) element.className = role;
  return element;
}
