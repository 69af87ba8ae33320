// The only clock, and the only timer. A frame is asked for when something changed or moves; at rest none runs.

const LONGEST = 100; // milliseconds: after a hidden tab or a stall the animation goes on, it does not jump

/**
 * @param {(elapsed: number) => boolean} draw gets the milliseconds since the frame before, says whether something moves
 */
export function createClock(draw) {
  let asked = false;
  /** @type {number | null} */
  let before = null;
  /** @param {number} now */
  function tick(now) {
    asked = false;
    const elapsed = before === null ? 0 : Math.min(now - before, LONGEST);
    const moving = draw(elapsed);
    before = moving ? now : null;
    if (moving) request();
  }
  function request() {
    if (asked) return;
    asked = true;
    requestAnimationFrame(tick);
  }
  return { request };
}

/**
 * Do things sparingly: the first at once, then not again within a while; of what came in between the last is done.
 * @param {number} interval in milliseconds
 */
export function createSparing(interval) {
  let last = -Infinity;
  /** @type {(() => void) | null} */
  let waiting = null;
  function run() {
    const action = waiting;
    waiting = null;
    last = performance.now();
    action?.();
  }
  return (/** @type {() => void} */ action) => {
    const isFirst = waiting === null;
    waiting = action;
    if (!isFirst) return;
    const wait = last + interval - performance.now();
    if (wait <= 0) run();
    else setTimeout(run, wait);
  };
}
