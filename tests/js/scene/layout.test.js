// Where the matrices and the cells of the map stand.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { entryAt, isLow, networkLayout, stageLayout, typographyOf } from "../../../static/js/scene/layout.js";
import { seeded, viewOf, WINDOWS } from "../fixture.js";

/** A panel of so many rows and columns, with a name. */
const panel = (rows, columns, name = "da_prevt", part = "operand") => ({
  tokens: [{ text: name, symbol: name, token: "n" }],
  matrix: Array.from({ length: rows }, () => Array(columns).fill(0)),
  part,
});

const MERGE = [panel(5, 10, "da[:,:,t]"), panel(5, 10, "da_prevt"), panel(5, 10, "da_next", "result")];
const JOINERS = ["+", "="];

/** Two, three or four panels of any shapes a trace can have. */
function randomPanels(random) {
  const any = () => 1 + Math.floor(random() ** 2 * 64);
  const panels = Array.from({ length: 1 + Math.floor(random() * 3) }, () => panel(any(), any()));
  return [...panels, panel(any(), any(), "result", "result")];
}

describe("the stage", () => {
  for (const name of Object.keys(WINDOWS)) {
    test(`${name}: panels are inside, beside or above each other, and none has no size`, () => {
      const view = viewOf(name);
      const random = seeded(8);
      for (let n = 0; n < 300; n += 1) {
        const panels = n === 0 ? MERGE : randomPanels(random);
        const { slots, waterfall } = stageLayout(
          panels,
          panels.slice(1).map(() => "+"),
          view.stage,
          typographyOf(view),
        );
        slots.forEach((slot, k) => {
          const where = `${JSON.stringify(slot)} of ${panels.map((one) => [one.matrix.length, one.matrix[0].length])}`;
          assert.ok(slot.width > 0 && slot.height > 0, where);
          assert.ok(slot.x >= 0 && slot.x + slot.width <= view.stage.width + 1, where);
          assert.ok(slot.y >= 0 && slot.y + slot.height <= view.stage.height + 1, where);
          assert.ok(slot.y + slot.height <= waterfall.y || waterfall.y + waterfall.height <= slot.y, where);
          for (const other of slots.slice(k + 1)) {
            const apart =
              slot.x + slot.width <= other.x ||
              other.x + other.width <= slot.x ||
              slot.y + slot.height <= other.y ||
              other.y + other.height <= slot.y;
            assert.ok(apart, `${where} lies on ${JSON.stringify(other)}`);
          }
        });
      }
    });
  }

  test("three matrices of one shape have entries of one size, so that lengths can be compared", () => {
    const view = viewOf("1280x720");
    const { slots } = stageLayout(MERGE, JOINERS, view.stage, typographyOf(view));
    assert.equal(new Set(slots.map((slot) => slot.cellWidth)).size, 1);
    assert.equal(new Set(slots.map((slot) => slot.cellHeight)).size, 1);
    assert.equal(new Set(slots.map((slot) => slot.y)).size, 1);
  });

  test("on a phone the operands stand above what they make", () => {
    const view = viewOf("390x844");
    const { slots } = stageLayout(MERGE, JOINERS, view.stage, typographyOf(view));
    assert.equal(slots[0].y, slots[1].y);
    assert.ok(slots[2].y > slots[0].y + slots[0].height);
  });

  test("on a phone and in a low window the story stands before the matrices, elsewhere below them", () => {
    const low = { window: { width: 640, height: 360 }, stage: { width: 640, height: 300 } };
    const flat = { stage: { width: 908, height: 300 } }; // a large window, with much above the stage
    for (const [view, first] of [
      [viewOf("390x844"), true],
      [viewOf("390x844", low), true],
      [viewOf("1280x720"), false],
      [viewOf("1280x720", flat), false],
    ]) {
      const { slots, waterfall } = stageLayout(MERGE, JOINERS, view.stage, typographyOf(view), isLow(view));
      assert.ok(waterfall.height > 60);
      assert.equal(waterfall.y < Math.min(...slots.map(({ y }) => y)), first);
    }
  });

  test("at a point in the middle of an entry that entry is found, and outside of the matrix none", () => {
    const view = viewOf("1280x720");
    const [slot] = stageLayout(MERGE, JOINERS, view.stage, typographyOf(view)).slots;
    for (let i = 0; i < slot.rows; i += 1) {
      for (let j = 0; j < slot.columns; j += 1) {
        const x = slot.x + (j + 0.5) * slot.cellWidth;
        assert.deepEqual(entryAt(slot, x, slot.y + (i + 0.5) * slot.cellHeight), [i, j]);
      }
    }
    assert.equal(entryAt(slot, slot.x - 1, slot.y + 1), null);
    assert.equal(entryAt(slot, slot.x + slot.width + 1, slot.y + 1), null);
    assert.equal(entryAt(slot, slot.x + 1, slot.y + slot.height + 1), null);
  });
});

describe("the map", () => {
  const layoutOf = (count, current, name = "1280x720") => {
    const view = viewOf(name);
    return { ...networkLayout(count, current, view.network, typographyOf(view)), size: view.network };
  };

  test("columns follow each other from the left without a gap, and stay inside", () => {
    for (const name of Object.keys(WINDOWS)) {
      for (const count of [1, 2, 4, 8, 9, 20, 60, 200, 2000]) {
        const { columns, left, size } = layoutOf(count, Math.floor(count / 2), name);
        assert.equal(columns.length, count);
        let x = left;
        columns.forEach((column, t) => {
          assert.equal(column.t, t);
          assert.ok(Math.abs(column.x - x) < 1e-6 && column.width > 0, `${name}, ${count}: ${JSON.stringify(column)}`);
          x += column.width;
        });
        assert.ok(x <= size.width + 1e-6, `${name}, ${count}: ${x}`);
      }
    }
  });

  test("up to eight timesteps are drawn in full", () => {
    for (let count = 1; count <= 8; count += 1) {
      assert.ok(layoutOf(count, 0).columns.every((column) => column.full));
    }
  });

  test("of more, the current one and its neighbours are drawn in full, wherever it is", () => {
    for (const count of [9, 20, 200]) {
      for (let current = 0; current < count; current += 1) {
        const { columns } = layoutOf(count, current);
        const full = columns.filter((column) => column.full).map((column) => column.t);
        for (const t of [current - 1, current, current + 1].filter((one) => one >= 0 && one < count)) {
          assert.ok(full.includes(t), `${current} of ${count}: ${full}`);
        }
        assert.deepEqual(
          full,
          Array.from(full, (_, n) => full[0] + n),
        );
      }
    }
  });
});

describe("type", () => {
  test("projected it is at least 18 pixels, and 28 where the window is 1080 high", () => {
    const small = (height) => {
      const view = viewOf("1920x1080 presenter", { window: { width: (height * 16) / 9, height } });
      return Math.min(...Object.values(typographyOf(view)));
    };
    for (const height of [360, 600, 720, 768, 900, 1080, 2160]) assert.ok(small(height) >= 18);
    assert.ok(small(1080) >= 28);
    assert.ok(small(2160) >= 56);
  });
});
