// Pure: what there is to ask at a moment. Is what arrives equal to da of the same t, and is what leaves to da before it?

/** @import { Beat, Comparison, Lane, Trace } from "../types" */

/** @typedef {{ comparison: Comparison, lane: Lane, t: number, leaving: boolean }} Question */

/**
 * At the timestep of a beat. The forward pass has carried nothing back yet, so there it is asked ahead: where the
 * backward pass will first add two gradients.
 * @param {Trace} trace
 * @param {Beat} beat
 * @returns {Question[]}
 */
export function questionsOf(trace, beat) {
  const { lanes } = trace.head.declaration;
  const t = beat.direction === "backward" ? beat.t : Math.max(trace.head.T_backward - 2, 0);
  return [t, t - 1].flatMap((at) =>
    (trace.backward[at]?.comparisons ?? []).flatMap((comparison) => {
      const lane = lanes.find((one) => one.carried === comparison.carried);
      return lane ? [{ comparison, lane, t: at, leaving: at < t }] : [];
    }),
  );
}
