// The last result of a pure function is not made twice for the very same arguments.

import assert from "node:assert/strict";
import { test } from "node:test";

import { remembered } from "../../../static/js/scene/remember.js";

test("it is made again only where an argument is another one", () => {
  let made = 0;
  const sum = remembered((one, other) => {
    made += 1;
    return { sum: one.value + other };
  });
  const two = { value: 2 };
  const first = sum(two, 3);
  assert.equal(sum(two, 3), first);
  assert.equal(made, 1);
  assert.deepEqual(sum({ value: 2 }, 3), first); // equal, but another one
  assert.deepEqual(sum(two, NaN), { sum: NaN });
  assert.equal(made, 3);
  sum(two, NaN);
  assert.equal(made, 3);
});
