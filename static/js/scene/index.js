// Pure: (trace, playhead, view) -> marks. Nothing else decides what is on the map and on the stage.

/** @import { Beat, Mark, Size, Trace, View } from "../types" */

import { beatAt } from "../model/timeline.js";
import { typographyOf } from "./layout.js";
import { networkMarks } from "./network/index.js";
import { stageMarks } from "./stage/index.js";

const LEAST = { width: 18, height: 6 }; // of a region, in sizes of small type

/** @typedef {(trace: Trace, beat: Beat, view: View) => Mark[]} LensMarks */

/** What the stage shows through other lenses than the story of a step: fetched when they are first looked through. */
/** @type {Record<"flow" | "sources", () => Promise<LensMarks>>} */
export const LENSES = {
  flow: () => import("./flow/index.js").then(({ flowMarks }) => flowMarks),
  sources: () => import("./sources/index.js").then(({ sourcesMarks }) => sourcesMarks),
};

/**
 * @param {Trace} trace
 * @param {Beat[]} beats
 * @param {number} playhead
 * @param {View} view
 * @param {LensMarks | null} lens that of the view, if it is one of LENSES; null while it is not there. The nudge is asked
 *   of the server, and drawn by its panel.
 * @returns {{ network: Mark[], stage: Mark[] }}
 */
export function sceneOf(trace, beats, playhead, view, lens) {
  const beat = beatAt(beats, playhead);
  const drawStage = () =>
    view.lens === "step" ? stageMarks(trace, beat, playhead, view) : (lens?.(trace, beat, view) ?? []);
  return {
    network: isLargeEnough(view.network, view) ? networkMarks(trace, beat, playhead, view) : [],
    stage: isLargeEnough(view.stage, view) ? drawStage() : [],
  };
}

/** A window that is being resized passes through sizes at which nothing can be drawn. @type {(size: Size, view: View) => boolean} */
function isLargeEnough({ width, height }, view) {
  const { small } = typographyOf(view);
  return width >= small * LEAST.width && height >= small * LEAST.height;
}
