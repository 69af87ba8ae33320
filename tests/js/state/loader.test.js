// What is asked of the server, and what becomes of an answer that comes when something else has been asked since.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { createLoader } from "../../../static/js/state/loader.js";
import { createStore } from "../../../static/js/state/store.js";
import { recordsOf, viewOf } from "../fixture.js";

const COURSE = recordsOf(["course"]);
const LSTM = recordsOf(["course", "--cell", "lstm"]);
const END = COURSE.find(({ kind }) => kind === "end");
const ARITHMETIC = COURSE.filter(({ kind }) => /ward$/.test(kind)).map(({ kind, t, arithmetic }) => ({
  kind,
  t,
  arithmetic,
}));

/** Records without the arithmetic, as a trace is sent that asks for no entry. */
const plain = (records) => records.map(({ arithmetic, ...rest }) => rest);

const query = (cell) => ({ scenario: "course", cell, seed: 1, sizes: {}, options: {} });

/** Requests that were made and wait for their answers. A browser may deliver what was aborted: so does this one. */
let waiting, store, loader;

beforeEach(() => {
  waiting = [];
  globalThis.fetch = (address) => new Promise((answer) => waiting.push({ address, answer }));
  const view = { ...viewOf("1280x720"), focus: null };
  store = createStore({
    query: query("rnn"),
    trace: null,
    pending: null,
    playhead: 0,
    playing: false,
    target: null,
    error: null,
    view,
  });
  loader = createLoader(store, { moment: null, first: false });
});

/** Answer the request for an address, oldest first, and wait until all that follows from it has happened. */
async function answer(wanted, records, status = 200) {
  const at = waiting.findIndex(({ address }) => address.includes(wanted));
  assert.notEqual(at, -1, `nobody asked for ${wanted}, but for ${waiting.map(({ address }) => address)}`);
  const [request] = waiting.splice(at, 1);
  const body =
    status === 200 ? records.map((record) => `${JSON.stringify(record)}\n`).join("") : JSON.stringify(records);
  request.answer(new Response(body, { status }));
  await new Promise((done) => setImmediate(() => setImmediate(() => setImmediate(done))));
}

test("record by record a trace comes in, and opens where the first two gradients meet", async () => {
  loader.load(query("rnn"));
  await answer("cell=rnn", plain(COURSE));
  const { trace, playhead, error } = store.get();
  assert.equal(error, null);
  assert.equal(trace.end.kind, "end");
  assert.ok(playhead > 0);
  assert.deepEqual(store.get().view.focus, END.focus);
});

test("an answer that comes after something else was asked for is nobody's any more", async () => {
  loader.load(query("rnn"));
  loader.load(query("lstm"));
  await answer("cell=lstm", plain(LSTM));
  await answer("cell=rnn", plain(COURSE));
  assert.equal(store.get().trace.head.cell, "lstm");
  assert.equal(store.get().query.cell, "lstm");
});

test("a refusal of what is no longer asked for is not shown", async () => {
  loader.load(query("rnn"));
  loader.load(query("lstm"));
  await answer("cell=lstm", plain(LSTM));
  await answer("cell=rnn", { detail: "no such thing" }, 404);
  assert.equal(store.get().error, null);
});

test("what the server refuses is told in its words", async () => {
  loader.load(query("rnn"));
  await answer("cell=rnn", { detail: "no such thing" }, 404);
  assert.equal(store.get().error, "no such thing");
});

test("what is shown stays until something has come of what is asked for, and when nothing comes of it", async () => {
  loader.load(query("rnn"));
  await answer("cell=rnn", plain(COURSE));
  const { trace, playhead } = store.get();
  loader.load({ ...query("lstm"), seed: -1 });
  assert.equal(store.get().trace, trace);
  assert.equal(store.get().pending.cell, "lstm");
  loader.load({ ...query("gru"), seed: -1 });
  await answer("cell=gru", { detail: "seed is -1" }, 422);
  assert.deepEqual(
    [store.get().trace, store.get().playhead, store.get().query.cell, store.get().pending, store.get().error],
    [trace, playhead, "rnn", null, "seed is -1 What is shown is still the run before."],
  );
  loader.retry();
  assert.equal(waiting.filter(({ address }) => address.includes("cell=gru")).length, 1);
  loader.dismiss();
  assert.equal(store.get().error, null);
});

test("while what is shown is outdated nothing is asked about it", async () => {
  loader.load(query("rnn"));
  await answer("cell=rnn", plain(COURSE));
  await answer("entry=", ARITHMETIC);
  loader.load(query("lstm"));
  store.setView({ focus: [0, 0] });
  loader.explain();
  assert.deepEqual(
    waiting.filter(({ address }) => address.includes("entry=")),
    [],
  );
});

test("the arithmetic of an entry that is no longer looked at is not taken for that of another", async () => {
  loader.load(query("rnn"));
  await answer("cell=rnn", plain(COURSE));
  await answer("entry=", ARITHMETIC); // of the focus, asked for by the trace's end
  store.setView({ focus: [0, 0] });
  loader.explain();
  store.setView({ focus: [1, 1] });
  loader.explain();
  await answer("entry=1%2C1", [COURSE[0], ...ARITHMETIC, END]);
  await answer("entry=0%2C0", [COURSE[0], ...ARITHMETIC, END]);
  const known = Object.keys(store.get().trace.arithmetic);
  assert.ok(known.includes("1,1"));
  assert.ok(!known.includes("0,0"));
});

test("an entry is asked for once, however often it is looked at while the answer is on its way", async () => {
  loader.load(query("rnn"));
  await answer("cell=rnn", plain(COURSE));
  loader.explain();
  loader.explain();
  assert.equal(waiting.filter(({ address }) => address.includes("entry=")).length, 1);
});

test("stopped, it says so and takes nothing more", async () => {
  loader.load(query("rnn"));
  loader.stop();
  await answer("cell=rnn", plain(COURSE));
  assert.equal(store.get().error, "Stopped.");
  assert.equal(store.get().trace, null);
});
