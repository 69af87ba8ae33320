// Pure: the story of the focus entry in rows: what was put together, and what it made, with numbers that add up.

/** @import { Arithmetic, Beat, Entry, Role, Step, Trace } from "../../types" */

import { decimalsOfProduct, decimalsOfSum, written } from "../../digits.js";
import { HAND_OVER } from "../../timeline.js";
import { arithmeticOf, arithmeticSources, nearest, totalOf, valueOf } from "../../trace.js";
import { entryLabel, functionName, operandEntryLabel } from "../../words.js";

/** @typedef {{ label: string, value: number, from: number, to: number, text: string, role: Role, strong?: boolean, pieces?: number[], unfolds?: boolean, open?: boolean }} Row */

/**
 * The rows of the story: what was put together, and what it made.
 * @param {Trace} trace
 * @param {Beat} beat
 * @param {Entry | null} focus
 * @param {boolean} unfolded
 * @returns {Row[]}
 */
export function storyOf(trace, beat, focus, unfolded) {
  const arithmetic = arithmeticOf(trace, beat, focus);
  if (beat.name === HAND_OVER) return handOverRows(trace, beat, focus);
  if (!beat.step || !arithmetic) return [];
  const plain = arithmetic.summed
    ? sumRows(trace, beat, beat.step, arithmetic)
    : functionRows(trace, beat, beat.step, arithmetic);
  const rows = withSources(trace, beat, focus, plain, unfolded);
  return [...rows, ...totalRows(trace, beat, arithmetic), ...squashedRows(trace, beat, focus, arithmetic)];
}

/** The carried gradient is not one thing: its row shows the later timesteps that it came from, or becomes a row for each. */
/** @type {(trace: Trace, beat: Beat, focus: Entry | null, rows: Row[], unfolded: boolean) => Row[]} */
function withSources(trace, beat, focus, rows, unfolded) {
  const later = (arithmeticSources(trace, beat, focus)?.[beat.name] ?? [])
    .filter((one) => one.t !== beat.t)
    .sort((a, b) => a.t - b.t);
  if (later.length < 2) return rows;
  return rows.flatMap((one) => {
    if (one.role !== "carried" || one.strong) return [one];
    if (!unfolded) return [{ ...one, pieces: later.map((source) => source.value), unfolds: true }];
    let tip = one.from;
    return later.map((source) => {
      const piece = row(`+ from ŷ⟨${source.t}⟩`, source.value, tip, "carried", 4);
      tip += source.value;
      return { ...piece, unfolds: true, open: true };
    });
  });
}

/** The same number twice, under the name by which it leaves and the one by which it arrives. */
/** @type {(trace: Trace, beat: Beat, focus: Entry | null) => Row[]} */
function handOverRows(trace, beat, focus) {
  const { declaration } = trace.head;
  return declaration.lanes.flatMap((lane) => {
    const matrix = valueOf(trace, "backward", beat.t, lane.returned);
    if (!matrix || !focus) return [];
    const [i, j] = nearest(focus, matrix);
    const arrives =
      beat.t > 0
        ? `= ${entryLabel(declaration, lane.carried, beat.t - 1, [i, j])} at t = ${beat.t - 1}`
        : `= ${lane.gradient}[${i},${j}]`;
    const leaves = `${entryLabel(declaration, lane.returned, beat.t, [i, j])} at t = ${beat.t}`;
    return [
      row(leaves, matrix[i][j], 0, "carried", 4),
      { ...row(arrives, matrix[i][j], 0, "carried", 4), strong: true },
    ];
  });
}

/** @type {(trace: Trace, beat: Beat, step: Step, arithmetic: Arithmetic) => Row[]} */
function sumRows(trace, beat, step, { at, value, terms }) {
  const { declaration } = trace.head;
  const factors = terms[0]?.factors ?? [];
  if (step.kind === "hadamard") {
    const last = factors.length - 1;
    const decimals =
      decimalsOfProduct(
        factors.map((factor) => factor.value),
        value,
      ) ?? 4;
    const label = (/** @type {number} */ k) => operandEntryLabel(declaration, step.operands[k], beat.t, factors[k].at);
    return [
      row(label(last), factors[last].value, 0, roleOf(trace, step.operands[last].symbol), decimals),
      ...factors.slice(0, last).map((factor, k) => {
        const text = `× ${written(factor.value, decimals)}`;
        return { label: `× ${label(k)}`, value: factor.value, from: 0, to: 0, text, role: /** @type {Role} */ ("") };
      }),
      {
        ...row(`= ${entryLabel(declaration, step.name, beat.t, at)}`, value, 0, roleOf(trace, step.name), decimals),
        strong: true,
      },
    ];
  }
  const decimals = decimalsOfSum(
    terms.map((term) => term.value),
    value,
  );
  let tip = 0;
  const rows = terms.map((term, k) => {
    const labels = term.factors.map((factor) =>
      operandEntryLabel(declaration, step.operands[factor.operand], beat.t, factor.at),
    );
    const one = row(
      `${k > 0 ? "+ " : ""}${labels.join(" × ")}`,
      term.value,
      tip,
      roleOf(trace, singleSymbol(step, term.factors)),
      decimals ?? 4,
    );
    tip += term.value;
    return one;
  });
  const equals = decimals === null ? "≈" : "=";
  const result = row(
    `${equals} ${entryLabel(declaration, step.name, beat.t, at)}`,
    value,
    0,
    roleOf(trace, step.name),
    decimals ?? 4,
  );
  return [...rows, { ...result, strong: true }];
}

/** @type {(trace: Trace, beat: Beat, step: Step, arithmetic: Arithmetic) => Row[]} */
function functionRows(trace, beat, step, { at, value, terms }) {
  const { declaration } = trace.head;
  const sources = terms.map((term) => {
    const [factor] = term.factors;
    return row(operandEntryLabel(declaration, step.operands[factor.operand], beat.t, factor.at), term.value, 0, "", 4);
  });
  const label = `= ${functionName(step)} → ${entryLabel(declaration, step.name, beat.t, at)}`;
  return [...sources, { ...row(label, value, 0, roleOf(trace, step.name), 4), strong: true }];
}

/** How a contribution is added onto its running total. */
/** @type {(trace: Trace, beat: Beat, arithmetic: Arithmetic) => Row[]} */
function totalRows(trace, beat, arithmetic) {
  const name = beat.step?.total;
  const total = name ? totalOf(trace, beat, name) : undefined;
  if (!name || !total) return [];
  const at = nearest(arithmetic.at, total.after);
  const before = total.before[at[0]][at[1]];
  const after = total.after[at[0]][at[1]];
  const decimals = decimalsOfSum([before, arithmetic.value], after) ?? 4;
  const label = entryLabel(trace.head.declaration, name, beat.t, at);
  return [
    row(`+ ${label} so far`, before, arithmetic.value, "", decimals),
    { ...row(`= ${label}`, after, 0, "", decimals), strong: true },
  ];
}

/** After a sum that the next step only squashes, what it is squashed to: da_next, then dtanh. */
/** @type {(trace: Trace, beat: Beat, focus: Entry | null, arithmetic: Arithmetic) => Row[]} */
function squashedRows(trace, beat, focus, arithmetic) {
  const steps = trace.head.declaration.steps[beat.direction];
  const next = steps[steps.findIndex((step) => step.name === beat.name) + 1];
  if (beat.step?.kind !== "add" || next?.kind !== "hadamard" || !next.reads.includes(beat.name)) return [];
  const squashed = arithmeticOf(trace, beat, focus, next.name);
  if (!squashed || squashed.at.join() !== arithmetic.at.join()) return [];
  const { declaration } = trace.head;
  const factors = squashed.terms[0].factors;
  if (factors.length !== 2) return [];
  const other = factors.findIndex((factor) => next.operands[factor.operand].symbol !== beat.name);
  const text = `× ${operandEntryLabel(declaration, next.operands[other], beat.t, factors[other].at)}`;
  return [
    row(
      `${text} = ${entryLabel(declaration, next.name, beat.t, squashed.at)}`,
      squashed.value,
      0,
      roleOf(trace, next.name),
      4,
    ),
  ];
}

/** @type {(label: string, value: number, from: number, role: Role, decimals: number) => Row} */
function row(label, value, from, role, decimals) {
  return { label, value, from, to: from + value, text: written(value, decimals), role };
}

/** @type {(trace: Trace, name: string | null) => Role} */
function roleOf(trace, name) {
  return name ? (trace.head.declaration.symbols[name]?.role ?? "") : "";
}

/** @type {(step: Step, factors: { operand: number }[]) => string | null} */
function singleSymbol(step, factors) {
  return factors.length === 1 ? step.operands[factors[0].operand].symbol : null;
}
