// Before a step is seen: a number, a bar, or one of three pictures. Then it plays, and the guess is answered.

/** @import { Beat, Guess, Mark, Matrix, State, Trace } from "../../types" */
/** @import { Asked } from "../../model/guessing.js" */

import { createChanged } from "../dom/changed.js";
import { piecesOf } from "../dom/pieces.js";
import { sheet } from "../dom/sheet.js";
import { createSvgRenderer } from "../render/svg.js";
import { askedAt, picturesOf, reachOf } from "../../model/guessing.js";
import { question, reply } from "../../say/guessing.js";
import { isHeat } from "../../scene/bars.js";
import { picturesMarks } from "../../scene/picture.js";

const MOST_DECIMALS = 12;
const STEPS = 200; // of a bar, from one end to the other
const PICTURE = { width: 150, height: 70 };
const LETTERS = ["A", "B", "C"];

/**
 * @param {HTMLElement} stage
 * @param {HTMLElement} narration
 * @param {{ guess: (guess: Guess | null) => void, perform: (action: string) => void }} act
 * @returns {Promise<(state: State, trace: Trace, beat: Beat) => boolean>} draws, and says whether all is drawn
 */
export async function createGuessing(stage, narration, act) {
  await sheet("guessing.css", import.meta.url);
  const form = createForm(act);
  const words = document.createElement("p");
  words.className = "guessing";
  words.setAttribute("role", "status");
  stage.append(form.root);
  narration.prepend(words);
  const asking = createChanged();
  const told = createChanged();
  return ({ view }, trace, beat) => {
    const asked = beat.step && (view.predicting || view.guess) ? askedAt(trace, beat, view) : undefined;
    const open = view.predicting ? asked : undefined;
    form.root.hidden = !open;
    if (asking(open && beat, open)) open ? form.ask(trace, beat, open) : form.clear();
    const whole = asked !== undefined || !view.predicting || !beat.step;
    if (!told(asked, beat, view.predicting, view.guess)) return whole;
    words.hidden = !asked;
    if (!asked) words.replaceChildren();
    else if (view.predicting) words.replaceChildren(...piecesOf(question(trace, beat, asked)));
    else if (view.guess) words.replaceChildren(...answer(reply(trace, beat, asked, view.guess)));
    return whole;
  };
}

/** @type {(said: ReturnType<typeof reply>) => (Node | string)[]} */
function answer({ right, text, line, rest }) {
  const verdict = document.createElement("b");
  verdict.className = right ? "right" : "wrong";
  verdict.textContent = `${right ? "✓" : "✗"} ${text}`;
  if (!line) return [verdict];
  const code = document.createElement("code");
  code.textContent = line;
  return [verdict, " ", code, rest];
}

/** @param {{ guess: (guess: Guess | null) => void, perform: (action: string) => void }} act */
function createForm(act) {
  const root = document.createElement("form");
  root.id = "guess";
  root.hidden = true;
  root.noValidate = true;
  root.setAttribute("aria-label", "Your guess");
  root.innerHTML = `<div class="number"><label class="bar"><span>drag the bar</span><input type="range" /></label>
    <label><span>or type it</span><input type="text" inputmode="text" autocomplete="off" size="8" /></label>
    <button class="main">Check</button><button type="button" class="see">Just show it</button></div>
    <div class="pictures" role="group" aria-label="or pick the picture of the whole matrix"></div>`;
  const [bar, field] = root.querySelectorAll("input");
  const pictures = /** @type {HTMLElement} */ (root.querySelector(".pictures"));
  bar.addEventListener("input", () => {
    field.value = shortest(Number(bar.value), Number(bar.step));
    drawBar(bar);
  });
  field.addEventListener("input", () => {
    const { value } = numberIn(field.value);
    if (value === null) return;
    bar.value = String(value);
    drawBar(bar);
  });
  root.addEventListener("keydown", (event) => {
    // the arrows move the bar; what a clicker sends still goes on
    if (event.target === bar && /^(Arrow|Home|End)/.test(event.key)) event.stopPropagation();
  });
  root.addEventListener("submit", (event) => {
    event.preventDefault();
    const typed = numberIn(field.value);
    field.setAttribute("aria-invalid", String(typed.value === null));
    if (typed.value === null) field.focus();
    else act.guess({ ...typed, picture: null });
  });
  root.querySelector(".see")?.addEventListener("click", () => act.guess(null));
  return {
    root,
    /** @type {(trace: Trace, beat: Beat, asked: Asked) => void} */
    ask(trace, beat, asked) {
      const reach = reachOf(asked);
      Object.assign(bar, { min: String(-reach), max: String(reach), step: String((2 * reach) / STEPS), value: "0" });
      field.value = "";
      field.setAttribute("aria-invalid", "false");
      drawBar(bar);
      const shown = isHeat(asked.right) ? [] : picturesOf(beat, asked);
      const role = trace.head.declaration.symbols[beat.name]?.role ?? "";
      root.dataset.role = role;
      pictures.hidden = shown.length === 0;
      const drawn = picturesMarks(shown, PICTURE, role);
      pictures.replaceChildren(...shown.map((one, k) => pictureButton(one, k, drawn[k], act.guess)));
    },
    /** What is no longer asked leaves nothing drawn behind. */
    clear() {
      pictures.replaceChildren();
    },
  };
}

/** @type {(matrix: Matrix, k: number, marks: Mark[], guess: (guess: Guess) => void) => HTMLElement} */
function pictureButton(matrix, k, marks, guess) {
  const button = document.createElement("button");
  button.type = "button";
  button.setAttribute("aria-label", `Picture ${LETTERS[k]}`);
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("preserveAspectRatio", "none");
  createSvgRenderer(svg)(marks, PICTURE);
  const letter = document.createElement("span");
  letter.textContent = LETTERS[k];
  button.append(letter, svg);
  button.addEventListener("click", () => guess({ value: null, within: 0, picture: matrix }));
  return button;
}

/** From the middle to where the bar is. @param {HTMLInputElement} bar */
function drawBar(bar) {
  const share = (Number(bar.value) - Number(bar.min)) / (Number(bar.max) - Number(bar.min));
  bar.style.setProperty("--from", `${Math.min(share, 0.5) * 100}%`);
  bar.style.setProperty("--to", `${Math.max(share, 0.5) * 100}%`);
  bar.setAttribute("aria-valuetext", shortest(Number(bar.value), Number(bar.step)));
}

/** With as many decimals as a step has; where those are too many to read, by its power of ten. */
/** @type {(value: number, step: number) => string} */
function shortest(value, step) {
  const decimals = Math.max(0, Math.ceil(-Math.log10(step)));
  return decimals > MOST_DECIMALS ? value.toExponential(2) : value.toFixed(decimals);
}

/** A number as it was typed, and half of its last digit. @param {string} text */
function numberIn(text) {
  const typed = text.trim().replace("−", "-").replace(",", ".");
  const found = /^[+-]?(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(typed);
  const value = Number(typed);
  if (!found || typed === "" || !Number.isFinite(value)) return { value: null, within: 0 };
  return { value, within: 0.5 * 10 ** (Number(found[3] ?? 0) - (found[2] ?? "").length) };
}
