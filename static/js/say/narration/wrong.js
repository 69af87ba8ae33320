// Pure: what is said in a run with a mistake, where the step's own sentence would not be true.

/** @import { Beat, Entry, Failure, Frame, Trace, WrongLine } from "../../types" */
/** @import { Piece } from "./pieces.js" */

import { totalOf, valueOf } from "../../model/trace.js";
import { numberAt, plain, symbolic } from "./pieces.js";

/**
 * The wrong line, and what it makes of the focus entry.
 * @param {Trace} trace
 * @param {Beat} beat
 * @param {Entry | null} focus
 * @param {WrongLine} line
 * @returns {Piece[]}
 */
export function wrongLine(trace, beat, focus, line) {
  const { declaration } = trace.head;
  const name = (line.in_loop && beat.step?.total) || beat.name;
  const here = name === beat.name ? valueOf(trace, beat.direction, beat.t, name) : totalOf(trace, beat, name)?.after;
  const right = trace[beat.direction][beat.t]?.right?.[name];
  const none = trace.end && !trace.end.first_difference ? "In this run it makes no difference." : "";
  if (!right) return [...insteadOf(line), plain(` ${none || `At t = ${beat.t} it makes no difference.`}`)];
  return [
    ...insteadOf(line),
    plain(" Here "),
    symbolic(declaration, name, beat.t, ` is ${numberAt(here, focus)}`),
    plain(`, in the right run ${numberAt(right, focus)}.`),
  ];
}

/**
 * @param {WrongLine} line
 * @returns {Piece[]}
 */
export function insteadOf({ name, wrong, right }) {
  return [
    plain("This line is wrong: "),
    { text: wrong.text, symbol: name },
    plain(" instead of "),
    { text: right.text, symbol: name },
    plain("."),
  ];
}

/**
 * A right line that makes wrong numbers, because of what it is given.
 * @param {Trace} trace
 * @param {Beat} beat
 * @param {Entry | null} focus
 * @param {Frame} frame
 * @returns {Piece[]}
 */
export function wrongInputs(trace, beat, focus, frame) {
  const { declaration } = trace.head;
  const value = (/** @type {string} */ name) => numberAt(valueOf(trace, beat.direction, beat.t, name), focus);
  const right = (/** @type {string} */ name) => numberAt(frame.right?.[name], focus);
  const reads = (beat.step?.reads ?? []).filter((name) => frame.right?.[name]);
  const given = reads.flatMap((name, k) => [
    plain(k ? ", " : " "),
    symbolic(declaration, name, beat.t, ` (${value(name)}; right ${right(name)})`),
  ]);
  const cache = frame.cache !== undefined && frame.cache !== beat.t ? ` the cache of t = ${frame.cache}` : "";
  const both = cache && given.length > 0 ? " and" : "";
  const colon = cache || given.length > 0 ? ":" : ""; // what was written over in a cache has no name of its own
  return [
    symbolic(declaration, beat.name, beat.t, ` is ${value(beat.name)}`),
    plain(`, in the right run ${right(beat.name)}. This line is right; what it is given is not${colon}${cache}${both}`),
    ...given,
    plain("."),
  ];
}

/**
 * @param {Failure} failure
 * @returns {Piece[]}
 */
export function stopped({ direction, t, step, message }) {
  const where = step ? `, in the line of ${step}` : "";
  return [plain(`The run stops going ${direction} at t = ${t}${where}. NumPy says: ${message}`)];
}
