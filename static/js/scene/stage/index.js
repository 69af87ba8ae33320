// Pure: the matrices of a beat, their names and scales, and the bars on their way.

/** @import { Beat, Joiner, Mark, Panel, StageLayout, Trace, View } from "../../types" */
/** @import { Drawing, Layer } from "./layers.js" */
/** @import { Scale } from "../bars.js" */

import { isLow, stageLayout, typographyOf } from "../layout.js";
import { remembered } from "../remember.js";
import { movement, progressOf } from "../../model/timeline.js";
import { nearest, shownEntry } from "../../model/trace.js";
import { isHeat, scalesOf } from "../bars.js";
import { text } from "../marks.js";
import { operandMarks, layerMark, rightMarks, specialsMarks } from "./entries.js";
import { focusMarks } from "./focus.js";
import { panelsOf } from "./matrices.js";
import { layersOf } from "./motion.js";
import { joinerMark, panelMarks } from "./panel.js";
import { handedOver } from "./passing.js";
import { storyOf } from "./story.js";
import { waterfallMarks } from "./waterfall.js";

/** What the stage is made of at a beat: shared by the picture, the hit test and the readable grids. */
export const stageOf = remembered(
  /** @type {(trace: Trace, beat: Beat, view: View) => { panels: Panel[], layout: StageLayout, scales: Scale[] }} */
  (trace, beat, view) => {
    const { panels, joiners } = panelsOf(trace, beat);
    const layout = stageLayout(panels, joiners, view.stage, typographyOf(view), isLow(view));
    return { panels, layout, scales: scalesOf(panels, layout.slots, scaleFor(beat, view)) };
  },
);

const toldOf = remembered(
  /** @type {(trace: Trace, beat: Beat, view: View) => import("./story.js").Row[]} */
  (trace, beat, view) => storyOf(trace, beat, shownEntry(trace, view), view.unfolded),
);

/** What goes into a function and what comes out are not of one size: each has its own scale unless told otherwise. */
/** @type {(beat: Beat, view: View) => View["scale"]} */
function scaleFor({ step }, { scale }) {
  return scale === "common" && (step?.kind === "map" || step?.kind === "softmax") ? "matrix" : scale;
}

/**
 * @param {Trace} trace
 * @param {Beat} beat
 * @param {number} playhead
 * @param {View} view
 * @returns {Mark[]}
 */
export function stageMarks(trace, beat, playhead, view) {
  const { panels, layout, scales } = stageOf(trace, beat, view);
  const covered = view.predicting && beat.step !== null;
  const share = covered ? 0 : movement(progressOf(beat, playhead));
  const shown = (/** @type {Panel} */ panel) => (covered && panel.part !== "result" ? 1 : share);
  const drawing = { panels, slots: layout.slots, scales, apart: apartOf(panels, view) };
  const focus = view.hoverEntry ?? view.focus;
  const story = toldOf(trace, beat, view);
  return [
    ...panels.flatMap((panel, k) => panelMarks(trace, beat, panel, layout, k, scales[k])),
    ...layout.joiners.map((joiner, k) => joinerMark(covered ? unsaid(joiner, panels[k + 1]) : joiner, k, layout)),
    ...panels.flatMap((panel, k) => operandMarks(beat, drawing, panel, k, shown(panel))),
    ...travelling(beat, drawing, share).map(layerMark),
    ...panels.flatMap((panel, k) => rightMarks(trace, beat, panel, layout.slots[k], scales[k], share)),
    ...panels.flatMap((panel, k) => specialsMarks(beat, drawing, panel, k, shown(panel))),
    ...(focus ? panels.flatMap((panel, k) => focusMarks(beat, panels, panel, layout.slots[k], k, focus)) : []),
    ...(covered ? coverMarks(panels, layout) : waterfallMarks(story, share, layout)),
  ];
}

/** What a guess is about: how the operands are put together, and what comes of it. @type {(joiner: Joiner, next: Panel) => Joiner} */
const unsaid = (joiner, next) => (next.part === "operand" ? { ...joiner, text: "?" } : joiner);

/** @type {(panels: Panel[], layout: StageLayout) => Mark[]} */
function coverMarks(panels, { slots, typography: { label } }) {
  const { x, y, width, height } = slots[panels.findIndex((panel) => panel.part === "result")];
  const size = Math.min(label * 4, height);
  return [text("cover", x + width / 2, y + height / 2 + size * 0.35, "?", size, "cover", { anchor: "middle" })];
}

/** Whose parts stay apart: those of the focus entry and of the one pointed at, or of all. */
/** @type {(panels: Panel[], view: View) => (row: number, column: number) => boolean} */
function apartOf(panels, { apart, focus, hoverEntry }) {
  if (apart) return () => true;
  const result = panels.find((panel) => panel.part === "result")?.matrix ?? [];
  const looked = [focus, hoverEntry].flatMap((entry) => (entry ? [nearest(entry, result)] : []));
  return (row, column) => looked.some(([i, j]) => i === row && j === column);
}

/** The bars that a step moves. A result drawn as colours has none. */
/** @type {(beat: Beat, drawing: Drawing, share: number) => Layer[]} */
function travelling(beat, drawing, share) {
  const coloured = drawing.panels.some((panel) => panel.part === "result" && isHeat(panel.matrix));
  const awaited = beat.step !== null && drawing.panels.some((panel) => panel.part === "result" && !panel.matrix);
  if (coloured || awaited || beat.position === 0) return [];
  const layers = beat.step
    ? layersOf(beat.step.kind, drawing, share, beat.step.total !== null)
    : handedOver(drawing, share);
  return layers.filter((layer) => layer.rects.length > 0);
}
