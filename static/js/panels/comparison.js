// "Is da_prevt equal to da[:,:,t]?" The two matrices entry by entry, how many are equal, and why they are not the same.

/** @import { Beat, Comparison, Entry, Mark, Matrix, State, Trace } from "../types" */

import { written } from "../digits.js";
import { overlayMarks } from "../scene/overlay.js";
import { nearest, valueOf } from "../trace.js";
import { entryLabel, labelOf } from "../words.js";

/** @typedef {(picture: SVGSVGElement, marks: Mark[]) => void} DrawMarks */

/**
 * @param {HTMLElement} root
 * @param {DrawMarks} draw
 * @param {() => void} close
 */
export function createComparison(root, draw, close) {
  /** @type {HTMLElement} */ (root.querySelector(".close")).addEventListener("click", close);
  let shown = "";
  return (/** @type {State} */ state, /** @type {Trace} */ trace, /** @type {Beat} */ beat) => {
    const key = JSON.stringify([state.view.comparing, beat.index, trace.received, state.view.focus]);
    if (key === shown) return;
    shown = key;
    root.hidden = !state.view.comparing;
    if (root.hidden) return;
    const body = /** @type {HTMLElement} */ (root.querySelector(".body"));
    body.replaceChildren(...bodyOf(draw, state, trace, beat));
  };
}

/** @type {(draw: DrawMarks, state: State, trace: Trace, beat: Beat) => Node[]} */
function bodyOf(draw, state, trace, beat) {
  const t = beat.direction === "backward" ? beat.t : trace.head.T_backward - 1;
  const here = trace.backward[t]?.comparisons ?? [];
  const before = trace.backward[t - 1]?.comparisons ?? [];
  const lanes = trace.head.declaration.lanes;
  return [
    ...here.flatMap((one) => card(draw, state, trace, one, t, one.carried)),
    ...before.flatMap((one) => {
      const returned = lanes.find((lane) => lane.carried === one.carried)?.returned ?? one.carried;
      return card(draw, state, trace, one, t - 1, returned);
    }),
  ];
}

/**
 * One comparison. `called` is the name of the carried gradient where it is read: da_prevt at t, da_prev at t + 1.
 * @type {(draw: DrawMarks, state: State, trace: Trace, comparison: Comparison, t: number, called: string) => Node[]}
 */
function card(draw, state, trace, { upstream, carried, entries, equal, close, difference }, t, called) {
  const { declaration } = trace.head;
  const left = valueOf(trace, "backward", t, upstream) ?? [];
  const right = valueOf(trace, "backward", t, carried) ?? [];
  const other = called === carried ? called : `${called} of t = ${t + 1}`;
  const printed =
    called === carried
      ? ""
      : ` This is what people print as ${carried} != ${declaration.symbols[upstream].code.replace("t]", "t-1]")}.`;
  const question = element("h2", "", `Is ${other} equal to ${labelOf(declaration, upstream, t)}?`);
  const answer = element(
    "p",
    "answer",
    `${equal === entries ? "Yes" : "No"}: ${equal} of ${entries} entries with ==, ${close} of ${entries} with isclose.${printed}`,
  );
  const at = nearest(state.view.focus ?? [0, 0], difference);
  const [row, column] = at;
  const example = element("p", "mono example", "");
  example.append(
    element("span", "upstream", `${entryLabel(declaration, upstream, t, at)} = ${written(left[row]?.[column])}`),
    element("span", "carried", `${called}[${row},${column}] = ${written(right[row]?.[column])}`),
    element("span", "", `difference = ${written(difference[row]?.[column])}`),
  );
  const what = element(
    "p",
    "",
    called === carried
      ? `${labelOf(declaration, upstream, t)} is what reaches a⟨${t}⟩ through its own prediction ŷ⟨${t}⟩. ${called} is what reaches it from everything after t = ${t}, brought back by the cell at t = ${t + 1}. They are two parts of one gradient: neither replaces the other, and only their sum is the gradient of a⟨${t}⟩.`
      : `${other} becomes ${carried} of t = ${t}: the same numbers under another name. It is not ${labelOf(declaration, upstream, t)}, it meets it there and is added to it.`,
  );
  const article = document.createElement("article");
  article.append(question, overlay(draw, left, right, at), answer, example, what);
  return [article];
}

/** Both matrices in one grid, entry beside entry, on one scale. */
/** @type {(draw: DrawMarks, left: Matrix, right: Matrix, focus: Entry) => Node} */
function overlay(draw, left, right, focus) {
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const size = { width: 420, height: Math.min(36 * left.length, 260) };
  picture.setAttribute("viewBox", `0 0 ${size.width} ${size.height}`);
  picture.setAttribute("role", "img");
  picture.setAttribute(
    "aria-label",
    `${left.length} by ${left[0]?.length ?? 0} entries of both matrices, side by side`,
  );
  draw(picture, overlayMarks(left, right, size, focus));
  return picture;
}

/** @type {(tag: string, name: string, text: string) => HTMLElement} */
function element(tag, name, text) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.textContent = text;
  return made;
}
