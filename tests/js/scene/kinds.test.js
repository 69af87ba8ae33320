// Every kind of step has a picture: it begins without its result and ends with all of it, at the right lengths.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";

import { sceneOf } from "./whole.js";
import { stageOf } from "../../../static/js/scene/stage/index.js";
import { lesson, viewOf } from "../fixture.js";
import { boxesOf } from "../geometry.js";

const THINNEST = 1; // pixels: a bar is drawn at least this high
const ROUNDED = 0.15;
const VIEW = viewOf("1280x720", { scale: "matrix" });

const LESSONS = [
  ["course"],
  ["hello"],
  ["custom", "--cell", "lstm", "--T-x", "2"],
  ["custom", "--cell", "gru", "--T-x", "2"],
];

let lessons;
before(() => {
  lessons = LESSONS.map((asked) => lesson(...asked));
});

/** Every step of these lessons once, in the middle of time. */
function steps() {
  return lessons.flatMap(({ trace, beats }) =>
    beats.filter((beat) => beat.step && beat.t === 1).map((beat) => ({ trace, beats, beat })),
  );
}

/** The bars in the panel of the result. */
function resultBars(trace, beats, beat, playhead) {
  const { panels, layout, scales } = stageOf(trace, beat, VIEW);
  const k = panels.findIndex((panel) => panel.part === "result");
  const slot = layout.slots[k];
  const { stage } = sceneOf(trace, beats, playhead, VIEW);
  const bars = stage
    .filter((mark) => mark.type === "path" && /^bars/.test(mark.class) && /^layer-(?!arriving)/.test(mark.key))
    .flatMap((mark) => boxesOf(mark.d))
    .filter(({ x, width }) => x >= slot.x - 1 && x + width <= slot.x + slot.width + 1);
  return { bars, slot, scale: scales[k], matrix: panels[k].matrix };
}

test("these lessons have every kind of step that a cell of the program has", () => {
  const kinds = new Set(steps().map(({ beat }) => beat.step.kind));
  const used = lessons.flatMap(({ trace }) =>
    Object.values(trace.head.declaration.steps)
      .flat()
      .map((step) => step.kind),
  );
  assert.deepEqual([...kinds].sort(), [...new Set(used)].sort());
  assert.ok(kinds.size >= 8, `${[...kinds]}`);
});

test("when a step begins nothing of its result is there", () => {
  for (const { trace, beats, beat } of steps()) {
    const { bars } = resultBars(trace, beats, beat, beat.index - 1 + 1e-9);
    const thick = bars.filter((bar) => bar.height > THINNEST + ROUNDED);
    assert.equal(thick.length, 0, `${trace.head.cell} ${beat.name} (${beat.step.kind})`);
  }
});

test("when it is complete every entry has a bar of its length, up for positive", () => {
  for (const { trace, beats, beat } of steps().filter(({ beat }) => beat.step.kind !== "add")) {
    const { bars, slot, scale, matrix } = resultBars(trace, beats, beat, beat.index);
    const where = `${trace.head.cell} ${beat.name} (${beat.step.kind})`;
    for (const [i, row] of matrix.entries()) {
      for (const [j, value] of row.entries()) {
        const middle = slot.y + (i + 0.5) * slot.cellHeight;
        const tip = middle - value * scale.perUnit;
        const column = slot.x + (j + 0.5) * slot.cellWidth;
        const own = bars.filter(({ x, y, width, height }) => {
          const [top, bottom] = [Math.min(middle, tip), Math.max(middle, tip)];
          const close = Math.abs(y - top) <= THINNEST + ROUNDED && Math.abs(y + height - bottom) <= THINNEST + ROUNDED;
          return close && x <= column && column <= x + width;
        });
        assert.ok(own.length >= 1, `${where}: no bar for entry ${i},${j} = ${value}`);
      }
    }
  }
});

describe("in between", () => {
  test("something is drawn and it moves: no two moments are alike until it rests", () => {
    for (const { trace, beats, beat } of steps()) {
      const moments = [0.05, 0.2, 0.35, 0.5, 0.65].map((progress) =>
        JSON.stringify(sceneOf(trace, beats, beat.index - 1 + progress, VIEW).stage),
      );
      assert.equal(new Set(moments).size, moments.length, `${trace.head.cell} ${beat.name} (${beat.step.kind})`);
    }
  });

  test("in the pause at the end nothing moves", () => {
    for (const { trace, beats, beat } of steps()) {
      const [early, late] = [0.75, 1].map((progress) => sceneOf(trace, beats, beat.index - 1 + progress, VIEW));
      assert.deepEqual(early, late, `${trace.head.cell} ${beat.name}`);
    }
  });
});

test("a product shows the row and the column that make the focus entry", () => {
  for (const { trace, beats, beat } of steps().filter(({ beat }) => ["matmul", "outer"].includes(beat.step.kind))) {
    const { panels, layout } = stageOf(trace, beat, VIEW);
    const { stage } = sceneOf(trace, beats, beat.index, VIEW);
    const focus = (k) => stage.find((mark) => mark.key === `focus-${panels[k].key}`);
    assert.ok(Math.abs(focus(0).width - layout.slots[0].width) < 1, `${beat.name}: a row of the left factor`);
    assert.ok(Math.abs(focus(1).height - layout.slots[1].height) < 1, `${beat.name}: a column of the right factor`);
  }
});

test("what a step adds onto a running total is seen to land on what was there", () => {
  for (const { trace, beats, beat } of steps().filter(({ beat }) => beat.step.total)) {
    const { panels, layout, scales } = stageOf(trace, beat, VIEW);
    const k = panels.findIndex((panel) => panel.part === "total");
    const slot = layout.slots[k];
    const { stage } = sceneOf(trace, beats, beat.index, VIEW);
    const inside = ({ x, width }) => x >= slot.x - 1 && x + width <= slot.x + slot.width + 1;
    const boxes = (pick) =>
      stage
        .filter(pick)
        .flatMap((mark) => boxesOf(mark.d))
        .filter(inside);
    const added = boxes((mark) => mark.key === "layer-total-added");
    const after = trace.backward[beat.t].totals[beat.step.total];
    added.forEach(({ y, height }, n) => {
      const [i, j] = [Math.floor(n / slot.columns), n % slot.columns];
      const middle = slot.y + (i + 0.5) * slot.cellHeight;
      const tip = middle - Math.max(-scales[k].room, Math.min(scales[k].room, after[i][j] * scales[k].perUnit));
      const ends = [y, y + height];
      const nearest = Math.min(...ends.map((end) => Math.abs(end - tip)));
      assert.ok(nearest <= THINNEST + ROUNDED, `${beat.name} ${i},${j}: ends at ${ends}, not at ${tip}`);
    });
    assert.equal(added.length, after.flat().length, beat.name);
  }
});

test("at rest no bar lies outside of the matrices", () => {
  const edge = 2;
  for (const { trace, beats, beat } of steps()) {
    const { layout } = stageOf(trace, beat, VIEW);
    const { stage } = sceneOf(trace, beats, beat.index, VIEW);
    const bars = stage.filter((mark) => mark.type === "path" && /^(layer|bars)-/.test(mark.key));
    for (const box of bars.flatMap((mark) => boxesOf(mark.d)).filter(({ width }) => width > 0)) {
      const inside = layout.slots.some(
        (slot) =>
          box.x >= slot.x - edge &&
          box.x + box.width <= slot.x + slot.width + edge &&
          box.y >= slot.y - edge &&
          box.y + box.height <= slot.y + slot.height + edge,
      );
      assert.ok(inside, `${trace.head.cell} ${beat.name}: ${JSON.stringify(box)}`);
    }
  }
});
