// What stands in the way: a trace that was cut off, a server that does not answer, what it refuses. How far a stream
// has come, and which scenario was taken where the usual one would not do.

/** @import { State } from "../../types" */

import { expectedRecords } from "../../model/trace.js";

/**
 * @param {HTMLElement} root
 * @param {{ retry: () => void, stop: () => void, dismiss: () => void }} act
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
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "Close";
  close.addEventListener("click", act.dismiss);
  const away = document.createElement("a");
  away.href = "?"; // the page itself, wherever it lies
  away.textContent = "Back to the start";
  root.replaceChildren(text, button, stop, close, away);
  return (/** @type {State} */ state) => {
    const { trace, error } = state;
    const loading = !error && !trace?.end;
    const long = loading && trace !== null && expectedRecords(trace.head) > 60;
    const instead = trace?.head.instead ?? "";
    root.hidden = !error && !long && !instead;
    root.classList.toggle("error", Boolean(error));
    button.hidden = !error;
    close.hidden = !error || !trace?.end;
    away.hidden = !error || Boolean(trace?.end);
    stop.hidden = !long;
    const came = trace ? `${trace.received} of ${expectedRecords(trace.head)} records` : "";
    const partly = trace && !trace.end ? `What is shown is not the whole trace: ${came} came.` : "";
    const now = error ? `${error} ${partly}` : long ? `Receiving the trace: ${came}.` : instead;
    if (text.textContent !== now) text.textContent = now;
    root.setAttribute("role", error ? "alert" : "presentation");
  };
}
