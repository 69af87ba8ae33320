// Pure: the order in which the backward loop visits the timesteps. A wrong loop may have another than last to first.

/** @import { Head } from "../types" */

/**
 * @param {Head} head
 * @returns {number[]}
 */
export function visits({ backward_timesteps: order, T_backward }) {
  return order ?? Array.from({ length: T_backward }, (_, k) => T_backward - 1 - k);
}

/**
 * Whether the loop comes to one timestep before it comes to another. What it never comes to is after all.
 * @param {Head} head
 * @param {number} t
 * @param {number} other
 */
export function isVisitedBefore({ backward_timesteps: order }, t, other) {
  if (!order) return t > other;
  return order.includes(t) && (!order.includes(other) || order.indexOf(t) < order.indexOf(other));
}

/**
 * The timestep that is given what leaves this one; undefined at the last that is visited.
 * @param {Head} head
 * @param {number} t
 * @returns {number | undefined}
 */
export function visitAfter({ backward_timesteps: order }, t) {
  if (order) return order[order.indexOf(t) + 1];
  return t > 0 ? t - 1 : undefined;
}

/**
 * The timestep that the one given was preceded by; undefined at the first that is visited.
 * @param {Head} head
 * @param {number} t
 * @returns {number | undefined}
 */
export function visitBefore({ backward_timesteps: order, T_backward }, t) {
  if (order) return order[order.indexOf(t) - 1];
  return t < T_backward - 1 ? t + 1 : undefined;
}
