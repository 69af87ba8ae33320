// A list of changed entries: the newest last, each once, no more than the server takes.

import assert from "node:assert/strict";
import { test } from "node:test";

import { changesOf, withChange } from "../../../static/js/model/changing.js";

test("what is written is read again", () => {
  assert.deepEqual([...changesOf("da[2,3,1]:0.5;Waa[0,1]:-2e-7")], [["da[2,3,1]", 0.5], ["Waa[0,1]", -2e-7]]); // prettier-ignore
  assert.equal(changesOf(undefined).size, 0);
  assert.equal(changesOf("nonsense;;a:").size, 0);
});

test("an entry is changed, changed again, and taken back", () => {
  const once = withChange(undefined, "da[2,3,1]", 0.123456);
  assert.equal(once, "da[2,3,1]:0.123");
  assert.equal(withChange(`${once};x[0,0,0]:1`, "da[2,3,1]", -4), "x[0,0,0]:1;da[2,3,1]:-4");
  assert.equal(withChange(once, "da[2,3,1]", null), "");
  assert.equal(withChange(once, "x[0,0,0]", null), once);
});

test("of too many the oldest is as it was", () => {
  let what = "";
  for (let i = 0; i < 10; i += 1) what = withChange(what, `x[${i},0,0]`, 1);
  assert.deepEqual(
    [...changesOf(what).keys()],
    Array.from({ length: 8 }, (_, i) => `x[${i + 2},0,0]`),
  );
});
