// The scene with every lens at hand.

import { LENSES, sceneOf as sceneThrough } from "../../../static/js/scene/index.js";

const lenses = { flow: await LENSES.flow(), sources: await LENSES.sources() };

/**
 * @param {import("../../../static/js/types").Trace} trace
 * @param {import("../../../static/js/types").Beat[]} beats
 * @param {number} playhead
 * @param {import("../../../static/js/types").View} view
 */
export const sceneOf = (trace, beats, playhead, view) =>
  sceneThrough(trace, beats, playhead, view, lenses[view.lens] ?? null);
