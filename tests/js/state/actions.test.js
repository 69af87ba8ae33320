// What buttons, keys and clicks do to the state: where each leads, what moves, what closes, what can be come back to.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { createActions } from "../../../static/js/state/actions.js";
import { createStore } from "../../../static/js/state/store.js";
import { lesson, rest, viewOf } from "../fixture.js";

const { trace, beats } = lesson("course");
const LAST = beats.length - 1;
const MERGE = rest(beats, 2, "da_next");
const HERE = { query: { scenario: "course", cell: "rnn", seed: 1, sizes: {}, options: { truncate: "2", what: "x" } } };

let store, actions, done;

/** At a playhead, in a view. */
function at(playhead, change = {}, more = {}) {
  const view = viewOf("1280x720", change);
  store = createStore({
    ...HERE,
    trace,
    pending: null,
    playhead,
    playing: false,
    target: null,
    error: null,
    view,
    ...more,
  });
  done = [];
  const note =
    (name) =>
    (...given) =>
      done.push([name, ...given]);
  const loader = { explain: note("explain"), open: note("open"), load: note("load"), slips: note("slips") };
  const page = { diagnose: note("diagnose"), share: note("share"), mark: note("mark") };
  actions = createActions(store, loader, () => beats, page);
}

/** Do it, and return where the state is then. */
function perform(name) {
  actions.perform(name);
  const { playhead, target, playing } = store.get();
  return { playhead, target, playing };
}

const still = (playhead) => ({ playhead, target: null, playing: false });

beforeEach(() => at(MERGE));

test("without movement each step is a rest, and none leads beyond the ends", () => {
  for (const [from, name, to] of [
    [MERGE, "next-step", MERGE + 1],
    [MERGE, "previous-step", MERGE - 1],
    [MERGE - 0.4, "next-step", MERGE],
    [MERGE - 0.4, "previous-step", MERGE - 1],
    [LAST, "next-step", LAST],
    [0, "previous-step", 0],
    [MERGE, "first", 0],
    [MERGE, "last", LAST],
  ]) {
    at(from, { reduced: true });
    assert.deepEqual(perform(name), still(to), `${name} from ${from}`);
  }
});

test("with movement a step begins at once and ends at its rest; pressed again, the next one begins", () => {
  assert.deepEqual(perform("next-step"), { playhead: MERGE + 0.001, target: MERGE + 1, playing: false });
  assert.deepEqual(perform("next-step"), { playhead: MERGE + 1.001, target: MERGE + 2, playing: false });
  at(LAST);
  assert.deepEqual(perform("next-step"), still(LAST));
});

test("pressed while it plays, a step ends what is being played", () => {
  at(MERGE + 0.5, {}, { playing: true, target: LAST });
  assert.deepEqual(perform("next-step"), { playhead: MERGE + 0.001, target: MERGE + 1, playing: false });
});

test("play goes on to the end, pauses where it is, and begins anew at the end", () => {
  assert.deepEqual(perform("play"), { playhead: MERGE, target: LAST, playing: true });
  assert.deepEqual(perform("play"), still(MERGE));
  at(LAST);
  assert.deepEqual(perform("play"), { playhead: 0, target: LAST, playing: true });
});

test("a jump can be come back to, and one that leads nowhere is none", () => {
  perform("last");
  perform("last");
  assert.deepEqual(done, [["mark"]]);
});

test("a timestep on or back is its first step", () => {
  assert.deepEqual(perform("next-timestep"), still(rest(beats, 1, "da_next")));
  assert.deepEqual(perform("previous-timestep"), still(MERGE));
});

test("who goes on has done with what was open, and nothing else of the view changes", () => {
  for (const open of [{ comparing: true, second: true }, { asked: "zeros" }, { guess: { text: "1" } }]) {
    at(MERGE, { ...open, lens: "flow" });
    perform("next-step");
    const { comparing, second, asked, guess, lens } = store.get().view;
    assert.deepEqual(
      { comparing, second, asked, guess, lens },
      { comparing: false, second: false, asked: null, guess: null, lens: "flow" },
    );
  }
  at(MERGE);
  const { view } = store.get();
  perform("next-step");
  assert.equal(store.get().view, view);
});

test("the coming step is covered, and the next press shows it, with movement and without", () => {
  for (const reduced of [false, true]) {
    at(MERGE, { reduced, lens: "flow" });
    assert.deepEqual(perform("predict"), still(MERGE + 1));
    assert.deepEqual([store.get().view.predicting, store.get().view.lens], [true, "step"]);
    const shown = reduced ? still(MERGE + 1) : { playhead: MERGE + 0.001, target: MERGE + 1, playing: false };
    assert.deepEqual(perform("next-step"), shown);
    assert.equal(store.get().view.predicting, false);
  }
});

test("what is handed over cannot be guessed, and after the last step nothing is left", () => {
  at(rest(beats, 2, "da_prev"));
  assert.deepEqual(perform("predict"), still(rest(beats, 1, "da_next")));
  at(LAST);
  perform("predict");
  assert.deepEqual([store.get().view.predicting, store.get().view.said], [false, "No step is left to guess."]);
});

test("the questions of a comparison come one after the other, and then it closes", () => {
  const open = () => [store.get().view.comparing, store.get().view.second];
  const seen = [1, 2, 3].map(() => (perform("next-question"), open()));
  assert.deepEqual(seen, [
    [true, false],
    [true, true],
    [false, false],
  ]);
});

test("scales and lenses go round, one after the other", () => {
  const round = (name, field, count) => Array.from({ length: count }, () => (perform(name), store.get().view[field]));
  assert.deepEqual(round("scale", "scale", 3), ["matrix", "magnified", "common"]);
  const lenses = round("lens", "lens", 4);
  assert.deepEqual([lenses[0], lenses.at(-1), new Set(lenses).size], ["flow", "step", 4]);
});

test("whatever is pressed before a black screen brings the picture back and does nothing else", () => {
  at(MERGE, { black: true });
  assert.deepEqual(perform("next-step"), still(MERGE));
  assert.equal(store.get().view.black, false);
});

test("a level more is told at a time, and of a run that holds nothing back none", () => {
  const next = (spoil) => (at(MERGE, { spoil }), perform("next-level"), store.get().view.spoil);
  assert.deepEqual([0, 1, 2, 3, null].map(next), [1, 2, 3, 3, 3]);
});

test("an entry that is pointed at is asked about once, and not while something moves", () => {
  actions.preview([1, 2]);
  actions.preview([1, 2]);
  assert.deepEqual([store.get().view.hoverEntry, done], [[1, 2], [["explain"]]]);
  at(MERGE, {}, { target: LAST, playing: true });
  actions.preview([1, 2]);
  assert.deepEqual([store.get().view.hoverEntry, done], [[1, 2], []]);
  actions.focus([0, 1]);
  assert.deepEqual([store.get().view.focus, store.get().view.hoverEntry, done], [[0, 1], null, [["explain"]]]);
});

test("the list of questions opens once and closes", () => {
  const told = [true, true, false].map((open) => (actions.ask(open), store.get().view.asked));
  assert.deepEqual(told, ["", "", null]);
  at(MERGE, { asked: "zeros" });
  actions.ask(true);
  assert.equal(store.get().view.asked, "zeros");
});

test("what the run starts from is changed at this moment, and given back", () => {
  actions.change("da[2,3,2]:1");
  actions.change("");
  const moment = { t: 2, step: "da_next" };
  const asked = (options) => ["open", { ...HERE.query, options }, moment];
  assert.deepEqual(done, [["mark"], asked({ truncate: "2", what: "da[2,3,2]:1" }), ["mark"], asked({ truncate: "2" })]);
});

test("a chapter is seen to begin, and one back stands still at its beginning", () => {
  at(0);
  const { playhead, target } = perform("next-chapter");
  assert.ok(target > 0 && playhead === target - 1 + 0.001, `${playhead} to ${target}`);
  at(LAST);
  const before = perform("previous-chapter");
  assert.ok(before.target === null && Number.isInteger(before.playhead) && before.playhead < LAST);
  assert.deepEqual(done, [["mark"]]);
});

test("of a wrong run one goes to the first line that is wrong, or where no line is told, to its timestep", () => {
  const wrong = lesson("course", "--mistake", "no_tanh_derivative");
  const go = (spoil) => {
    at(0, { spoil }, { trace: wrong.trace });
    return perform("first-difference");
  };
  const { t, step } = wrong.trace.end.first_difference;
  assert.deepEqual(go(null), still(rest(wrong.beats, t, step)));
  assert.deepEqual(go(0), still(rest(wrong.beats, t, "da_next")));
  assert.notEqual(step, "da_next");
  at(MERGE);
  assert.deepEqual(perform("first-difference"), still(MERGE));
});
