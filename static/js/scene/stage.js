// Pure: the matrices of a beat, their names and scales, and the bars on their way.

/** @import { Beat, Entry, Mark, Panel, Slot, StageLayout, Trace, View } from "../types" */
/** @import { Layer } from "./motion.js" */
/** @import { Scale } from "./bars.js" */

import { short } from "../digits.js";
import { during } from "../ease.js";
import { stageLayout, typographyOf } from "../layout.js";
import { movement, progressOf } from "../timeline.js";
import { nearest, transposed } from "../trace.js";
import { atTimestep, labelOf } from "../words.js";
import { between, extent, isHeat, middleLines, pathOf, scalesOf, specialMarks } from "./bars.js";
import { panelsOf } from "./matrices.js";
import { hasArrivals, layersOf, restingRects } from "./motion.js";
import { waterfallMarks } from "./waterfall.js";

/**
 * What the stage is made of at a beat: shared by the picture, the hit test and the readable grids.
 * @param {Trace} trace
 * @param {Beat} beat
 * @param {View} view
 * @returns {{ panels: Panel[], layout: StageLayout, scales: Scale[] }}
 */
export function stageOf(trace, beat, view) {
  const { panels, joiners } = panelsOf(trace, beat);
  const layout = stageLayout(panels, joiners, view.stage, typographyOf(view));
  return { panels, layout, scales: scalesOf(panels, layout.slots, view.scale) };
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
  const drawing = { panels, slots: layout.slots, scales };
  /** @type {Layer[]} */
  const layers = beat.step
    ? layersOf(beat.step.kind, drawing, share, beat.step.total !== null)
    : beat.position > 0
      ? handedOver(drawing, share)
      : [];
  const focus = view.hoverEntry ?? view.focus;
  return [
    ...panels.flatMap((panel, k) => panelMarks(trace, beat, panel, layout, k, scales[k])),
    ...layout.joiners.map((joiner, k) => joinerMark(joiner, k, layout)),
    ...panels.flatMap((panel, k) => operandMarks(beat, drawing, panel, k, share)),
    ...layers.filter((layer) => layer.rects.length > 0).map((layer) => layerMark(layer)),
    ...panels.flatMap((panel, k) => rightMarks(trace, beat, panel, layout.slots[k], scales[k], share)),
    ...panels.flatMap((panel, k) => (arriving(beat, panels, panel, share) ? [] : specials(panel, layout.slots[k], scales[k], share))),
    ...(focus ? panels.flatMap((panel, k) => focusMarks(beat, panel, layout.slots[k], k, focus, panels)) : []),
    ...waterfallMarks(trace, beat, share, focus, layout, view.unfolded),
  ];
}

/** @type {(trace: Trace, beat: Beat, panel: Panel, layout: StageLayout, k: number, scale: Scale) => Mark[]} */
function panelMarks(trace, beat, panel, layout, k, scale) {
  const slot = layout.slots[k];
  const { label, small } = layout.typography;
  const { declaration } = trace.head;
  const name = panel.tokens
    .map((token) => (token.symbol ? labelOf(declaration, token.symbol, beat.t) : token.text))
    .map((text) => atTimestep(text, beat.t))
    .join("");
  const symbol = panel.symbol ?? undefined;
  const y = slot.y - label * 0.6;
  const fitting = Math.min(label, Math.max(slot.width / (name.length * 0.61), small * 0.8));
  const nameWidth = name.length * fitting * 0.61;
  const room = slot.width - nameWidth - 10;
  const shape = `${slot.rows} × ${slot.columns}`;
  const scaleText = isHeat(panel.matrix) ? `colours to ±${short(extent(panel.matrix))}` : scale.full === 0 ? "nothing to scale" : `full bar ${short(scale.full)}${isCut(panel, scale) ? ", longer ones cut" : ""}`;
  const texts = [`${shape} · ${scaleText}`, `${shape} · ${scaleText.split(",")[0]}`, shape];
  const under = texts.find((text) => text.length * small * 0.52 < slot.width) ?? shape;
  /** @type {Mark[]} */
  const marks = [
    { key: `frame-${panel.key}`, type: "rect", ...box(slot), radius: 4, class: `frame ${panel.part}${differs(trace, beat, panel) ? " differs" : ""}` },
    { key: `name-${panel.key}`, type: "text", x: slot.x, y, text: name, size: fitting, class: roleClass("name", panel.role), symbol },
    { key: `scale-${panel.key}`, type: "text", x: slot.x, y: slot.y + slot.height + small * 1.3, text: under, size: small, class: "note" },
  ];
  if (panel.note && panel.note.length * small * 0.54 < room) {
    marks.push({ key: `note-${panel.key}`, type: "text", x: slot.x + slot.width, y, text: panel.note, size: small, anchor: "end", class: "note" });
  }
  if (!panel.matrix) {
    marks.push({ key: `waiting-${panel.key}`, type: "text", x: slot.x + slot.width / 2, y: slot.y + slot.height / 2, text: "…", size: label, anchor: "middle", class: "note" });
  } else if (!isHeat(panel.matrix)) {
    marks.push({ key: `middle-${panel.key}`, type: "path", d: middleLines(slot), class: "middle" });
  }
  return marks;
}

/** @type {(trace: Trace, beat: Beat, panel: Panel) => boolean} */
function differs(trace, beat, panel) {
  return panel.symbol !== null && trace[beat.direction][beat.t]?.right?.[panel.symbol] !== undefined;
}

/** @type {(panel: Panel, scale: Scale) => boolean} */
function isCut(panel, scale) {
  return scale.full > 0 && extent(panel.matrix) > scale.full * 1.001;
}

/** @type {(joiner: import("../types").Joiner, k: number, layout: StageLayout) => Mark} */
function joinerMark(joiner, k, layout) {
  const size = joiner.text.length > 2 ? layout.typography.label : layout.typography.label * 1.5;
  return { key: `joiner-${k}`, type: "text", x: joiner.x, y: joiner.y + size * 0.35, text: joiner.text, size, anchor: "middle", class: "joiner" };
}

/** An operand's own bars stay where they are; those that arrive are drawn by the movement until they have. */
/** @type {(beat: Beat, drawing: import("./motion.js").Drawing, panel: Panel, k: number, share: number) => Mark[]} */
function operandMarks(beat, { panels, slots, scales }, panel, k, share) {
  if (!panel.matrix || (panel.part !== "operand" && beat.step)) return heatOfResult(panel, slots[k], k, share);
  if (arriving(beat, panels, panel, share)) return [];
  if (!beat.step && beat.position > 0) return heatOfResult(panel, slots[k], k, 1);
  if (isHeat(panel.matrix)) return heatOfResult(panel, slots[k], k, 1);
  const d = pathOf(restingRects(panel.matrix, slots[k], scales[k]));
  return [{ key: `bars-${panel.key}`, type: "path", d, class: roleClass("bars", panel.role), symbol: panel.symbol ?? undefined }];
}

/** The colours from the most negative to the most positive number, as shares of the largest. */
const LEGEND = Array.from({ length: 31 }, (_, k) => (k - 15) / 15);

/** @type {(beat: Beat, panels: Panel[], panel: Panel, share: number) => boolean} */
function arriving(beat, panels, panel, share) {
  return beat.step !== null && hasArrivals(panels) && panel.role !== "" && during(share, 0, 0.3) < 1 && !isHeat(panel.matrix);
}

/** @type {(panel: Panel, slot: Slot, k: number, share: number) => Mark[]} */
function heatOfResult(panel, slot, k, share) {
  if (!panel.matrix || !isHeat(panel.matrix) || share === 0) return [];
  const limit = extent(panel.matrix);
  const legend = { x: slot.x + slot.width - Math.min(90, slot.width / 3), y: slot.y + slot.height + 5, width: Math.min(90, slot.width / 3), height: 8 };
  return [{ key: `legend-${k}`, type: "heat", ...legend, matrix: [LEGEND.map((share) => share * limit)], limit }, { key: `heat-${k}`, type: "heat", ...box(slot), matrix: panel.matrix, limit, opacity: during(share, 0, 1) }];
}

/** The same numbers leave one panel and arrive in the other under their new name. */
/** @type {(drawing: import("./motion.js").Drawing, share: number) => Layer[]} */
function handedOver({ panels, slots, scales }, share) {
  const gone = during(share, 0.1, 0.9);
  return panels.flatMap((panel, k) => {
    if (panel.part !== "result" || !panel.matrix || isHeat(panel.matrix)) return [];
    const from = restingRects(panel.matrix, slots[k + 1], scales[k + 1]);
    const to = restingRects(panel.matrix, slots[k], scales[k]);
    return [{ key: `handed-${k}`, role: panel.role, rects: from.map((rect, n) => between(rect, to[n], gone)) }];
  });
}

/** In a run with a mistake: what the right run has, as outlines over what is wrong. */
/** @type {(trace: Trace, beat: Beat, panel: Panel, slot: Slot, scale: Scale, share: number) => Mark[]} */
function rightMarks(trace, beat, panel, slot, scale, share) {
  const right = panel.symbol ? trace[beat.direction][beat.t]?.right?.[panel.symbol] : undefined;
  if (!right || isHeat(panel.matrix) || (panel.part !== "operand" && share < 1)) return [];
  const shown = panel.tokens.length > 1 ? transposed(right) : right;
  if (shown.length !== slot.rows || shown[0].length !== slot.columns) return [];
  return [{ key: `right-${panel.key}`, type: "path", d: pathOf(restingRects(shown, slot, scale)), class: "outline" }];
}

/** @type {(layer: Layer) => Mark} */
function layerMark(layer) {
  const base = layer.key === "sum-line" ? "sum-line" : "bars";
  return { key: `layer-${layer.key}`, type: "path", d: pathOf(layer.rects), class: roleClass(base, layer.role), opacity: layer.opacity };
}

/** @type {(panel: Panel, slot: Slot, scale: Scale, share: number) => Mark[]} */
function specials(panel, slot, scale, share) {
  if (!panel.matrix || isHeat(panel.matrix) || (panel.part !== "operand" && share < 1)) return [];
  const { clips, crosses } = specialMarks(slot, scale, panel.matrix);
  /** @type {Mark[]} */
  const marks = [];
  if (clips) marks.push({ key: `clips-${panel.key}`, type: "path", d: clips, class: roleClass("clip", panel.role) });
  if (crosses) marks.push({ key: `crosses-${panel.key}`, type: "path", d: crosses, class: "cross" });
  return marks;
}

/** The focus entry; in a product, the row and the column that make it. */
/** @type {(beat: Beat, panel: Panel, slot: Slot, k: number, focus: Entry, panels: Panel[]) => Mark[]} */
function focusMarks(beat, panel, slot, k, focus, panels) {
  if (!panel.matrix) return [];
  const result = panels.find((one) => one.part === "result")?.matrix ?? panel.matrix;
  const [row, column] = nearest(focus, panel.part === "operand" ? result : panel.matrix);
  const product = beat.step?.kind === "matmul" || beat.step?.kind === "outer";
  const summed = beat.step?.kind === "sum" || beat.step?.kind === "softmax";
  const wholeRow = panel.part === "operand" && ((product && k === 0) || beat.step?.kind === "sum");
  const wholeColumn = panel.part === "operand" && ((product && k === 1) || (summed && !wholeRow));
  const own = nearest([row, column], panel.matrix);
  const x = slot.x + (wholeRow ? 0 : own[1] * slot.cellWidth);
  const y = slot.y + (wholeColumn ? 0 : own[0] * slot.cellHeight);
  const width = wholeRow ? slot.width : slot.cellWidth;
  const height = wholeColumn ? slot.height : slot.cellHeight;
  return [{ key: `focus-${panel.key}`, type: "rect", x, y, width, height, radius: 3, class: roleClass("focus", panel.role) }];
}

/** @param {Slot} slot */
function box({ x, y, width, height }) {
  return { x, y, width, height };
}

/** @type {(base: string, role: string) => string} */
function roleClass(base, role) {
  return role ? `${base} ${role}` : base;
}
