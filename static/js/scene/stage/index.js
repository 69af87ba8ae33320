// Pure: the matrices of a beat, their names and scales, and the bars on their way.

/** @import { Beat, Mark, Panel, StageLayout, Trace, View } from "../../types" */
/** @import { Drawing, Layer } from "./layers.js" */
/** @import { Scale } from "../bars.js" */

import { stageLayout, typographyOf } from "../layout.js";
import { remembered } from "../remember.js";
import { movement, progressOf } from "../../model/timeline.js";
import { nearest, shownEntry } from "../../model/trace.js";
import { isHeat, scalesOf } from "../bars.js";
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
    const layout = stageLayout(panels, joiners, view.stage, typographyOf(view));
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
  const share = movement(progressOf(beat, playhead));
  const drawing = { panels, slots: layout.slots, scales, apart: apartOf(panels, view) };
  const focus = view.hoverEntry ?? view.focus;
  const story = toldOf(trace, beat, view);
  return [
    ...panels.flatMap((panel, k) => panelMarks(trace, beat, panel, layout, k, scales[k])),
    ...layout.joiners.map((joiner, k) => joinerMark(joiner, k, layout)),
    ...panels.flatMap((panel, k) => operandMarks(beat, drawing, panel, k, share)),
    ...travelling(beat, drawing, share).map(layerMark),
    ...panels.flatMap((panel, k) => rightMarks(trace, beat, panel, layout.slots[k], scales[k], share)),
    ...panels.flatMap((panel, k) => specialsMarks(beat, drawing, panel, k, share)),
    ...(focus ? panels.flatMap((panel, k) => focusMarks(beat, panels, panel, layout.slots[k], k, focus)) : []),
    ...waterfallMarks(story, share, layout),
  ];
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
