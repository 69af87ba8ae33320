// A swipe to the side steps; one that scrolls the page, or two fingers that enlarge it, does not.

import assert from "node:assert/strict";
import { test } from "node:test";

import { listenForSwipes } from "../../../static/js/page/swipe.js";

/** The actions of a movement from (100, 100) by so much, with so many fingers. */
function swiped(across, down, fingers = 1) {
  const region = new EventTarget();
  const done = [];
  listenForSwipes(region, (action) => done.push(action));
  const touch = (x, y) => ({ clientX: x, clientY: y });
  const begin = Object.assign(new Event("touchstart", { cancelable: true }), {
    touches: Array.from({ length: fingers }, () => touch(100, 100)),
  });
  const end = Object.assign(new Event("touchend", { cancelable: true }), {
    changedTouches: [touch(100 + across, 100 + down)],
  });
  for (const event of [begin, end]) {
    region.dispatchEvent(event);
    assert.equal(event.defaultPrevented, false, "the page scrolls as always");
  }
  return done;
}

test("to the left is the next step, to the right the one before", () => {
  assert.deepEqual(swiped(-120, 10), ["next-step"]);
  assert.deepEqual(swiped(120, -10), ["previous-step"]);
});

test("a tap, a short slip and a scroll are no swipe", () => {
  assert.deepEqual(swiped(0, 0), []);
  assert.deepEqual(swiped(-20, 0), []);
  assert.deepEqual(swiped(-60, 200), []);
  assert.deepEqual(swiped(-100, 90), []);
});

test("neither are two fingers", () => assert.deepEqual(swiped(-200, 0, 2), []));
