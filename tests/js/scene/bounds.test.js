// At rest nothing is outside of its region, and no label lies on another.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { sceneOf } from "./whole.js";
import { lesson, viewOf, WINDOWS } from "../fixture.js";
import { boxOf, isInside, overlap } from "../geometry.js";

const TOUCHING = 2; // pixels that estimated boxes of letters may share

const LESSONS = [
  ["course"],
  ["course", "--cell", "lstm"],
  ["hello"],
  ["custom", "--n-a", "20", "--m", "24", "--T-x", "20"],
  ["custom", "--n-x", "1", "--n-a", "1", "--n-y", "1", "--m", "1", "--T-x", "1"],
];

const LENSES = [{}, { lens: "flow" }, { lens: "flow", log: true }, { lens: "sources" }];

for (const [asked, change] of LESSONS.flatMap((one) => LENSES.map((lens) => [one, lens]))) {
  for (const name of Object.keys(WINDOWS)) {
    describe(`${asked.join(" ")}, ${Object.keys(change).length ? JSON.stringify(change) : "steps"}, at ${name}`, () => {
      let pictures;
      before(() => {
        const { trace, beats } = lesson(...asked);
        const view = viewOf(name, change);
        const few = beats.length > 120 || change.lens !== undefined;
        pictures = beats
          .filter((beat) => !few || beat.index % 7 === 0 || beat.t === 3)
          .map((beat) => ({ beat, view, scene: sceneOf(trace, beats, beat.index, view) }));
      });
      after(() => (pictures = []));

      const check = (fault) => {
        const found = pictures.flatMap(({ beat, view, scene }) =>
          ["network", "stage"].flatMap((region) =>
            fault(scene[region], view[region]).map((what) => `${beat.direction} ${beat.t} ${beat.name}: ${what}`),
          ),
        );
        assert.equal(found.length, 0, `${found.length} faults:\n${found.slice(0, 12).join("\n")}`);
      };

      test("nothing is outside", () => {
        check((marks, region) =>
          marks
            .filter((mark) => !isInside(boxOf(mark), region))
            .map((mark) => `${mark.key} ${mark.text ?? ""} at ${JSON.stringify(rounded(boxOf(mark)))}`),
        );
      });

      test("no label lies on another", () => {
        check((marks) => {
          const labels = marks.filter(
            (mark) =>
              (mark.type === "text" && mark.text.trim() && mark.opacity !== 0) ||
              (mark.type === "heat" && mark.key.startsWith("legend")),
          );
          const boxes = labels.map(boxOf);
          return labels.flatMap((one, n) =>
            labels
              .filter((_, k) => k > n && overlap(boxes[n], boxes[k]) > TOUCHING)
              .map((other) => `"${one.text}" (${one.key}) and "${other.text}" (${other.key})`),
          );
        });
      });
    });
  }
}

const rounded = (box) => Object.fromEntries(Object.entries(box).map(([name, value]) => [name, Math.round(value)]));
