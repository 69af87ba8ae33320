// What stands in the way: a trace that was cut off, a server that does not answer. And how far a stream has come.

/** @import { State } from "../types" */

import { expectedRecords } from "../trace.js";

/**
 * @param {HTMLElement} root
 * @param {() => void} retry
 */
export function createMessage(root, retry) {
  const text = document.createElement("p");
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Retry";
  button.addEventListener("click", retry);
  root.replaceChildren(text, button);
  return (/** @type {State} */ state) => {
    const { trace, error } = state;
    const loading = !error && !trace?.end;
    root.hidden = !error && !(loading && trace && expectedRecords(trace.head) > 60);
    root.classList.toggle("error", Boolean(error));
    button.hidden = !error;
    const progress = trace ? `Receiving the trace: ${trace.received} of ${expectedRecords(trace.head)} records.` : "";
    const now = error ? `${error} ${trace ? "What is shown is not the whole trace." : ""}` : progress;
    if (text.textContent !== now) text.textContent = now;
    root.setAttribute("role", error ? "alert" : "presentation");
  };
}
