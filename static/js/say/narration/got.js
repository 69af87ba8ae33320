// Pure: what a run has got once its loop is done, and in a wrong run how wrong that is.

/** @import { Trace } from "../../types" */

import { short } from "../digits.js";

/**
 * @param {Trace} trace
 * @returns {string} empty while the end has not come
 */
export function gotSentence({ head, end }) {
  const got = Object.keys(end?.gradients ?? {});
  if (!end || got.length === 0) return "";
  if (!head.mistakes?.length) return `That is all of it: ${listed(got)}.`;
  const wrong = got.filter((name) => name in (end.right ?? {}));
  if (wrong.length === 0) return `What was got, ${listed(got)}, is what the right run has.`;
  const right = got.filter((name) => !wrong.includes(name));
  const which = right.length
    ? `Wrong: ${listed(wrong)}. Right: ${listed(right)}.`
    : `All of it is wrong: ${listed(wrong)}.`;
  const [farthest] = Object.entries(end.off_by ?? {}).sort(([, a], [, b]) => b - a);
  return farthest
    ? `${which} Farthest off is ${farthest[0]}, by ${short(farthest[1])} times the right one’s norm.`
    : which;
}

/** @param {string[]} names */
function listed(names) {
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}` : names.join("");
}
