// Who draws which part of the state: the map and the stage from marks, each panel its own.

/** @import { Beat, Mark, State, Trace } from "../types" */

import { find } from "./dom/find.js";
import { createLighting } from "./lighting.js";
import { createCodePanel } from "./panels/code.js";
import { createComparison } from "./panels/comparison.js";
import { createFacts } from "./panels/facts.js";
import { createFormulaPanel } from "./panels/formula.js";
import { createGrids } from "./panels/grids.js";
import { createHall } from "./panels/hall.js";
import { createMessage } from "./panels/message.js";
import { createMistakePanel } from "./panels/mistake.js";
import { createNarration } from "./panels/narration.js";
import { createTitleBar } from "./panels/title.js";
import { createTransport } from "./panels/transport.js";
import { createSvgRenderer } from "./render/svg.js";
import { sceneOf } from "../scene/index.js";
import { stageOf } from "../scene/stage/index.js";
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
  const facts = createFacts(find("#facts"), find("#narration button"), actions);
  const mistake = createMistakePanel(find("#mistake"), find(".preset"), actions);
  const hall = createHall(find("#hall"));
  const lighting = createLighting(document);
  const drawColours = createColours(again);
  const later = [
    createLater(
      ({ predicting, guess }) => predicting || guess !== null,
      async () => (await import("./panels/guessing.js")).createGuessing(find("#stage"), find("#narration"), actions),
      again,
    ),
  ];

  /** @type {(state: State, trace: Trace, beats: Beat[]) => Left} */
  function drawTrace(state, trace, beats) {
    const shown = state.view.reduced ? Math.ceil(state.playhead) : state.playhead;
    const beat = beatAt(beats, shown);
    const covered = state.view.predicting && beat.step !== null;
    const scene = sceneOf(trace, beats, shown, state.view);
    drawNetwork(scene.network, state.view.network);
    drawStage(scene.stage, state.view.stage);
    const coloured = drawColours(scene.stage);
    const whole = later.map((draw) => draw(state, trace, beat)).every(Boolean);
    document.documentElement.classList.toggle("covered", covered);
    code(trace, beat);
    formula(state, trace, beat);
    narration(state, trace, beat);
    transport(state, trace, beats, beat);
    comparison(state, trace, beat);
    facts(state, trace, beat);
    mistake(state, trace);
    hall(state, trace, beat);
    const { panels, layout } = stageOf(trace, beat, state.view);
    const read = state.view.lens === "step" ? panels.filter(({ part }) => !covered || part !== "result") : [];
    const readable = { panels: read, slots: layout.slots.filter((_, k) => read.includes(panels[k])) };
    const unfinished = grids(state, trace, beat, readable);
    lighting();
    return unfinished ? "more" : coloured && whole ? "done" : "waiting";
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
