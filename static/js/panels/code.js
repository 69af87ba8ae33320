// The code panel: the very lines that ran, in the shape of the course's functions, the current one lit.

/** @import { Beat, CodeLine, Declaration, Direction, Trace } from "../types" */

import { spansOf } from "../dom/tokens.js";

const INDENT = 4;

/** @param {HTMLElement} root */
export function createCodePanel(root) {
  /** @type {Declaration | null} */
  let shown = null;
  /** @type {Record<string, HTMLElement>} */
  let blocks = {};
  /** @type {string} */
  let lit = "";
  return (/** @type {Trace} */ trace, /** @type {Beat} */ beat) => {
    const { declaration } = trace.head;
    if (declaration !== shown) {
      shown = declaration;
      blocks = { forward: block(declaration, "forward"), backward: block(declaration, "backward") };
      root.replaceChildren(blocks.forward, blocks.backward);
      lit = "";
    }
    const now = `${beat.direction} ${beat.name}`;
    if (now === lit) return;
    lit = now;
    for (const [direction, element] of Object.entries(blocks)) {
      element.hidden = direction !== beat.direction;
      for (const line of element.children) {
        const current = line.getAttribute("data-step") === beat.name;
        line.classList.toggle("current", current);
        if (current) line.setAttribute("aria-current", "step");
        else line.removeAttribute("aria-current");
        if (current && direction === beat.direction) keepInSight(root, /** @type {HTMLElement} */ (line));
      }
    }
  };
}

/** @type {(declaration: Declaration, direction: Direction) => HTMLElement} */
function block(declaration, direction) {
  const list = document.createElement("ol");
  list.className = "code";
  list.setAttribute("aria-label", `The code that runs, ${direction}`);
  list.append(...declaration.code[direction].map((line) => lineOf(line, declaration)));
  return list;
}

/** @type {(line: CodeLine, declaration: Declaration) => HTMLElement} */
function lineOf(line, declaration) {
  const item = document.createElement("li");
  if (line.step) item.dataset.step = line.step;
  const code = document.createElement("code");
  code.append(" ".repeat(line.indent * INDENT), ...spansOf(line.tokens, declaration));
  item.append(code);
  return item;
}

/** Scroll the panel, never the page. @type {(root: HTMLElement, line: HTMLElement) => void} */
function keepInSight(root, line) {
  const top = line.offsetTop - root.offsetTop;
  if (top < root.scrollTop || top + line.offsetHeight > root.scrollTop + root.clientHeight) {
    root.scrollTop = top - root.clientHeight / 3;
  }
}
