// Every line of code that is listed leads to a moment, of whichever cell.

import assert from "node:assert/strict";
import { test } from "node:test";

import { restOfLine } from "../../../static/js/model/lines.js";
import { lesson, rest } from "../fixture.js";

const led = (cell, t, step, direction) => {
  const { trace, beats } = lesson("course", ...(cell ? ["--cell", cell] : []));
  const beat = beats[rest(beats, t, step, direction)];
  const lines = trace.head.declaration.code[beat.direction];
  return lines.map((line, k) => {
    const to = beats[restOfLine(beats, beat, lines, k)];
    return [line.tokens.map(({ text }) => text).join(""), to && `${to.direction} ${to.t} ${to.name}`];
  });
};

test("what stands around the steps of the backward loop leads to where it tells", () => {
  const lines = Object.fromEntries(led("", 1, "dtanh"));
  assert.equal(lines["da_prevt = np.zeros((n_a, m))"], "backward 3 da_next", "where the zeros arrive");
  assert.equal(lines["for t in reversed(range(T_x)):"], "backward 1 da_next", "where this timestep begins");
  assert.equal(lines["da_prevt = da_prev"], "backward 1 hand_over");
  assert.equal(lines["da0 = da_prevt"], "backward 0 hand_over", "the last that leaves");
});

test("and in the forward loop", () => {
  const lines = Object.fromEntries(led("", 1, "z"));
  assert.equal(lines["a_prev = a0"], "forward 0 z");
  assert.equal(lines["a_prev = a_next"], "forward 2 z", "where it is read");
  assert.equal(Object.fromEntries(led("", 3, "z"))["a_prev = a_next"], "forward 3 yt_pred", "nobody reads it");
});

test("no line of any cell leads nowhere", () => {
  for (const [cell, t, step] of [
    ["", 2, "z"],
    ["", 2, "dtanh"],
    ["lstm", 2, "ft"],
    ["lstm", 2, "dot"],
  ])
    for (const [line, to] of led(cell, t, step)) assert.ok(to, line);
});
