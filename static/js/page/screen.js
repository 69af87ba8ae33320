// Who draws which part of the state: the map and the stage from marks, each panel its own.

/** @import { Beat, Mark, State, Trace } from "../types" */

import { createChanged } from "./dom/changed.js";
import { find } from "./dom/find.js";
import { createLighting } from "./lighting.js";
import { createAbout } from "./panels/about.js";
import { createCodePanel } from "./panels/code.js";
import { createComparison } from "./panels/comparison.js";
import { createFacts } from "./panels/facts.js";
import { createFormulaPanel } from "./panels/formula.js";
import { createGrids } from "./panels/grids.js";
import { createHall } from "./panels/hall.js";
import { createMessage } from "./panels/message.js";
import { createNarration } from "./panels/narration.js";
import { createTitleBar } from "./panels/title.js";
import { createTransport } from "./panels/transport.js";
import { createSvgRenderer } from "./render/svg.js";
import { sceneOf } from "../scene/index.js";
import { stageOf } from "../scene/stage/index.js";
import { isCovered, levelOf } from "../model/spoil.js";
import { LENSES } from "../model/asked.js";
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
  const code = createCodePanel(find("#code"), actions.toStep);
  const formula = createFormulaPanel(find("#formula"));
  const narration = createNarration(find("#narration p"), find("#live"));
  const transport = createTransport(find("#transport"), actions);
  const grids = createGrids(find("#stage .grids"), actions);
  const message = createMessage(find("#message"), actions);
  const title = createTitleBar(find("#title"), actions);
  const comparison = createComparison(
    find("#comparison"),
    (picture, marks) => createSvgRenderer(picture)(marks),
    actions,
  );
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
  const later = [
    createLater(
      ({ lens }) => lens === "nudge",
      async () => (await import("./panels/nudge.js")).createNudgePanel(find("#stage"), actions, again),
      again,
    ),
    createLater(
      ({ asked }) => asked !== null,
      async () => (await import("./panels/asked.js")).createAskedPanel(questions, again),
      again,
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
    const scene = sceneOf(trace, beats, shown, state.view);
    const level = levelOf(trace.head, state.view);
    const covered = isCovered(trace.head, beat, level) && state.view.lens !== "flow";
    const stage = covered ? [] : scene.stage;
    if (state.view.network.width > 0) drawNetwork(scene.network, state.view.network);
    drawStage(stage, state.view.stage);
    const coloured = drawColours(stage);
    const seen = covered ? { ...state, view: { ...state.view, lens: LENSES[0], comparing: false } } : state;
    const whole = later.map((draw) => draw(seen, trace, beat)).every(Boolean);
    cover.hidden = !covered;
    why.hidden = covered;
    code(trace, beat, level);
    formula(state, trace, beat, level);
    narration(state, trace, beat, level);
    transport(state, trace, beats, beat);
    comparison(seen, trace, beat);
    facts(state, trace, beat);
    about(state, trace);
    const explained = mistake(state, trace, beat);
    hall(state, trace, beat, level);
    const { panels, layout } = stageOf(trace, beat, state.view);
    const readable =
      state.view.lens === "step" && !covered ? { panels, slots: layout.slots } : { panels: [], slots: [] };
    const unfinished = grids(state, trace, beat, readable);
    moving.now?.(state, trace, beat);
    lighting();
    return unfinished ? "more" : coloured && explained && whole ? "done" : "waiting";
  }

  return (state, beats) => {
    message(state);
    title(state);
    const laidOut = state.view.stage.width > 0;
    return laidOut && state.trace !== null ? drawTrace(state, state.trace, beats) : "done";
  };
}

/**
 * A panel that is fetched when it is first asked for.
 * @typedef {(state: State, trace: Trace, beat: Beat) => boolean} DrawLater draws, and says whether all is drawn
 * @param {(view: State["view"]) => boolean} isAsked
 * @param {() => Promise<DrawLater>} fetched
 * @param {() => void} again
 * @returns {DrawLater}
 */
function createLater(isAsked, fetched, again) {
  /** @type {DrawLater | null | undefined} */
  let draw;
  return (state, trace, beat) => {
    if (draw) return draw(state, trace, beat);
    if (isAsked(state.view) && draw === undefined) {
      draw = null; // on its way
      fetched()
        .then(
          (one) => (draw = one),
          () => (draw = undefined), // with the next frame it is tried again
        )
        .then(again);
    }
    return !isAsked(state.view);
  };
}

/**
 * Only a large matrix is drawn as colours, so only then is fetched what draws them.
 * @param {() => void} again
 * @returns {(marks: Mark[]) => boolean} draws, and says whether all is drawn
 */
function createColours(again) {
  /** @type {((marks: Mark[]) => void) | null | undefined} */
  let draw;
  return (marks) => {
    draw?.(marks);
    if (draw || !marks.some((mark) => mark.type === "heat")) return true;
    if (draw === undefined) fetchRenderer();
    return false;
  };

  async function fetchRenderer() {
    draw = null; // on its way
    try {
      const { createHeatRenderer } = await import("./render/heat.js");
      draw = createHeatRenderer(find("#stage .heat"));
      again();
    } catch {
      draw = undefined; // with the next frame it is tried again
    }
  }
}

/**
 * Only a run with a mistake needs what is said of it.
 * @param {{ perform: (action: string) => void }} act
 * @param {() => void} again
 * @returns {DrawLater}
 */
function createMistake(act, again) {
  const root = find("#mistake");
  const preset = find(".preset"); // the way into such a run, of no use inside one
  let wrong = false;
  const draw = createLater(
    () => wrong,
    async () => {
      const { createMistakePanel } = await import("./panels/mistake.js");
      const panel = createMistakePanel(root, act, createChanged());
      return (state, trace) => {
        if (wrong) panel(state, trace, levelOf(trace.head, state.view));
        root.hidden = !wrong;
        return true;
      };
    },
    again,
  );
  return (state, trace, beat) => {
    preset.hidden = wrong = Boolean(trace.head.mistakes?.length);
    return draw(state, trace, beat);
  };
}
