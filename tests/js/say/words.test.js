// The words of a declaration, with the timestep and the entry put in.

import assert from "node:assert/strict";
import { before, test } from "node:test";

import * as words from "../../../static/js/say/words.js";
import { lesson, rest } from "../fixture.js";

let declaration, beats, last;
before(() => {
  const { trace, beats: all } = lesson("course");
  ({ declaration } = trace.head);
  beats = all;
  last = trace.head.T_backward - 1;
});

const operand = (t, name, k) => beats[rest(beats, t, name)].step.operands[k];

test("the timestep, the one before and the one after are put in wherever they are named", () => {
  assert.equal(words.atTimestep("from {t+1} to {t}, then {t-1}", 2), "from 3 to 2, then 1");
  assert.equal(words.atTimestep("{t-1}{t-1}", 0), "-1-1");
  assert.equal(words.atTimestep("{t+2} {T} {a_next}", 2), "{t+2} {T} {a_next}");
});

test("a slice over time is called by its timestep, all else by its name", () => {
  assert.equal(words.labelOf(declaration, "da_t", 2), "da[:,:,2]");
  assert.equal(words.labelOf(declaration, "da_prevt", 2), "da_prevt");
  assert.equal(words.labelOf(declaration, "dxt", 0), "dx[:,:,0]");
  assert.equal(words.labelOf(declaration, "nonsense", 0), "nonsense");
});

test("an entry is called as NumPy would find it", () => {
  assert.equal(words.entryLabel(declaration, "da_t", 2, [1, 7]), "da[1,7,2]");
  assert.equal(words.entryLabel(declaration, "da_prevt", 2, [1, 7]), "da_prevt[1,7]");
  assert.equal(words.operandEntryLabel(declaration, operand(2, "da_prev", 0), 2, [2, 0]), "Waa[0,2]");
  assert.equal(words.operandEntryLabel(declaration, operand(2, "dtanh", 0), 2, [1, 7]), "(1 - a_next**2)[1,7]");
});

test("an operand is called as its line writes it", () => {
  assert.equal(words.operandLabel(declaration, operand(2, "da_prev", 0), 2), "Waa.T");
  assert.equal(words.operandLabel(declaration, operand(2, "dWaxt", 1), 2), "x[:,:,2].T");
});

test("where the sequence ends the sentence is another one", () => {
  const said = (t, name) => words.sentenceOf(beats[rest(beats, t, name)], last);
  const { sentence, sentence_at_last, sentence_at_first } = beats[rest(beats, 2, "da_next")].step;
  assert.equal(said(2, "da_next"), sentence);
  assert.equal(said(3, "da_next"), sentence_at_last);
  assert.notEqual(sentence, sentence_at_last);
  assert.equal(sentence_at_first, sentence);
  assert.equal(said(0, "da_prev"), beats[rest(beats, 0, "da_prev")].step.sentence_at_first);
  assert.equal(words.sentenceOf(beats[0], last), "");
});
