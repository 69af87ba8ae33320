// The charts beside the verdict: all that is known at once, each curve with its name where it ends, told from the others
// without its colour; beside a wrong run the right one, on the same axes.

import assert from "node:assert/strict";
import { test } from "node:test";

import { flowMarks } from "../../../static/js/scene/flow/index.js";
import { lesson, rest, viewOf, WINDOWS } from "../fixture.js";
import { boxOf, overlap } from "../geometry.js";

const chart = (asked, t, change = {}, size = "1280x720") => {
  const { trace, beats } = lesson(...asked);
  const view = viewOf(size, { lens: "flow", ...change });
  const marks = flowMarks(trace, beats[rest(beats, t, "da_next")], view);
  return { trace, view, marks, find: (key) => marks.find((mark) => mark.key === key) };
};

/** The points of a path, each once. */
const pointsOf = ({ d }) => [...new Set(d.match(/-?[\d.]+ -?[\d.]+/g))].map((point) => point.split(" ").map(Number));
const WRONG = ["course", "--mistake", "drop_carry"];
const LSTM = ["course", "--cell", "lstm", "--mistake", "drop_dc_carry"];

test("all that is known is drawn wherever the playhead is: what it has reached in full, the rest lighter", () => {
  for (const t of [3, 1, 0]) {
    const { find } = chart(["course"], t);
    const [reached, ahead] = ["series-da_next", "ahead-da_next"].map((key) =>
      find(key) ? pointsOf(find(key)).length : 0,
    );
    assert.equal(reached, t === 3 ? 0 : 4 - t, "a line needs two points");
    assert.equal(ahead, t === 0 ? 0 : t + 1);
    assert.match(find("ahead-da_prevt")?.class ?? "ahead", /ahead/);
  }
});

test("before the backward pass all of it lies ahead, and nothing stands for now", () => {
  const { trace, beats } = lesson("course");
  const marks = flowMarks(trace, beats[0], viewOf("1280x720", { lens: "flow" }));
  assert.ok(!marks.some((mark) => mark.key === "now" || mark.key.startsWith("series-")));
  assert.equal(pointsOf(marks.find((mark) => mark.key === "ahead-da_next")).length, 4);
});

test("where every timestep adds a part, the last one alone has a line of its own, from what the server split", () => {
  const { trace, find, marks } = chart(["course"], 0);
  const [line, total] = ["series-alone", "series-da_next"].map((key) => pointsOf(find(key)));
  assert.deepEqual(line.at(-1), total.at(-1), "at the last timestep there is nothing else");
  const [alone, all] = [trace.end.attribution.norms[0][3], trace.backward[0].norms.da_next];
  const height = (point) => boxOf(find("tick-0")).y - point[1];
  assert.ok(Math.abs(height(line[0]) / height(total[0]) - alone / all) < 0.02);
  assert.ok(marks.some((mark) => mark.text === "da[:,:,3] alone"));
});

test("where nothing joins, it would be the total itself", () => {
  assert.ok(!chart(["vanishing"], 0).find("series-alone"));
});

test("the right run stands beside a wrong one on the same axes, at all timesteps, hollow and with a name of its own", () => {
  const { trace, find } = chart(WRONG, 0);
  const [wrong, right] = ["series-da_next", "series-right-da_next"].map((key) => pointsOf(find(key)));
  const height = (point) => boxOf(find("tick-0")).y - point[1];
  const { norms, right_norms } = trace.backward[0];
  assert.ok(Math.abs(height(right[0]) / height(wrong[0]) - right_norms.da_next / norms.da_next) < 0.02);
  assert.deepEqual(right.at(-1), wrong.at(-1), "the last timestep is right");
  assert.match(find("series-right-da_next").class, /right/);
  assert.match(find("series-right-da_next-hollow").class, /hollow/);
  assert.equal(find("name-right-da_next").text, "right: da_next");
  assert.ok(!find("series-right-da_t"), "what is given is the same in both");
  assert.ok(!chart(["course"], 0).marks.some((mark) => mark.key.includes("right-")), "in a right run there is one");
});

test("of a wrong run it is not said how gradients fare but how they differ, with the numbers of both", () => {
  const words = (...asked) =>
    chart(["course", ...asked], 1)
      .marks.filter(({ key }) => key.startsWith("verdict-"))
      .map(({ text }) => text)
      .join(" ")
      .replaceAll("\u00a0", " ");
  const { trace } = chart(WRONG, 1);
  assert.match(words(), /times its size arrives/);
  assert.equal(
    words("--mistake", "drop_carry"),
    `da_next at t = 1 has norm 7.65, in the right run 14.5. ${trace.end.left_out[1]}`,
  );
  assert.equal(trace.backward[1].right_norms.da_next.toFixed(1), "14.5");
});

test("each lane has a chart of its own, on one scale", () => {
  for (const size of Object.keys(WINDOWS)) {
    const { find } = chart(LSTM, 0, {}, size);
    assert.deepEqual(
      [find("name-da_next"), find("1-name-dc_next")].map(({ text }) => text),
      ["da_next", "dc_next"],
    );
    assert.ok(!find("name-dc_next") && !find("1-name-da_next"));
    assert.deepEqual(find("tick-name-1").text, find("1-tick-name-1").text);
    const [one, other] = ["tick-0", "1-tick-0"].map((key) => boxOf(find(key)));
    assert.equal(
      overlap({ ...one, height: 9 }, { ...other, height: 9 }),
      0,
      `${size}: side by side or one below the other`,
    );
  }
});

test("a name stands at the left end of its curve, with a piece of the curve and a line that leads there", () => {
  for (const [asked, log] of [WRONG, LSTM, ["course"], ["vanishing"]].flatMap((one) => [
    [one, false],
    [one, true],
  ])) {
    for (const size of Object.keys(WINDOWS)) {
      const { marks, find } = chart(asked, 0, { log }, size);
      const names = marks.filter(({ key }) => /^(1-)?name-/.test(key));
      assert.ok(names.length >= 3);
      for (const { key, text } of names) {
        const of = (what) => find(key.replace("name-", `${what}-`));
        assert.ok(of("sample"), text);
        const [, end] = pointsOf(of("lead"));
        const curve = of("series") ?? of("points") ?? of("zeros");
        const first = Math.min(
          ...[of("series"), of("points"), of("zeros")].filter(Boolean).map((mark) => boxOf(mark).x),
        );
        assert.ok(curve && Math.abs(end[0] - first) < 12, `${text} leads to ${end}, the curve begins at ${first}`);
      }
      for (const [n, one] of names.entries())
        for (const other of names.slice(n + 1))
          assert.ok(overlap(boxOf(one), boxOf(other)) <= 2, `${size} ${asked}: ${one.text} on ${other.text}`);
    }
  }
});

test("curves that coincide are all seen: no two have both the width and the dashes, or the points, of another", () => {
  const { marks, find } = chart(WRONG, 0);
  assert.deepEqual(find("series-da_next").d, find("series-da_t").d, "in this run they do");
  const order = ["right-da_next", "da_next", "da_prevt", "da_t"].map((name) =>
    marks.findIndex((mark) => mark.key === `series-${name}`),
  );
  assert.deepEqual(
    order.toSorted((a, b) => a - b),
    order,
    "the widest first, so that the thinner lie on it",
  );
  const sizes = ["da_next", "da_prevt", "da_t"].map((name) => boxOf(find(`sample-point-${name}`)).height);
  assert.equal(new Set(sizes).size, 3);
});

test("on a logarithmic axis a zero is a gap with its own mark in a row that is called 0, below the smallest number", () => {
  const { trace, find } = chart(["vanishing"], 0, { log: true });
  const zeros = trace.backward.filter((frame) => frame.norms.da_t === 0).length;
  assert.equal(zeros, trace.backward.length - 1, "there is a loss at the last timestep alone");
  assert.equal(find("zeros-da_t").d.match(/M/g).length, 2 * zeros, "a cross is two strokes");
  assert.ok(!find("series-da_t") && !find("ahead-da_t"), "no line leads to where nothing is");
  const lowest = Math.max(...Array.from({ length: 9 }, (_, k) => find(`tick-${k}`)?.y1 ?? 0));
  assert.ok(boxOf(find("zeros-da_t")).y > lowest);
  assert.equal(find("tick-name-zero").text, "0");
  const rows = ["da_t", "da_prevt"].map((name) => boxOf(find(`zeros-${name}`)));
  assert.equal(overlap({ ...rows[0], x: 0, width: 1 }, { ...rows[1], x: 0, width: 1 }), 0, "each has a row of its own");
  assert.ok(!chart(["vanishing"], 0).marks.some((mark) => mark.key.startsWith("zeros-")), "a linear one has a place");
});

test("what is said below the chart leaves it more than half of the height, the verdict in full", () => {
  for (const size of ["1280x720", "390x844"]) {
    const { trace, view, marks } = chart(["vanishing"], 0, { log: true }, size);
    const words = marks.filter(({ key }) => key.startsWith("verdict-"));
    const said = (face) =>
      words
        .filter((mark) => mark.class === face)
        .map(({ text }) => text)
        .join(" ")
        .replaceAll("\u00a0", " ");
    assert.equal(said("strong"), trace.end.flow[0].sentence);
    assert.equal(said("note"), trace.head.notes.join(" "));
    assert.ok(boxOf(words[0]).y > view.stage.height * 0.5, size);
    assert.ok(words.every((mark) => boxOf(mark).y + boxOf(mark).height <= view.stage.height));
  }
});

test("as long as the mistake is not told, the right run is not shown either, nor what it says", () => {
  const { trace, beats } = lesson(...WRONG);
  for (const spoil of [0, 1, 2, 3]) {
    const view = viewOf("1280x720", { lens: "flow", spoil });
    const marks = flowMarks(trace, beats[rest(beats, 1, "da_next")], view);
    const telling = marks.filter(({ key }) => key.startsWith("verdict-") || key.includes("right"));
    assert.equal(telling.length > 0, spoil === 3, `level ${spoil}: ${telling.map(({ key }) => key)}`);
  }
});
