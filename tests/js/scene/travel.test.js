// Bars on their way pass over no matrix but the two they go between, and nothing is told before it happens.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { PAUSE } from "../../../static/js/model/timeline.js";
import { sceneOf } from "./whole.js";
import { stageOf } from "../../../static/js/scene/stage/index.js";
import { storyOf } from "../../../static/js/scene/stage/story.js";
import { entryLabel } from "../../../static/js/say/words.js";
import { lesson, viewOf, WINDOWS } from "../fixture.js";
import { boxesOf } from "../geometry.js";

const SHARES = [0.1, 0.3, 0.5, 0.7, 0.9, 1];
const FOCUS = [2, 3];
const ALLOWED = 1; // pixels: what stands at a matrix's edge

const overlaps = (box, { x, y, width, height }) =>
  Math.min(box.x + box.width, x + width) - Math.max(box.x, x) > ALLOWED &&
  Math.min(box.y + box.height, y + height) - Math.max(box.y, y) > ALLOWED;

/** The panels that a layer may be over: where it comes from, and where it goes. */
function ways(key, panels) {
  const result = panels.findIndex((panel) => panel.part === "result");
  const [, kind, k] = /^layer-([a-z-]+?)-?(\d+)?$/.exec(key);
  if (kind === "arriving") return [Number(k)];
  if (kind === "handed" || kind === "given") return [Number(k) - 1, Number(k)];
  if (kind === "stacked" || kind === "apart" || kind === "sum-line") return [result];
  if (kind === "total-added") return [result, result + 1];
  if (kind === "total-before") return [result + 1];
  assert.equal(kind, "result");
  return null;
}

for (const asked of [["course"], ["course", "--cell", "lstm"], ["hello"]]) {
  describe(asked.join(" "), () => {
    const { trace, beats } = lesson(...asked);
    const last = trace.head.T_backward - 2;

    for (const name of Object.keys(WINDOWS)) {
      test(`${name}: no bar passes over another matrix`, () => {
        let held = 0;
        for (const beat of beats.filter(({ t, position }) => position > 0 && t === last)) {
          const view = viewOf(name);
          const { panels, layout } = stageOf(trace, beat, view);
          for (const share of SHARES) {
            const { stage } = sceneOf(trace, beats, beat.index - 1 + share * (1 - PAUSE), view);
            for (const mark of stage.filter(({ key, d }) => key.startsWith("layer-") && d)) {
              const own = ways(mark.key, panels);
              const boxes = boxesOf(mark.d);
              const over = panels.flatMap((_, k) => (boxes.some((box) => overlaps(box, layout.slots[k])) ? [k] : []));
              const allowed = own ?? over.slice(0, 0).concat(panels.findIndex((panel) => panel.part === "result"));
              const others = over.filter((k) => !allowed.includes(k));
              const where = `${beat.direction} t = ${beat.t} ${beat.name} at ${share}: ${mark.key} over ${others}`;
              assert.ok(others.length <= (own ? 0 : 1), where); // a result comes from one operand
              held += 1;
            }
          }
        }
        assert.ok(held > 50);
      });
    }

    test("no row of a story tells what a later step of its timestep makes", () => {
      for (const beat of beats.filter(({ step, t }) => step && t === last)) {
        const { declaration } = trace.head;
        const names = declaration.steps[beat.direction].map((step) => step.name);
        const later = names
          .slice(names.indexOf(beat.name) + 1)
          .map((one) => entryLabel(declaration, one, beat.t, FOCUS));
        for (const { label } of storyOf(trace, beat, FOCUS, false))
          assert.ok(!later.some((one) => label.includes(one)), `${beat.name}: ${label}`);
      }
    });

    test("what is handed over goes from left to right, and stays where it came from", () => {
      const beat = beats.find(({ t, name }) => name === "hand_over" && t === last);
      const view = viewOf("1280x720");
      const { panels } = stageOf(trace, beat, view);
      assert.deepEqual(
        panels.map(({ part }) => part),
        trace.head.declaration.lanes.flatMap(() => ["operand", "result"]),
      );
      const { stage } = sceneOf(trace, beats, beat.index, view);
      for (const panel of panels.filter(({ part }) => part === "operand"))
        assert.ok(
          stage.some(({ key, d }) => key === `bars-${panel.key}` && d),
          panel.key,
        );
    });
  });
}
