// Whether this browser has been here before. It is told nothing else, and nobody but itself.

import { keep, recall } from "./kept.js";

const KEY = "visited";

/** Say whether this is the first visit, and remember it. */
export function isFirstVisit() {
  const before = recall(KEY);
  keep(KEY, "1");
  return before === null;
}
