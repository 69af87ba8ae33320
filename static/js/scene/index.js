// Pure: (trace, playhead, view) -> marks. Nothing else decides what is on the map and on the stage.

/** @import { Beat, Mark, Trace, View } from "../types" */

import { beatAt } from "../timeline.js";
import { networkMarks } from "./network.js";
import { stageMarks } from "./stage.js";

/**
 * @param {Trace} trace
 * @param {Beat[]} beats
 * @param {number} playhead
 * @param {View} view
 * @returns {{ network: Mark[], stage: Mark[] }}
 */
export function sceneOf(trace, beats, playhead, view) {
  const beat = beatAt(beats, playhead);
  return { network: networkMarks(trace, beat, playhead, view), stage: stageMarks(trace, beat, playhead, view) };
}
