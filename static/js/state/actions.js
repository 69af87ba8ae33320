// What buttons, keys and clicks do. Each only changes the state.

/** @import { Beat, Entry, Query, View } from "../types" */

import { LENSES, OWN, SCALES } from "../model/asked.js";
import { neighbouringChapter } from "../model/chapters.js";
import { restOfLine } from "../model/lines.js";
import { questionsOf } from "../model/questions.js";
import { ALL, levelOf, showsCode } from "../model/spoil.js";
import { beatAt, neighbouringTimestep, restOfDifference, restOfTimestep } from "../model/timeline.js";
import { toggleTheme } from "./theme.js";

/** @typedef {ReturnType<typeof import("./store.js").createStore>} Store */
/** @typedef {ReturnType<typeof import("./loader.js").createLoader>} Loader */

const JUST_BEGUN = 0.001; // of a beat: so that its name is announced at once

/**
 * @param {Store} store
 * @param {Loader} loader
 * @param {() => Beat[]} beatsNow
 * @param {{ diagnose: () => void, share: () => void, mark: () => void }} page what opens over it, and what makes the
 *   present moment one to come back to
 */
export function createActions(store, loader, beatsNow, { diagnose, share, mark }) {
  const last = () => beatsNow().length - 1;

  /** Be at a rest, without movement. @param {number} playhead */
  function go(playhead) {
    const at = Math.min(Math.max(playhead, 0), Math.max(last(), 0));
    move({ playhead: at, target: null, playing: false });
  }

  /** Whoever goes on has done with the comparison, with what was asked and with a guess. @param {Partial<import("../types").State>} change */
  function move(change) {
    const { view } = store.get();
    const done = { comparing: false, second: false, asked: null, predicting: false, guess: null };
    const open = view.comparing || view.asked !== null || view.predicting || view.guess;
    store.set({ ...change, view: open ? { ...view, ...done } : view });
  }

  /** Cover what the coming step makes; where that is covered already, see it. */
  function predict() {
    const { playhead, target, view } = store.get();
    if (view.predicting) return reveal(null);
    const coming = beatsNow().find(({ index, step }) => index > Math.ceil(target ?? playhead) && step !== null);
    if (!coming) return store.setView({ said: "No step is left to guess." });
    go(coming.index);
    store.setView({ predicting: true, lens: LENSES[0] });
  }

  /** The covered step happens, and is held against what was guessed. @param {import("../types").Guess | null} guess */
  function reveal(guess) {
    const { playhead, view } = store.get();
    const to = Math.ceil(playhead);
    const change = view.reduced ? {} : { playhead: to - 1 + JUST_BEGUN, target: to, playing: false };
    store.set({ ...change, view: { ...view, predicting: false, guess } });
  }

  /** Go far, so that the browser's Back comes back. @param {number} playhead */
  function jump(playhead) {
    if (playhead !== store.get().playhead) mark();
    go(playhead);
  }

  /** To the beginning of a chapter, and see it happen. @param {1 | -1} towards */
  function chapter(towards) {
    const { trace, playhead, target, view } = store.get();
    if (!trace || beatsNow().length === 0) return;
    const to = neighbouringChapter(trace.head, beatsNow(), target ?? playhead, towards);
    if (target === null && to !== playhead) mark();
    if (towards === -1 || view.reduced || to === 0) go(to);
    else move({ playhead: to - 1 + JUST_BEGUN, target: to, playing: false });
  }

  /** Play one beat and stop. A press while it moves finishes it and plays the next. */
  function nextStep() {
    const { playhead, target, playing, view } = store.get();
    if (view.predicting) return reveal(null);
    const from = playing || target === null ? Math.floor(playhead + 1e-9) : target;
    const to = Math.min(from + 1, last());
    if (view.reduced || to <= from) go(to);
    else move({ playhead: to - 1 + JUST_BEGUN, target: to, playing: false });
  }

  function previousStep() {
    go(Math.ceil(store.get().playhead) - 1);
  }

  function play() {
    const { playing, playhead } = store.get();
    if (store.get().view.predicting) reveal(null);
    else if (playing) store.set({ target: null, playing: false });
    else if (last() > 0) move({ playhead: playhead >= last() ? 0 : playhead, target: last(), playing: true });
  }

  /** The first question, the second where there is one, and closed again: a clicker has no pointer. */
  function nextQuestion() {
    const { view, trace, playhead } = store.get();
    const more = !view.second && trace && questionsOf(trace, beatAt(beatsNow(), playhead)).length > 1;
    store.setView(
      view.comparing
        ? { comparing: Boolean(more), second: Boolean(more) }
        : { comparing: true, second: false, predicting: false },
    );
  }

  /** @param {Entry | null} entry */
  function preview(entry) {
    if (String(entry) === String(store.get().view.hoverEntry)) return;
    store.setView({ hoverEntry: entry });
    if (entry && store.get().target === null) loader.explain();
  }

  /** @param {Entry} entry */
  function focus(entry) {
    store.setView({ focus: entry, hoverEntry: null });
    loader.explain();
  }

  /** @type {Record<string, () => void>} */
  const named = {
    first: () => jump(0),
    last: () => jump(last()),
    "next-chapter": () => chapter(1),
    "previous-chapter": () => chapter(-1),
    "next-step": nextStep,
    "previous-step": previousStep,
    onward: nextStep, // of a clicker, as long as nobody takes it
    back: previousStep,
    "next-timestep": () => go(neighbouringTimestep(beatsNow(), store.get().playhead, 1)),
    "previous-timestep": () => go(neighbouringTimestep(beatsNow(), store.get().playhead, -1)),
    play,
    present: () => store.setView({ presenter: !store.get().view.presenter }),
    compare: () => store.setView({ comparing: !store.get().view.comparing, second: false, predicting: false }),
    "next-question": nextQuestion,
    predict,
    "other-question": () => store.setView({ second: !store.get().view.second }),
    scale: () => store.setView({ scale: SCALES[(SCALES.indexOf(store.get().view.scale) + 1) % SCALES.length] }),
    lens: () => store.setView({ lens: LENSES[(LENSES.indexOf(store.get().view.lens) + 1) % LENSES.length] }),
    unfold: () => store.setView({ unfolded: !store.get().view.unfolded }),
    apart: () => store.setView({ apart: !store.get().view.apart }),
    "next-level": () => store.setView({ spoil: Math.min((store.get().view.spoil ?? ALL) + 1, ALL) }),
    explain: () => store.setView({ explaining: !store.get().view.explaining }),
    "first-difference": () => {
      const { trace, view } = store.get();
      const first = trace?.end?.first_difference;
      if (!trace || !first) return;
      const told = showsCode(levelOf(trace.head, view)); // else the timestep is told, and no line
      jump(restOfDifference(beatsNow(), told ? first : { ...first, step: null }, []));
    },
    diagnose,
    dark: toggleTheme,
    black: () => store.setView({ black: true }),
    "full-screen": () =>
      void (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()),
    help: () => dialog("help").showModal(),
    share,
    close: () => store.setView(store.get().view.comparing ? { comparing: false } : { presenter: false }),
  };

  return {
    go,
    focus,
    preview,
    /** Open or close the list of questions. @param {boolean} open */
    ask: (open) => {
      if (open !== (store.get().view.asked !== null)) store.setView({ asked: open ? "" : null });
    },
    /** @param {Partial<View>} change */
    view: (change) => store.setView(change),
    /** @param {Record<string, () => void>} own what they do instead */
    take: (own) => Object.assign(named, own),
    guess: reveal,
    /** @param {Beat} beat what usual wrong lines make of its step */
    slips: (beat) => loader.slips(beat),
    /** @param {string} action */
    perform: (action) => {
      if (store.get().view.black)
        store.setView({ black: false }); // whatever is pressed: the picture is back first
      else named[action]?.();
    },
    /** @param {number} line of the code of the pass that is shown */
    toLine: (line) => {
      const { trace, playhead } = store.get();
      const beats = beatsNow();
      const beat = beatAt(beats, playhead);
      const lines = trace?.head.declaration.code[beat.direction] ?? [];
      jump(restOfLine(beats, beat, lines, line) ?? playhead);
    },
    /** Change entries of what the run starts from, and stay at this moment. @param {string} what */
    change: (what) => {
      const { query, playhead } = store.get();
      const { t, name } = beatAt(beatsNow(), playhead);
      const { what: _, ...options } = query.options;
      mark(); // so that the browser's Back takes it back
      loader.open({ ...query, options: what ? { ...options, what } : options }, { t, step: name });
    },
    /** @param {number} t */
    toTimestep: (t) => jump(restOfTimestep(beatsNow(), store.get().playhead, t)),
    /** @param {Query} query */
    load: (query) => loader.load(query),
    retry: () => loader.retry(),
    stop: () => loader.stop(),
    dismiss: () => loader.dismiss(),
    /** @param {Blob} tensors */
    loadOwn: (tensors) =>
      loader.load({ ...store.get().query, scenario: OWN, seed: null, sizes: {}, options: {} }, tensors),
  };
}

/** @param {string} id */
function dialog(id) {
  return /** @type {HTMLDialogElement} */ (document.getElementById(id));
}
