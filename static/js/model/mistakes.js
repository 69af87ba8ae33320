// Pure: the lines that are wrong in a run, and the one that is at work at a beat.

/** @import { Beat, Head, WrongLine } from "../types" */

import { AT_THE_END, leavesTheLoop } from "./timeline.js";

/**
 * @param {Head} head
 * @returns {WrongLine[]}
 */
export function wrongLinesOf(head) {
  return (head.mistakes ?? []).flatMap((mistake) => mistake.lines);
}

/**
 * @param {Head} head
 * @param {Beat} beat
 * @returns {WrongLine | undefined}
 */
export function wrongLineAt(head, beat) {
  const names = leavesTheLoop(head, beat) ? [beat.name, ...AT_THE_END] : [beat.name];
  return wrongLinesOf(head).find(({ name }) => names.includes(name));
}
