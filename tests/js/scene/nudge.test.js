// The picture of a nudge: what has moved is drawn, what has not is not, and what comes later says that it does.

import assert from "node:assert/strict";
import { test } from "node:test";

import { nudgeMarks } from "../../../static/js/scene/nudge/index.js";

const TYPE = { label: 15, small: 11.5 };
const travels = (states) => states.map((state, t) => ({ t, state, cost: state * (t % 2 ? -1 : 1) }));
const nudge = (change = {}) => ({ of: "a", t: 1, travels: travels([0, 0.01, 0.002, 0]), ...change });
const marks = (given, width = 900, height = 150) => nudgeMarks(given, { width, height }, TYPE);
const keys = (all, start) => all.filter(({ key }) => key.startsWith(start)).map(({ key }) => key);

test("from where it is moved the bump goes up and to the right, and never back", () => {
  const all = marks(nudge());
  assert.deepEqual(keys(all, "moved-"), ["moved-1", "moved-2"]);
  assert.deepEqual(keys(all, "up-"), ["up-1", "up-2"]);
  assert.deepEqual(keys(all, "right-"), ["right-1"]);
});

test("through its own prediction it is upstream, through later ones carried", () => {
  const role = (key) => marks(nudge()).find((mark) => mark.key === key)?.class;
  assert.equal(role("up-1"), "bars upstream");
  assert.equal(role("up-2"), "bars carried");
  assert.equal(role("right-1"), "bars carried");
});

test("what is reached later comes later", () => {
  const at = Object.fromEntries(marks(nudge()).map(({ key, data }) => [key, data?.at]));
  assert.deepEqual([at["moved-1"], at["up-1"], at["right-1"], at["moved-2"], at["up-2"]], [0, 1, 1, 2, 3]);
});

test("areas are as the changes are", () => {
  const side = (key) => marks(nudge()).find((mark) => mark.key === key)?.width ?? 0;
  assert.ok(Math.abs((side("moved-2") / side("moved-1")) ** 2 - 0.2) < 1e-9);
});

test("a parameter acts at every timestep, in one colour", () => {
  const all = marks(nudge({ of: "W", t: null, travels: travels([0.1, 0.2, 0.3, 0.4]) }));
  assert.equal(keys(all, "moved-").length, 4);
  assert.ok(all.filter(({ key }) => key.startsWith("up-")).every((mark) => mark.class === "bars total"));
});

test("of a long run those timesteps are drawn for which there is room, the moved one among them", () => {
  const all = marks(nudge({ t: 40, travels: travels(Array.from({ length: 60 }, (_, t) => (t < 40 ? 0 : 1))) }), 600);
  const shown = keys(all, "state-");
  assert.ok(shown.includes("state-40") && shown.includes("state-39") && shown.length < 7);
  assert.match(all[0].text, /\d of 60 timesteps$/);
});

test("in no room nothing is drawn, and numbers that are none break nothing", () => {
  assert.deepEqual(marks(nudge(), 0, 0), []);
  const odd = [0, NaN, Infinity, 0].map((state, t) => ({ t, state, cost: state }));
  for (const mark of marks(nudge({ travels: odd })))
    for (const value of Object.values(mark)) assert.ok(!Number.isNaN(value) && !/NaN/.test(mark.d ?? ""), mark.key);
});
