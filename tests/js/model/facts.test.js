// What a scene says is held against the trace as app/records/lesson/facts.py does it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { holds } from "../../../static/js/model/facts.js";
import { lesson } from "../fixture.js";

const { trace } = lesson("course");
const fact = (way, relation, value = null, other = null) => ({ way, relation, value, other });

test("a value, and what is found on another way", () => {
  const zeros = ["backward", 3, "norms", "da_prevt"];
  assert.equal(holds(fact(zeros, "is", 0), trace), true);
  assert.equal(holds(fact(zeros, "is not", 0), trace), false);
  assert.equal(holds(fact(["backward", 2, "norms", "da_prevt"], "above", 0), trace), true);
  assert.equal(holds(fact(["backward", 2, "norms", "da_prevt"], "below", 0), trace), false);
  const left = ["backward", 3, "norms", "da_prev"];
  assert.equal(holds(fact(["backward", 2, "norms", "da_prevt"], "is", null, left), trace), true);
  assert.equal(holds(fact(["backward", 1, "norms", "da_prevt"], "is", null, left), trace), false);
});

test("what is not there is null, and neither above nor below anything", () => {
  const nowhere = ["backward", 9, "norms", "da_prevt"];
  assert.equal(holds(fact(nowhere, "is", null), trace), true);
  assert.equal(holds(fact(nowhere, "above", -1), trace), false);
  assert.equal(holds(fact(nowhere, "below", 1), trace), false);
});
