// What is wrong in this run on purpose: the hint first, the explanation on request.

/** @import { State, Trace } from "../../types" */

import { linkTo } from "../../model/address.js";
import { createChanged } from "../dom/changed.js";
import { showElsewhere } from "../dom/elsewhere.js";

/**
 * @param {HTMLElement} root
 * @param {HTMLElement} preset the way into such a run, of no use inside one
 * @param {{ perform: (action: string) => void }} act
 */
export function createMistakePanel(root, preset, act) {
  const name = /** @type {HTMLElement} */ (root.querySelector("b"));
  const said = /** @type {HTMLElement} */ (root.querySelector("span"));
  const explain = /** @type {HTMLButtonElement} */ (root.querySelector("[data-action=explain]"));
  const where = /** @type {HTMLButtonElement} */ (root.querySelector("[data-action=first-difference]"));
  const right = /** @type {HTMLAnchorElement} */ (root.querySelector("a.right"));
  const elsewhere = /** @type {HTMLAnchorElement} */ (root.querySelector("a.elsewhere"));
  explain.addEventListener("click", () => act.perform("explain"));
  where.addEventListener("click", () => act.perform("first-difference"));
  const changed = createChanged();
  return (/** @type {State} */ state, /** @type {Trace} */ trace) => {
    const { mistakes = [] } = trace.head;
    if (!changed(state.query, mistakes, state.view.explaining, trace.failure, trace.end)) return;
    root.hidden = mistakes.length === 0;
    preset.hidden = mistakes.length > 0;
    if (mistakes.length === 0) return;
    const { failure, end } = trace;
    const seen = end && !end.first_difference ? "In this run it makes no difference." : "";
    // What it does to the numbers is said of it alone, in a run whose carry is whole.
    const alone = mistakes.length === 1 && !seen && !trace.head.truncate && !trace.head.clip;
    name.textContent = `${mistakes.map((mistake) => mistake.title).join(", and ")}.`;
    const texts = mistakes.map((mistake) =>
      state.view.explaining ? `${mistake.explanation} ${alone ? mistake.symptom : ""}` : mistake.hint,
    );
    const shown = failure ? "NumPy stops the run." : seen || "Outlined bars are the right run's.";
    said.textContent = `${texts.join(" ")} ${shown}`;
    explain.textContent = state.view.explaining ? "Only the hint" : "Explain";
    where.hidden = !trace.end?.first_difference;
    right.href = linkTo(state.query, { mistake: null });
    showElsewhere(elsewhere, state.query, trace.head);
  };
}
