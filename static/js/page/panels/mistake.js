// What is wrong in this run on purpose: the hint first, the explanation on request.

/** @import { State, Trace } from "../../types" */

import { createChanged } from "../dom/changed.js";

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
  explain.addEventListener("click", () => act.perform("explain"));
  where.addEventListener("click", () => act.perform("first-difference"));
  const changed = createChanged();
  return (/** @type {State} */ state, /** @type {Trace} */ trace) => {
    const { mistakes = [] } = trace.head;
    if (!changed(state.query, mistakes, state.view.explaining, trace.failure, trace.end)) return;
    root.hidden = mistakes.length === 0;
    preset.hidden = mistakes.length > 0;
    if (mistakes.length === 0) return;
    const { failure } = trace;
    name.textContent = `${mistakes.map((mistake) => mistake.title).join(", and ")}.`;
    const texts = mistakes.map((mistake) =>
      state.view.explaining ? `${mistake.explanation} ${mistake.symptom}` : mistake.hint,
    );
    said.textContent = `${texts.join(" ")} ${failure ? "NumPy stops the run." : "Outlined bars are the right run's."}`;
    explain.textContent = state.view.explaining ? "Only the hint" : "Explain";
    where.hidden = !trace.end?.first_difference;
    const { scenario, cell, seed, sizes } = state.query;
    right.href = `?${new URLSearchParams(Object.entries({ scenario, cell, seed: seed ?? "", ...sizes }).map(([key, value]) => [key, String(value)]))}`;
  };
}
