// The only clock: a frame is drawn when something changed or moves, and at rest none is.

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { createClock, createSparing } from "../../../static/js/state/clock.js";

let waiting;
beforeEach(() => {
  waiting = [];
  globalThis.requestAnimationFrame = (draw) => waiting.push(draw);
});

/** Let the browser draw its next frame; says whether there was one. */
function frame(now) {
  const draw = waiting.shift();
  draw?.(now);
  return draw !== undefined;
}

test("asked for several times, one frame is drawn, and then none", () => {
  let drawn = 0;
  const clock = createClock(() => {
    drawn += 1;
    return false;
  });
  assert.equal(frame(0), false);
  clock.request();
  clock.request();
  assert.equal(frame(16), true);
  assert.equal(frame(32), false);
  assert.equal(drawn, 1);
});

test("while something moves it runs, with the time since the frame before", () => {
  const elapsed = [];
  const clock = createClock((milliseconds) => elapsed.push(milliseconds) < 4);
  clock.request();
  [1000, 1016, 1033, 1050].forEach((now) => assert.ok(frame(now)));
  assert.equal(frame(1066), false);
  assert.deepEqual(elapsed, [0, 16, 17, 17]);
});

test("after a rest no time has passed", () => {
  const elapsed = [];
  const clock = createClock((milliseconds) => {
    elapsed.push(milliseconds);
    return false;
  });
  clock.request();
  frame(1000);
  clock.request();
  frame(60_000);
  assert.deepEqual(elapsed, [0, 0]);
});

test("after a stall it goes on from where it was instead of jumping", () => {
  const elapsed = [];
  const clock = createClock((milliseconds) => elapsed.push(milliseconds) < 3);
  clock.request();
  [0, 16, 60_000].forEach(frame);
  assert.ok(elapsed[2] <= 100);
});

test("what is done sparingly is done at once, then seldom, and the last of it in any case", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  let now = 0;
  mock.method(performance, "now", () => now);
  const done = [];
  const sparingly = createSparing(100);
  for (now = 0; now <= 1000; now += 10) {
    const asked = now;
    sparingly(() => done.push(asked));
    mock.timers.tick(10);
  }
  now += 100;
  mock.timers.tick(100);
  mock.reset();
  mock.timers.reset();
  assert.equal(done[0], 0);
  assert.equal(done.at(-1), 1000);
  assert.ok(done.length <= 13, `${done}`);
});
