// The numbers on axes: round, and never one on another.

import assert from "node:assert/strict";
import { test } from "node:test";

import { roundStep, scrubberLabels } from "../../../static/js/say/ticks.js";
import { lesson } from "../fixture.js";

test("a round step is the least of 1, 2, 5, 10, … that is enough", () => {
  const expected = { 0.03: 0.05, 0.2: 0.2, 1: 1, 1.2: 2, 3: 5, 5: 5, 7: 10, 11: 20, 130: 200 };
  for (const [least, step] of Object.entries(expected))
    assert.ok(Math.abs(roundStep(Number(least)) - step) < 1e-9, least);
});

for (const asked of [["course"], ["course", "--cell", "lstm"], ["custom", "--T-x", "1"], ["exploding"], ["long"]]) {
  const { beats, trace } = lesson(...asked);
  const { T_backward } = trace.head;

  for (const letters of [24, 31, 55, 90, 200]) {
    test(`${asked.join(" ")}, on a scrubber of ${letters} letters`, () => {
      const labels = scrubberLabels(beats, letters);
      const boxes = [...labels].map(([index, text]) => {
        const from = ((index - 1) / (beats.length - 1)) * letters;
        return { text, from, to: from + text.length, beat: beats[index] };
      });
      boxes.sort((a, b) => a.from - b.from);
      boxes.slice(1).forEach((box, k) => assert.ok(box.from >= boxes[k].to + 1, `${boxes[k].text} and ${box.text}`));

      const turn = boxes.find(({ text }) => text.startsWith("←"));
      assert.match(boxes[0].text, /^→ (t = )?0$/);
      assert.match(turn.text, new RegExp(`^← (t = )?${T_backward - 1}$`), "where going back begins is always told");
      for (const direction of ["forward", "backward"]) {
        const others = boxes.filter(({ beat, text }) => beat.direction === direction && /^\d+$/.test(text));
        const numbers = others.map(({ text }) => Number(text));
        const steps = numbers.slice(1).map((one, k) => Math.abs(one - numbers[k]));
        const step = Math.min(...steps);
        if (steps.length > 0) assert.equal(roundStep(step), step, `${direction}: ${numbers}`);
        for (const one of numbers) assert.equal(steps.length ? one % step : 0, 0, `${direction}: ${numbers}`);
      }
    });
  }
}
