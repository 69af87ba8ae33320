// Pure: records in, a trace out, and the ways to read it.

/** @import { Arithmetic, ArithmeticOfEntry, Beat, Direction, Entry, Frame, Head, Lane, Matrix, Operand, Source, Trace, WireRecord } from "../types" */

import { visitAfter, visitBefore, visits } from "./order.js";

/**
 * Add one record to a trace. The head starts a new one.
 * @param {Trace | null} trace
 * @param {WireRecord} record
 * @returns {Trace}
 */
export function withRecord(trace, record) {
  if (record.kind === "head") {
    return {
      head: record,
      forward: [],
      backward: [],
      failure: null,
      end: null,
      check: null,
      arithmetic: {},
      slips: {},
      received: 1,
    };
  }
  if (trace === null) throw new Error(`the stream began with a record of kind "${record.kind}" instead of "head"`);
  const received = trace.received + 1;
  if (record.kind === "check") return { ...trace, check: record };
  if (record.kind === "end") return { ...trace, end: record, received };
  if (record.kind === "error") return { ...trace, failure: record, received };
  const frames = trace[record.kind].slice();
  frames[record.t] = record;
  return { ...trace, [record.kind]: frames, received };
}

/**
 * How many records the whole trace will have.
 * @param {Head} head
 */
export function expectedRecords(head) {
  return 2 + head.sizes.T_x + visits(head).length;
}

/**
 * Add the arithmetic of one entry, as frames that carry nothing else.
 * @param {Trace} trace
 * @param {Entry} entry
 * @param {Frame[]} frames
 * @returns {Trace}
 */
export function withArithmetic(trace, entry, frames) {
  /** @type {ArithmeticOfEntry} */
  const found = { forward: [], backward: [] };
  for (const frame of frames) if (frame.arithmetic) found[frame.kind][frame.t] = frame.arithmetic;
  return { ...trace, arithmetic: { ...trace.arithmetic, [entry.join(",")]: found } };
}

/**
 * Whether a frame came with its tensors; of a long trace only the norms do.
 * @param {Trace} trace
 * @param {Direction} direction
 * @param {number} t
 */
export function hasValues(trace, direction, t) {
  return trace[direction][t]?.parts !== undefined;
}

/**
 * Put frames with their full tensors in the place of those without.
 * @param {Trace} trace
 * @param {Head | null} head of the request that brought them, with the parameters
 * @param {Frame[]} frames
 * @returns {Trace}
 */
export function withFrames(trace, head, frames) {
  const all = { forward: trace.forward.slice(), backward: trace.backward.slice() };
  for (const frame of frames) all[frame.kind][frame.t] = frame;
  const whole = head ? { ...trace.head, parameters: head.parameters } : trace.head;
  return { ...trace, ...all, head: whole, received: trace.received + 1 };
}

/**
 * The arithmetic of the focus entry of a beat's step, or undefined while it is not there.
 * @param {Trace} trace
 * @param {Beat} beat
 * @param {Entry | null} focus
 * @param {string} [name] another step of the same timestep
 * @returns {Arithmetic | undefined}
 */
export function arithmeticOf(trace, beat, focus, name = beat.name) {
  if (!focus) return undefined;
  return trace.arithmetic[focus.join(",")]?.[beat.direction][beat.t]?.[name];
}

/**
 * The parts of the focus entry of each sum at a beat's timestep, by the timestep they came from; in a wrong run also
 * those of the right one.
 * @param {Trace} trace
 * @param {Beat} beat
 * @param {Entry | null} focus
 * @returns {{ sources?: Record<string, Source[]>, right_sources?: Record<string, Source[]> } | undefined}
 */
export function partsOf(trace, beat, focus) {
  if (!focus || beat.direction !== "backward") return undefined;
  return trace.arithmetic[focus.join(",")]?.backward[beat.t];
}

/**
 * The parts of what was carried to the focus entry. In a wrong run nobody knows what is added to what, so there are none.
 * @param {Trace} trace
 * @param {Beat} beat
 * @param {Entry | null} focus
 */
export function arithmeticSources(trace, beat, focus) {
  return trace.head.mistakes?.length ? undefined : partsOf(trace, beat, focus)?.sources;
}

/**
 * The entry whose story is told: the one pointed at as soon as its arithmetic is there, else the focus.
 * @param {Trace} trace
 * @param {{ focus: Entry | null, hoverEntry: Entry | null }} view
 * @returns {Entry | null}
 */
export function shownEntry(trace, { focus, hoverEntry }) {
  return hoverEntry && trace.arithmetic[hoverEntry.join(",")] ? hoverEntry : focus;
}

/**
 * A value by its name at a timestep: from that pass, from the forward values that it read, or a parameter.
 * @param {Trace} trace
 * @param {Direction} direction
 * @param {number} t
 * @param {string} name
 * @returns {Matrix | undefined}
 */
export function valueOf(trace, direction, t, name) {
  const frame = direction === "backward" ? trace.backward[t] : undefined;
  return frame?.values?.[name] ?? trace.forward[frame?.cache ?? t]?.values?.[name] ?? trace.head.parameters[name];
}

/**
 * What is really given to the next timestep of what leaves this one, and where: no part of it where a line of the loop
 * is wrong, or the carry is cut; after the last timestep the gradient of the initial state.
 * @param {Trace} trace
 * @param {Lane} lane
 * @param {number} t
 * @returns {{ matrix: Matrix | undefined, name: string, t: number | undefined }}
 */
export function arrivalOf(trace, lane, t) {
  const next = visitAfter(trace.head, t);
  if (next !== undefined) return { matrix: trace.backward[next]?.values?.[lane.carried], name: lane.carried, t: next };
  const returned = /** @type {Matrix | undefined} */ (trace.end?.gradients[lane.gradient]);
  return { matrix: returned ?? trace.backward[t]?.values?.[lane.returned], name: lane.gradient, t: undefined };
}

/**
 * The matrix that an operand stands for.
 * @param {Trace} trace
 * @param {Beat} beat
 * @param {Operand} operand
 * @returns {Matrix | undefined}
 */
export function operandOf(trace, beat, operand) {
  if (operand.symbol === null) return trace[beat.direction][beat.t]?.parts?.[operand.expression];
  const matrix = valueOf(trace, beat.direction, beat.t, operand.symbol);
  return operand.transposed && matrix ? transposed(matrix) : matrix;
}

/**
 * A running total before and after the timestep of a beat, and whether a wrong loop has put the one in the place of
 * the other: what comes after is then the contribution alone.
 * @param {Trace} trace
 * @param {Beat} beat
 * @param {string} total
 * @returns {{ before: Matrix, after: Matrix, replaced: boolean } | undefined}
 */
export function totalOf(trace, beat, total) {
  const after = trace.backward[beat.t]?.totals?.[total];
  if (!after) return undefined;
  const before = trace.backward[visitBefore(trace.head, beat.t) ?? -1]?.totals?.[total];
  const contribution = trace.backward[beat.t]?.values?.[beat.name];
  const replaced = before !== undefined && contribution !== undefined && isSame(after, contribution);
  return { before: before ?? after.map((row) => row.map(() => 0)), after, replaced };
}

/**
 * Whether two matrices are the same, entry by entry. NaN is the same as NaN.
 * @param {Matrix} one
 * @param {Matrix} other
 */
export function isSame(one, other) {
  return one.length === other.length && one.every((row, i) => row.every((value, j) => Object.is(value, other[i][j])));
}

/**
 * The norm of a value at a timestep, as the server computed it.
 * @param {Trace} trace
 * @param {Direction} direction
 * @param {number} t
 * @param {string} name
 * @returns {number | undefined}
 */
export function normOf(trace, direction, t, name) {
  return trace[direction][t]?.norms[name];
}

/**
 * @param {Matrix} matrix
 * @returns {Matrix}
 */
export function transposed(matrix) {
  return (matrix[0] ?? []).map((_, column) => matrix.map((row) => row[column]));
}

/**
 * The entry of a matrix that is nearest to the focus: what "the same entry" means where shapes differ.
 * @param {Entry} focus
 * @param {Matrix} matrix
 * @returns {Entry}
 */
export function nearest(focus, matrix) {
  return [Math.min(focus[0], (matrix.length || 1) - 1), Math.min(focus[1], (matrix[0]?.length || 1) - 1)];
}
