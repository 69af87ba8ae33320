// The picture that all of this is for: da[:,:,t] and da_prevt stack tip to tail, and the violet line is where they end.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";

import { stageOf } from "../../../static/js/scene/stage/index.js";
import { sceneOf } from "../../../static/js/scene/index.js";
import { lesson, rest, viewOf, WINDOWS } from "../fixture.js";
import { boxesOf } from "../geometry.js";

const ROUNDED = 0.15; // pixels: coordinates are written in tenths
const THINNEST = 1; // pixels: a bar is drawn at least this high

let trace, beats;
before(() => {
  ({ trace, beats } = lesson("course"));
});

/** The bars of the merge at rest as they stand in the result's panel, entry by entry in reading order. */
function merged(t, view) {
  const playhead = rest(beats, t, "da_next");
  const { stage } = sceneOf(trace, beats, playhead, view);
  const { panels, layout, scales } = stageOf(trace, beats[playhead], view);
  const k = panels.findIndex((panel) => panel.part === "result");
  const slot = layout.slots[k];
  const inSlot = (box) =>
    box.x >= slot.x - 1 &&
    box.x + box.width <= slot.x + slot.width + 1 &&
    box.y >= slot.y - 1 &&
    box.y + box.height <= slot.y + slot.height + 1;
  const drawn = (name) => {
    const wanted = stage.filter((mark) => mark.type === "path" && mark.class === name);
    return wanted.flatMap((mark) => boxesOf(mark.d)).filter(inSlot);
  };
  const [blue, orange, line] = ["bars upstream", "bars carried", "sum-line total"].map(drawn);
  const { da_t, da_prevt, da_next } = trace.backward[t].values;
  return da_next.flatMap((row, i) =>
    row.map((sum, j) => {
      const n = i * row.length + j;
      const middle = slot.y + (i + 0.5) * slot.cellHeight;
      const height = (value) => middle - value * scales[k].perUnit;
      const room = scales[k].room / scales[k].perUnit;
      return {
        where: `t = ${t}, entry ${i},${j}`,
        cut: [da_t[i][j], sum].some((value) => Math.abs(value) > room),
        values: { upstream: da_t[i][j], carried: da_prevt[i][j], sum },
        blue: blue[n],
        orange: orange[n],
        line: line[n],
        middle,
        height,
      };
    }),
  );
}

/** Hold a bar to where it must start and end; one that is too short to be seen is at least not elsewhere. */
function assertSpans(bar, start, end, where) {
  const [top, bottom] = [Math.min(start, end), Math.max(start, end)];
  const slack = bottom - top < THINNEST ? THINNEST : 0;
  assert.ok(Math.abs(bar.y - top) <= ROUNDED + slack, `${where}: ${JSON.stringify(bar)}, not from ${top}`);
  assert.ok(
    Math.abs(bar.y + bar.height - bottom) <= ROUNDED + slack,
    `${where}: ${JSON.stringify(bar)}, not to ${bottom}`,
  );
}

for (const name of Object.keys(WINDOWS)) {
  for (const scale of ["common", "matrix"]) {
    describe(`${name}, scale ${scale}`, () => {
      test("every entry has a blue bar, an orange one and the line of their sum", () => {
        for (const t of [3, 2, 1, 0]) {
          for (const { blue, orange, line, where } of merged(t, viewOf(name, { scale }))) {
            assert.ok(blue && orange && line, where);
          }
        }
      });

      test("orange starts at the tip of blue, and the violet line is where orange ends", () => {
        let held = 0;
        for (const t of [3, 2, 1, 0]) {
          for (const one of merged(t, viewOf(name, { scale })).filter(({ cut }) => !cut)) {
            const { where, middle, blue, orange, line, values, height } = one;
            const tip = height(values.upstream);
            assertSpans(blue, middle, tip, `${where}, blue`);
            assertSpans(orange, tip, height(values.upstream + values.carried), `${where}, orange`);
            const lineAt = line.y + line.height / 2;
            assert.ok(Math.abs(lineAt - height(values.sum)) <= THINNEST + ROUNDED, `${where}, line at ${lineAt}`);
            held += 1;
          }
        }
        assert.ok(held > 150, `${held} of 200 entries are drawn without being cut`);
      });

      test("the two stand side by side, so that neither hides the other, and the line spans both", () => {
        for (const { blue, orange, line, where } of merged(2, viewOf(name, { scale })).filter(({ cut }) => !cut)) {
          assert.ok(blue.x + blue.width <= orange.x + ROUNDED, where);
          assert.ok(line.x <= blue.x + ROUNDED && line.x + line.width >= orange.x + orange.width - ROUNDED, where);
        }
      });
    });
  }
}

test("at the last timestep nothing arrives: orange is flat everywhere", () => {
  for (const { orange, where } of merged(3, viewOf("1280x720"))) assert.ok(orange.height <= THINNEST + ROUNDED, where);
});

test("on its way a bar is between where it was and where it will be", () => {
  const view = viewOf("1280x720");
  const at = rest(beats, 2, "da_next");
  const landing = [0.45, 0.5, 0.55, 0.6].map((progress) => {
    const marks = sceneOf(trace, beats, at - 1 + progress, view).stage;
    const paths = marks.filter((mark) => mark.class === "bars carried").flatMap((mark) => boxesOf(mark.d));
    return Math.max(...paths.map((box) => box.x));
  });
  landing.slice(1).forEach((x, n) => assert.ok(x >= landing[n] - ROUNDED, landing.join(", ")));
  assert.ok(landing.at(-1) > landing[0]);
});

test("of three terms each starts where the ones before it end, the third on the sum of two", () => {
  const view = viewOf("1280x720", { scale: "matrix" });
  const playhead = rest(beats, 1, "z");
  const { stage } = sceneOf(trace, beats, playhead, view);
  const { panels, layout, scales } = stageOf(trace, beats[playhead], view);
  const result = panels.findIndex((panel) => panel.part === "result");
  const terms = panels.slice(0, result).map((panel) => panel.matrix);
  assert.equal(terms.length, 3);
  const bars = terms.map((_, k) => boxesOf(stage.find((mark) => mark.key === `layer-stacked-${k}`).d));
  const { slots } = layout;
  const room = scales[result].room / scales[result].perUnit;
  let held = 0;
  panels[result].matrix.forEach((row, i) =>
    row.forEach((_, j) => {
      const height = (value) => slots[result].y + (i + 0.5) * slots[result].cellHeight - value * scales[result].perUnit;
      const entries = terms.map((term) => term[i][Math.min(j, term[i].length - 1)]);
      const ends = entries.map((_, k) => entries.slice(0, k + 1).reduce((sum, value) => sum + value, 0));
      if (ends.some((end) => Math.abs(end) > room)) return;
      entries.forEach((_, k) => {
        const bar = bars[k][i * row.length + j];
        assertSpans(bar, height(ends[k - 1] ?? 0), height(ends[k]), `entry ${i},${j}, term ${k}`);
      });
      held += 1;
    }),
  );
  assert.ok(held > 30, `${held} of 50 entries are drawn without being cut`);
});
