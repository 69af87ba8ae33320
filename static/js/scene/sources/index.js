// Pure: from which later timesteps each gradient came. Rows are the timestep that a gradient is at, columns the
// prediction that it came through.

/** @import { Beat, Mark, Trace, View } from "../../types" */
/** @import { Rect } from "../bars.js" */

import { short } from "../../say/digits.js";
import { typographyOf } from "../layout.js";
import { roundStep } from "../../say/ticks.js";
import { rect, roleClass, text } from "../marks.js";
import { widthOf } from "../type.js";
import { stackedMarks } from "./stacked.js";

const BESIDE = 640; // pixels of width from which on the entry's sources stand beside the table, and not below it
const LARGEST = 0.86; // of a cell: squares never touch

/**
 * @param {Trace} trace
 * @param {Beat} beat
 * @param {View} view
 * @returns {Mark[]}
 */
export function sourcesMarks(trace, beat, view) {
  const type = typographyOf(view);
  const attribution = trace.end?.attribution;
  if (!attribution?.norms) {
    const words =
      attribution?.reason ??
      (trace.head.mistakes?.length
        ? "This trace is not split by its sources."
        : "The gradients are being split by their sources.");
    return [text("no-sources", 18, type.label * 2, words, type.label, "note")];
  }
  const { norms, total } = attribution;
  const { width, height } = view.stage;
  const [table, stack] =
    width > BESIDE
      ? [
          { x: 18, y: 0, width: width * 0.5 - 18, height },
          { x: width * 0.55, y: 0, width: width * 0.45 - 24, height },
        ]
      : [
          { x: 10, y: 0, width: width - 20, height: height * 0.57 },
          { x: 10, y: height * 0.57, width: width - 20, height: height * 0.43 },
        ];
  return [...tableMarks(norms, total ?? "", beat, table, type), ...stackedMarks(trace, beat, view, total ?? "", stack)];
}

/** @type {(norms: (number | null)[][], total: string, beat: Beat, area: Rect, type: import("../../types").Typography) => Mark[]} */
function tableMarks(norms, total, beat, area, { small, label }) {
  const T = norms.length;
  const left = area.x + small * 4.6;
  const top = area.y + label * 2.7;
  const side = Math.min(area.height - (top - area.y) - small * 4.4, area.width - small * 5);
  const cell = side / T;
  const largest = Math.max(...norms.flat().flatMap((one) => (one !== null && Number.isFinite(one) ? [one] : [])), 0);
  const now = beat.direction === "backward" && beat.t < T ? beat.t : null;
  const every = roundStep(Math.max((small * 2.4) / cell, 1));
  const named = cell > small * 3;
  const centre = (/** @type {number} */ k) => (k + 0.5) * cell;
  const squares = norms.flatMap((row, t) =>
    row.flatMap((norm, s) => {
      if (!norm) return []; // nothing came, or it is not known
      const share = largest > 0 && Number.isFinite(norm) ? Math.sqrt(norm / largest) : 1;
      const size = Math.max(share * cell * LARGEST, Math.min(2, cell));
      const [x, y] = [left + centre(s), top + centre(t)];
      const square = { x: x - size / 2, y: y - size / 2, width: size, height: size };
      const words = short(norm);
      const inside = widthOf(words, small, "sans") < size;
      const under = y + size / 2 + small; // where the square is too small for its number
      return [
        rect(`source-${t}-${s}`, square, `bars ${s === t ? "upstream" : "carried"}`),
        ...(cell > small * 4.2
          ? [
              text(
                `source-norm-${t}-${s}`,
                x,
                inside ? y + small * 0.35 : under,
                words,
                small,
                inside ? roleClass("inverse", s === t ? "" : "carried") : "note",
                { anchor: "middle" },
              ),
            ]
          : []),
      ];
    }),
  );
  const axes = norms.flatMap((_, t) => {
    if (t % every !== 0) return [];
    const y = top + centre(t) + small * 0.35;
    const below = top + side + small * 1.4;
    return [
      text(`row-${t}`, left - 8, y, t ? String(t) : "t = 0", small, t === now ? "strong" : "note", { anchor: "end" }),
      text(`column-${t}`, left + centre(t), below, named ? `ŷ⟨${t}⟩` : String(t), small, "note", { anchor: "middle" }),
    ];
  });
  const scale = `area: norm, largest ${short(largest)}. Norms do not add, entries do.`;
  return [
    text("sources-title", area.x, area.y + label * 1.4, `What came to ${total} through which ŷ`, label, "strong"),
    ...squares,
    ...axes,
    text("sources-through", left - 8, top + side + small * 1.4, named ? "through" : "ŷ at t =", small, "note", {
      anchor: "end",
    }),
    text("sources-scale", area.x, top + side + small * 3.2, scale, small, "note"),
    ...(now === null
      ? []
      : [
          rect(
            "row-now",
            { x: left + now * cell, y: top + now * cell, width: side - now * cell, height: cell },
            "row-now",
            { radius: 3 },
          ),
        ]),
  ];
}
