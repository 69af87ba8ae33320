// One line that says what happens and why, with the numbers of the focus entry. It is also what is read aloud.

/** @import { Beat, State, Trace } from "../../types" */

import { createChanged } from "../dom/changed.js";
import { isCovered, showsCode } from "../../model/spoil.js";
import { narratedCovered } from "../../say/narration/covered.js";
import { narrated } from "../../say/narration/index.js";
import { shownEntry } from "../../model/trace.js";

/**
 * @param {HTMLElement} visible
 * @param {HTMLElement} live a polite live region
 */
export function createNarration(visible, live) {
  const changed = createChanged();
  let spoken = "";
  return (
    /** @type {State} */ state,
    /** @type {Trace} */ trace,
    /** @type {Beat} */ beat,
    /** @type {number} */ level,
  ) => {
    const focus = shownEntry(trace, state.view);
    if (!changed(trace.head, trace.received, trace.arithmetic, beat, focus, level)) return;
    const said = isCovered(trace.head, beat, level)
      ? narratedCovered(trace, beat, focus, showsCode(level))
      : narrated(trace, beat, focus);
    visible.replaceChildren(...said.map(drawn));
    // Silent while playing: a sentence that is cut off by the next one says nothing.
    const text = `${beat.direction === "forward" ? "Forward" : "Backward"}, t = ${beat.t}. ${visible.textContent}`;
    if (!state.playing && text !== spoken && trace.end) {
      spoken = text;
      live.textContent = text;
    }
  };
}

/** @type {(piece: import("../../say/narration/pieces.js").Piece) => Node} */
function drawn({ text, symbol, role }) {
  if (!symbol) return document.createTextNode(text);
  const element = document.createElement("b");
  element.textContent = text;
  element.dataset.symbol = symbol;
  if (role) element.className = role;
  return element;
}
