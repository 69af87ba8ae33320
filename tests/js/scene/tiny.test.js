// A window that is being resized passes through sizes at which nothing can be drawn: then nothing is, and nothing is
// wider or higher than nothing.

import assert from "node:assert/strict";
import { test } from "node:test";

import { sceneOf } from "./whole.js";
import { lesson, rest, viewOf } from "../fixture.js";

const SIZES = [0, 1, 7, 16, 40, 90, 150, 240];

for (const asked of [["course"], ["course", "--cell", "lstm"], ["vanishing"], ["course", "--mistake", "drop_carry"]]) {
  test(`${asked.join(" ")}: no width and no height is below zero, at any size`, () => {
    const { trace, beats } = lesson(...asked);
    const playhead = rest(beats, 1, "da_next");
    for (const lens of ["step", "flow", "sources"]) {
      for (const presenter of [false, true]) {
        for (const [width, height] of SIZES.flatMap((one) => SIZES.map((other) => [one, other]))) {
          const size = { width, height };
          const view = viewOf("1280x720", { lens, presenter, window: size, network: size, stage: size });
          const { network, stage } = sceneOf(trace, beats, playhead, view);
          const faults = [...network, ...stage].filter(
            (mark) =>
              mark.width < 0 ||
              mark.height < 0 ||
              Object.values(mark).some((value) => Number.isNaN(value)) ||
              /NaN/.test(mark.d),
          );
          assert.deepEqual(
            faults.map(({ key, width: w, height: h }) => `${key} ${w} × ${h}`),
            [],
            `${lens} at ${width} × ${height}`,
          );
        }
      }
    }
  });
}
