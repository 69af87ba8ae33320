// Pure: the curves of the chart: of each gradient of a lane; beside a wrong run those of the right one, beside a cell those
// of another.

/** @import { Beat, Lane, Trace } from "../types" */

import { isVisitedBefore } from "./order.js";
import { sourceOf } from "./source.js";
import { normOf } from "./trace.js";

/**
 * @typedef {object} Series
 * @property {string} name
 * @property {string} label
 * @property {string} role of what it shows
 * @property {"own" | "right" | "beside" | "alone"} look whose it is
 * @property {(number | undefined)[]} values by timestep; undefined where nothing is known
 */

/** @typedef {{ title: string, series: Series[] }} LaneSeries */

/**
 * All that is known, lane by lane, whatever the playhead is at.
 * @param {Trace} trace
 * @param {boolean} told whether the right run may be shown beside a wrong one
 * @returns {LaneSeries[]}
 */
export function seriesOf(trace, told) {
  const { T_backward, declaration } = trace.head;
  const timesteps = Array.from({ length: T_backward }, (_, t) => t);
  const { lanes } = declaration;
  return lanes.map((lane, k) => ({
    title: lanes.length > 1 ? `Norms of the gradients of ${lane.state}⟨t⟩` : "Norms of the gradients over t",
    series: [
      ...(told ? rightOf(trace, lane, timesteps) : []),
      ...ownOf(trace, lane, timesteps),
      ...(k === 0 ? aloneOf(trace, timesteps) : []),
      ...(trace.against ? besideOf(trace.against, k, timesteps) : []),
    ],
  }));
}

/**
 * Which timesteps the loop has come to at a beat.
 * @param {Trace} trace
 * @param {Beat} beat
 * @returns {(t: number) => boolean}
 */
export function reachedAt({ head }, beat) {
  return (t) => beat.direction === "backward" && (t === beat.t || isVisitedBefore(head, t, beat.t));
}

/** The whole first: it is the widest, and what coincides with it lies on it. @type {(lane: Lane) => string[]} */
const namesOf = ({ total, carried, upstream }) => [total, carried, ...(upstream ? [upstream] : [])];

/** @type {(trace: Trace, lane: Lane, timesteps: number[]) => Series[]} */
function ownOf(trace, lane, timesteps) {
  const { symbols } = trace.head.declaration;
  return namesOf(lane).map((name) => ({
    name,
    label: symbols[name]?.code ?? name,
    role: symbols[name]?.role ?? "",
    look: "own",
    values: timesteps.map((t) => normOf(trace, "backward", t, name)),
  }));
}

/** Of the right run what differs anywhere, at all timesteps. @type {(trace: Trace, lane: Lane, timesteps: number[]) => Series[]} */
function rightOf(trace, lane, timesteps) {
  if (!trace.head.mistakes?.length) return [];
  return ownOf(trace, lane, timesteps)
    .map((own) => ({
      ...own,
      look: /** @type {const} */ ("right"),
      name: `right-${own.name}`,
      label: `right: ${own.label}`,
      values: own.values.map((value, t) => trace.backward[t]?.right_norms?.[own.name] ?? value),
    }))
    .filter(({ name }) =>
      trace.backward.some((frame) => frame?.right_norms?.[name.slice("right-".length)] !== undefined),
    );
}

/** Of another cell the totals alone. @type {(against: Trace, k: number, timesteps: number[]) => Series[]} */
function besideOf(against, k, timesteps) {
  const { cell, declaration } = against.head;
  const lane = declaration.lanes[k];
  if (!lane) return [];
  const [total] = ownOf(against, lane, timesteps);
  return [{ ...total, look: "beside", name: `${cell}-${total.name}`, label: `${declaration.title}: ${total.label}` }];
}

/** What the last gradient alone becomes on its way back, where others join it: it shows how a step scales. */
/** @type {(trace: Trace, timesteps: number[]) => Series[]} */
function aloneOf({ head, end }, timesteps) {
  const norms = end?.attribution?.norms;
  const last = timesteps.length - 1;
  if (!norms || head.mistakes?.length || !timesteps.some((t) => t < last && norms[t][t])) return [];
  const values = timesteps.map((t) => norms[t][last] ?? 0);
  return [{ name: "alone", label: `${sourceOf(head.declaration, last)} alone`, role: "", look: "alone", values }];
}
