// One line that says what happens and why, with the numbers of the focus entry. It is also what is read aloud.

/** @import { Beat, State, Trace } from "../../types" */

import { createChanged } from "../dom/changed.js";
import { piecesOf } from "../dom/pieces.js";
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
    const asks = state.view.predicting && beat.step !== null;
    if (!changed(trace.head, trace.received, trace.arithmetic, beat, focus, level, asks)) return;
    if (asks) return visible.replaceChildren(); // what is to be guessed is not told either
    const said = isCovered(trace.head, beat, level)
      ? narratedCovered(trace, beat, focus, showsCode(level))
      : narrated(trace, beat, focus);
    visible.replaceChildren(...piecesOf(said));
    // Silent while playing: a sentence that is cut off by the next one says nothing.
    const text = `${beat.direction === "forward" ? "Forward" : "Backward"}, t = ${beat.t}. ${visible.textContent}`;
    if (!state.playing && text !== spoken && trace.end) {
      spoken = text;
      live.textContent = text;
    }
  };
}
