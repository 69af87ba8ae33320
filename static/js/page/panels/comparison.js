// "Why is da_prevt ≠ da[:,:,t]?" The answer first, then why, then all pairs of entries in the room that is left.

/** @import { Beat, Entry, Mark, Matrix, Role, State, Trace } from "../../types" */
/** @import { Question } from "../../model/questions.js" */

import { createChanged } from "../dom/changed.js";
import { sheet } from "../dom/sheet.js";
import { addsUp, decimalsWhere, written } from "../../say/digits.js";
import { questionsOf } from "../../model/questions.js";
import { extent, isHeat } from "../../scene/bars.js";
import { overlayMarks } from "../../scene/overlay.js";
import { scatterMarks } from "../../scene/scatter.js";
import { nearest, valueOf } from "../../model/trace.js";
import { atTimestep, entryLabel, labelOf } from "../../say/words.js";

const IS = "\u00a0=\u00a0"; // not at the end of a line

/** @typedef {(picture: SVGSVGElement, marks: Mark[]) => void} DrawMarks */
/** @typedef {(string | Node)[]} Words */

/**
 * @param {HTMLElement} root
 * @param {DrawMarks} draw
 * @param {{ perform: (action: string) => void }} act
 */
export async function createComparison(root, draw, act) {
  await sheet("./comparison.css", import.meta.url);
  const body = /** @type {HTMLElement} */ (root.querySelector(".body"));
  const other = /** @type {HTMLElement} */ (root.querySelector("[data-action=other-question]"));
  for (const button of root.querySelectorAll("button"))
    button.addEventListener("click", () => act.perform(button.dataset.action ?? ""));
  const changed = createChanged();
  return (/** @type {State} */ { view }, /** @type {Trace} */ trace, /** @type {Beat} */ beat) => {
    if (!changed(view.comparing, view.second, beat, trace.received, trace.head, view.focus)) return;
    const opened = root.hidden && view.comparing;
    root.hidden = !view.comparing;
    if (root.hidden) return;
    const questions = questionsOf(trace, beat);
    const at = Math.min(Number(view.second), questions.length - 1);
    const [asked, waiting] = [questions[at], questions[1 - at]];
    const ahead = beat.direction === "forward" ? `Going back, at t${IS}${asked?.t}: ` : "";
    const elsewhere = asked?.t !== beat.t || beat.direction === "forward";
    body.replaceChildren(...(asked ? cardOf(draw, trace, asked, view.focus ?? [0, 0], ahead, elsewhere) : []));
    other.hidden = !waiting;
    other.textContent = waiting ? `And ${wordOf(trace, waiting, "i")}` : "";
    if (opened) root.scrollIntoView(); // on a phone it may be above or below what is seen
  };
}

/** @type {(trace: Trace, question: Question, first: string) => string} */
function wordOf(trace, { comparison, lane, t, leaving }, first) {
  const called = leaving ? `${lane.returned} of t${IS}${t + 1}` : lane.carried;
  return `${first}s ${called} equal to ${labelOf(trace.head.declaration, comparison.upstream, t)}?`;
}

/** @type {(draw: DrawMarks, trace: Trace, question: Question, focus: Entry, ahead: string, elsewhere: boolean) => Node[]} */
function cardOf(draw, trace, question, focus, ahead, elsewhere) {
  const { comparison, lane, t } = question;
  const { upstream, carried, entries, equal } = comparison;
  const left = valueOf(trace, "backward", t, upstream) ?? [];
  const right = valueOf(trace, "backward", t, carried) ?? [];
  const at = nearest(focus, left);
  const words = document.createElement("div");
  words.append(
    element("h2", "", [ahead, wordOf(trace, question, ahead ? "i" : "I")]),
    element("p", "answer", [`${equal === entries ? "Yes" : "No"}: ${equal} of ${entries} entries are equal.`]),
    element("p", "", whyOf(trace, question)),
    sumOf(trace, question, [left, right, valueOf(trace, "backward", t, lane.total) ?? []], at, elsewhere),
  );
  const figure = document.createElement("figure");
  figure.append(picture(draw, left, right, at), element("figcaption", "", howToRead(trace, question, left, at)));
  return [words, figure];
}

/** What each of the two is, and what they make together. @type {(trace: Trace, question: Question) => Words} */
function whyOf(trace, { comparison: { upstream }, lane, t, leaving }) {
  const { declaration } = trace.head;
  const id = trace.backward[t]?.said?.[`${leaving ? lane.returned : lane.carried}?`];
  const places = {
    upstream: named(labelOf(declaration, upstream, t), "upstream"),
    carried: named(lane.carried, "carried"),
    returned: named(lane.returned, "carried"),
    total: named(lane.total, "total"),
    state: document.createTextNode(lane.state),
  };
  return (declaration.sentences[id ?? ""] ?? "").split(/(\{\w+\})/).map((piece) => {
    const place = /** @type {Record<string, Node>} */ (places)[piece.slice(1, -1)];
    return place ? place.cloneNode(true) : atTimestep(piece, t).replaceAll(" = ", IS);
  });
}

/** The three numbers of the focus entry; with + and = only where they really add up. */
/** `elsewhere`: it is asked of another timestep than the screen shows, whose values may have the same names. */
/** @type {(trace: Trace, question: Question, matrices: Matrix[], at: Entry, elsewhere: boolean) => HTMLElement} */
function sumOf(trace, { comparison, lane, t, leaving }, matrices, at, elsewhere) {
  const { declaration } = trace.head;
  const isOfItsT = (/** @type {string} */ name) =>
    name === lane.returned || declaration.symbols[name]?.label.includes("{t}"); // da[:,:,{t}]; what leaves is left here
  const values = matrices.map((matrix) => matrix[at[0]]?.[at[1]] ?? NaN);
  const left = valueOf(trace, "backward", t + 1, lane.returned)?.[at[0]]?.[at[1]];
  const names = [comparison.upstream, leaving && Object.is(left, values[1]) ? lane.returned : lane.carried, lane.total];
  const decimals = decimalsWhere((count) => addsUp(values.slice(0, 2), values[2], count));
  const row = element("p", "sum mono", []);
  names.forEach((name, k) => {
    const label = `${entryLabel(declaration, name, t, at)}${elsewhere && !isOfItsT(name) ? ` at t${IS}${t}` : ""}`;
    if (k && decimals !== null) row.append(element("span", "joiner", [k === 1 ? "+" : "="]));
    const number = element("b", "", [written(values[k], decimals ?? undefined)]);
    row.append(element("span", declaration.symbols[name]?.role ?? "", [label, number]));
  });
  return row;
}

/** @type {(trace: Trace, question: Question, left: Matrix, at: Entry) => Words} */
function howToRead(trace, { comparison, lane, t, leaving }, left, at) {
  const { declaration } = trace.head;
  const { upstream, difference, entries, equal, close } = comparison;
  const above = labelOf(declaration, upstream, t);
  const { code, code_before } = declaration.symbols[upstream];
  const here = leaving ? code_before : code;
  const read = isHeat(left)
    ? `Each dot is an entry: ${above} across, ${leaving ? lane.returned : lane.carried} up. Equal ones would be on the line.`
    : `Each pair of bars is one entry, on one scale.`;
  const apart = ` They differ by up to ${written(extent(difference))}, at [${at}] by ${written(difference[at[0]][at[1]])}.`;
  return [
    read,
    apart,
    ` In NumPy ${lane.carried} == ${here} is true for ${equal} of ${entries}, np.isclose for ${close}.`,
  ];
}

/** @type {(draw: DrawMarks, left: Matrix, right: Matrix, focus: Entry) => Node} */
function picture(draw, left, right, focus) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const size = { width: 420, height: isHeat(left) ? 420 : 300 };
  svg.setAttribute("viewBox", `0 0 ${size.width} ${size.height}`);
  if (!isHeat(left)) svg.setAttribute("preserveAspectRatio", "none"); // bars may be as high as there is room
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", `${left.length} by ${left[0]?.length ?? 0} entries of both matrices, pair by pair`);
  draw(svg, (isHeat(left) ? scatterMarks : overlayMarks)(left, right, size, focus));
  return svg;
}

/** @type {(text: string, role: Role) => HTMLElement} */
function named(text, role) {
  return element("b", role, [text]);
}

/** @type {(tag: string, name: string, words: Words) => HTMLElement} */
function element(tag, name, words) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.append(...words);
  return made;
}
