// Pure: the chapters of a lesson: the forward pass; then at each timestep back the merge, the way through the cell, and
// the hand-over.

/** @import { Beat, Head } from "../types" */

import { HAND_OVER } from "./timeline.js";

/**
 * The beats that begin a chapter, in order.
 * @param {Head} head
 * @param {Beat[]} beats
 * @returns {{ beat: Beat, title: string }[]}
 */
export function chaptersOf(head, beats) {
  const total = head.declaration.lanes[0].total;
  /** @type {{ beat: Beat, title: string }[]} */
  const chapters = [];
  let merged = false;
  for (const beat of beats.slice(1)) {
    const at = `t = ${beat.t}`;
    if (beat.index === 1) chapters.push({ beat, title: "forward" });
    else if (beat.direction === "backward" && beat.name === total) chapters.push({ beat, title: `merge, ${at}` });
    else if (beat.name === HAND_OVER) chapters.push({ beat, title: `hand over, ${at}` });
    else if (merged) chapters.push({ beat, title: `through the cell, ${at}` });
    merged = beat.direction === "backward" && beat.name === total;
  }
  return chapters;
}

/**
 * The index of the beat that begins the neighbouring chapter, or of the first or last moment where there is none.
 * @param {Head} head
 * @param {Beat[]} beats
 * @param {number} playhead
 * @param {1 | -1} towards
 */
export function neighbouringChapter(head, beats, playhead, towards) {
  const starts = chaptersOf(head, beats).map(({ beat }) => beat.index);
  if (towards === 1) return starts.find((index) => index > playhead) ?? Math.max(beats.length - 1, 0);
  return starts.findLast((index) => index < playhead) ?? 0;
}
