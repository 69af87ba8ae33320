// Pure: the story of the focus entry in rows: what was put together, and what it made.

/** @import { Arithmetic, Beat, Entry, Role, Step, Trace } from "../../types" */

import { sourceOf } from "../../model/source.js";
import { HAND_OVER } from "../../model/timeline.js";
import { arithmeticOf, arithmeticSources, arrivalOf, nearest, totalOf, valueOf } from "../../model/trace.js";
import { entryLabel, operandEntryLabel } from "../../say/words.js";

const ROUNDING = 1e-9;

/**
 * What a row is in the arithmetic: terms add up to the result, factors multiply to it, `so far` is what it is added
 * to and `total` what that makes; a part is one source of a term, and the others only stand beside.
 * @typedef {"term" | "factor" | "result" | "so far" | "total" | "part" | "beside"} RowKind
 */

/** @typedef {{ kind: RowKind, label: string, value: number, from: number, to: number, role: Role, bare?: boolean, equals?: boolean, pieces?: number[], unfolds?: boolean, open?: boolean, outlined?: boolean }} Row */

/**
 * @param {Trace} trace
 * @param {Beat} beat
 * @param {Entry | null} focus
 * @param {boolean} unfolded whether the carried term is shown as the parts it is made of
 * @returns {Row[]}
 */
export function storyOf(trace, beat, focus, unfolded) {
  if (beat.name === HAND_OVER) return handOverRows(trace, beat, focus);
  const arithmetic = arithmeticOf(trace, beat, focus);
  if (!beat.step || !arithmetic) return [];
  const made = arithmetic.summed
    ? beat.step.kind === "hadamard"
      ? productRows(trace, beat, beat.step, arithmetic)
      : sumRows(trace, beat, beat.step, arithmetic)
    : functionRows(trace, beat, beat.step, arithmetic);
  return [
    ...withSources(trace, beat, focus, made, unfolded),
    ...rightRows(trace, beat, beat.name, arithmetic.at),
    ...totalRows(trace, beat, arithmetic),
  ];
}

/** @type {(kind: RowKind, label: string, value: number, from: number, role: Role, more?: Partial<Row>) => Row} */
function row(kind, label, value, from, role, more = {}) {
  return { kind, label, value, from, to: from + value, role, ...more };
}

/** @type {(trace: Trace, name: string | null) => Role} */
function roleOf(trace, name) {
  return name ? (trace.head.declaration.symbols[name]?.role ?? "") : "";
}

/** @type {(trace: Trace, beat: Beat, step: Step, arithmetic: Arithmetic) => Row} */
function resultRow(trace, beat, step, { at, value }) {
  const label = entryLabel(trace.head.declaration, step.name, beat.t, at);
  return row("result", label, value, 0, roleOf(trace, step.name), { equals: true });
}

/** @type {(trace: Trace, beat: Beat, step: Step, arithmetic: Arithmetic) => Row[]} */
function sumRows(trace, beat, step, arithmetic) {
  const { declaration } = trace.head;
  let tip = 0;
  const terms = arithmetic.terms.map(({ factors, value }, k) => {
    const labels = factors.map(({ operand, at }) => operandEntryLabel(declaration, step.operands[operand], beat.t, at));
    const symbol = factors.length === 1 ? step.operands[factors[0].operand].symbol : null;
    const one = row("term", `${k > 0 ? "+ " : ""}${labels.join(" × ")}`, value, tip, roleOf(trace, symbol));
    tip += value;
    return one;
  });
  return [...terms, resultRow(trace, beat, step, arithmetic)];
}

/** The last factor as a bar, the others as what it is multiplied by. */
/** @type {(trace: Trace, beat: Beat, step: Step, arithmetic: Arithmetic) => Row[]} */
function productRows(trace, beat, step, arithmetic) {
  const { factors } = arithmetic.terms[0];
  const label = (/** @type {number} */ k) =>
    operandEntryLabel(trace.head.declaration, step.operands[k], beat.t, factors[k].at);
  const last = factors.length - 1;
  return [
    row("factor", label(last), factors[last].value, 0, roleOf(trace, step.operands[last].symbol)),
    ...factors.slice(0, last).map(({ value }, k) => row("factor", `× ${label(k)}`, value, 0, "", { bare: true })),
    resultRow(trace, beat, step, arithmetic),
  ];
}

/** @type {(trace: Trace, beat: Beat, step: Step, arithmetic: Arithmetic) => Row[]} */
function functionRows(trace, beat, step, arithmetic) {
  const { declaration } = trace.head;
  const sources = arithmetic.terms.map(({ factors: [factor], value }) =>
    row("beside", operandEntryLabel(declaration, step.operands[factor.operand], beat.t, factor.at), value, 0, ""),
  );
  const label = `${step.applies} → ${entryLabel(declaration, step.name, beat.t, arithmetic.at)}`;
  return [...sources, { ...resultRow(trace, beat, step, arithmetic), label, equals: false }];
}

/** The carried gradient is not one thing: its row shows the later timesteps it came from, or is followed by them. */
/** @type {(trace: Trace, beat: Beat, focus: Entry | null, rows: Row[], unfolded: boolean) => Row[]} */
function withSources(trace, beat, focus, rows, unfolded) {
  const { declaration } = trace.head;
  const later = (arithmeticSources(trace, beat, focus)?.[beat.name] ?? [])
    .filter((one) => one.t !== beat.t)
    .sort((a, b) => (a.t ?? Infinity) - (b.t ?? Infinity));
  return rows.flatMap((one) => {
    if (one.role !== "carried" || one.kind !== "term") return [one];
    const pieces = later.map((source) => source.value);
    if (later.length === 0 || !makesUp(pieces, one.value)) return [one];
    const [only, another] = later;
    if (!another)
      return [unfolded && only.t !== null ? { ...one, label: `${one.label}, all from t = ${only.t}` } : one];
    if (!unfolded) return [{ ...one, pieces, unfolds: true }];
    let tip = one.from;
    const parts = later.map(({ t, value }) => {
      const part = row(
        "part",
        t === null ? "from still later" : `from ${sourceOf(declaration, t)}`,
        value,
        tip,
        "carried",
      );
      tip += value;
      return part;
    });
    return [{ ...one, pieces, unfolds: true, open: true }, ...parts];
  });
}

/**
 * Whether pieces really are the parts of a term. In a cell with two lanes what comes later reaches one lane by way of
 * the other too, and is then not a part of what this lane carried.
 * @type {(pieces: number[], term: number) => boolean}
 */
function makesUp(pieces, term) {
  const size = pieces.reduce((sum, piece) => sum + Math.abs(piece), 0);
  return Math.abs(pieces.reduce((sum, piece) => sum + piece, 0) - term) <= size * ROUNDING;
}

/** How a contribution is added onto its running total. */
/** @type {(trace: Trace, beat: Beat, arithmetic: Arithmetic) => Row[]} */
function totalRows(trace, beat, arithmetic) {
  const name = beat.step?.total;
  const total = name ? totalOf(trace, beat, name) : undefined;
  if (!name || !total) return [];
  const [i, j] = nearest(arithmetic.at, total.after);
  const label = entryLabel(trace.head.declaration, name, beat.t, [i, j]);
  const [before, after] = [total.before[i][j], total.after[i][j]];
  if (total.replaced) {
    const lost = row("beside", `${label} so far, lost`, before, 0, "", { outlined: true });
    return [lost, row("beside", `${label} now`, after, 0, ""), ...rightRows(trace, beat, name, [i, j])];
  }
  return [
    row("so far", `+ ${label} so far`, before, arithmetic.value, ""),
    row("total", label, after, 0, "", { equals: true }),
  ];
}

/** In a run with a mistake: what the right run has in the same place. */
/** @type {(trace: Trace, beat: Beat, name: string, at: Entry) => Row[]} */
function rightRows(trace, beat, name, [i, j]) {
  const right = trace[beat.direction][beat.t]?.right?.[name]?.[i]?.[j];
  if (right === undefined) return [];
  const label = `right: ${entryLabel(trace.head.declaration, name, beat.t, [i, j])}`;
  return [row("beside", label, right, 0, "", { outlined: true })];
}

/** What leaves and what arrives: the same number under another name, unless the loop gave something else. */
/** @type {(trace: Trace, beat: Beat, focus: Entry | null) => Row[]} */
function handOverRows(trace, beat, focus) {
  const { declaration } = trace.head;
  return declaration.lanes.flatMap((lane) => {
    const matrix = valueOf(trace, "backward", beat.t, lane.returned);
    const arrival = arrivalOf(trace, lane, beat.t);
    if (!matrix || !arrival.matrix || !focus) return [];
    const [i, j] = nearest(focus, matrix);
    const { [i]: { [j]: arrives } = [NaN] } = arrival.matrix;
    const same = Object.is(matrix[i][j], arrives);
    const leaves = `${entryLabel(declaration, lane.returned, beat.t, [i, j])} at t = ${beat.t}`;
    const where = arrival.t === undefined ? "" : ` at t = ${arrival.t}`;
    const name = `${entryLabel(declaration, arrival.name, arrival.t ?? 0, [i, j])}${where}`;
    return [
      row(same ? "term" : "beside", leaves, matrix[i][j], 0, "carried", { outlined: !same }),
      row(same ? "result" : "beside", name, arrives, 0, "carried", { equals: same }),
    ];
  });
}
