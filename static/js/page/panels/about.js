// What this scenario is and what to look for in it: said until it is closed, and in the help for good.

/** @import { State, Trace } from "../../types" */

import { createChanged } from "../dom/changed.js";
import { showElsewhere } from "../dom/elsewhere.js";
import { keep, recall } from "../../state/kept.js";

const KEY = "about-closed";

/**
 * @param {HTMLElement} root
 * @param {HTMLElement} help where it can be read again
 */
export function createAbout(root, help) {
  const text = /** @type {HTMLElement} */ (root.querySelector("p"));
  const elsewhere = /** @type {HTMLAnchorElement} */ (root.querySelector(".elsewhere"));
  const button = /** @type {HTMLButtonElement} */ (root.querySelector("button"));
  const closed = new Set((recall(KEY) ?? "").split(","));
  let shown = "";
  button.addEventListener("click", () => {
    closed.add(shown);
    keep(KEY, [...closed].filter(Boolean).join(","));
    root.hidden = true;
  });
  const changed = createChanged();
  return (/** @type {State} */ { query }, /** @type {Trace} */ { head }) => {
    if (!changed(query, head)) return;
    shown = head.scenario;
    text.replaceChildren(...wordsOf(head));
    help.replaceChildren(...wordsOf(head), ...(head.notes ?? []).map((note) => ` ${note}`));
    showElsewhere(elsewhere, query, head);
    const another = head.mistakes?.length || query.options.what; // its numbers are not the scenario's own
    root.hidden = closed.has(shown) || head.description === "" || Boolean(another);
  };
}

/** @type {(head: import("../../types").Head) => (string | Node)[]} */
function wordsOf({ description, look_for }) {
  if (!look_for) return [description];
  const name = document.createElement("b");
  name.textContent = "Look:";
  return [`${description} `, name, ` ${look_for}`];
}
