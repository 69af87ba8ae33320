// The code panel: the very lines that ran, in the shape of the course's functions, the current one lit.

/** @import { Beat, CodeLine, Declaration, Direction, Mistake, Trace, WrongLine } from "../types" */

import { spansOf } from "../dom/tokens.js";

const INDENT = 4;
const MARK = 2; // what ✗ and ✓ before a line take

/**
 * @param {HTMLElement} root
 * @param {(step: string) => void} goTo the step of a line that was clicked, at the current timestep
 */
export function createCodePanel(root, goTo) {
  root.addEventListener("click", (event) => {
    const line = event.target instanceof Element ? event.target.closest("[data-step]") : null;
    if (line) goTo(line.getAttribute("data-step") ?? "");
  });
  /** @type {Declaration | null} */
  let shown = null;
  /** @type {Record<string, HTMLElement>} */
  let blocks = {};
  /** @type {string} */
  let lit = "";
  return (/** @type {Trace} */ trace, /** @type {Beat} */ beat) => {
    const { declaration, mistakes = [] } = trace.head;
    if (declaration !== shown) {
      shown = declaration;
      blocks = { forward: block(declaration, "forward", mistakes), backward: block(declaration, "backward", mistakes) };
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

/** @type {(declaration: Declaration, direction: Direction, mistakes: Mistake[]) => HTMLElement} */
function block(declaration, direction, mistakes) {
  const list = document.createElement("ol");
  list.className = "code";
  list.setAttribute("aria-label", `The code that runs, ${direction}`);
  list.append(...declaration.code[direction].map((line) => lineOf(line, declaration)));
  const wrong = mistakes.flatMap((mistake) => mistake.lines).filter((line) => line.direction === direction);
  for (const line of wrong) strike(list, line, declaration);
  return list;
}

/** @type {(line: CodeLine, declaration: Declaration) => HTMLElement} */
function lineOf(line, declaration) {
  const item = document.createElement("li");
  if (line.step) item.dataset.step = line.step;
  if (line.loop) item.dataset.loop = line.loop;
  const code = document.createElement("code");
  code.append(" ".repeat(line.indent * INDENT), ...spansOf(line.tokens, declaration));
  item.append(code);
  return item;
}

/** The wrong line struck through, the right one below it; one that is not listed comes first in the loop. */
/** @type {(list: HTMLElement, line: WrongLine, declaration: Declaration) => void} */
function strike(list, line, declaration) {
  const named = [...list.children].filter((item) =>
    [item.getAttribute("data-step"), item.getAttribute("data-loop")].includes(line.name),
  );
  const assigned = line.right.text.split(" ")[0]; // tells the lanes apart
  const listed = named.find((item) => item.textContent?.trim().startsWith(`${assigned} `)) ?? named[0];
  const loop = [...list.children].find((item) => item.textContent?.startsWith("for "));
  const indent = (listed ?? loop?.nextElementSibling)?.textContent?.search(/\S/) ?? 0;
  const make = (
    /** @type {string} */ name,
    /** @type {string} */ said,
    /** @type {import("../types").Token[]} */ tokens,
  ) => {
    const item = document.createElement("li");
    item.className = name;
    const code = document.createElement(name === "wrong" ? "del" : "ins");
    code.setAttribute("aria-label", said);
    code.append(...spansOf(tokens, declaration));
    item.append(" ".repeat(Math.max(indent - MARK, 0)), code);
    return item;
  };
  const wrong = make("wrong", "the mistake", line.wrong.tokens);
  const right = make("right", "the right line", line.right.tokens);
  if (listed?.hasAttribute("data-step")) wrong.dataset.step = listed.getAttribute("data-step") ?? "";
  if (listed) listed.replaceWith(wrong, right);
  else loop?.after(wrong, right);
}

/** Scroll the panel, never the page. @type {(root: HTMLElement, line: HTMLElement) => void} */
function keepInSight(root, line) {
  const top = line.offsetTop - root.offsetTop;
  if (top < root.scrollTop || top + line.offsetHeight > root.scrollTop + root.clientHeight) {
    root.scrollTop = top - root.clientHeight / 3;
  }
}
