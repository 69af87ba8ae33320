// Pure: what each level tells of a mistake, in words. First where it begins. Only who looks at a mistake needs this, so
// it imports nothing that the page itself does.

/** @import { Begins, Failure, FirstDifference } from "../types" */

/** What the next level would tell, by the level that is reached. */
export const NEXT = ["A nudge", "The line", "The right line"];

/** The level at which the line is told, and the one at which all is. */
export const LINE = NEXT.indexOf("The line") + 1;
export const ALL = NEXT.length;

/** @param {string[]} names */
export function listed(names) {
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names.join("");
}

/**
 * Where a run with mistakes is first another one than the right run: the timestep, and the results that differ there.
 * @param {Begins} begins
 */
export function beginning({ direction, t, keys, stops }) {
  const way = direction === "forward" ? "Going forward" : "Going back";
  const at = t === null ? "" : ` at t = ${t}`;
  if (stops) return `${way}, NumPy stops the run${at}.`;
  if (direction === "end") return `Every timestep is right. What is returned is not: ${listed(keys)}.`;
  if (t === null) return `What is not right: ${listed(keys)}.`;
  if (keys.length === 0) return `${way}, t = ${t} is the first timestep that is not right.`;
  return `${way}, t = ${t} is the first timestep that is not right: ${listed(keys)} differ${keys.length > 1 ? "" : "s"} there.`;
}

/**
 * The same of a run that was sent.
 * @param {FirstDifference} first
 * @param {Failure | null | undefined} failure
 * @returns {Begins}
 */
export function begins({ direction, t, keys = [] }, failure) {
  if (failure) return { direction: failure.direction, t: failure.t, keys: [], stops: true };
  return { direction, t, keys, stops: false };
}
