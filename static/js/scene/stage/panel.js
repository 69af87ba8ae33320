// Pure: a panel's frame, its name above and its shape and scale below.

/** @import { Beat, Joiner, Mark, Panel, Slot, StageLayout, Trace, Typography } from "../../types" */
/** @import { Scale } from "../bars.js" */

import { short } from "../../say/digits.js";
import { atTimestep, fitted, labelOf } from "../../say/words.js";
import { extent, isHeat, middleLines } from "../bars.js";
import { path, rect, roleClass, text } from "../marks.js";
import { lettersIn, widthOf } from "../type.js";
import { dimensionsOf } from "./dimensions.js";

const LEGEND = Array.from({ length: 31 }, (_, k) => (k - 15) / 15); // shares of the largest
const GAP = 1; // of the size of the type, beside a text
const ROOMY = 1.25; // of its width, for what is said only where there is room to spare
const SPARING = 1.08;
const NARROWEST_LEGEND = 24;
const WIDEST_LEGEND = 120;

/**
 * @param {Trace} trace
 * @param {Beat} beat
 * @param {Panel} panel
 * @param {StageLayout} layout
 * @param {number} k
 * @param {Scale} scale
 * @returns {Mark[]}
 */
export function panelMarks(trace, beat, panel, layout, k, scale) {
  const slot = layout.slots[k];
  const { label, small } = layout.typography;
  const whole = nameOf(trace, beat, panel);
  const size = Math.min(label, Math.max(slot.width / widthOf(whole, 1, "mono"), small));
  const name = fitted(whole, Math.floor(lettersIn(slot.width + 4, size, "mono")), "end");
  const y = slot.y - label * 0.6;
  const roomForNote = slot.width - widthOf(name, size, "mono") - 10;
  const { names, slice } = dimensionsOf(trace, panel, slot);
  const note = [...(slice && panel.note ? [`${panel.note}, ${slice}`] : []), panel.note].find(
    (one) => one && widthOf(one, small, "sans") * (one === panel.note ? 1 : SPARING) + small * GAP < roomForNote,
  );
  const middle = { x: slot.x + slot.width / 2, y: slot.y + slot.height / 2 };
  const differing = differs(trace, beat, panel) ? " differs" : "";
  const under = underneath(panel, names, slot, scale, layout.typography);
  const right = layout.waterfall.x + layout.waterfall.width; // a bias is narrower than what is written of it
  const startOf = (/** @type {string} */ words) => Math.min(slot.x, right - widthOf(words, small, "sans"));
  return [
    rect(`frame-${panel.key}`, slot, `frame ${panel.part}${differing}`, { radius: 4 }),
    text(`name-${panel.key}`, slot.x, y, name, size, roleClass("name", panel.role), {
      symbol: panel.symbol ?? undefined,
    }),
    ...(isHeat(panel.matrix)
      ? legendMarks(panel, slot, scale, small, startOf)
      : [text(`scale-${panel.key}`, startOf(under), slot.y + slot.height + small * 1.3, under, small, "note")]),
    ...(note ? [text(`note-${panel.key}`, slot.x + slot.width, y, note, small, "note", { anchor: "end" })] : []),
    ...(panel.matrix
      ? []
      : [text(`waiting-${panel.key}`, middle.x, middle.y, "…", label, "note", { anchor: "middle" })]),
    ...(panel.matrix && !isHeat(panel.matrix) ? [path(`middle-${panel.key}`, middleLines(slot), "middle")] : []),
  ];
}

/** @type {(trace: Trace, beat: Beat, panel: Panel) => string} */
function nameOf(trace, beat, panel) {
  return panel.tokens
    .map((token) => (token.symbol ? labelOf(trace.head.declaration, token.symbol, beat.t) : token.text))
    .map((piece) => atTimestep(piece, beat.t))
    .join("");
}

/** The shape, and the colours from the most negative to the most positive number between these two, if there is room. */
/** @type {(panel: Panel, slot: Slot, scale: Scale, small: number, startOf: (words: string) => number) => Mark[]} */
function legendMarks({ key }, slot, { limit }, small, startOf) {
  const shape = `${slot.rows} × ${slot.columns}`;
  const most = short(limit);
  const taken = (/** @type {string} */ words) => widthOf(words, small, "sans") + small * GAP;
  const roomFor = (/** @type {string} */ words) => slot.width - taken(words) - taken(most);
  const y = slot.y + slot.height + small * 1.3;
  const least = [`${shape} · ${short(-limit)}`, short(-limit)].find((words) => roomFor(words) >= NARROWEST_LEGEND);
  if (least === undefined) return [text(`scale-${key}`, startOf(shape), y, shape, small, "note")];
  const width = Math.min(roomFor(least), WIDEST_LEGEND);
  const strip = { x: slot.x + taken(least), y: y - small * 0.65, width, height: small * 0.6 };
  return [
    text(`scale-${key}`, slot.x, y, least, small, "note"),
    { key: `legend-${key}`, type: "heat", ...strip, matrix: [LEGEND.map((share) => share * limit)], limit },
    text(`legend-end-${key}`, strip.x + width + small * GAP, y, most, small, "note"),
  ];
}

/** The shape, by its names too, and what a full bar stands for, as far as there is room. */
/** @type {(panel: Panel, names: string, slot: Slot, scale: Scale, typography: Typography) => string} */
function underneath({ matrix }, names, slot, scale, { small }) {
  const shape = `${slot.rows} × ${slot.columns}`;
  const cut = scale.full > 0 && extent(matrix) > scale.full * 1.001;
  const bar = cut ? `bars cut at ±${short(scale.full)}` : `full bar ${short(scale.full)}`;
  const measured = scale.full === 0 ? "nothing to scale" : bar;
  const whole = `${shape} is ${names} · ${measured}`;
  const named = names && widthOf(whole, small, "sans") * ROOMY < slot.width ? [whole] : [];
  const choices = [...named, `${shape} · ${measured}`, ...(cut ? [measured, `cut at ±${short(scale.full)}`] : [])];
  return choices.find((one) => widthOf(one, small, "sans") + small * GAP < slot.width) ?? shape;
}

/** @type {(trace: Trace, beat: Beat, panel: Panel) => boolean} */
function differs(trace, beat, panel) {
  return panel.symbol !== null && trace[beat.direction][beat.t]?.right?.[panel.symbol] !== undefined;
}

/**
 * What stands between two panels.
 * @param {Joiner} joiner
 * @param {number} k
 * @param {StageLayout} layout
 * @returns {Mark}
 */
export function joinerMark(joiner, k, { typography }) {
  const size = joiner.text.length > 2 ? typography.label : typography.label * 1.5;
  return text(`joiner-${k}`, joiner.x, joiner.y + size * 0.35, joiner.text, size, "joiner", { anchor: "middle" });
}
