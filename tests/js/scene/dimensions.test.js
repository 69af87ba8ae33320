// What is said of a matrix's shape below it, against the shape of what was sent.

import assert from "node:assert/strict";
import { test } from "node:test";

import { dimensionsOf } from "../../../static/js/scene/stage/dimensions.js";
import { stageOf } from "../../../static/js/scene/stage/index.js";
import { lesson, rest, viewOf } from "../fixture.js";

const panelsAt = (asked, t, step) => {
  const { trace, beats } = lesson(...asked);
  const { panels, layout } = stageOf(trace, beats[rest(beats, t, step)], viewOf("1280x720"));
  return panels.map((panel, k) => ({ panel, trace, words: dimensionsOf(trace, panel, layout.slots[k]) }));
};
const wordsOf = (asked, t, step) => panelsAt(asked, t, step).map(({ words }) => words);

test("a matrix has its dimensions by name, and a slice says of what", () => {
  assert.deepEqual(wordsOf(["course"], 2, "da_next"), [
    { names: "n_a × m", slice: "slice of (n_a, m, T_x)" },
    { names: "n_a × m", slice: "" },
    { names: "n_a × m", slice: "" },
  ]);
});

test("where da is given for fewer timesteps than there are, it is not T_x long", () => {
  assert.equal(wordsOf(["course", "--cell", "lstm"], 2, "da_next")[0].slice, "slice of (n_a, m, 4)");
});

test("what is transposed is named the way it stands, and a sum of sizes as one", () => {
  assert.equal(wordsOf(["course"], 2, "dxt")[0].names, "n_x × n_a");
  assert.equal(wordsOf(["course", "--cell", "lstm"], 2, "dWft").at(-1).names, "n_a × (n_a + n_x)");
});

test("names that are numbers again are left out, and so is what a wrong line made in another shape", () => {
  assert.equal(wordsOf(["hello"], 2, "dzy")[0].names, ""); // w[t] is 1 × 1
  const [{ panel, trace }] = panelsAt(["course"], 2, "dxt");
  assert.equal(dimensionsOf(trace, panel, { rows: 3, columns: 5 }).names, "n_x × n_a");
  assert.equal(dimensionsOf(trace, panel, { rows: 5, columns: 3 }).names, "");
});
