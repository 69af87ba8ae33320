// The story of the focus entry, as it is written on the stage: what follows = is right, at the digits shown.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { written } from "../../../static/js/say/digits.js";
import { sceneOf } from "./whole.js";
import { stageMarks, stageOf } from "../../../static/js/scene/stage/index.js";
import { storyOf } from "../../../static/js/scene/stage/story.js";
import { waterfallMarks } from "../../../static/js/scene/stage/waterfall.js";
import { shownEntry, withArithmetic } from "../../../static/js/model/trace.js";
import { deepFreeze, lesson, recordsOf, rest, viewOf, WINDOWS } from "../fixture.js";

const SUMS = ["add", "matmul", "outer", "sum"];
const SELDOM = 0.1;
const RESULT = /^[=≈]|→/; // the label of the row with what a step made: "= da_next[2,3]", "tanh → a_next[2,3]"
const PART = /ŷ⟨|from da\[|timesteps|later/; // of a row with one source of the term above it
const ROOMY = { stage: { width: 1280, height: 3000 } };
const OTHER_ENTRIES = [
  [0, 0],
  [4, 9],
];

/** The rows that are written: a label and a number, in order from the top. */
function rowsOf(marks) {
  const texts = (part) => marks.filter((mark) => mark.key.startsWith(`story-${part}-`)).map((mark) => mark.text);
  const numbers = texts("number");
  return texts("label").map((label, k) => ({ label, text: numbers[k], number: numberIn(numbers[k]) }));
}

/** These are the very rows of the stage, which draws the matrices as well. */
function assertDrawn(rows, trace, beat, view) {
  const stage = stageMarks(trace, beat, beat.index, view);
  assert.deepEqual(
    stage.filter(({ key }) => key.startsWith("story-")),
    rows,
  );
}

/** The last number of a text. */
function numberIn(text) {
  return Number(/-?\d[\d.]*(?:e[+-]\d+)?$/.exec(text)?.[0]);
}

/** A number as it would be written with the digits of another one. */
function likewise(value, text) {
  const decimals = /\.(\d*)(?:e|$)/.exec(text)?.[1].length ?? 0;
  return written(Math.abs(value) < 1e-13 ? 0 : value, text.includes("e") ? decimals + 1 : decimals);
}

for (const asked of [["course"], ["course", "--cell", "lstm"], ["hello"], ["custom", "--m", "12", "--n-a", "9"]]) {
  describe(asked.join(" "), () => {
    let trace, beats;
    before(() => {
      ({ trace, beats } = lesson(...asked));
      for (const entry of OTHER_ENTRIES) {
        trace = deepFreeze(withArithmetic(trace, entry, recordsOf(asked, entry).slice(1, -1)));
      }
    });

    /** The story of every beat and several entries, in windows of every size and where there is room for all of it. */
    function* told(unfolded) {
      for (const focus of [[2, 3], ...OTHER_ENTRIES]) {
        const views = Object.keys(WINDOWS).map((name) => [name, viewOf(name, { focus, unfolded })]);
        for (const [name, view] of [...views, ["room for all", viewOf("1280x720", { focus, unfolded, ...ROOMY })]]) {
          for (const beat of beats.filter((one) => one.step)) {
            const { layout } = stageOf(trace, beat, view);
            const marks = waterfallMarks(storyOf(trace, beat, shownEntry(trace, view), unfolded), 1, layout);
            if (name === "1280x720") assertDrawn(marks, trace, beat, view);
            const rows = rowsOf(marks);
            const end = rows.findIndex(({ label }) => RESULT.test(label));
            yield { beat, rows, end, where: `${beat.direction} t = ${beat.t}, ${beat.name}, entry ${focus}, ${name}` };
          }
        }
      }
    }

    const known = new Map();
    after(() => known.clear());

    /** The same, told once. */
    function stories(unfolded) {
      if (!known.has(unfolded)) known.set(unfolded, [...told(unfolded)]);
      return known.get(unfolded);
    }

    function assertNone(wrong) {
      assert.equal(wrong.length, 0, `${wrong.length} are wrong:\n${wrong.slice(0, 8).join("\n")}`);
    }

    test("every step has a story, and it ends in its result", () => {
      for (const { rows, end, where } of stories(false)) assert.ok(end >= 1, `${where}: ${JSON.stringify(rows)}`);
    });

    for (const unfolded of [false, true]) {
      test(`written terms add up to what is written${unfolded ? ", unfolded too" : ""}`, () => {
        const wrong = [];
        let right = 0;
        for (const { beat, rows, end, where } of stories(unfolded)) {
          if (!SUMS.includes(beat.step.kind) || rows[end].label.startsWith("≈")) continue;
          const terms = rows.slice(0, end).filter((row) => !PART.test(row.label));
          const sum = terms.reduce((so_far, row) => so_far + row.number, 0);
          if (likewise(sum, rows[end].text) === rows[end].text) right += 1;
          else wrong.push(`${where}: ${rows.slice(0, end + 1).map((row) => row.text)}, and not ${sum}`);
        }
        assertNone(wrong);
        assert.ok(right > 100);
      });
    }

    test("the sources that a term unfolds into add up to it", () => {
      const wrong = [];
      for (const { rows, where } of stories(true)) {
        const parts = rows.filter((row) => PART.test(row.label));
        if (parts.length === 0) continue;
        const whole = rows[rows.indexOf(parts[0]) - 1];
        const sum = parts.reduce((so_far, row) => so_far + row.number, 0);
        if (likewise(sum, whole.text) !== whole.text) {
          wrong.push(`${where}: ${parts.map((row) => row.text)} are ${sum}, and not ${whole.text}`);
        }
      }
      assertNone(wrong);
    });

    test("written factors multiply to what is written", () => {
      const wrong = [];
      for (const { beat, rows, end, where } of stories(false)) {
        if (beat.step.kind !== "hadamard" || rows[end].label.startsWith("≈")) continue;
        const product = rows.slice(0, end).reduce((so_far, row) => so_far * row.number, 1);
        if (likewise(product, rows[end].text) !== rows[end].text) {
          wrong.push(`${where}: ${rows.slice(0, end + 1).map((row) => row.text)}, and not ${product}`);
        }
      }
      assertNone(wrong);
    });

    test("a contribution and the running total so far add up to the running total", () => {
      const wrong = [];
      for (const { beat, rows, end, where } of stories(false)) {
        const [so_far, total] = rows.slice(end + 1);
        if (!beat.step.total || !total?.label.startsWith("=")) continue;
        const sum = rows[end].number + so_far.number;
        if (likewise(sum, total.text) !== total.text) {
          wrong.push(`${where}: ${rows[end].text} + ${so_far.text} = ${total.text}, and not ${sum}`);
        }
      }
      assertNone(wrong);
    });

    test("with ≈ is written only what no count of digits makes right, and that is seldom", () => {
      const all = stories(false);
      const about = all.filter(({ rows, end }) => rows[end].label.startsWith("≈"));
      assert.ok(about.length < all.length * SELDOM, `${about.length} of ${all.length}`);
    });
  });
}

test("da_prevt unfolds into the losses of all later timesteps", () => {
  const { trace, beats } = lesson("course");
  const rows = (unfolded) => {
    const view = viewOf("1280x720", { unfolded, ...ROOMY });
    return rowsOf(sceneOf(trace, beats, rest(beats, 0, "da_next"), view).stage);
  };
  const sources = (all) => all.map(({ label }) => /(?:ŷ⟨|from da\[:,:,)(\d)/.exec(label)?.[1]).filter(Boolean);
  assert.deepEqual(sources(rows(false)), []);
  assert.deepEqual(sources(rows(true)), ["1", "2", "3"]);
});
