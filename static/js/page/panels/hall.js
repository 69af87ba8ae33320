// What a hall needs beside the picture: what is shown, and the line of code that runs now.

/** @import { Beat, CodeLine, State, Trace } from "../../types" */

import { createChanged } from "../dom/changed.js";
import { spansOf } from "../dom/tokens.js";
import { wrongLineAt } from "../../model/mistakes.js";
import { showsCode } from "../../model/spoil.js";
import { AFTER_THE_LOOP, leavesTheLoop } from "../../model/timeline.js";

/** @param {HTMLElement} root */
export function createHall(root) {
  const title = document.createElement("span");
  const code = document.createElement("code");
  root.replaceChildren(title, code);
  const changed = createChanged();
  return (
    /** @type {State} */ { view },
    /** @type {Trace} */ trace,
    /** @type {Beat} */ beat,
    /** @type {number} */ level,
  ) => {
    if (!view.presenter || !changed(trace.head.title, trace.head.declaration, beat, level)) return;
    const { declaration } = trace.head;
    title.textContent = `${trace.head.title}, ${declaration.title}`;
    const wrong = wrongLineAt(trace.head, beat);
    const tokens = wrong?.wrong.tokens ?? lineAt(trace, beat)?.tokens ?? [];
    const line = [...(wrong ? ["✗ "] : []), ...spansOf(tokens, declaration)];
    code.replaceChildren(...(showsCode(level) ? line : []));
  };
}

/** @type {(trace: Trace, beat: Beat) => CodeLine | undefined} */
function lineAt({ head }, beat) {
  const lines = head.declaration.code[beat.direction];
  const last = leavesTheLoop(head, beat) ? lines.find((line) => line.loop === AFTER_THE_LOOP) : undefined;
  return last ?? lines.find((line) => line.step === beat.name);
}
