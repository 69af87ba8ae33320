// Pure: what a scene says, held against the trace. app/records/lesson/facts.py does the same before it is sent.

/** @import { Fact, Trace } from "../types" */

/**
 * Whether a fact is true of a trace. What is not there is null, and neither above nor below anything.
 * @param {Fact} fact
 * @param {Trace} trace
 */
export function holds({ way, relation, value, other }, trace) {
  const one = found(way, trace);
  const against = other ? found(other, trace) : value;
  if (relation === "is") return one === against;
  if (relation === "is not") return one !== against;
  if (typeof one !== "number" || typeof against !== "number") return false;
  return relation === "above" ? one > against : one < against;
}

/** @type {(way: (string | number)[], trace: Trace) => unknown} */
function found(way, trace) {
  /** @type {any} */
  let at = trace;
  for (const name of way) at = at?.[name];
  return at ?? null;
}
