// What is fetched on demand is fetched once, when it is first wanted, and tried again where that fails.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createLater, createPart } from "../../../static/js/page/dom/later.js";

const settled = () => new Promise((done) => setImmediate(done));

test("nothing is fetched before it is wanted, and then once", async () => {
  let [fetched, frames] = [0, 0];
  const later = createLater(
    async () => ++fetched,
    () => frames++,
  );
  assert.equal(later(false), null);
  await settled();
  assert.equal(fetched, 0);
  assert.equal(later(true), null);
  assert.equal(later(true), null);
  await settled();
  assert.deepEqual([later(false), fetched, frames], [1, 1, 1]);
});

test("what fails is tried again with the next frame that wants it, and asks for none itself", async () => {
  let [tried, frames] = [0, 0];
  const later = createLater(
    async () => {
      if (++tried === 1) throw new Error("no server");
      return "there";
    },
    () => frames++,
  );
  later(true);
  await settled();
  assert.deepEqual([tried, frames], [1, 0]);
  later(true);
  await settled();
  assert.deepEqual([later(true), tried, frames], ["there", 2, 1]);
});

test("a moment is not drawn in full while a part that it needs is on its way", async () => {
  const drawn = [];
  const part = createPart(
    ({ view }) => view.comparing,
    async () => (state) => drawn.push(state.view.comparing) > 0,
    () => {},
  );
  assert.equal(part({ view: { comparing: false } }), true);
  assert.equal(part({ view: { comparing: true } }), false);
  await settled();
  assert.equal(part({ view: { comparing: true } }), true);
  assert.equal(part({ view: { comparing: false } }), true); // once there, it is told that it is closed
  assert.deepEqual(drawn, [true, false]);
});
