// What a panel is drawn from: told apart by what it is, and by what lists and records hold.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createChanged } from "../../../static/js/page/dom/changed.js";

test("the first time is always a change, the same again is none", () => {
  const changed = createChanged();
  const trace = { head: {} };
  assert.equal(changed(trace, 3, null), true);
  assert.equal(changed(trace, 3, null), false);
});

for (const [what, before, after] of [
  ["a number", [1], [2]],
  ["one of several", [1, "a"], [1, "b"]],
  ["nothing there", [null], [[2, 3]]],
  ["an entry", [[2, 3]], [[2, 4]]],
  ["deep inside", [{ slots: [{ x: 1 }] }], [{ slots: [{ x: 2 }] }]],
  ["one less in a list", [[1, 2]], [[1]]],
  ["another name with the same count", [{ a: 1 }], [{ b: 1 }]],
]) {
  test(`another is noticed: ${what}`, () => {
    const changed = createChanged();
    changed(...before);
    assert.equal(changed(...after), true);
    assert.equal(changed(...after), false);
  });
}

test("what was made anew of the same things is the same", () => {
  const changed = createChanged();
  changed([2, 3], { width: 10, slots: [{ x: NaN }] });
  assert.equal(changed([2, 3], { width: 10, slots: [{ x: NaN }] }), false);
});

test("what is not a list or a record is the same only if it is the very same", () => {
  class Element {}
  const changed = createChanged();
  changed(new Element());
  assert.equal(changed(new Element()), true);
});
