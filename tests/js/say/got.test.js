// What a run has got, once its loop is done, and how wrong that is.

import assert from "node:assert/strict";
import { test } from "node:test";

import { gotSentence } from "../../../static/js/say/narration/got.js";
import { narrated } from "../../../static/js/say/narration/index.js";
import { lesson } from "../fixture.js";

const last = (...asked) => {
  const { trace, beats } = lesson(...asked);
  return {
    trace,
    said: gotSentence(trace),
    words: narrated(trace, beats.at(-1), [2, 3])
      .map(({ text }) => text)
      .join(""),
  };
};

const norm = (values) => Math.hypot(...values.flat(3));
const minus = (one, other) => (Array.isArray(one) ? one.map((part, k) => minus(part, other[k])) : one - other);

test("a right run has got all of its gradients", () => {
  const { said, words } = last("course");
  assert.equal(said, "That is all of it: dx, da0, dWax, dWaa and dba.");
  assert.ok(words.startsWith("Done with t = 0.") && words.endsWith(said));
});

test("of a wrong run it is said which are wrong, which are right, and which is the farthest off, by how much", () => {
  for (const mistake of ["drop_carry", "da0_is_zeros", "overwrite_parameters"]) {
    const { trace, said, words } = last("course", "--mistake", mistake);
    const { gradients, right, off_by } = trace.end;
    const off = Object.entries(right).map(([name, value]) => [name, norm(minus(gradients[name], value)) / norm(value)]);
    for (const [name, share] of off) assert.ok(Math.abs(share - off_by[name]) < 1e-9 * share, name);
    const [farthest] = off.sort(([, a], [, b]) => b - a);
    assert.match(said, new RegExp(`Farthest off is ${farthest[0]}, by [\\d.]+ times`));
    for (const name of Object.keys(gradients))
      assert.equal(new RegExp(`Right: [^.]*\\b${name}\\b`).test(said), !(name in right), `${mistake}: ${name}`);
    assert.ok(words.endsWith(said));
  }
});

test("before the end has come nothing is said of it", () => {
  assert.equal(gotSentence({ ...lesson("course").trace, end: null }), "");
});
