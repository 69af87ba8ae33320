// The state of the page: what was asked for, the trace, the playhead, the view. Nothing else remembers anything.

/** @import { State } from "../types" */

/** @param {State} initial */
export function createStore(initial) {
  let state = initial;
  /** @type {((state: State) => void)[]} */
  const listeners = [];
  return {
    get: () => state,
    /** @param {Partial<State>} change */
    set(change) {
      state = { ...state, ...change };
      for (const listener of listeners) listener(state);
    },
    /** @param {Partial<State["view"]>} change */
    setView(change) {
      this.set({ view: { ...state.view, ...change } });
    },
    /** @param {(state: State) => void} listener */
    subscribe(listener) {
      listeners.push(listener);
    },
  };
}
