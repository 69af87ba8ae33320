// The nudge: a number is moved by ε, and beside what the gradients say of it stands what the cost really does.

/** @import { Beat, Nudge, Road, State, Trace, View } from "../../types" */

import { createChanged } from "../dom/changed.js";
import { sheet } from "../dom/sheet.js";
import { createSvgRenderer } from "../render/svg.js";
import { EPS } from "../../model/asked.js";
import { movable, nudgeAddress } from "../../model/nudging.js";
import { short, written } from "../../say/digits.js";
import { typographyOf } from "../../scene/layout.js";
import { nudgeMarks } from "../../scene/nudge/index.js";
import { answerOf } from "../../state/api.js";

const MOVE = 260; // milliseconds from one timestep to the next
const MOST_ROWS = 12; // of a parameter's timesteps
const DIGITS = 5; // that matter, of the largest number
const MOST_DECIMALS = 10;

const MARKUP = `
  <form>
    <label>Move <select name="of"></select> <b class="mono"></b></label>
    <label>by ε = <input type="range" step="0.1" /> <output class="mono"></output></label>
    <button type="button">See it travel</button>
  </form>
  <svg role="img"></svg>
  <div class="table" tabindex="0" role="group" aria-label="Predicted and measured"><table>
    <thead><tr></tr></thead><tbody></tbody>
  </table></div>
  <div class="words" role="status"><p></p><p class="cost"></p></div>`;

/**
 * @param {HTMLElement} stage
 * @param {{ view: (change: Partial<View>) => void }} act
 * @param {() => void} again asks for another frame
 * @returns {Promise<(state: State, trace: Trace, beat: Beat) => boolean>} draws, and says whether all is drawn
 */
export async function createNudgePanel(stage, act, again) {
  await sheet("./nudge.css", import.meta.url);
  const root = document.createElement("section");
  root.className = "nudge";
  root.hidden = true;
  root.setAttribute("aria-label", "A nudge: why a sum");
  root.innerHTML = MARKUP;
  stage.append(root);
  const part = (/** @type {string} */ selector) => /** @type {any} */ (root.querySelector(selector));
  const [select, moved, slider, eps, svg] = ["select", "b", "input", "output", "svg"].map(part);
  const draw = createSvgRenderer(svg);
  slider.min = Math.log10(EPS.least);
  slider.max = Math.log10(EPS.most);
  /** @type {View["nudge"]} */
  let now = { eps: EPS.usual, of: "" };
  slider.addEventListener("input", () =>
    act.view({ nudge: { ...now, eps: Number((10 ** slider.value).toPrecision(2)) } }),
  );
  slider.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (/^(Arrow|Page|Home|End)/.test(event.key)) event.stopPropagation(); // here they move the number
  });
  select.addEventListener("change", () => act.view({ nudge: { ...now, of: select.value } }));
  part("button").hidden = matchMedia("(prefers-reduced-motion: reduce)").matches;
  part("button").addEventListener("click", () => travel(svg));

  /** What was asked, and what came of it. @type {{ address: string, found: Nudge | null, problem: string }} */
  let answer = { address: "", found: null, problem: "" };
  let asking = false;
  /** @param {string} address */
  async function ask(address) {
    asking = true;
    try {
      answer = { address, found: await answerOf(address), problem: "" };
    } catch (error) {
      answer = { address, found: null, problem: error instanceof Error ? error.message : String(error) };
    }
    asking = false;
    again();
  }

  const changed = createChanged();
  return ({ query, view }, trace, beat) => {
    root.hidden = view.lens !== "nudge";
    if (root.hidden) {
      if (changed(null)) draw([], { width: 0, height: 0 }); // nothing is left of it behind another lens
      return true;
    }
    now = view.nudge;
    const own = trace.head.seed === null;
    const address = own ? "" : nudgeAddress(query, trace, beat, view);
    if (!own && trace.end && address !== answer.address && !asking) ask(address); // one at a time, the newest next
    const { found } = answer;
    const problem = own
      ? "A nudge is made of a drawn run: the server keeps nothing of your own tensors."
      : answer.problem;
    const arrived = own || (answer.address === address && Boolean(trace.end));
    if (!changed(found, problem, view.stage, view.presenter, view.nudge, trace.head)) return arrived;
    options(select, trace, view.nudge.of);
    slider.value = String(Math.log10(view.nudge.eps));
    slider.setAttribute("aria-valuetext", `ε = ${view.nudge.eps}`);
    eps.textContent = String(view.nudge.eps);
    root.classList.toggle("empty", !found || problem !== "");
    part(".words p").textContent = problem || (found?.sentence ?? "");
    part(".words .cost").textContent = problem ? "" : (found?.cost ?? "");
    if (!found || problem) return arrived;
    moved.textContent = found.written.moved.slice(found.of.length);
    fill(part("table"), found);
    const before = svg.dataset.moved;
    const box = { width: svg.clientWidth, height: svg.clientHeight };
    draw(nudgeMarks(found, box, typographyOf(view)), box);
    svg.setAttribute("aria-label", inWords(found));
    svg.dataset.moved = found.written.moved;
    if (before !== found.written.moved) travel(svg, view.reduced);
    return arrived;
  };
}

/** The bump goes on its way: what it reaches later is seen later. @type {(svg: SVGSVGElement, reduced?: boolean) => void} */
function travel(svg, reduced = matchMedia("(prefers-reduced-motion: reduce)").matches) {
  if (reduced) return;
  for (const element of /** @type {NodeListOf<SVGElement>} */ (svg.querySelectorAll("[data-at]"))) {
    const delay = Number(element.dataset.at) * MOVE;
    element.animate([{ opacity: 0 }, { opacity: 1 }], { delay, duration: MOVE, fill: "backwards" });
  }
}

/** @type {(select: HTMLSelectElement, trace: Trace, chosen: string) => void} */
function options(select, trace, chosen) {
  const state = trace.head.declaration.lanes.find((lane) => lane.upstream)?.state ?? "";
  const wanted = [["", `${state}⟨t⟩`], ...movable(trace).map((name) => [name, name])];
  select.replaceChildren(...wanted.map(([value, text]) => new Option(text, value)));
  select.value = movable(trace).includes(chosen) ? chosen : "";
}

/** @type {Record<Road["road"], (road: Road, nudge: Nudge) => string>} */
const NAMES = {
  upstream: (_, { t }) => `through ŷ⟨${t}⟩`,
  carried: (_, { t }) => `through a⟨${Number(t) + 1}⟩`,
  both: () => "on both",
  timestep: ({ t }) => `at t = ${t} alone`,
  sum: () => "at every t",
};

/** @type {Record<string, string>} */
const ROLES = { upstream: "upstream", carried: "carried", both: "total", sum: "total" };

/** @type {(table: HTMLTableElement, nudge: Nudge) => void} */
function fill(table, nudge) {
  const steps = nudge.steps.slice(0, 3);
  const heads = [
    "moved",
    "ε · gradient",
    "predicted",
    "measured",
    ...steps.map((_, k) => (k ? `left over, ε/${2 ** k}` : "left over")),
  ];
  /** @type {HTMLTableRowElement} */ (table.tHead?.rows[0]).replaceChildren(...heads.map((text) => cell("th", text)));
  const { roads } = nudge;
  const largest = Math.max(...roads.map((road) => Math.abs(road.predicted)).filter(Number.isFinite));
  const decimals = Math.min(Math.max(DIGITS - 1 - Math.floor(Math.log10(largest || 1)), 4), MOST_DECIMALS);
  const number = (/** @type {number} */ value) => written(value, decimals);
  const shown = roads.length > MOST_ROWS + 1 ? [...roads.slice(-MOST_ROWS - 1)] : roads;
  table.tBodies[0].replaceChildren(
    ...shown.map((road) => {
      const row = document.createElement("tr");
      row.className = ROLES[road.road] ?? "";
      if (road.holds === false) row.classList.add("off");
      const gradient = nudge.written[road.road] ?? `${road.name}[${nudge.entry}]`;
      const left = steps.map((_, k) => remainder(road, k));
      const numbers = [number(road.predicted), road.measured === null ? "–" : number(road.measured), ...left];
      const name = cell("th", NAMES[road.road](road, nudge));
      row.append(name, cell("td", `ε · ${gradient}`), ...numbers.map((text) => cell("td", text)));
      return row;
    }),
  );
}

/** What is no larger than rounding is called so. @type {(road: Road, k: number) => string} */
function remainder({ remainders, rounding }, k) {
  const left = remainders[k];
  if (left === undefined) return "–";
  return Math.abs(left) <= rounding ? "0" : left.toExponential(1);
}

/** @type {(tag: "th" | "td", text: string) => HTMLElement} */
function cell(tag, text) {
  const made = document.createElement(tag);
  if (tag === "th") made.setAttribute("scope", "row");
  made.textContent = text;
  return made;
}

/** The picture for who does not see it. @type {(nudge: Nudge) => string} */
function inWords({ travels, written: called }) {
  const reached = travels.filter((one) => one.state || one.cost);
  const told = reached
    .slice(0, MOST_ROWS)
    .map((one) => `t = ${one.t}: state by ${short(one.state)}, cost by ${short(one.cost)}`);
  return `${called.moved} was moved. ${told.join("; ")}.`;
}
