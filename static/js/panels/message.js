// What stands in the way: a trace that was cut off, a server that does not answer. And how far a stream has come.

/** @import { State } from "../types" */

import { expectedRecords } from "../trace.js";

/**
 * @param {HTMLElement} root
 * @param {{ retry: () => void, stop: () => void }} act
 */
export function createMessage(root, act) {
  const text = document.createElement("p");
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Retry";
  button.addEventListener("click", act.retry);
  const stop = document.createElement("button");
  stop.type = "button";
  stop.textContent = "Stop";
  stop.addEventListener("click", act.stop);
  root.replaceChildren(text, button, stop);
  return (/** @type {State} */ state) => {
    const { trace, error } = state;
    const loading = !error && !trace?.end;
    root.hidden = !error && !(loading && trace && expectedRecords(trace.head) > 60);
    root.classList.toggle("error", Boolean(error));
    button.hidden = !error;
    stop.hidden = Boolean(error);
    const progress = trace ? `Receiving the trace: ${trace.received} of ${expectedRecords(trace.head)} records.` : "";
    const now = error
      ? `${error} ${trace && !trace.end ? `What is shown is not the whole trace: ${trace.received} of ${expectedRecords(trace.head)} records came.` : ""}`
      : progress;
    if (text.textContent !== now) text.textContent = now;
    root.setAttribute("role", error ? "alert" : "presentation");
  };
}
