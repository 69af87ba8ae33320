// The table of sources and the parts of one entry; beside a wrong run the right one, outlined.

import assert from "node:assert/strict";
import { test } from "node:test";

import { sourcesMarks } from "../../../static/js/scene/sources/index.js";
import { partsSentence } from "../../../static/js/say/sources.js";
import { lesson, rest, viewOf, WINDOWS } from "../fixture.js";
import { boxOf, overlap } from "../geometry.js";

const picture = (asked, t, size = "1280x720") => {
  const { trace, beats } = lesson(...asked);
  const view = viewOf(size, { lens: "sources" });
  const marks = sourcesMarks(trace, beats[rest(beats, t, "da_next")], view);
  const said = marks.filter(({ key }) => key.startsWith("verdict-")).map(({ text }) => text);
  return {
    trace,
    view,
    marks,
    said: said.join(" ").replaceAll("\u00a0", " "),
    find: (key) => marks.find((mark) => mark.key === key),
  };
};
const WRONG = ["course", "--mistake", "drop_carry"];

test("beside a wrong run the right one's squares are outlines in the same places, on the same scale", () => {
  const { trace, find } = picture(WRONG, 1);
  const { attribution, right_attribution } = trace.end;
  const side = (key) => boxOf(find(key)).width;
  assert.ok(!find("source-1-3"), "what the mistake leaves out");
  const ratio = (side("source-right-1-3") / side("source-1-1")) ** 2;
  assert.ok(Math.abs(ratio - right_attribution.norms[1][3] / attribution.norms[1][1]) < 0.02);
  assert.deepEqual(boxOf(find("source-right-3-3")), boxOf(find("source-3-3")), "the last timestep is right");
  assert.equal(find("source-right-norm-1-3").text, "(9.99)");
  assert.ok(!picture(["course"], 1).marks.some(({ key }) => key.startsWith("source-right")));
});

test("a part that comes from an earlier timestep, as none may, is in the table too", () => {
  const { find } = picture(["course", "--mistake", "forward_loop"], 1);
  assert.ok(find("source-1-0") && !find("source-right-1-0"));
  assert.ok(boxOf(find("row-now")).x <= boxOf(find("source-1-0")).x);
});

test("the entry's parts stand beside those of the right run, with both numbers and both sums", () => {
  const { trace, find, marks } = picture(WRONG, 1);
  const { sources, right_sources } = trace.arithmetic["2,3"].backward[1];
  const sum = (parts) => parts.da_next.reduce((so_far, { value }) => so_far + value, 0);
  const last = Math.max(...marks.flatMap(({ key }) => /^stack-number-(\d+)$/.exec(key)?.[1] ?? []).map(Number));
  assert.equal(find(`stack-number-${last}`).text, sum(sources).toFixed(4));
  assert.equal(find(`stack-right-number-${last}`).text, `(${sum(right_sources).toFixed(4)})`);
  assert.equal(sum(sources).toFixed(9), trace.backward[1].values.da_next[2][3].toFixed(9));
  assert.equal(sum(right_sources).toFixed(9), trace.backward[1].right.da_next[2][3].toFixed(9));
});

test("what the mistake leaves out is said, and where the run is no sum at all, that", () => {
  const { trace, said } = picture(WRONG, 1);
  assert.ok(said.endsWith(trace.end.left_out[1]) && said.includes("is missing"));
  const broken = picture(["course", "--mistake", "tanh_derivative_without_brackets"], 1);
  assert.match(broken.said, /cannot be split by source/);
  assert.ok(broken.find("source-right-1-3"), "the right run is still there to be seen");
});

test("words, table and stack lie apart at every size", () => {
  for (const asked of [["course"], WRONG, ["course", "--mistake", "forward_loop"]]) {
    for (const size of Object.keys(WINDOWS)) {
      const { marks } = picture(asked, 0, size);
      const words = marks.filter(({ key }) => /^(verdict|sources-scale|column|stack-(name|number|right))-/.test(key));
      const labels = words.filter(({ type }) => type === "text");
      for (const [n, one] of labels.entries())
        for (const other of labels.slice(n + 1))
          assert.ok(overlap(boxOf(one), boxOf(other)) <= 2, `${asked} ${size}: "${one.text}" on "${other.text}"`);
    }
  }
});

test("the sentence counts and names what the table has", () => {
  const norms = [
    [1, 2, 3],
    [null, 4, 0],
    [null, null, 0],
  ];
  const said = (t, table = norms) => partsSentence("da_next", table, t, (s) => `through ŷ⟨${s}⟩`);
  assert.equal(
    said(0),
    "da_next at t = 0 is its own part, through ŷ⟨0⟩ (norm 1.00), and 2 parts from later timesteps, the largest through ŷ⟨2⟩ (norm 3.00).",
  );
  assert.equal(said(1), "da_next at t = 1 is what came through ŷ⟨1⟩, and nothing else.");
  assert.equal(said(2), "Nothing comes to da_next at t = 2.");
  assert.equal(
    said(0, [[0, 0, 3]]),
    "da_next at t = 0 has nothing of its own: it is what came through ŷ⟨2⟩ (norm 3.00).",
  );
  assert.match(said(0, [[1, 2, null]]), /What came from further on is too small to be told apart\.$/);
});

test("as long as the mistake is not told, the right run is not shown either, nor what it says", () => {
  const { trace, beats } = lesson(...WRONG);
  for (const spoil of [0, 1, 2, 3]) {
    const view = viewOf("1280x720", { lens: "sources", spoil });
    const marks = sourcesMarks(trace, beats[rest(beats, 1, "da_next")], view);
    const telling = marks.filter(({ key }) => key.startsWith("verdict-") || key.includes("right"));
    assert.equal(telling.length > 0, spoil === 3, `level ${spoil}: ${telling.map(({ key }) => key)}`);
  }
});
