// Pure: (trace, playhead, view) -> marks. Nothing else decides what is on the map and on the stage.

/** @import { Beat, Mark, Trace, View } from "../types" */

import { beatAt } from "../model/timeline.js";
import { flowMarks } from "./flow/index.js";
import { networkMarks } from "./network/index.js";
import { sourcesMarks } from "./sources/index.js";
import { stageMarks } from "./stage/index.js";

/** What the stage shows of a moment. @type {Record<View["lens"], (trace: Trace, beat: Beat, playhead: number, view: View) => Mark[]>} */
const LENSES = {
  step: stageMarks,
  flow: (trace, beat, _, view) => flowMarks(trace, beat, view),
  sources: (trace, beat, _, view) => sourcesMarks(trace, beat, view),
  nudge: () => [], // what it shows is asked of the server, and drawn by its panel
};

/**
 * @param {Trace} trace
 * @param {Beat[]} beats
 * @param {number} playhead
 * @param {View} view
 * @returns {{ network: Mark[], stage: Mark[] }}
 */
export function sceneOf(trace, beats, playhead, view) {
  const beat = beatAt(beats, playhead);
  return { network: networkMarks(trace, beat, playhead, view), stage: LENSES[view.lens](trace, beat, playhead, view) };
}
