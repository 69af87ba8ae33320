// Movements start and end slowly, and are exactly at their ends there.

import assert from "node:assert/strict";
import { test } from "node:test";

import { during, eased } from "../../../static/js/scene/ease.js";

const SHARES = Array.from({ length: 1001 }, (_, n) => n / 1000);

test("a movement starts at 0, ends at exactly 1 and never turns back", () => {
  assert.equal(eased(0), 0);
  assert.equal(eased(1), 1);
  SHARES.slice(1).forEach((share, n) => assert.ok(eased(share) >= eased(SHARES[n]), `at ${share}`));
});

test("it is slow at both ends and the same both ways", () => {
  assert.ok(eased(0.1) < 0.02);
  for (const share of SHARES) assert.ok(Math.abs(eased(share) + eased(1 - share) - 1) < 1e-12);
});

test("what happens during a part of it is not begun before and complete after", () => {
  for (const share of [-1, 0, 0.3]) assert.equal(during(share, 0.3, 0.6), 0);
  for (const share of [0.6, 0.9, 1, 2]) assert.equal(during(share, 0.3, 0.6), 1);
  assert.ok(Math.abs(during(0.45, 0.3, 0.6) - 0.5) < 1e-9);
});
