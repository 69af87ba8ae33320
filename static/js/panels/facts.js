// Beside the formula: whether the two gradients are equal, in a line.

/** @import { Beat, State, Trace } from "../types" */

import { labelOf } from "../words.js";

/**
 * @param {HTMLElement} root
 * @param {{ perform: (action: string) => void }} act
 */
export function createFacts(root, act) {
  const equal = /** @type {HTMLElement} */ (root.querySelector(".equal span"));
  const why = /** @type {HTMLElement} */ (root.querySelector("[data-action=compare]"));
  why.addEventListener("click", () => act.perform("compare"));
  return (/** @type {State} */ state, /** @type {Trace} */ trace, /** @type {Beat} */ beat) => {
      if (why.getAttribute("aria-pressed") !== String(state.view.comparing)) why.setAttribute("aria-pressed", String(state.view.comparing));
    const text = sentence(trace, beat);
    if (equal.textContent !== text) equal.textContent = text;
  };
}

/** @type {(trace: Trace, beat: Beat) => string} */
function sentence(trace, beat) {
  const comparison = trace.backward[beat.t]?.comparisons?.[0];
  const { declaration } = trace.head;
  if (beat.direction !== "backward" || !comparison) {
    const lane = declaration.lanes.find((one) => one.upstream);
    return lane?.upstream ? `${lane.carried} == ${declaration.symbols[lane.upstream].code}?` : "";
  }
  const { carried, upstream, equal, entries } = comparison;
  return `${carried} == ${labelOf(declaration, upstream, beat.t)}? ${equal} of ${entries}`;
}
