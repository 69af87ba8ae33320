// Pure: what a trace's head declares -> the beats of its animation. A playhead p in (n - 1, n] is in beat n, at
// progress p - (n - 1): so a whole number is a rest at which beat n is complete, and 0 is the opening.

/** @import { Beat, Direction, FirstDifference, Head, Step } from "../types" */

import { visitAfter, visits } from "./order.js";

export const OPENING = "start";
export const HAND_OVER = "hand_over";
/** The line after the loop: what is taken of what has left the last timestep. */
export const AFTER_THE_LOOP = "initial_gradient";
/** The loop's lines that show at its end: which timesteps it has visited, and what is taken then. */
export const AT_THE_END = ["backward_timesteps", AFTER_THE_LOOP];

const MOVE = 520; // milliseconds in which most steps happen
const MERGE = 1700; // the sum that all of this is about takes its time
export const PAUSE = 0.3; // share of a beat at its end in which nothing moves, so that one can look

/**
 * All beats in order: the opening, forward t = 0 … T_x - 1, backward as the loop visits the timesteps.
 * @param {Head} head
 * @returns {Beat[]}
 */
export function beatsOf(head) {
  const { lanes, steps } = head.declaration;
  const totals = new Set(lanes.map((lane) => lane.total));
  /** @type {Beat[]} */
  const beats = [];
  /** @type {(direction: Direction, t: number, name: string, step: Step | null, position: number, of: number) => void} */
  const add = (direction, t, name, step, position, of) => {
    const duration = totals.has(name) ? MERGE : MOVE;
    beats.push({ index: beats.length, direction, t, name, step, position, of, duration });
  };
  add("forward", 0, OPENING, null, 0, steps.forward.length);
  for (let t = 0; t < head.sizes.T_x; t += 1) {
    steps.forward.forEach((step, k) => add("forward", t, step.name, step, k + 1, steps.forward.length));
  }
  const of = steps.backward.length + 1;
  for (const t of visits(head)) {
    steps.backward.forEach((step, k) => add("backward", t, step.name, step, k + 1, of));
    add("backward", t, HAND_OVER, null, of, of);
  }
  return beats;
}

/**
 * Whether a beat is the last of the loop: what it hands over is taken as the gradient of the initial state.
 * @param {Head} head
 * @param {Beat} beat
 */
export function leavesTheLoop(head, { name, t }) {
  return name === HAND_OVER && visitAfter(head, t) === undefined;
}

/**
 * The beat that a playhead is in.
 * @param {Beat[]} beats
 * @param {number} playhead
 * @returns {Beat}
 */
export function beatAt(beats, playhead) {
  return beats[Math.min(Math.max(Math.ceil(playhead), 0), beats.length - 1)];
}

/**
 * How far a beat has come at a playhead, 0 to 1, by the clock.
 * @param {Beat} beat
 * @param {number} playhead
 */
export function progressOf(beat, playhead) {
  return Math.min(Math.max(playhead - (beat.index - 1), 0), 1);
}

/**
 * How far the movement in a beat has come: the pause at its end taken off.
 * @param {number} progress
 */
export function movement(progress) {
  return Math.min(progress / (1 - PAUSE), 1);
}

/**
 * The rest at which a named step of a timestep is complete, or undefined where there is none.
 * @param {Beat[]} beats
 * @param {number} t
 * @param {string} name
 */
export function restAt(beats, t, name) {
  return beats.find((beat) => beat.t === t && beat.name === name)?.index;
}

/**
 * The rest at which a wrong run is first seen to be wrong: where a value is made, gathered, or read on arrival. Where
 * it makes no difference in this run, the wrong line itself.
 * @param {Beat[]} beats
 * @param {FirstDifference | null | undefined} difference
 * @param {string[]} lines the names of the wrong lines
 */
export function restOfDifference(beats, difference, lines) {
  if (!difference) return beats.find((beat) => lines.includes(beat.name))?.index ?? 0;
  const { direction, t, step: name } = difference;
  const there = beats.filter((beat) => beat.direction === direction && beat.t === t && beat.position > 0);
  const made = there.find((beat) => beat.name === name || (name !== null && beat.step?.total === name));
  const read = there.find((beat) => name !== null && beat.step?.reads.includes(name));
  return (made ?? read ?? there[0] ?? beats[beats.length - 1]).index;
}

/**
 * The rest to go to for the neighbouring timestep: the first beat of the timestep before or after.
 * @param {Beat[]} beats
 * @param {number} playhead
 * @param {1 | -1} towards
 */
export function neighbouringTimestep(beats, playhead, towards) {
  if (beats.length === 0) return 0; // nothing has arrived yet
  const here = beatAt(beats, playhead);
  const starts = beats.filter((beat) => beat.position === 1).map((beat) => beat.index);
  const start = Math.max(...starts.filter((index) => index <= here.index), 0);
  if (towards === 1) return starts.find((index) => index > here.index) ?? beats.length - 1;
  return here.index > start ? start : Math.max(...starts.filter((index) => index < start), 0);
}

/**
 * The timestep of a beat in the same pass, for a click on a cell of the map.
 * @param {Beat[]} beats
 * @param {number} playhead
 * @param {number} t
 */
export function restOfTimestep(beats, playhead, t) {
  if (beats.length === 0) return 0;
  const { direction } = beatAt(beats, playhead);
  const there = (/** @type {Direction} */ way) =>
    beats.find((beat) => beat.t === t && beat.direction === way && beat.position === 1)?.index;
  return there(direction) ?? there("forward") ?? 0;
}

/**
 * Where the playhead is after some time, on its way to a target.
 * @param {Beat[]} beats
 * @param {number} playhead
 * @param {number} target
 * @param {number} elapsed milliseconds
 * @param {number} speed
 */
export function advanced(beats, playhead, target, elapsed, speed) {
  let left = elapsed * speed;
  let at = playhead;
  while (left > 0 && at < target) {
    const beat = beats[Math.min(Math.floor(at) + 1, beats.length - 1)];
    const needed = (beat.index - at) * beat.duration;
    if (needed > left) return Math.min(at + left / beat.duration, target);
    left -= needed;
    at = beat.index;
  }
  return Math.min(at, target);
}
