// What is asked of the server, and where its records go. A new request ends the one before.

/** @import { Entry, Query } from "./types" */

import { readArithmetic, readTrace, ServerSays, traceAddress } from "./api.js";
import { beatsOf, restAt } from "./timeline.js";
import { withArithmetic, withRecord } from "./trace.js";

/** @typedef {ReturnType<typeof import("./store.js").createStore>} Store */

/**
 * @param {Store} store
 * @param {{ moment: { t: number, step: string } | null, front: boolean }} opening where the first trace is opened
 */
export function createLoader(store, opening) {
  let reading = new AbortController();
  let explaining = new AbortController();
  let { moment, front } = opening;

  /** @param {Query} query */
  async function load(query) {
    reading.abort();
    explaining.abort();
    reading = new AbortController();
    const { signal } = reading;
    store.set({ query, trace: null, error: null, target: null, playing: false });
    try {
      await readTrace(traceAddress(query), signal, (record) => {
        if (signal.aborted) return;
        const trace = withRecord(store.get().trace, record);
        store.set(record.kind === "head" ? { trace, query: chosen(query, record), playhead: playheadFor(record) } : { trace });
        if (record.kind === "end" && record.focus && !store.get().view.focus) store.setView({ focus: record.focus });
      });
      await explain();
    } catch (error) {
      if (signal.aborted) return;
      store.set({ error: error instanceof ServerSays ? error.message : `The trace could not be read: ${error}`, target: null, playing: false });
    }
  }

  /** The front page opens at the question: the first timestep at which something is carried in. */
  /** @param {import("./types").Head} head */
  function playheadFor(head) {
    const beats = beatsOf(head);
    const asked = moment;
    const question = { t: Math.max(head.T_backward - 2, 0), step: head.declaration.lanes[0].total };
    const at = asked ?? (front ? question : null);
    moment = null;
    front = false;
    return at ? (restAt(beats, at.t, at.step) ?? 0) : 0;
  }

  /** What the server chose where nothing was asked for. */
  /** @type {(query: Query, head: import("./types").Head) => Query} */
  function chosen(query, { scenario, cell, seed }) {
    return { ...query, scenario, cell, seed };
  }

  /** Fetch the arithmetic of the focus entry, unless it is there. */
  async function explain() {
    const { trace, query, view } = store.get();
    if (!trace?.end || !view.focus) return;
    const entry = /** @type {Entry} */ (view.focus);
    if (trace.arithmetic[entry.join(",")]) return;
    explaining.abort();
    explaining = new AbortController();
    const { signal } = explaining;
    try {
      const frames = await readArithmetic(query, entry.join(","), signal);
      const now = store.get().trace;
      if (now && !signal.aborted) store.set({ trace: withArithmetic(now, entry, frames) });
    } catch (error) {
      if (!signal.aborted && error instanceof ServerSays) store.set({ error: error.message });
    }
  }

  return { load, explain };
}
