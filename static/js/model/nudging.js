// Pure: which number is moved at a moment, as the server is asked for it.

/** @import { Beat, Query, Trace, View } from "../types" */

/**
 * The parameters that this run has a gradient of.
 * @param {Trace} trace
 */
export function movable({ head: { declaration } }) {
  return declaration.parameters.filter((name) => declaration.totals.includes(`d${name}`));
}

/**
 * The address of the answer: an entry of the state at the beat's timestep, or of a parameter.
 * @param {Query} query
 * @param {Trace} trace
 * @param {Beat} beat
 * @param {View} view
 */
export function nudgeAddress({ scenario, cell, seed, sizes, options }, trace, beat, view) {
  const { head } = trace;
  const parameter = movable(trace).find((name) => name === view.nudge.of);
  const [rows, columns] = parameter ? head.shapes[parameter] : [head.sizes.n_a, head.sizes.m];
  const [i, j] = view.focus ?? [0, 0];
  const place = parameter ? { of: parameter } : { t: Math.min(beat.t, head.T_backward - 1) };
  const entry = { i: Math.min(i, rows - 1), j: Math.min(j, columns - 1), eps: view.nudge.eps };
  const asked = Object.entries({ scenario, cell, seed: seed ?? "", ...sizes, ...options, ...place, ...entry });
  return `api/nudge?${new URLSearchParams(asked.map(([name, value]) => [name, String(value)]))}`;
}
