// Whether the gradients were checked, and beside the words the question that everybody asks.

/** @import { Beat, State, Trace } from "../../types" */

import { questionsOf } from "../../model/questions.js";
import { short } from "../../say/digits.js";
import { labelOf } from "../../say/words.js";

/**
 * @param {HTMLElement} root
 * @param {HTMLElement} why the button that asks it
 * @param {{ perform: (action: string) => void }} act
 */
export function createFacts(root, why, act) {
  root.querySelector("button")?.addEventListener("click", () => act.perform("predict"));
  why.addEventListener("click", () => act.perform("compare"));
  return (/** @type {State} */ state, /** @type {Trace} */ trace, /** @type {Beat} */ beat) => {
    if (why.getAttribute("aria-pressed") !== String(state.view.comparing))
      why.setAttribute("aria-pressed", String(state.view.comparing));
    showCheck(root, trace);
    showCost(/** @type {HTMLElement} */ (root.querySelector(".cost")), trace, beat);
    const text = sentence(trace, beat);
    if (why.textContent !== text) why.textContent = text;
  };
}

/** Whether the gradients on the screen were checked, and what that means on request. */
/** @type {(root: HTMLElement, trace: Trace) => void} */
function showCheck(root, trace) {
  const { check } = trace;
  const details = /** @type {HTMLDetailsElement} */ (root.querySelector("details"));
  const summary = /** @type {HTMLElement} */ (details.querySelector("summary"));
  const text =
    check?.worst !== undefined
      ? check.right
        ? `✓ gradients checked: ${check.worst.toExponential(0)}`
        : `✗ ${check.where} is wrong: ${check.worst.toExponential(0)}`
      : check?.skipped
        ? "gradients not checked"
        : "";
  details.hidden = text === "";
  if (summary.textContent === text) return;
  summary.textContent = text;
  /** @type {HTMLElement} */ (details.querySelector("p")).textContent = check?.sentence ?? check?.skipped ?? "";
}

/** What is minimised: the loss of this timestep, and the sum over all of them. */
/** @type {(element: HTMLElement, trace: Trace, beat: Beat) => void} */
function showCost(element, trace, { t }) {
  const loss = trace.forward[t]?.loss;
  const whole = trace.end?.loss;
  const known = typeof loss === "number" && typeof whole === "number";
  const text = known ? `loss at t = ${t}: ${short(loss)}, all together J = ${short(whole)}` : "";
  element.hidden = text === "";
  if (element.textContent !== text) element.textContent = text;
}

/** @type {(trace: Trace, beat: Beat) => string} */
function sentence(trace, beat) {
  const { declaration } = trace.head;
  const [asked] = questionsOf(trace, beat);
  if (!asked) {
    const lane = declaration.lanes.find((one) => one.upstream);
    return lane?.upstream ? `Why is ${lane.carried} ≠ ${declaration.symbols[lane.upstream].code}?` : "";
  }
  const { carried, upstream, equal, entries } = asked.comparison;
  const [ask, sign] = equal === entries ? ["Is", "equal to"] : ["Why is", "≠"];
  return `${ask} ${carried} ${sign} ${labelOf(declaration, upstream, asked.t)}?`;
}
