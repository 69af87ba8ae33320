// The code panel: the very lines that ran, in the shape of the course's functions, the current one lit.

/** @import { Beat, CodeLine, Declaration, Direction, Token, Trace, WrongLine } from "../../types" */

import { createChanged } from "../dom/changed.js";
import { createRoving } from "../dom/roving.js";
import { spansOf } from "../dom/tokens.js";
import { wrongLinesOf } from "../../model/mistakes.js";
import { ALL, showsCode } from "../../model/spoil.js";
import { AFTER_THE_LOOP, leavesTheLoop } from "../../model/timeline.js";

const INDENT = 4;
const MARK = 2; // what ✗ and ✓ before a line take

/**
 * @param {HTMLElement} root
 * @param {(line: number) => void} goTo the moment of a line that was chosen, of those of the pass that is shown
 */
export function createCodePanel(root, goTo) {
  const chosen = (/** @type {Event} */ event) => {
    const line = event.target instanceof Element ? event.target.closest("[data-line]") : null;
    if (line) goTo(Number(line.getAttribute("data-line")));
    return line !== null;
  };
  root.addEventListener("click", chosen);
  root.addEventListener("keydown", (event) => {
    if ((event.key === "Enter" || event.key === " ") && chosen(event)) event.preventDefault();
  });
  const stopAt = createRoving(root, "[role=button]", ["ArrowUp", "ArrowDown"]);
  /** @type {HTMLElement | null} */
  let line = null;
  const sight = new ResizeObserver(() => line && centre(root, line));
  const changed = createChanged();
  const relit = createChanged();
  /** @type {Record<string, HTMLElement>} */
  let blocks = {};
  return (/** @type {Trace} */ trace, /** @type {Beat} */ beat, /** @type {number} */ level) => {
    const { declaration } = trace.head;
    if (changed(declaration, trace.head.mistakes, level)) {
      const wrong = wrongLinesOf(trace.head);
      blocks = { forward: block(declaration, "forward", wrong), backward: block(declaration, "backward", wrong) };
      if (level < ALL)
        for (const list of Object.values(blocks)) list.querySelectorAll(".right").forEach((line) => line.remove());
      root.replaceChildren(...(showsCode(level) ? [blocks.forward, blocks.backward] : [note()]));
    }
    const isLast = leavesTheLoop(trace.head, beat);
    if (!relit(blocks, beat.direction, beat.name, isLast)) return;
    for (const [direction, element] of Object.entries(blocks)) {
      element.hidden = direction !== beat.direction;
      for (const line of element.children) {
        const current = line.getAttribute("data-step") === beat.name || (isLast && line.hasAttribute("data-last"));
        line.classList.toggle("current", current);
        const told = line.querySelector("[role=button]") ?? line;
        if (current) told.setAttribute("aria-current", "step");
        else told.removeAttribute("aria-current");
      }
    }
    sight.disconnect();
    line = blocks[beat.direction].querySelector(".current");
    if (line) sight.observe(root); // tells at once, when all is laid out
    stopAt(line?.querySelector("[role=button]") ?? null);
  };
}

/** What stands in the place of code that would tell the line. */
function note() {
  const covered = document.createElement("p");
  covered.className = "covered";
  covered.textContent = "The code is covered at this level: the line is in it.";
  return covered;
}

/** @type {(declaration: Declaration, direction: Direction, wrong: WrongLine[]) => HTMLElement} */
function block(declaration, direction, wrong) {
  const list = document.createElement("ol");
  list.className = "code";
  list.setAttribute("aria-label", `The code that runs, ${direction}`);
  list.append(...declaration.code[direction].map((line, k) => lineOf(line, k, declaration)));
  for (const line of wrong) if (line.direction === direction) mark(list, line, declaration);
  return list;
}

/** @type {(line: CodeLine, k: number, declaration: Declaration) => HTMLElement} */
function lineOf(line, k, declaration) {
  const item = document.createElement("li");
  if (line.step) item.dataset.step = line.step;
  if (line.opens) item.dataset.opens = "";
  if (line.loop === AFTER_THE_LOOP) item.dataset.last = "";
  item.dataset.line = String(k);
  const code = document.createElement("code");
  code.append(" ".repeat(line.indent * INDENT), ...spansOf(line.tokens, declaration));
  item.append(operable(code));
  return item;
}

/** What leads to a moment. In the text of the line, so that it breaks as that does. @param {(string | Node)[]} parts */
function operable(...parts) {
  const button = document.createElement("span");
  button.setAttribute("role", "button");
  button.title = "Show its moment"; // its name too, as long as the text is covered
  button.tabIndex = -1;
  button.append(...parts);
  return button;
}

/** The wrong line marked, the right one below it; one that is not listed comes first in the loop. */
/** @type {(list: HTMLElement, line: WrongLine, declaration: Declaration) => void} */
function mark(list, line, declaration) {
  const code = declaration.code[line.direction];
  const named = code.filter((one) => one.step === line.name || one.loop === line.name);
  const listing = named.find((one) => one.tokens[0].text === line.right.tokens[0].text) ?? named[0]; // one of two lanes
  const listed = listing && list.querySelector(`[data-line="${code.indexOf(listing)}"]`);
  const loop = list.querySelector("[data-opens]");
  const indent = INDENT * (listing?.indent ?? 1); // one that is not listed stands in the loop
  const make = (/** @type {string} */ name, /** @type {string} */ said, /** @type {Token[]} */ tokens) => {
    const item = document.createElement("li");
    item.className = name;
    const written = document.createElement(name === "wrong" ? "del" : "ins");
    written.setAttribute("aria-label", said);
    written.append(...spansOf(tokens, declaration));
    const parts = [" ".repeat(Math.max(indent - MARK, 0)), written];
    item.append(...(listing && name === "wrong" ? [operable(...parts)] : parts));
    return item;
  };
  const wrong = make("wrong", "the mistake", line.listed?.wrong ?? line.wrong.tokens);
  const right = make("right", "the right line", line.listed?.right ?? line.right.tokens);
  if (listing?.step) wrong.dataset.step = listing.step;
  if (listing) wrong.dataset.line = String(code.indexOf(listing));
  if (listed) listed.replaceWith(wrong, right);
  else loop?.after(wrong, right);
}

/**
 * Scroll the panel, never the page, so that the line that is lit is in its middle, however one came there; again when
 * the formula below takes more of the height.
 * @param {HTMLElement} root
 * @param {HTMLElement} line
 */
function centre(root, { offsetTop: top, offsetHeight: height }) {
  root.scrollTop = top - (root.clientHeight - height) / 2;
}
