// What is wrong in this run on purpose: as much of it as the address allows, the hint before the explanation.

/** @import { State, Trace } from "../../types" */

import { linkTo } from "../../model/address.js";
import { ALL, beginning, begins, LINE, NEXT } from "../../say/levels.js";
import { putWhatFits } from "../dom/fitting.js";
import { showElsewhere } from "../dom/elsewhere.js";

const LINES = 2; // what is below it stays where it is

/**
 * @param {HTMLElement} root
 * @param {{ perform: (action: string) => void }} act
 * @param {(...parts: unknown[]) => boolean} changed whether any of them is another than the last time
 */
export function createMistakePanel(root, act, changed) {
  const name = /** @type {HTMLElement} */ (root.querySelector("b"));
  const said = /** @type {HTMLElement} */ (root.querySelector("span"));
  const button = (/** @type {string} */ action) =>
    /** @type {HTMLButtonElement} */ (root.querySelector(`[data-action=${action}]`));
  const [explain, next, where] = ["explain", "next-level", "first-difference"].map(button);
  const right = /** @type {HTMLAnchorElement} */ (root.querySelector("a.right"));
  const elsewhere = /** @type {HTMLAnchorElement} */ (root.querySelector("a.elsewhere"));
  for (const one of [explain, next, where]) one.addEventListener("click", () => act.perform(one.dataset.action ?? ""));
  return (/** @type {State} */ state, /** @type {Trace} */ trace, /** @type {number} */ level) => {
    const { mistakes = [] } = trace.head;
    const { explaining, presenter, window } = state.view;
    const seen = [explaining, presenter, window.width];
    if (!changed(state.query, mistakes, level, trace.failure, trace.end, ...seen)) return;
    const all = level === ALL;
    root.classList.toggle("explained", explaining);
    const choices = all ? wholeOf(state, trace) : heldBack(trace, level);
    const words = /** @type {HTMLElement} */ (name.parentElement);
    words.title = choices[0].join(" ");
    putWhatFits(words, LINES, explaining ? choices.slice(0, 1) : choices, ([title, text]) => {
      name.textContent = title;
      said.textContent = text;
    });
    explain.hidden = !all;
    explain.textContent = state.view.explaining ? "Only the hint" : "Explain";
    next.hidden = all;
    next.textContent = all ? "" : NEXT[level];
    where.hidden = !trace.end?.first_difference;
    right.hidden = !all;
    right.href = linkTo(state.query, { mistake: null });
    showElsewhere(elsewhere, state.query, trace.head);
    elsewhere.hidden ||= !all; // its address tells all
  };
}

/** The fullest first. @type {(state: State, trace: Trace) => [title: string, text: string][]} */
function wholeOf({ view }, trace) {
  const { mistakes = [], truncate, clip } = trace.head;
  const { failure, end } = trace;
  const seen = end && !end.first_difference ? "In this run it makes no difference." : "";
  // What it does to the numbers is said of it alone, in a run whose carry is whole.
  const alone = mistakes.length === 1 && !seen && !truncate && !clip;
  const texts = mistakes.map((mistake) =>
    view.explaining ? `${mistake.explanation} ${alone ? mistake.symptom : ""}` : mistake.hint,
  );
  const shown = failure ? "NumPy stops the run." : seen || "Outlined bars are the right run's.";
  const title = titleOf(mistakes);
  return [
    [title, `${texts.join(" ")} ${shown}`],
    [title, texts.join(" ")],
    [title, shown],
    [title, ""],
  ];
}

/** @param {import("../../types").Mistake[]} mistakes */
const titleOf = (mistakes) =>
  `${mistakes.map(({ title }, k) => (k ? title.replace(/^(The|An?|Only|Each|Every|No)\b/, lower) : title)).join(", and ")}.`;

const lower = (/** @type {string} */ word) => word.toLowerCase();

/** What the levels up to this one tell, the fullest first. */
/** @type {(trace: Trace, level: number) => [title: string, text: string][]} */
function heldBack({ head: { mistakes = [] }, end, failure }, level) {
  const first = end?.first_difference;
  const where = !end ? "" : first ? beginning(begins(first, failure)) : "In this run it makes no difference.";
  const hints = level > 0 ? mistakes.map((mistake) => mistake.hint) : [];
  const title = level >= LINE ? titleOf(mistakes) : "Something in this run is wrong.";
  return [
    [title, [where, ...hints].join(" ")],
    ["", [where, ...hints].join(" ")],
    ["", hints.join(" ") || where],
  ];
}
