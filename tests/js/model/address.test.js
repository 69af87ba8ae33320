// A state, written as an address and read again, is the same moment.

import assert from "node:assert/strict";
import { before, test } from "node:test";

import { formatAddress, parseAddress } from "../../../static/js/model/address.js";
import { lesson, rest, viewOf } from "../fixture.js";

let beats;
before(() => {
  ({ beats } = lesson("course"));
});

const QUERY = { scenario: "course", cell: "rnn", seed: 1, sizes: {}, options: {} };
const state = (change = {}, view = {}) => ({ query: QUERY, playhead: 0, view: viewOf("1280x720", view), ...change });
const again = (given) => parseAddress(formatAddress(given, beats));

test("an address is what the issue promises", () => {
  const address = formatAddress(state({ playhead: rest(beats, 2, "da_next") }), beats);
  assert.equal(address, "?scenario=course&cell=rnn&seed=1&t=2&step=da_next&entry=2,3");
});

test("every moment is found again", () => {
  for (const beat of beats) {
    const { moment } = again(state({ playhead: beat.index }));
    assert.deepEqual(moment, { t: beat.t, step: beat.name });
  }
});

test("within a beat it is the moment at which that beat is complete", () => {
  const { moment } = again(state({ playhead: rest(beats, 2, "da_next") - 0.4 }));
  assert.deepEqual(moment, { t: 2, step: "da_next" });
});

test("what was asked for is asked for again", () => {
  const query = { ...QUERY, scenario: "custom", cell: "lstm", seed: 4294967295, sizes: { n_a: 7, T_x: 3 } };
  assert.deepEqual(again(state({ query })).query, query);
  const options = { ...QUERY, options: { mistake: "drop-the-carry", radius: "1.5", truncate: "3" } };
  assert.deepEqual(again(state({ query: options })).query, options);
});

test("a name that tells what a level holds back is veiled, and read again", () => {
  const query = { ...QUERY, options: { mistake: "carry_is_upstream:2,dft.as.dcct" } };
  for (const [spoil, open] of [
    [0, false],
    [1, false],
    [2, true],
    [3, true],
    [null, true],
  ]) {
    const address = formatAddress(state({ query }, { spoil }), beats);
    assert.equal(address.includes("carry"), open, `spoil=${spoil}`);
    assert.deepEqual(parseAddress(address).query, query);
  }
  assert.equal(parseAddress("?mistake=~%25%25").query.options.mistake, "~%%"); // no veil: as it was written
});

test("so is the view: entry, scale, lens, and every switch", () => {
  for (const change of [
    { focus: [0, 12] },
    { scale: "matrix" },
    { scale: "magnified" },
    { presenter: true },
    { lens: "flow" },
    { lens: "sources" },
    { log: true },
    { comparing: true },
    { comparing: true, second: true },
    { unfolded: true, apart: true, explaining: true },
    { predicting: true },
  ]) {
    const given = state({}, change);
    const { entry, scale, lens, switches } = again(given);
    const { focus, presenter, log, comparing, second, unfolded, apart, explaining, predicting, ...rest } = given.view;
    assert.deepEqual({ entry, scale, lens }, { entry: focus, scale: rest.scale, lens: rest.lens });
    assert.deepEqual(switches, { presenter, log, comparing, second, unfolded, apart, explaining, predicting });
  }
});

test("without an address everything is left to the server and to the page", () => {
  const { query, moment, entry, scale, switches } = parseAddress("");
  assert.deepEqual(query, { scenario: "", cell: "", seed: null, sizes: {}, options: {} });
  assert.deepEqual(
    { moment, entry, scale, on: Object.values(switches).filter(Boolean) },
    { moment: null, entry: null, scale: "common", on: [] },
  );
});

const HOSTILE = [
  "?",
  "?&&&===",
  "?t=2",
  "?step=da_next",
  "?t=-1&step=da_next",
  "?t=1e9&step=x",
  "?t=0x10&step=x",
  "?t= 2&step=x",
  "?t=२&step=x",
  "?entry=1",
  "?entry=1,2,3",
  "?entry=-1,2",
  "?entry=1.5,2",
  "?entry=__proto__,1",
  "?scale=huge&lens=constructor",
  "?scale=__proto__&lens=toString",
  "?seed=1e3&T_x=Infinity&n_a=NaN&m=-4",
  "?%E0%A4%A",
  "?scenario=%00%ff",
  `?scenario=${"x".repeat(100_000)}`,
  "?__proto__=1&constructor=2",
];

for (const search of HOSTILE) {
  test(`nonsense is taken for nothing: ${search.slice(0, 40)}`, () => {
    const { query, moment, entry, scale, lens } = parseAddress(search);
    for (const size of Object.values(query.sizes)) assert.ok(Number.isSafeInteger(size) && size >= 0);
    assert.ok(query.seed === null || Number.isSafeInteger(query.seed));
    assert.ok(moment === null || (Number.isSafeInteger(moment.t) && moment.t >= 0));
    assert.ok(entry === null || entry.every((place) => Number.isSafeInteger(place) && place >= 0));
    assert.ok(["common", "matrix", "magnified"].includes(scale));
    assert.ok(["step", "flow", "sources", "nudge"].includes(lens));
    assert.equal({}.polluted, undefined);
  });
}

test("names and values that need it are escaped and come back", () => {
  const query = { ...QUERY, scenario: "a&b=c d#e?f+g%", options: { mistake: "ŷ⟨t⟩" } };
  assert.deepEqual(again(state({ query })).query, query);
});

test("how much of a mistake is told is kept, and is no level where it is none", () => {
  for (const spoil of [null, 0, 1, 2, 3]) assert.equal(again(state({}, { spoil })).spoil, spoil);
  for (const spoil of ["4", "-1", "all", "1.5", ""]) assert.equal(parseAddress(`?spoil=${spoil}`).spoil, null);
});

test("a nudge is in the address while it is looked at, and only then", () => {
  const moved = { lens: "nudge", nudge: { eps: 0.25, of: "Waa" } };
  assert.match(formatAddress(state({}, moved), beats), /&lens=nudge&eps=0.25&of=Waa$/);
  assert.deepEqual(again(state({}, moved)).nudge, moved.nudge);
  assert.doesNotMatch(formatAddress(state({}, { ...moved, lens: "step" }), beats), /eps|of=/);
  for (const nonsense of ["?eps=0", "?eps=-1", "?eps=x", "?eps=2", "?eps=NaN", "?eps=1e-9"])
    assert.equal(parseAddress(nonsense).nudge.eps, 0.01);
});

test("a question that is open is in the address with its answer", () => {
  assert.match(formatAddress(state({}, { asked: "zeros" }), beats), /&ask=zeros$/);
  assert.equal(again(state({}, { asked: "zeros" })).asked, "zeros");
  for (const asked of [null, ""]) assert.doesNotMatch(formatAddress(state({}, { asked }), beats), /ask/);
});
