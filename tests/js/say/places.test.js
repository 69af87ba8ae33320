import assert from "node:assert/strict";
import { test } from "node:test";

import { dimsOf } from "../../../static/js/model/dimensions.js";
import { placeName } from "../../../static/js/say/places.js";
import { lesson, rest } from "../fixture.js";

const SIZES = { n_x: 3, n_a: 5, n_y: 2, m: 10 };

test("rows and columns are called by what they stand for, counted as in the code", () => {
  assert.equal(placeName(["n_a"], SIZES, 1, "row"), "unit 1");
  assert.equal(placeName(["m"], SIZES, 0, "column"), "example 0");
  assert.equal(placeName(["n_y"], SIZES, 1, "row"), "output 1");
});

test("of concatenated rows each is called by the part that it is in", () => {
  const rows = [...Array(8).keys()].map((k) => placeName(["n_a", "n_x"], SIZES, k, "row"));
  assert.deepEqual(rows.slice(3), ["unit 3", "unit 4", "input 0", "input 1", "input 2"]);
});

test("the one column of a bias has no name, and what is not known is a row or a column", () => {
  assert.equal(placeName(["1"], SIZES, 0, "column"), "");
  assert.equal(placeName(undefined, SIZES, 2, "row"), "row 2");
});

test("a transposed matrix has its names turned, a part of a step those of the step, a wrong shape none", () => {
  const { trace, beats } = lesson("course");
  const beat = beats[rest(beats, 2, "dtanh")];
  const named = (panel, rows, columns) => dimsOf(trace.head, panel, { rows, columns }, beat);
  assert.deepEqual(named({ symbol: "Wax", transposed: true }, 3, 5), [["n_x"], ["n_a"]]);
  assert.deepEqual(named({ symbol: null }, 5, 10), [["n_a"], ["m"]]);
  assert.equal(named({ symbol: "da_next" }, 5, 1), null);
});
