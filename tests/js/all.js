// Runs the tests of the files it is given in one process: traces are read once, and 40 starts of Node are saved.

import { describe } from "node:test";

for (const file of process.argv.slice(2)) {
  // Each in a suite of its own, so that what one does before its tests is not done before those of another.
  describe(file, () => import(new URL(file, `file://${process.cwd()}/`).href));
}
