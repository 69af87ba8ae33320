// "Is da_prevt equal to da[:,:,t]?" The two matrices entry by entry, how many are equal, and why they are not the same.

/** @import { Beat, Comparison, State, Trace } from "../types" */

import { written } from "../digits.js";
import { entryLabel, labelOf } from "../words.js";
import { nearest, valueOf } from "../trace.js";

/** @param {HTMLElement} root */
export function createComparison(root) {
  let shown = "";
  return (/** @type {State} */ state, /** @type {Trace} */ trace, /** @type {Beat} */ beat) => {
    const key = JSON.stringify([state.view.comparing, beat.index, trace.received, state.view.focus]);
    if (key === shown) return;
    shown = key;
    root.hidden = !state.view.comparing;
    if (root.hidden) return;
    const body = /** @type {HTMLElement} */ (root.querySelector(".body"));
    body.replaceChildren(...bodyOf(state, trace, beat));
  };
}

/** @type {(state: State, trace: Trace, beat: Beat) => Node[]} */
function bodyOf(state, trace, beat) {
  const t = beat.direction === "backward" ? beat.t : trace.head.T_backward - 1;
  const here = trace.backward[t]?.comparisons ?? [];
  const before = trace.backward[t - 1]?.comparisons ?? [];
  const lanes = trace.head.declaration.lanes;
  return [
    ...here.flatMap((one) => card(state, trace, one, t, one.carried)),
    ...before.flatMap((one) => {
      const returned = lanes.find((lane) => lane.carried === one.carried)?.returned ?? one.carried;
      return card(state, trace, one, t - 1, returned);
    }),
  ];
}

/**
 * One comparison. `called` is the name of the carried gradient where it is read: da_prevt at t, da_prev at t + 1.
 * @type {(state: State, trace: Trace, comparison: Comparison, t: number, called: string) => Node[]}
 */
function card(state, trace, { upstream, carried, entries, equal, close, difference }, t, called) {
  const { declaration } = trace.head;
  const left = valueOf(trace, "backward", t, upstream) ?? [];
  const right = valueOf(trace, "backward", t, carried) ?? [];
  const other = called === carried ? called : `${called} of t = ${t + 1}`;
  const question = element("h3", "", `Is ${other} equal to ${labelOf(declaration, upstream, t)}?`);
  const answer = element("p", "answer", `${equal} of ${entries} entries with ==, ${close} of ${entries} with isclose.`);
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
      ? `${labelOf(declaration, upstream, t)} is what a⟨${t}⟩ owes to its own prediction ŷ⟨${t}⟩. ${called} is what it owes to everything after t = ${t}, brought back by the cell at t = ${t + 1}. They are two parts of one gradient: neither replaces the other, and only their sum is the gradient of a⟨${t}⟩.`
      : `${other} becomes ${carried} of t = ${t}: the same numbers under another name. It is not ${labelOf(declaration, upstream, t)}, it meets it there and is added to it.`,
  );
  return [question, overlay(left, right), answer, example, what];
}

/** Both matrices in one grid, entry beside entry, on one scale. @type {(left: number[][], right: number[][]) => Node} */
function overlay(left, right) {
  const rows = left.length;
  const columns = left[0]?.length ?? 0;
  const canvas = document.createElement("canvas");
  const density = window.devicePixelRatio || 1;
  const width = 520;
  const height = Math.min(26 * rows, 260);
  Object.assign(canvas, { width: width * density, height: height * density });
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", `${rows} by ${columns} entries of both matrices side by side`);
  const context = canvas.getContext("2d");
  if (!context) return canvas;
  context.scale(density, density);
  const style = getComputedStyle(document.documentElement);
  const largest = Math.max(...[...left, ...right].flat().filter(Number.isFinite).map(Math.abs), 0);
  const cell = { width: width / columns, height: height / rows };
  const draw = (/** @type {number[][]} */ matrix, /** @type {string} */ colour, /** @type {number} */ place) => {
    context.fillStyle = style.getPropertyValue(colour);
    matrix.forEach((values, i) => {
      values.forEach((value, j) => {
        const length = largest > 0 && Number.isFinite(value) ? (value / largest) * cell.height * 0.46 : 0;
        const x = j * cell.width + cell.width * (0.2 + 0.3 * place);
        context.fillRect(x, (i + 0.5) * cell.height, cell.width * 0.28, length ? -length : 1);
      });
    });
  };
  context.fillStyle = style.getPropertyValue("--line");
  for (let i = 0; i < rows; i += 1) context.fillRect(0, (i + 0.5) * cell.height, width, 0.5);
  draw(left, "--upstream", 0);
  draw(right, "--carried", 1);
  return canvas;
}

/** @type {(tag: string, name: string, text: string) => HTMLElement} */
function element(tag, name, text) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.textContent = text;
  return made;
}
