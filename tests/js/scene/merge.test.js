// The picture that all of this is for: da[:,:,t] and da_prevt stack tip to tail, and fold into one violet bar.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";

import { stageOf } from "../../../static/js/scene/stage/index.js";
import { sceneOf } from "./whole.js";
import { lesson, rest, viewOf, WINDOWS } from "../fixture.js";
import { boxesOf } from "../geometry.js";
import { PAUSE } from "../../../static/js/model/timeline.js";

const ROUNDED = 0.15; // pixels: coordinates are written in tenths
const THINNEST = 1; // pixels: a bar is drawn at least this high

let trace, beats;
before(() => {
  ({ trace, beats } = lesson("course"));
});

/** The bars of the merge at rest, all parts apart, as they stand in the result's panel, entry by entry in reading order. */
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
          for (const { blue, orange, line, where } of merged(t, viewOf(name, { scale, apart: true }))) {
            assert.ok(blue && orange && line, where);
          }
        }
      });

      test("orange starts at the tip of blue, and the violet line is where orange ends", () => {
        let held = 0;
        for (const t of [3, 2, 1, 0]) {
          for (const one of merged(t, viewOf(name, { scale, apart: true })).filter(({ cut }) => !cut)) {
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
        for (const { blue, orange, line, where } of merged(2, viewOf(name, { scale, apart: true })).filter(
          ({ cut }) => !cut,
        )) {
          assert.ok(blue.x + blue.width <= orange.x + ROUNDED, where);
          assert.ok(line.x <= blue.x + ROUNDED && line.x + line.width >= orange.x + orange.width - ROUNDED, where);
        }
      });
    });
  }
}

test("at the last timestep nothing arrives: orange is flat everywhere", () => {
  for (const { orange, where } of merged(3, viewOf("1280x720", { apart: true })))
    assert.ok(orange.height <= THINNEST + ROUNDED, where);
});

/** What is drawn in the result's panel at a share of the movement: boxes by the name of the layer. */
function layersAt(share, change = {}) {
  const view = viewOf("1280x720", change);
  const at = rest(beats, 2, "da_next");
  const { stage } = sceneOf(trace, beats, at - 1 + share * (1 - PAUSE), view);
  const layers = stage.filter((mark) => mark.key.startsWith("layer-"));
  return Object.fromEntries(
    layers.map((mark) => [mark.key.replace("layer-", ""), { ...mark, boxes: boxesOf(mark.d) }]),
  );
}
const tall = (layer) => layer.boxes.filter(({ height }) => height > THINNEST + ROUNDED).length;

test("at rest each entry is one bar of the sum, and only the one looked at keeps its parts", () => {
  const layers = layersAt(1);
  assert.equal(layers.result.boxes.length, 49);
  assert.equal(layers.result.class, "bars total");
  for (const part of ["apart-0", "apart-1", "sum-line"]) assert.equal(layers[part].boxes.length, 1, part);
  assert.deepEqual(Object.keys(layers).sort(), ["apart-0", "apart-1", "result", "sum-line"]);
});

test("the parts of the entry under the pointer come apart as well", () => {
  const layers = layersAt(1, { hoverEntry: [0, 0] });
  assert.equal(layers.result.boxes.length, 48);
  assert.equal(layers["apart-1"].boxes.length, 2);
});

test("all parts come apart together where that is asked for", () => {
  const layers = layersAt(1, { apart: true });
  assert.equal(layers.result, undefined);
  assert.equal(layers["apart-0"].boxes.length, 50);
  assert.equal(layers["sum-line"].boxes.length, 50);
});

test("first da, all of it, then da_prevt, and the sum last of all", () => {
  let [blue, orange, violet] = [0, 0, 0];
  for (let share = 0; share <= 1; share += 0.02) {
    const layers = layersAt(share);
    const seen = (name) => (layers[name] ? tall(layers[name]) : 0);
    const settled = (name) => layers[name]?.opacity ?? 0;
    if (settled("arriving-0") > 0) assert.equal(seen("stacked-0"), 0, `at ${share} da stands before it has come`);
    if (settled("arriving-1") > 0) assert.equal(seen("stacked-1"), 0, `at ${share} da_prevt stands before it has come`);
    if (seen("stacked-1") > 0 && !layers.result && share < 0.84) assert.ok(seen("stacked-0") >= blue, `at ${share}`);
    if (layers.result) violet += 1;
    else assert.ok(share < 1, "at rest it is one bar");
    if (layers.result) assert.ok(share > 0.84, `at ${share} the sum is there before its parts`);
    blue = Math.max(blue, seen("stacked-0"));
    orange = Math.max(orange, seen("stacked-1"));
  }
  assert.ok(blue > 25 && orange > 15 && violet > 1);
});

test("on its way a bar grows from its base to where it will be", () => {
  const heights = [0.6, 0.66, 0.72, 0.8].map((share) =>
    layersAt(share)["stacked-1"].boxes.reduce((sum, { height }) => sum + height, 0),
  );
  heights.slice(1).forEach((height, n) => assert.ok(height >= heights[n] - ROUNDED, heights.join(", ")));
  assert.ok(heights.at(-1) > heights[0]);
});

test("of three terms each starts where the ones before it end, the third on the sum of two", () => {
  const view = viewOf("1280x720", { scale: "matrix", apart: true });
  const playhead = rest(beats, 1, "z");
  const { stage } = sceneOf(trace, beats, playhead, view);
  const { panels, layout, scales } = stageOf(trace, beats[playhead], view);
  const result = panels.findIndex((panel) => panel.part === "result");
  const terms = panels.slice(0, result).map((panel) => panel.matrix);
  assert.equal(terms.length, 3);
  const bars = terms.map((_, k) => boxesOf(stage.find((mark) => mark.key === `layer-apart-${k}`).d));
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
