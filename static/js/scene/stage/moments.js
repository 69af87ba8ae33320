// Pure: when each part of a sum happens, as shares of the movement. The matrices and the waterfall go by it alike.

export const PARTS = 0.8; // by then the last part has landed
const SETTLING = 0.42; // of a part's time, where it has first to arrive in its own matrix
/** When the parts become one bar. @type {[number, number]} */
export const FOLD = [0.84, 1];

/**
 * One part after another: first it settles in its own matrix, then it lands on the tips of those before it.
 * @param {number} k which part
 * @param {number} count of parts
 * @param {boolean} arriving whether the parts come from elsewhere, from above and from the right
 * @returns {{ settles: [number, number], lands: [number, number] }}
 */
export function momentsOf(k, count, arriving) {
  const each = PARTS / count;
  const from = k * each;
  const there = arriving ? from + each * SETTLING : from;
  return { settles: [from, there], lands: [there, from + each] };
}
