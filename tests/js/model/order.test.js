// The order in which the backward loop comes to the timesteps, and what follows from it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { isVisitedBefore, visitAfter, visitBefore, visits } from "../../../static/js/model/order.js";

const USUAL = { T_backward: 4, backward_timesteps: null };
const FORWARD = { T_backward: 4, backward_timesteps: [0, 1, 2, 3] };
const WITHOUT_LAST = { T_backward: 4, backward_timesteps: [2, 1, 0] };

test("the loop runs from the last timestep to the first, unless it is wrong", () => {
  assert.deepEqual(visits(USUAL), [3, 2, 1, 0]);
  assert.deepEqual(visits(FORWARD), [0, 1, 2, 3]);
});

for (const head of [USUAL, FORWARD, WITHOUT_LAST]) {
  test(`neighbours in ${visits(head)} are each other's`, () => {
    visits(head).forEach((t, k) => {
      assert.equal(visitAfter(head, t), visits(head)[k + 1]);
      assert.equal(visitBefore(head, t), visits(head)[k - 1]);
      for (const later of visits(head).slice(k + 1)) {
        assert.ok(isVisitedBefore(head, t, later));
        assert.ok(!isVisitedBefore(head, later, t));
      }
    });
  });
}

test("what the loop never comes to is before nothing", () => {
  assert.ok(!isVisitedBefore(WITHOUT_LAST, 3, 0));
  assert.ok(isVisitedBefore(WITHOUT_LAST, 0, 3));
});
