// Whether this browser has been here before. It is told nothing else, and nobody but itself.

import { kept } from "./theme.js";

const KEY = "visited";

/** Say whether this is the first visit, and remember it. */
export function isFirstVisit() {
  const before = kept((storage) => storage.getItem(KEY));
  kept((storage) => storage.setItem(KEY, "1"));
  return before === null;
}
