// Pure: the entries of a panel as bars or as colours, and what is said of single ones: cut off, not a number, wrong.

/** @import { Beat, Mark, Panel, Slot, Trace } from "../../types" */
/** @import { Drawing, Layer } from "./layers.js" */
/** @import { Scale } from "../bars.js" */

import { during } from "../ease.js";
import { transposed } from "../../model/trace.js";
import { isHeat, pathOf, specialMarks } from "../bars.js";
import { path, roleClass } from "../marks.js";
import { restingRects } from "./layers.js";
import { settledOf } from "./merging.js";

/** An operand's own bars stay where they are; those that arrive are drawn by the movement until they have. */
/** @type {(beat: Beat, drawing: Drawing, panel: Panel, k: number, share: number) => Mark[]} */
export function operandMarks(beat, { panels, slots, scales }, panel, k, share) {
  const still = panel.part === "operand" || panel.part === "unused";
  if (!panel.matrix || !still) return heatOfResult(panel, slots[k], scales[k], k, share);
  if (isArriving(beat, panels, k, share)) return [];
  if (isHeat(panel.matrix)) return heatOfResult(panel, slots[k], scales[k], k, 1);
  const d = pathOf(restingRects(panel.matrix, slots[k], scales[k]));
  const base = panel.part === "unused" ? "bars unused" : "bars";
  return [path(`bars-${panel.key}`, d, roleClass(base, panel.role), { symbol: panel.symbol ?? undefined })];
}

/** @type {(beat: Beat, panels: Panel[], k: number, share: number) => boolean} */
function isArriving(beat, panels, k, share) {
  return beat.step?.kind === "add" && !isHeat(panels[k].matrix) && settledOf(panels, k, share) < 1;
}

/** @type {(panel: Panel, slot: Slot, scale: Scale, k: number, share: number) => Mark[]} */
function heatOfResult(panel, slot, scale, k, share) {
  if (!panel.matrix || !isHeat(panel.matrix) || share === 0) return [];
  const { x, y, width, height } = slot;
  const { matrix } = panel;
  return [
    { key: `heat-${k}`, type: "heat", x, y, width, height, matrix, limit: scale.limit, opacity: during(share, 0, 1) },
  ];
}

/** In a run with a mistake: what the right run has, as outlines over what is wrong. */
/** @type {(trace: Trace, beat: Beat, panel: Panel, slot: Slot, scale: Scale, share: number) => Mark[]} */
export function rightMarks(trace, beat, panel, slot, scale, share) {
  const right = panel.symbol ? trace[beat.direction][beat.t]?.right?.[panel.symbol] : undefined;
  if (!right || isHeat(panel.matrix) || (panel.part !== "operand" && share < 1)) return [];
  const shown = panel.tokens.length > 1 ? transposed(right) : right;
  if (shown.length !== slot.rows || shown[0].length !== slot.columns) return [];
  return [path(`right-${panel.key}`, pathOf(restingRects(shown, slot, scale)), "outline")];
}

/** @type {(layer: Layer) => Mark} */
export function layerMark(layer) {
  const base = layer.key === "sum-line" ? "sum-line" : "bars";
  return path(
    `layer-${layer.key}`,
    pathOf(layer.rects),
    `${roleClass(base, layer.role)}${layer.shade ? ` shade-${Math.min(layer.shade, 3)}` : ""}`,
    { opacity: layer.opacity },
  );
}

/** Marks at the ends of bars that are cut off, and crosses where a number is none. */
/** @type {(beat: Beat, drawing: Drawing, panel: Panel, k: number, share: number) => Mark[]} */
export function specialsMarks(beat, { panels, slots, scales }, panel, k, share) {
  if (!panel.matrix || isHeat(panel.matrix) || (panel.part !== "operand" && share < 1)) return [];
  if (isArriving(beat, panels, k, share)) return [];
  const { clips, crosses } = specialMarks(slots[k], scales[k], panel.matrix);
  return [
    ...(clips ? [path(`clips-${panel.key}`, clips, roleClass("clip", panel.role))] : []),
    ...(crosses ? [path(`crosses-${panel.key}`, crosses, "cross")] : []),
  ];
}
