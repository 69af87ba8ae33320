// Records in, a trace out, and every number of it found again where it belongs.

import assert from "node:assert/strict";
import { before, test } from "node:test";

import * as reading from "../../../static/js/model/trace.js";
import { deepFreeze, lesson, rest } from "../fixture.js";

let records, trace, beats;
const framesOf = (all) => all.filter(({ kind }) => kind === "forward" || kind === "backward");

before(() => {
  ({ records, trace, beats } = lesson("course"));
});

test("record by record the trace grows, and an earlier one stays as it was", () => {
  let growing = null;
  records.forEach((record, n) => {
    const before = growing && JSON.stringify(growing);
    const next = deepFreeze(reading.withRecord(growing, record));
    if (record.kind !== "check") assert.equal(next.received, n + 1);
    assert.equal(before, growing && JSON.stringify(growing));
    growing = next;
  });
  assert.equal(growing.received, reading.expectedRecords(growing.head));
  assert.deepEqual([growing.end, growing.check], records.slice(-2));
  for (const frame of framesOf(records)) assert.equal(growing[frame.kind][frame.t], frame);
});

test("a new head starts a new trace", () => {
  const again = reading.withRecord(trace, records[0]);
  assert.deepEqual([again.forward, again.backward, again.end, again.received], [[], [], null, 1]);
});

test("a stream that does not begin with its head is refused, with what it began with", () => {
  assert.throws(() => reading.withRecord(null, records[1]), /"forward".*"head"/);
});

test("every value of a record is found by its pass, timestep and name", () => {
  for (const frame of framesOf(records)) {
    for (const [name, value] of Object.entries(frame.values)) {
      assert.equal(reading.valueOf(trace, frame.kind, frame.t, name), value);
      assert.equal(reading.normOf(trace, frame.kind, frame.t, name), frame.norms[name]);
    }
  }
});

test("going back, what was made going forward is still there, and so are the parameters", () => {
  assert.equal(reading.valueOf(trace, "backward", 2, "a_next"), records[3].values.a_next);
  assert.equal(reading.valueOf(trace, "backward", 2, "Waa"), records[0].parameters.Waa);
  assert.equal(reading.valueOf(trace, "forward", 2, "da_next"), undefined);
  assert.equal(reading.valueOf(trace, "backward", 99, "dtanh"), undefined);
});

test("an operand is a value, its transpose, or a part that the server sent", () => {
  for (const beat of beats.filter((one) => one.step)) {
    for (const operand of beat.step.operands) {
      const matrix = reading.operandOf(trace, beat, operand);
      if (operand.symbol === null) {
        assert.equal(matrix, trace[beat.direction][beat.t].parts[operand.expression]);
      } else {
        const value = reading.valueOf(trace, beat.direction, beat.t, operand.symbol);
        assert.deepEqual(matrix, operand.transposed ? value[0].map((_, k) => value.map((row) => row[k])) : value);
      }
    }
  }
});

test("a running total before a timestep is the one after the timestep before it, and zeros at first", () => {
  for (const total of trace.head.declaration.totals) {
    for (const t of [3, 2, 1, 0]) {
      const { before, after } = reading.totalOf(trace, { t, direction: "backward" }, total);
      assert.equal(after, trace.backward[t].totals[total]);
      if (t === 3) assert.ok(before.flat().every((value) => value === 0));
      else assert.equal(before, trace.backward[t + 1].totals[total]);
    }
  }
});

test("the arithmetic of the focus entry is found for every step of every timestep", () => {
  for (const beat of beats.filter((one) => one.step)) {
    const { value } = reading.arithmeticOf(trace, beat, [2, 3]);
    const [row, column] = reading.nearest([2, 3], reading.valueOf(trace, beat.direction, beat.t, beat.name));
    assert.equal(value, reading.valueOf(trace, beat.direction, beat.t, beat.name)[row][column]);
  }
  const merge = beats[rest(beats, 2, "da_next")];
  assert.equal(reading.arithmeticOf(trace, merge, [0, 0]), undefined);
  assert.equal(reading.arithmeticOf(trace, merge, null), undefined);
  assert.equal(reading.arithmeticOf(trace, merge, [2, 3], "dtanh").at.join(), "2,3");
});

test("the entry nearest to the focus is inside of any matrix", () => {
  assert.deepEqual(reading.nearest([2, 3], [[0, 0]]), [0, 1]);
  assert.deepEqual(reading.nearest([1, 0], [[0], [0], [0]]), [1, 0]);
  assert.deepEqual(reading.nearest([2, 3], []), [0, 0]);
  assert.deepEqual(reading.nearest([2, 3], [[]]), [0, 0]);
});

test("transposed twice is as it was", () => {
  const matrix = [
    [1, 2, 3],
    [4, 5, 6],
  ];
  assert.deepEqual(reading.transposed(matrix), [
    [1, 4],
    [2, 5],
    [3, 6],
  ]);
  assert.deepEqual(reading.transposed(reading.transposed(matrix)), matrix);
});
