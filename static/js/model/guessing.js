// Pure: what a guess is held against. The numbers are the server's; here they are only compared.

/** @import { Arithmetic, Beat, Entry, Guess, Matrix, Slip, Trace, View } from "../types" */

import { slipsKey } from "./whole.js";
import { arithmeticOf, isSame, nearest, valueOf } from "./trace.js";

const NEAR = 0.04; // of the largest number in sight: as near as a bar can be drawn
const FAR = 4; // times the largest number in sight: what lies beyond is not on the scale

/**
 * What is asked at a covered step; undefined while it is not there.
 * @typedef {{ arithmetic: Arithmetic, right: Matrix, at: Entry, slips: Slip[], largest: number }} Asked
 */

/**
 * @param {Trace} trace
 * @param {Beat} beat
 * @param {View} view
 * @returns {Asked | undefined}
 */
export function askedAt(trace, beat, view) {
  const arithmetic = arithmeticOf(trace, beat, view.focus);
  const right = valueOf(trace, beat.direction, beat.t, beat.name);
  const slips = trace.slips[slipsKey(beat.t, beat.name, view.focus)];
  if (!arithmetic || !right || !slips) return undefined;
  const read = arithmetic.terms.flatMap(({ value, factors }) => [value, ...factors.map((factor) => factor.value)]);
  const largest = sizeOf([...read, arithmetic.value]) || 1;
  return { arithmetic, right, at: nearest(view.focus ?? [0, 0], right), slips, largest };
}

/**
 * How far a bar can be drawn: over all that is read and what slips make of it, but for what is far beyond.
 * @param {Asked} asked
 */
export function reachOf({ slips, largest }) {
  const made = slips.map(({ value }) => value).filter((value) => Math.abs(value) <= FAR * largest);
  return roundUp(Math.max(sizeOf(made), largest) * 1.1) || 1; // where all is zeros, a bar still has two ends
}

/**
 * The right picture and two that slips make, in an order that does not tell which is which; none where there are not two.
 * @param {Beat} beat
 * @param {Asked} asked
 * @returns {Matrix[]}
 */
export function picturesOf(beat, { right, slips }) {
  const wrong = slips.flatMap(({ values }) => (values ? [values] : []));
  if (wrong.length < 2) return [];
  const pictures = [right, wrong[0], wrong[1]];
  const turn = (beat.index * 7) % 3;
  return [...pictures.slice(turn), ...pictures.slice(0, turn)];
}

/**
 * Whether a guess is right, and if not which slip it is.
 * @param {Asked} asked
 * @param {Guess} guess
 * @returns {{ right: boolean, slip: Slip | undefined }}
 */
export function judged({ arithmetic, right, slips, largest }, { value, within, picture }) {
  if (picture) {
    const slip = slips.find(({ values }) => values && isSame(values, picture));
    return { right: isSame(picture, right), slip };
  }
  if (value === null) return { right: false, slip: undefined };
  const close = Math.min(within, largest * NEAR) * (1 + 1e-9);
  const apart = (/** @type {number} */ other) => Math.abs(other - value);
  const nearby = slips.filter((slip) => apart(slip.value) <= close).sort((a, b) => apart(a.value) - apart(b.value));
  const hit = apart(arithmetic.value) <= close && !(nearby[0] && apart(nearby[0].value) < apart(arithmetic.value));
  return { right: hit, slip: hit ? undefined : nearby[0] };
}

/** @param {number[]} values */
function sizeOf(values) {
  return Math.max(0, ...values.filter(Number.isFinite).map(Math.abs));
}

/** The next of 1, 2, 5, 10, … @param {number} size */
function roundUp(size) {
  const power = 10 ** Math.floor(Math.log10(size));
  return ([1, 2, 5].find((one) => one * power >= size) ?? 10) * power;
}
