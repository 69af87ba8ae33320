// Pure: records in, a trace out, and the ways to read it.

/** @import { Arithmetic, ArithmeticOfEntry, Beat, Direction, Entry, Frame, Head, Matrix, Operand, Source, Trace, WireRecord } from "./types" */

/**
 * Add one record to a trace. The head starts a new one.
 * @param {Trace | null} trace
 * @param {WireRecord} record
 * @returns {Trace}
 */
export function withRecord(trace, record) {
  if (record.kind === "head") {
    return { head: record, forward: [], backward: [], end: null, arithmetic: {}, received: 1 };
  }
  if (trace === null) throw new Error(`the stream began with a record of kind "${record.kind}" instead of "head"`);
  const received = trace.received + 1;
  if (record.kind === "end") return { ...trace, end: record, received };
  const frames = trace[record.kind].slice();
  frames[record.t] = record;
  return { ...trace, [record.kind]: frames, received };
}

/**
 * How many records the whole trace will have.
 * @param {Head} head
 */
export function expectedRecords(head) {
  return 2 + head.sizes.T_x + head.T_backward;
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
 * The parts of the focus entry of each sum at a beat's timestep, by the timestep they came from.
 * @param {Trace} trace
 * @param {Beat} beat
 * @param {Entry | null} focus
 * @returns {Record<string, Source[]> | undefined}
 */
export function arithmeticSources(trace, beat, focus) {
  if (!focus || beat.direction !== "backward") return undefined;
  return trace.arithmetic[focus.join(",")]?.backward[beat.t]?.sources;
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
 * A value by its name at a timestep: from that pass, from the forward pass, or a parameter.
 * @param {Trace} trace
 * @param {Direction} direction
 * @param {number} t
 * @param {string} name
 * @returns {Matrix | undefined}
 */
export function valueOf(trace, direction, t, name) {
  const own = direction === "backward" ? trace.backward[t]?.values?.[name] : undefined;
  return own ?? trace.forward[t]?.values?.[name] ?? trace.head.parameters[name];
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
 * A running total before and after the timestep of a beat.
 * @param {Trace} trace
 * @param {Beat} beat
 * @param {string} total
 * @returns {{ before: Matrix, after: Matrix } | undefined}
 */
export function totalOf(trace, beat, total) {
  const after = trace.backward[beat.t]?.totals?.[total];
  if (!after) return undefined;
  const before = trace.backward[beat.t + 1]?.totals?.[total] ?? after.map((row) => row.map(() => 0));
  return { before, after };
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
