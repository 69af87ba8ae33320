// Who draws which part of the state: the map and the stage from marks, each panel its own.

/** @import { Beat, Mark, State, Trace } from "../types" */

import { createChanged } from "./dom/changed.js";
import { find } from "./dom/find.js";
import { createLater, createPart } from "./dom/later.js";
import { createLighting } from "./lighting.js";
import { createAbout } from "./panels/about.js";
import { createCodePanel } from "./panels/code.js";
import { createFacts } from "./panels/facts.js";
import { createFormulaPanel } from "./panels/formula.js";
import { createGrids } from "./panels/grids.js";
import { createHall } from "./panels/hall.js";
import { createMessage } from "./panels/message.js";
import { createNarration } from "./panels/narration.js";
import { createTitleBar } from "./panels/title.js";
import { createTransport } from "./panels/transport.js";
import { createSvgRenderer } from "./render/svg.js";
import { LENSES, sceneOf } from "../scene/index.js";
import { stageOf } from "../scene/stage/index.js";
import { isCovered, levelOf } from "../model/spoil.js";
import { LENSES as NAMES } from "../model/asked.js";
import { beatAt } from "../model/timeline.js";

/** What is left after a frame: nothing; more for the next one; or something on its way that then asks for a frame. */
/** @typedef {"done" | "more" | "waiting"} Left */

/**
 * @param {ReturnType<typeof import("../state/actions.js").createActions>} actions
 * @param {() => void} again asks for another frame
 * @returns {(state: State, beats: Beat[]) => Left} draws, and says what is left
 */
export function createScreen(actions, again) {
  const drawNetwork = createSvgRenderer(/** @type {SVGSVGElement} */ (document.querySelector("#network svg")));
  const drawStage = createSvgRenderer(/** @type {SVGSVGElement} */ (document.querySelector("#stage svg")));
  const code = createCodePanel(find("#code"), actions.toLine);
  const formula = createFormulaPanel(find("#formula"));
  const narration = createNarration(find("#narration p"), find("#live"));
  const transport = createTransport(find("#transport"), actions);
  const grids = createGrids(find("#stage .grids"), actions);
  const message = createMessage(find("#message"), actions);
  const title = createTitleBar(find("#title"), actions);
  const comparison = createPart(
    ({ view }) => view.comparing,
    () => fetchComparison(actions),
    again,
  );
  const lenses = { flow: createLater(LENSES.flow, again), sources: createLater(LENSES.sources, again) };
  const why = find("#narration button");
  const facts = createFacts(find("#facts"), why, actions);
  const about = createAbout(find("#about"), find("#help .about"));
  const mistake = createMistake(actions, again);
  const cover = find("#stage .covered");
  const hall = createHall(find("#hall"));
  const lighting = createLighting(document);
  const drawColours = createColours(again);
  const questions = /** @type {HTMLDetailsElement} */ (find("#asked"));
  questions.addEventListener("toggle", () => actions.ask(questions.open));
  const tables = /** @type {const} */ (["network", "stage"]).map((region) => {
    const root = /** @type {HTMLDetailsElement} */ (find(`#${region} .table`));
    root.addEventListener("toggle", again);
    return { root, region };
  });
  const timesteps = find("#timesteps");
  let isWalked = false;
  timesteps.addEventListener("focusin", () => {
    isWalked = true;
    again();
  });
  const later = [
    createPart(
      () => isWalked,
      async () => (await import("./panels/timesteps.js")).createTimesteps(timesteps, actions),
      again,
    ),
    createPart(
      ({ view }) => view.predicting || view.guess !== null,
      async () => (await import("./panels/guessing.js")).createGuessing(find("#stage"), find("#narration"), actions),
      again,
    ),
    createPart(
      ({ view }) => view.lens === "nudge",
      async () => (await import("./panels/nudge.js")).createNudgePanel(find("#stage"), actions, again),
      again,
    ),
    createPart(
      ({ view }) => view.asked !== null,
      async () => (await import("./panels/asked.js")).createAskedPanel(questions, again),
      again,
    ),
    ...tables.map(({ root, region }) =>
      createPart(
        () => root.open,
        async () => (await import("./panels/tables.js")).createTables(root, region, actions),
        again,
      ),
    ),
  ];

  /** What changes an entry is fetched when somebody comes near one. @type {{ now?: (state: State, trace: Trace, beat: Beat) => void, coming?: Promise<void> }} */
  const moving = {};
  for (const near of ["pointerenter", "focusin"])
    find("#stage .grids").addEventListener(near, () => {
      moving.coming ??= import("./panels/moving.js").then(
        (panel) => {
          moving.now = panel.createMoving(find("#stage .grids"), actions);
          again();
        },
        () => {
          delete moving.coming;
        },
      );
    });

  /** @type {(state: State, trace: Trace, beats: Beat[]) => Left} */
  function drawTrace(state, trace, beats) {
    const shown = state.view.reduced ? Math.ceil(state.playhead) : state.playhead;
    const beat = beatAt(beats, shown);
    const { view } = state;
    const asks = view.predicting && beat.step !== null;
    const through = view.lens === "flow" || view.lens === "sources" ? lenses[view.lens] : null;
    const lens = through?.(true) ?? null;
    const scene = sceneOf(trace, beats, shown, view, lens);
    const level = levelOf(trace.head, state.view);
    const covered = isCovered(trace.head, beat, level) && state.view.lens !== "flow";
    const stage = covered ? [] : scene.stage;
    if (state.view.network.width > 0) drawNetwork(scene.network, state.view.network);
    drawStage(stage, state.view.stage);
    const coloured = drawColours(stage);
    const seen = covered ? { ...state, view: { ...state.view, lens: NAMES[0], comparing: false } } : state;
    const whole = later.map((draw) => draw(seen, trace, beat)).every(Boolean);
    document.documentElement.classList.toggle("asks", asks);
    cover.hidden = !covered;
    why.hidden = covered;
    tables[1].root.hidden = covered || !through;
    code(trace, beat, level);
    formula(state, trace, beat, level);
    narration(state, trace, beat, level);
    transport(state, trace, beats, beat);
    const compared = comparison(seen, trace, beat);
    facts(state, trace, beat);
    about(state, trace);
    const explained = mistake(state, trace, level);
    const { panels, layout } = stageOf(trace, beat, state.view);
    const read = state.view.lens === "step" && !covered ? panels.filter(({ part }) => !asks || part !== "result") : [];
    const readable = { panels: read, slots: layout.slots.filter((_, k) => read.includes(panels[k])) };
    const unfinished = grids(state, trace, beat, readable);
    hall(state, trace, beat, level);
    moving.now?.(state, trace, beat);
    lighting();
    const all = whole && coloured && explained && compared && (!through || lens !== null);
    return unfinished ? "more" : all ? "done" : "waiting";
  }

  return (state, beats) => {
    message(state);
    title(state);
    const laidOut = state.view.stage.width > 0;
    return laidOut && state.trace !== null ? drawTrace(state, state.trace, beats) : "done";
  };
}

/** @param {{ perform: (action: string) => void }} act */
async function fetchComparison(act) {
  const { createComparison } = await import("./panels/comparison.js");
  const draw = await createComparison(find("#comparison"), (picture, marks) => createSvgRenderer(picture)(marks), act);
  return (/** @type {State} */ state, /** @type {Trace} */ trace, /** @type {Beat} */ beat) => {
    draw(state, trace, beat);
    return true;
  };
}

/**
 * Only a large matrix is drawn as colours, so only then is fetched what draws them.
 * @param {() => void} again
 * @returns {(marks: Mark[]) => boolean} draws, and says whether all is drawn
 */
function createColours(again) {
  const renderer = createLater(
    () => import("./render/heat.js").then(({ createHeatRenderer }) => createHeatRenderer(find("#stage .heat"))),
    again,
  );
  return (marks) => {
    const wanted = marks.some((mark) => mark.type === "heat");
    const draw = renderer(wanted);
    draw?.(marks);
    return draw !== null || !wanted;
  };
}

/**
 * Only a run with a mistake needs what is said of it.
 * @param {{ perform: (action: string) => void }} act
 * @param {() => void} again
 * @returns {(state: State, trace: Trace, level: number) => boolean} draws, and says whether all is drawn
 */
function createMistake(act, again) {
  const root = find("#mistake");
  const preset = find(".preset"); // the way into such a run, of no use inside one
  const panel = createLater(
    () =>
      import("./panels/mistake.js").then(({ createMistakePanel }) => createMistakePanel(root, act, createChanged())),
    again,
  );
  return (state, trace, level) => {
    const wrong = Boolean(trace.head.mistakes?.length);
    preset.hidden = wrong || trace.head.seed === null; // it would lead away from one's own tensors
    root.hidden = !wrong;
    const draw = panel(wrong);
    if (wrong) draw?.(state, trace, level);
    return draw !== null || root.hidden;
  };
}
