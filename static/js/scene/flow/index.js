// Pure: how large the gradients are over the timesteps, as they arrive, and what that means.

/** @import { Beat, Mark, Trace, View } from "../../types" */
/** @import { Rect } from "../bars.js" */

import { ALL, levelOf } from "../../model/spoil.js";
import { flowSentences } from "../../say/flow.js";
import { captionMarks, captionOf, heightOf } from "../caption.js";
import { typographyOf } from "../layout.js";
import { text } from "../marks.js";
import { chartMarks } from "./chart.js";
import { rangeOf } from "./plot.js";
import { reachedAt, seriesOf } from "../../model/series.js";

const BESIDE = 30; // sizes of small type that a chart needs to stand beside another
const MARGIN = 18;
const MOST = 0.45; // of the height, for words: the charts have the rest
const NOTHING = "Nothing to show yet: the backward pass has not come.";

/**
 * @param {Trace} trace
 * @param {Beat} beat
 * @param {View} view
 * @returns {Mark[]}
 */
export function flowMarks(trace, beat, view) {
  const type = typographyOf(view);
  const told = levelOf(trace.head, view) === ALL;
  const lanes = seriesOf(trace, told);
  const range = rangeOf(
    lanes.flatMap(({ series }) => series),
    view.log,
  );
  if (!range) return [text("chart-empty", MARGIN, type.label * 2, NOTHING, type.label, "note")];
  const box = { x: MARGIN, y: 0, width: view.stage.width - 2 * MARGIN, height: view.stage.height };
  const said = captionOf(flowSentences(trace, beat, told), box.width, box.height * MOST, type);
  const boxes = boxesOf(lanes.length, { ...box, height: box.height - heightOf(said, type) }, type.small);
  const current = beat.direction === "backward" ? beat.t : null;
  const charts = lanes.flatMap(({ title, series }, k) =>
    chartMarks(
      {
        key: k ? `${k}-` : "",
        title: view.log ? `${title}, logarithmic` : title,
        series,
        current,
        reached: reachedAt(trace, beat),
        log: view.log,
        range,
      },
      boxes[k],
      type,
    ),
  );
  return [...charts, ...captionMarks(said, box, type)];
}

/** Side by side where there is room, else one below the other. @type {(count: number, box: Rect, small: number) => Rect[]} */
function boxesOf(count, { x, y, width, height }, small) {
  const beside = width / count >= BESIDE * small;
  return Array.from({ length: count }, (_, k) =>
    beside
      ? { x: x + (k * width) / count, y, width: width / count, height }
      : { x, y: y + (k * height) / count, width, height: height / count },
  );
}
