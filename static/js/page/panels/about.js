// What this scenario is and what to look for in it: said until it is closed, and in the help for good.

/** @import { State, Trace } from "../../types" */

import { createChanged } from "../dom/changed.js";
import { putWhatFits } from "../dom/fitting.js";
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
  return (/** @type {State} */ { query, view }, /** @type {Trace} */ { head }) => {
    if (!changed(query, head, view.window.width, view.presenter)) return;
    shown = head.scenario;
    help.replaceChildren(...wordsOf(head), ...(head.notes ?? []).map((note) => ` ${note}`));
    showElsewhere(elsewhere, query, head);
    const another = head.mistakes?.length || query.options.what; // its numbers are not the scenario's own
    text.title = `${head.description} Look: ${head.look_for}`;
    root.hidden = closed.has(shown) || head.description === "" || Boolean(another);
    text.classList.remove("two");
    putWhatFits(text, 1, [false, true], (two) => {
      text.replaceChildren(...wordsOf({ ...head, description: "" }));
      text.classList.toggle("two", two); // one line, or two where what to look for needs them; all is in the help
    });
    text.append(` ${head.description}`);
  };
}

/** @type {(head: import("../../types").Head) => (string | Node)[]} */
function wordsOf({ description, look_for }) {
  if (!look_for) return [description];
  const name = document.createElement("b");
  name.textContent = "Look:";
  return [name, ` ${look_for}`, ...(description ? [` ${description}`] : [])];
}
