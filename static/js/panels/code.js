// The code panel: the very lines that ran, in the shape of the course's functions, the current one lit.

/** @import { Beat, CodeLine, Declaration, Direction, Mistake, Token, Trace } from "../types" */

import { spansOf } from "../dom/tokens.js";

const INDENT = 4;

/**
 * @param {HTMLElement} root
 * @param {(step: string) => void} goTo the step of a line that was clicked, at the current timestep
 */
export function createCodePanel(root, goTo) {
  root.addEventListener("click", (event) => {
    const line = event.target instanceof Element ? event.target.closest("[data-step]") : null;
    if (line) goTo(line.getAttribute("data-step") ?? "");
  });
  new ResizeObserver(() => keepInSight(root)).observe(root); // the formula below takes what it needs of the height
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
      }
    }
    keepInSight(root);
  };
}

/** @type {(declaration: Declaration, direction: Direction, mistakes: Mistake[]) => HTMLElement} */
function block(declaration, direction, mistakes) {
  const list = document.createElement("ol");
  list.className = "code";
  list.setAttribute("aria-label", `The code that runs, ${direction}`);
  list.append(...declaration.code[direction].map((line) => lineOf(line, declaration)));
  if (
    direction === "backward" ||
    mistakes.some((mistake) => mistake.lines.every((line) => isForward(declaration, line.name)))
  ) {
    for (const mistake of mistakes) for (const line of mistake.lines) mark(list, line, direction, declaration);
  }
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

/** @type {(declaration: Declaration, name: string) => boolean} */
function isForward(declaration, name) {
  return declaration.steps.forward.some((step) => step.name === name);
}

/** The wrong line marked, the right one below it; a line of the loop that is not listed goes to its head. */
/** @type {(list: HTMLElement, line: Mistake["lines"][number], direction: Direction, declaration: Declaration) => void} */
function mark(list, line, direction, declaration) {
  if (isForward(declaration, line.name) !== (direction === "forward") && !line.in_loop) return;
  const make = (/** @type {string} */ name, /** @type {string} */ said, /** @type {Token[]} */ tokens) => {
    const item = document.createElement("li");
    item.className = name;
    const code = document.createElement(name === "wrong" ? "del" : "ins");
    code.setAttribute("aria-label", said);
    code.append(...spansOf(tokens, declaration));
    item.append(" ".repeat(INDENT - 2), code);
    return item;
  };
  const places = declaration.code[direction].flatMap((one, k) => (one.step === line.name ? [k] : []));
  const starts = (/** @type {number} */ k) => declaration.code[direction][k].tokens[0].text;
  const place = places.find((k) => starts(k) === line.right.tokens[0].text) ?? places[0]; // one of two lanes
  const ran = line.in_loop ? undefined : declaration.code[direction][place]?.tokens; // the loop is listed as it should be
  const wrong = make("wrong", "the mistake", ran ?? line.wrong.tokens);
  const right = make(
    "right",
    "the right line",
    ran ? asListed(line.right.tokens, ran, declaration) : line.right.tokens,
  );
  const item = [...list.children].filter((one) => one.getAttribute("data-step") === line.name)[places.indexOf(place)];
  if (item) {
    wrong.dataset.step = line.name;
    item.replaceWith(wrong, right);
  } else list.prepend(wrong, right);
}

/** A step's line as the listing has it: what it is assigned to there, and values by the names that they have there. */
/** @type {(line: Token[], listed: Token[], declaration: Declaration) => Token[]} */
function asListed(line, listed, { symbols }) {
  const after = (/** @type {Token[]} */ tokens) => tokens.findIndex((token) => token.text === "=") + 1;
  return [
    ...listed.slice(0, after(listed)),
    ...line
      .slice(after(line))
      .map((token) => (token.symbol && symbols[token.symbol] ? { ...token, text: symbols[token.symbol].code } : token)),
  ];
}

/** Scroll the panel, never the page, until the line that is lit is in the middle. @type {(root: HTMLElement) => void} */
function keepInSight(root) {
  const line = /** @type {HTMLElement | null} */ (root.querySelector("ol:not([hidden]) .current"));
  if (!line) return;
  const { offsetTop: top, offsetHeight: height } = line;
  if (top < root.scrollTop || top + height > root.scrollTop + root.clientHeight)
    root.scrollTop = top - (root.clientHeight - height) / 2;
}
