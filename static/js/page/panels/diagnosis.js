// "My numbers are different": pasted output in, what it tells out, level by level; and a link to it for others.

/** @import { Diagnosis } from "../../types" */
/** @import { Card } from "../../say/diagnosis.js" */

import { sheet } from "../dom/sheet.js";
import { agreementOf, cardsOf, columnsOf, lastLevel, overviewOf, titleOf } from "../../say/diagnosis.js";
import { NEXT } from "../../say/levels.js";
import { replyOf } from "../../say/reply.js";
import { pack, unpack } from "../../state/packed.js";

const ROWS_BESIDE_ANSWER = 4;

/**
 * @typedef {object} Page what the panel needs of the page around it
 * @property {(given: string | Blob, run?: Record<string, string | number>) => Promise<Diagnosis>} ask
 * @property {() => number} level that the address allows at first
 * @property {(level: number) => void} reached
 * @property {(level: number, packed: string) => string} link
 */

/**
 * @param {HTMLDialogElement} root
 * @param {Page} page
 */
export async function createDiagnosisPanel(root, { ask, level: allowed, reached, link }) {
  await sheet("./diagnosis.css", import.meta.url);
  const form = /** @type {HTMLFormElement} */ (root.querySelector("form"));
  const pasted = /** @type {HTMLTextAreaElement} */ (root.querySelector("textarea"));
  const answer = /** @type {HTMLElement} */ (root.querySelector(".answer"));
  const further = /** @type {HTMLElement} */ (root.querySelector(".further"));
  const button = (/** @type {string} */ action) =>
    /** @type {HTMLButtonElement} */ (root.querySelector(`[data-action=${action}]`));
  const next = button("next-level");
  const said = /** @type {HTMLElement} */ (further.querySelector("output"));
  const copied = /** @type {HTMLTextAreaElement} */ (further.querySelector("textarea"));
  /** What is shown, and the text that a link would hold: none, where arrays were sent. */
  /** @type {{ text: string | null, diagnosis: Diagnosis } | null} */
  let shown = null;
  let level = 0;
  let asked = 0;

  function draw() {
    if (!shown) return;
    answer.replaceChildren(...partsOf(shown.diagnosis, level, (file, run) => diagnose(null, () => ask(file, run))));
    for (const one of ["copy-link", "copy-reply"]) button(one).hidden = shown.text === null;
    const last = level >= lastLevel(shown.diagnosis);
    next.hidden = last;
    next.textContent = last ? "" : NEXT[level];
    further.hidden = false;
    said.textContent = "";
    copied.hidden = true;
  }

  /** @param {string | null} text @param {() => Promise<Diagnosis>} asking */
  async function diagnose(text, asking) {
    const mine = (asked += 1);
    shown = null;
    further.hidden = true;
    answer.replaceChildren(element("p", "", "Comparing …"));
    const found = await asking().catch((error) => String(error.message));
    if (mine !== asked) return;
    pasted.rows = ROWS_BESIDE_ANSWER;
    if (typeof found === "string") return answer.replaceChildren(element("p", "", found));
    shown = { text, diagnosis: found };
    level = Math.min(allowed(), lastLevel(found));
    draw();
  }

  /** @param {(packed: string) => string} made of the numbers, compressed */
  async function copy(made) {
    if (!shown || shown.text === null) return;
    const text = await pack(shown.text).then(made, (error) => error);
    if (typeof text !== "string") return (said.textContent = text.message);
    const done = await navigator.clipboard?.writeText(text).then(
      () => true,
      () => false, // where a page may not
    );
    said.textContent = done ? "Copied." : "Copy it from here:";
    copied.hidden = Boolean(done);
    copied.value = text;
    if (!done) copied.select();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    diagnose(pasted.value, () => ask(pasted.value));
  });
  next.addEventListener("click", () => {
    level += 1;
    reached(level);
    draw();
    if (next.hidden) button("copy-link").focus(); // what had the focus is gone
  });
  button("close-diagnosis").addEventListener("click", () => root.close());
  button("copy-link").addEventListener("click", () => copy((packed) => link(level, packed)));
  button("copy-reply").addEventListener("click", () =>
    copy((packed) => (shown ? replyOf(shown.diagnosis, level, link(level, packed)) : "")),
  );

  /** Open it, with the numbers of a link where there are any. @param {string} packed */
  return async (packed) => {
    if (!root.open) root.showModal();
    if (packed === "") return;
    const text = await unpack(packed).catch((error) => error);
    if (typeof text !== "string") return answer.replaceChildren(element("p", "", text.message));
    pasted.value = text;
    await diagnose(text, () => ask(text));
  };
}

/** @typedef {(file: Blob, run: Record<string, string | number>) => void} Send */

/** @type {(diagnosis: Diagnosis, level: number, send: Send) => HTMLElement[]} */
function partsOf(diagnosis, level, send) {
  const texts = [...overviewOf(diagnosis, level), agreementOf(diagnosis)].filter(Boolean);
  return [
    element("h3", "", titleOf(diagnosis)),
    ...texts.map((text) => element("p", "", text)),
    ...columns(diagnosis),
    ...cardsOf(diagnosis, level).map(cardOf),
    ...diagnosis.links.map(({ text, show }) => linkTo(text, show, "show")),
    ...further(diagnosis, send),
  ];
}

/** What can be done where nothing that is known explains it. @type {(diagnosis: Diagnosis, send: Send) => HTMLElement[]} */
function further({ verdict, arrays }, send) {
  if (verdict !== "unknown" && verdict !== "partial") return [];
  const parts = [];
  if (arrays) {
    const chosen = /** @type {HTMLInputElement} */ (element("input", "", ""));
    chosen.type = "file";
    chosen.accept = ".npz,.json";
    chosen.addEventListener("change", () => chosen.files?.[0] && send(chosen.files[0], arrays));
    const label = element("label", "file", "Compare my dx and all other gradients, entry by entry ");
    label.append(chosen);
    parts.push(
      element("p", "", "In the notebook:"),
      element("pre", "", 'np.savez("gradients.npz", **gradients)'),
      label,
    );
  }
  const check =
    "Check my file: on your own machine, nothing is sent. It says which call of your cell is the first wrong one.";
  return [...parts, element("p", "", check), element("pre", "", "python -m app check mine.ipynb")];
}

/** @type {(diagnosis: Diagnosis) => HTMLElement[]} */
function columns(diagnosis) {
  const every = columnsOf(diagnosis);
  if (every.length === 0) return [];
  const line = element("p", "", "Columns of dx: ");
  const row = element("span", "columns", "");
  row.append(...every.map(({ t, right }) => element("span", right ? "" : "wrong", `t = ${t} ${right ? "✓" : "✗"}`)));
  line.append(row);
  return [line];
}

/** @type {(card: Card) => HTMLElement} */
function cardOf({ heading, texts, lines, show }) {
  const card = element("div", "candidate", "");
  card.append(element("h4", "", heading), ...texts.map((text) => element("p", "", text)));
  if (lines.length) {
    const code = element("ol", "code", "");
    for (const { wrong, right } of lines) {
      code.append(line("wrong", "del", "the mistake", wrong));
      if (right !== null) code.append(line("right", "ins", "the right line", right));
    }
    card.append(code);
  }
  if (show) card.append(linkTo("Show me", { ...show, first: 1 }, "show"));
  return card;
}

/** @type {(name: string, tag: string, label: string, text: string) => HTMLElement} */
function line(name, tag, label, text) {
  const item = element("li", name, "");
  const written = element(tag, "", text);
  written.setAttribute("aria-label", label);
  item.append(written);
  return item;
}

/** @type {(text: string, show: Record<string, string | number>, name: string) => HTMLElement} */
function linkTo(text, show, name) {
  const link = /** @type {HTMLAnchorElement} */ (element("a", name, text));
  link.href = `./?${new URLSearchParams(Object.entries(show).map(([key, value]) => [key, String(value)]))}`;
  return link;
}

/** @type {(tag: string, name: string, text: string) => HTMLElement} */
function element(tag, name, text) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.textContent = text;
  return made;
}
