// What is asked of the server, and where its records go. A new request ends the one before.

/** @import { Beat, End, Frame, Head, Query } from "../types" */

import { lacks, readTrace, ServerSays, traceAddress } from "./api.js";
import { OF_ONE_CELL, OWN } from "../model/asked.js";
import { wrongLinesOf } from "../model/mistakes.js";
import { levelOf, showsCode } from "../model/spoil.js";
import { beatAt, beatsOf, restAt, restOfDifference } from "../model/timeline.js";
import { hasValues, withArithmetic, withFrames, withRecord } from "../model/trace.js";
import { cellBeside, entryShown, lacksSources, slipsKey } from "../model/whole.js";
import { fitted } from "../say/words.js";
import { YOURS } from "../say/yours.js";

/** @typedef {ReturnType<typeof import("./store.js").createStore>} Store */
/** @typedef {{ query: Query, own: Blob | null }} Asked */
/** @typedef {{ moment: { t: number, step: string } | null, first: boolean }} Opening */

/**
 * @param {Store} store
 * @param {Opening} opening where the first trace is opened
 */
export function createLoader(store, opening) {
  let reading = new AbortController();
  let explaining = new AbortController();
  let fetching = new AbortController();
  let fetched = ""; // the window of timesteps on its way
  let attributing = false; // whether the sources of all gradients are on their way
  let slipping = ""; // the step of which slips are on their way
  let explained = ""; // the entry whose arithmetic is on its way
  let { moment, first } = opening;
  /** One's own tensors, sent again with each request about them. @type {Blob | null} */
  let own = null;
  /** What was sent for what is shown until something has come of what is asked for. @type {Pick<Asked, "own"> | null} */
  let kept = null;
  /** What was asked for last, whatever came of it. @type {Asked | null} */
  let asked = null;

  /**
   * @param {Query} query
   * @param {Blob | null} [tensors] those of the run before, where only its options are others
   */
  async function load(query, tensors = query.scenario === OWN ? own : null) {
    for (const one of [reading, explaining, fetching]) one.abort();
    fetched = explained = slipping = "";
    attributing = false;
    reading = new AbortController();
    const { signal } = reading;
    const { trace, pending } = store.get();
    if (trace?.end && !pending) kept = { own };
    own = tensors;
    asked = { query, own };
    const shown = trace?.end ? { pending: query } : { query, trace: null };
    store.set({ ...shown, error: null, target: null, playing: false });
    let beside = Promise.resolve();
    try {
      await readTrace(address({}), signal, own, (record) => {
        if (signal.aborted) return;
        const trace = withRecord(record.kind === "head" ? null : store.get().trace, named(record, own));
        if (record.kind !== "head") store.set({ trace });
        else store.set({ trace, pending: null, query: chosen(query, record), playhead: playheadFor(record) });
        kept = null;
        if (record.kind === "end") {
          ended(record);
          beside = whatElse(signal); // what is checked is still on its way
        }
      });
      await beside;
    } catch (error) {
      if (signal.aborted) return;
      fail(error);
    }
  }

  /** What is asked for once the run is whole. @param {AbortSignal} signal */
  async function whatElse(signal) {
    try {
      await explain();
      await compareCells();
    } catch (error) {
      if (!signal.aborted) fail(error);
    }
  }

  /**
   * Load and be at a moment.
   * @param {Query} query
   * @param {Opening["moment"]} at
   */
  function open(query, at) {
    moment = at;
    load(query);
  }

  /** @param {Record<string, string>} extra */
  function address(extra) {
    const { query, pending } = store.get();
    return traceAddress(pending ?? query, extra, own !== null);
  }

  /** @param {unknown} error */
  function fail(error) {
    const text = error instanceof ServerSays ? error.message : `The trace could not be read: ${error}`;
    store.set({ error: `${text}${goBack()}`, target: null, playing: false });
  }

  /** Where nothing came of what was asked for, what is shown is what was asked for before: say so. */
  function goBack() {
    if (kept === null) return "";
    own = kept.own;
    store.set({ pending: null });
    kept = null;
    return " What is shown is still the run before.";
  }

  /** Ask again for what was cut off or refused, and be at the same moment. */
  function retry() {
    const { trace, playhead, query } = store.get();
    if (trace) {
      const beat = beatAt(beatsOf(trace.head), playhead);
      moment = { t: beat.t, step: beat.name };
    }
    load(asked?.query ?? query, asked?.own ?? own);
  }

  /** The message was read. */
  function dismiss() {
    store.set({ error: null });
  }

  /** End the stream that is coming in, and say how far it came. */
  function stop() {
    reading.abort();
    store.set({ error: `Stopped.${goBack()}`, target: null, playing: false });
  }

  /** @param {End} end */
  function ended(end) {
    const { trace, view } = store.get();
    if (first && trace) {
      const told = showsCode(levelOf(trace.head, view)); // else the timestep is told, and no line
      const lines = told ? wrongLinesOf(trace.head).map((line) => line.name) : [];
      const where = end.first_difference && (told ? end.first_difference : { ...end.first_difference, step: null });
      store.set({ playhead: restOfDifference(beatsOf(trace.head), where, lines) });
    }
    first = false;
    if (end.focus && !view.focus) store.setView({ focus: end.focus });
  }

  /** Where a scenario sets two cells beside each other, fetch the norms of the other. */
  async function compareCells() {
    const { trace, query } = store.get();
    const other = trace ? cellBeside(trace) : undefined;
    if (other === undefined) return;
    const { signal } = reading;
    /** @type {import("../types").Trace | null} */
    let against = null;
    const kept = Object.entries(query.options).filter(([name]) => !OF_ONE_CELL.includes(name));
    const same = { ...query, cell: other, options: Object.fromEntries(kept) };
    await readTrace(traceAddress(same, { detail: "norms", check: "false" }), signal, null, (record) => {
      against = withRecord(against, record);
    });
    const now = store.get().trace;
    if (now && against && !signal.aborted) store.set({ trace: { ...now, against } });
  }

  /** One's own run has the name of its file, wherever it is named. @type {<R extends import("../types").WireRecord>(record: R, own: Blob | null) => R} */
  function named(record, own) {
    if (record.kind !== "head" || !own) return record;
    return { ...record, title: own instanceof File && own.name ? `${YOURS}: ${fitted(own.name, 40, "end")}` : YOURS };
  }

  /** What the server chose where nothing was asked for. @type {(query: Query, head: Head) => Query} */
  function chosen(query, { scenario, cell, seed }) {
    return { ...query, scenario, cell, seed };
  }

  /** Where nothing else is asked for, open at the question: the first timestep at which something is carried in. */
  /** @param {Head} head */
  function playheadFor(head) {
    const beats = beatsOf(head);
    const question = { t: Math.max(head.T_backward - 2, 0), step: head.declaration.lanes[0].total };
    const at = moment ?? question;
    moment = null;
    return restAt(beats, at.t, at.step || question.step) ?? 0;
  }

  /**
   * Frames that a request answers with, or null where a later request took its place.
   * @param {Record<string, string>} extra
   * @param {AbortSignal} signal
   * @returns {Promise<{ head: Head | null, frames: Frame[] } | null>}
   */
  async function frames(extra, signal) {
    /** @type {{ head: Head | null, frames: Frame[] }} */
    const found = { head: null, frames: [] };
    try {
      await readTrace(address({ ...extra, check: "false" }), signal, own, (record) => {
        if (record.kind === "head") found.head = record;
        if (record.kind === "forward" || record.kind === "backward") found.frames.push(record);
      });
    } catch (error) {
      if (!signal.aborted) fail(error);
      return null;
    }
    return signal.aborted ? null : found;
  }

  /** Fetch the arithmetic of the entry pointed at, or of the focus, unless it is there. */
  async function explain() {
    const { trace, pending, view } = store.get();
    const entry = entryShown(view);
    if (!trace?.end || pending || !entry) return;
    const wanted = entry.join(",");
    if (trace.arithmetic[wanted] || explained === wanted) return;
    const asked = { entry: wanted, detail: "entry", sources: "true", parts: "" };
    const lacking = lacks(address(asked), own);
    if (lacking) {
      if (!view.hoverEntry) store.setView({ focus: trace.end.focus, said: lacking });
      return;
    }
    explained = wanted;
    explaining.abort();
    explaining = new AbortController();
    const found = await frames(asked, explaining.signal);
    const now = store.get().trace;
    if (found) explained = "";
    if (found && now) store.set({ trace: withArithmetic(now, entry, found.frames) });
  }

  /**
   * Fetch the full tensors around a beat where the trace came without them.
   * @param {Beat} beat
   */
  async function ensure({ direction, t }) {
    const { trace, pending } = store.get();
    if (!trace?.end || pending || !trace[direction][t] || hasValues(trace, direction, t)) return;
    const last = trace.head.sizes.T_x - 1;
    const wanted = `${Math.max(t - 1, 0)}:${Math.min(t + 1, last) + 1}`;
    if (wanted === fetched) return; // on its way
    fetched = wanted;
    fetching.abort();
    fetching = new AbortController();
    const found = await frames({ frames: wanted, detail: "full" }, fetching.signal);
    const now = store.get().trace;
    if (found && now) store.set({ trace: withFrames(now, found.head, found.frames) });
    if (found) fetched = "";
  }

  /** Fetch from where each gradient came, for all timesteps, once something shows it. */
  async function attribute() {
    const { trace, pending, view } = store.get();
    if (!trace?.end || pending || !lacksSources(trace, view) || attributing) return;
    attributing = true;
    const { signal } = reading;
    /** @type {End | undefined} */
    let found;
    try {
      const detail = trace.head.mistakes?.length ? "" : "norms"; // a wrong run is sent whole
      const extra = { detail, sources: "true", parts: "", check: "false" };
      await readTrace(address(extra), signal, own, (record) => {
        if (record.kind === "end") found = record;
      });
    } catch (error) {
      if (!signal.aborted) fail(error);
    }
    if (signal.aborted) return;
    attributing = false;
    const now = store.get().trace;
    if (!now?.end) return;
    const { attribution, right_attribution } = found ?? {};
    const none = { total: null, norms: null, dropped: null, reason: null }; // of a run that stops there is nothing to split
    store.set({ trace: { ...now, end: { ...now.end, attribution: attribution ?? none, right_attribution } } });
  }

  /**
   * Fetch what usual wrong lines make of a step, unless it is there. Of a run that is wrong already there are none.
   * @param {Beat} beat
   */
  async function slips({ t, name }) {
    const { trace, query, view, pending } = store.get();
    const key = slipsKey(t, name, view.focus);
    if (!trace?.end || pending || trace.slips[key] || slipping === key) return;
    slipping = key;
    const { signal } = reading;
    const asked = { entry: String(view.focus ?? [0, 0]), detail: "entry", frames: `${t}:${t + 1}`, slips: name };
    const found = query.options.mistake ? null : await frames(asked, signal);
    const now = store.get().trace;
    if (now && !signal.aborted)
      store.set({
        trace: { ...now, slips: { ...now.slips, [key]: found?.frames.find((one) => one.slips)?.slips ?? [] } },
      });
    slipping = "";
  }

  /** Whether the trace is of one's own tensors, which no address can carry. */
  const isOwn = () => own !== null;

  /** Those tensors, and where those of a drawn run are. */
  const tensors = () => ({
    own,
    data: address({}).replace("api/trace", "api/tensors").replace("&parts=true&inputs=false", ""),
  });

  return { tensors, load, open, explain, ensure, attribute, slips, stop, retry, dismiss, isOwn };
}
