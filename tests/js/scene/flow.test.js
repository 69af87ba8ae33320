// The chart beside the verdict: the gradient that comes from the last timestep alone, where others join it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { flowMarks } from "../../../static/js/scene/flow/index.js";
import { lesson, rest, viewOf } from "../fixture.js";
import { boxOf } from "../geometry.js";

const chart = (asked, t, log = false) => {
  const { trace, beats } = lesson(...asked);
  const view = viewOf("1280x720", { lens: "flow", log });
  return { trace, marks: flowMarks(trace, beats[rest(beats, t, "da_next")], view) };
};

test("where every timestep adds a part, the last one alone has a line of its own, from what the server split", () => {
  const { trace, marks } = chart(["course"], 0);
  const line = marks.find((mark) => mark.key === "series-alone");
  const total = marks.find((mark) => mark.key === "series-da_next");
  const ends = ({ d }) => d.match(/-?[\d.]+ -?[\d.]+/g).map((point) => point.split(" ").map(Number));
  assert.deepEqual(ends(line).at(-1), ends(total).at(-1), "at the last timestep there is nothing else");
  const [alone, all] = [trace.end.attribution.norms[0][3], trace.backward[0].norms.da_next];
  const height = (point) => boxOf(marks.find((mark) => mark.key === "tick-0")).y - point[1];
  assert.ok(Math.abs(height(ends(line)[0]) / height(ends(total)[0]) - alone / all) < 0.02);
  assert.ok(marks.some((mark) => mark.text === "ŷ⟨3⟩ alone"));
});

test("it begins where the playhead is", () => {
  const { marks } = chart(["course"], 2);
  assert.equal(marks.find((mark) => mark.key === "series-alone").d.match(/[ML]/g).length, 2);
});

test("where nothing joins, it would be the total itself", () => {
  assert.ok(!chart(["vanishing"], 0).marks.some((mark) => mark.key === "series-alone"));
});

test("of a wrong run nothing is said of how gradients fare: what is carried there is none", () => {
  const verdicts = (...asked) => chart(["course", ...asked], 0).marks.filter(({ key }) => key.startsWith("verdict-"));
  assert.ok(verdicts().length > 0);
  assert.deepEqual(verdicts("--mistake", "drop_carry"), []);
});

test("on a logarithmic axis a zero is a gap with its own mark, and not the smallest number", () => {
  const { trace, marks } = chart(["vanishing"], 0, true);
  const zeros = trace.backward.filter((frame) => frame.norms.da_t === 0).length;
  const d = (key) => marks.find((mark) => mark.key === key)?.d ?? "";
  assert.equal(zeros, trace.backward.length - 1, "there is a loss at the last timestep alone");
  assert.equal(d("zeros-da_t").match(/M/g).length, 2 * zeros, "a cross is two strokes");
  assert.equal(d("series-da_t").match(/[ML]/g).length, 1, "no line leads to where nothing is");
  assert.ok(marks.find((mark) => mark.key === "chart-title").text.endsWith("× is 0"));
  assert.ok(!chart(["vanishing"], 0).marks.some((mark) => mark.key.startsWith("zeros-")), "a linear one has a place");
});

test("what is said below the chart leaves it more than half of the height, the verdict in full", () => {
  for (const size of ["1280x720", "390x844"]) {
    const { trace, beats } = lesson("vanishing");
    const view = viewOf(size, { lens: "flow", log: true });
    const marks = flowMarks(trace, beats[rest(beats, 0, "da_next")], view);
    const words = marks.filter(({ key }) => key.startsWith("verdict-"));
    const said = (face) =>
      words
        .filter((mark) => mark.class === face)
        .map(({ text }) => text)
        .join(" ");
    assert.equal(said("strong"), trace.end.flow[0].sentence);
    assert.equal(said("note"), trace.head.notes.join(" "));
    assert.ok(boxOf(words[0]).y > view.stage.height * 0.5, size);
    assert.ok(words.every((mark) => boxOf(mark).y + boxOf(mark).height <= view.stage.height));
  }
});
