// Pure: shares of a movement.

/**
 * Slow at both ends: cubic.
 * @param {number} share 0 to 1
 */
export function eased(share) {
  return share < 0.5 ? 4 * share ** 3 : 1 - (-2 * share + 2) ** 3 / 2;
}

/**
 * 0 at both ends, 1 in the middle.
 * @param {number} share 0 to 1
 */
export function amid(share) {
  return 4 * share * (1 - share);
}

/**
 * How far something that happens from `from` to `to` has come, eased.
 * @param {number} share
 * @param {number} from
 * @param {number} to
 */
export function during(share, from, to) {
  return eased(Math.min(Math.max((share - from) / (to - from), 0), 1));
}
