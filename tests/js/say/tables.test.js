// What is drawn, as tables: the same numbers, and of what is still to come as little.

import assert from "node:assert/strict";
import { test } from "node:test";

import { flowMarks } from "../../../static/js/scene/flow/index.js";
import { networkMarks } from "../../../static/js/scene/network/index.js";
import { sourcesMarks } from "../../../static/js/scene/sources/index.js";
import { tablesOf } from "../../../static/js/say/tables/index.js";
import { lesson, rest, viewOf } from "../fixture.js";

const at = (asked, t, step, change = {}) => {
  const { trace, beats } = lesson(...asked);
  const index = rest(beats, t, step);
  return { trace, beat: beats[index], index, view: viewOf("1280x720", change) };
};
const drawn = (marks, key) => marks.filter((mark) => mark.key.startsWith(key)).map((mark) => mark.text);
const cellsOf = (table, name) => table.rows.map((row) => row.cells[table.head.indexOf(name) - 1]);

test("the map: every norm that is written on it stands in its table, and no other", () => {
  for (const [t, step] of [
    [3, "da_next"],
    [2, "da_next"],
    [1, "dxt"],
    [0, "hand_over"],
  ]) {
    const { trace, beat, index, view } = at(["course"], t, step);
    const marks = networkMarks(trace, beat, index, view);
    const [table] = tablesOf("network", trace, beat, view);
    const written = (key) =>
      drawn(
        marks.filter((mark) => mark.opacity !== 0),
        key,
      ).map((text) => text.replace("norm ", ""));
    const known = (name) => cellsOf(table, name).filter((cell) => cell !== "to come");
    assert.deepEqual(known("da[:, :, t]"), written("up-norm-"), `${t} ${step}`);
    const arrows = marks.filter(({ key, class: name }) => /^dx-\d+$/.test(key) && name.includes("plain"));
    assert.equal(known("dx[:, :, t]").length, arrows.length);
    for (const norm of written("total-norm-")) assert.ok(table.notes.join().includes(` ${norm}`));
  }
});

test("the map says of each timestep whether it is done, here or to come", () => {
  const { trace, beat, view } = at(["course"], 2, "da_next");
  const [{ rows }] = tablesOf("network", trace, beat, view);
  assert.deepEqual(
    rows.map(({ cells: [where] }) => where),
    ["to come", "to come", "here", "done"],
  );
  assert.deepEqual(
    rows.filter(({ now }) => now).map(({ t }) => t),
    [2],
  );
});

test("the map of a run whose da ends before x does says where none is given", () => {
  const { trace, beat, view } = at(["course", "--cell", "lstm"], 2, "da_next");
  const [{ rows }] = tablesOf("network", trace, beat, view);
  assert.equal(rows[5].cells[0], "after the last da");
  assert.equal(rows[5].cells[1], "none is given here");
});

test("the flow: a column for every curve, by the name that stands at its end, lane by lane", () => {
  for (const asked of [
    ["course"],
    ["course", "--cell", "lstm"],
    ["vanishing"],
    ["course", "--mistake", "drop_carry"],
  ]) {
    const { trace, beat, view } = at(asked, 1, "da_next", { lens: "flow" });
    const names = flowMarks(trace, beat, view).filter((mark) => /(^|-)name-/.test(mark.key) && !/tick/.test(mark.key));
    const tables = tablesOf("stage", trace, beat, view);
    assert.equal(tables.length, trace.head.declaration.lanes.length);
    const columns = tables.flatMap(({ head }) => head.slice(1));
    assert.deepEqual([...columns].sort(), names.map(({ text }) => text).sort());
    for (const table of tables) {
      const times = Array.from({ length: trace.head.T_backward }, (_, k) => trace.head.T_backward - 1 - k);
      assert.deepEqual(
        table.rows.map(({ t }) => t),
        times,
      );
      assert.ok(table.rows.every(({ cells }) => cells.every((cell) => Number.isFinite(Number(cell)))));
    }
  }
});

test("the flow says in words what the chart says below it, of a wrong run too", () => {
  for (const asked of [["course"], ["course", "--mistake", "drop_carry"]]) {
    const { trace, beat, view } = at(asked, 1, "da_next", { lens: "flow" });
    const below = flowMarks(trace, beat, view)
      .filter((mark) => mark.type === "text")
      .sort((one, other) => one.y - other.y)
      .map(({ text }) => text)
      .join(" ")
      .replaceAll("\u00a0", " ");
    const { notes } = tablesOf("stage", trace, beat, view).at(-1);
    assert.ok(notes.length > 0);
    for (const note of notes) assert.ok(below.includes(note), below);
  }
});

test("the sources: the number of every square, and the stack of the entry down to its sum", () => {
  const { trace, beat, view } = at(["course"], 1, "da_next", { lens: "sources" });
  const marks = sourcesMarks(trace, beat, view);
  const [squares, stack] = tablesOf("stage", trace, beat, view);
  const numbers = squares.rows.flatMap(({ cells }) => cells).filter((cell) => !/[a-z]{2}/.test(cell));
  assert.deepEqual(numbers, drawn(marks, "source-norm-"));
  assert.deepEqual(
    stack.rows.flatMap(({ cells }) => cells),
    drawn(marks, "stack-number-"),
  );
});

test("beside a wrong run stand the numbers of the right one, where they are others", () => {
  const { trace, beat, view } = at(["course", "--mistake", "drop_carry"], 1, "da_next", { lens: "sources" });
  const marks = sourcesMarks(trace, beat, view);
  const [squares, stack] = tablesOf("stage", trace, beat, view);
  assert.ok(squares.rows[1].cells.some((cell) => /^0, right \d/.test(cell)));
  assert.deepEqual(stack.head, ["entered at", "here", "right"]);
  assert.deepEqual(
    stack.rows.map(({ cells }) => `(${cells[1]})`),
    drawn(marks, "stack-right-number-"),
  );
});

test("as long as a mistake is not told, its tables hold no number of the right run and no word about it", () => {
  for (const lens of ["flow", "sources"]) {
    const { trace, beat, view } = at(["course", "--mistake", "drop_carry"], 1, "da_next", { lens, spoil: 1 });
    for (const { head, rows, notes } of tablesOf("stage", trace, beat, view)) {
      assert.deepEqual(notes, []);
      assert.ok([...head, ...rows.flatMap(({ cells }) => cells)].every((words) => !words.includes("right")));
    }
  }
});

test("of a long run the sources of the timestep at hand alone are listed", () => {
  const { trace, beat, view } = at(["custom", "--T-x", "40"], 30, "da_next", { lens: "sources" });
  const [squares] = tablesOf("stage", trace, beat, view);
  assert.deepEqual(
    squares.rows.map(({ name }) => name),
    ["t = 30"],
  );
  assert.equal(squares.head.length, 1 + 10, "through ŷ⟨30⟩ to ŷ⟨39⟩");
});

test("a step can be read as it is drawn, and needs no table", () => {
  const { trace, beat, view } = at(["course"], 2, "da_next");
  assert.deepEqual(tablesOf("stage", trace, beat, view), []);
});
