// Pure: whether everything that a moment shows is there, so that `ready` can be said of it.

/** @import { Beat, Entry, Trace, View } from "../types" */

import { hasValues } from "./trace.js";

/**
 * The entry whose arithmetic is written out: the one pointed at, else the focus.
 * @param {View} view
 * @returns {Entry | null}
 */
export function entryShown(view) {
  return view.hoverEntry ?? view.focus;
}

/** By what slips are kept. @type {(t: number, step: string, focus: Entry | null) => string} */
export const slipsKey = (t, step, focus) => `${t} ${step} ${focus ?? [0, 0]}`;

/**
 * The cell whose curve belongs beside this one's on the flow of norms; undefined where there is none.
 * @param {Trace} trace
 */
export function cellBeside({ head }) {
  const beside = head.beside ?? [];
  return beside.includes(head.cell) ? beside.find((cell) => cell !== head.cell) : undefined;
}

/**
 * Whether something is open that shows or asks from where each gradient came, and that is not there.
 * @param {Trace} trace
 * @param {View} view
 */
export function lacksSources({ end }, { lens, taught }) {
  return (taught || lens === "sources" || lens === "flow") && Boolean(end && !end.attribution);
}

/**
 * @param {Trace | null} trace
 * @param {Beat | null} beat
 * @param {View} view
 */
export function isWhole(trace, beat, view) {
  if (!trace?.end || !beat) return false;
  const entry = entryShown(view);
  if (!entry || !trace.arithmetic[entry.join(",")]) return false;
  if (trace[beat.direction][beat.t] && !hasValues(trace, beat.direction, beat.t)) return false;
  if (lacksSources(trace, view)) return false;
  if (view.predicting && beat.step && !trace.slips[slipsKey(beat.t, beat.name, view.focus)]) return false;
  return view.lens !== "flow" || cellBeside(trace) === undefined || Boolean(trace.against);
}
