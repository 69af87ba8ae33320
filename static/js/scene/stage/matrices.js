// Pure: which matrices a beat shows, and what stands between them. Knows kinds of steps, never names.

/** @import { Beat, Panel, Step, SymbolInfo, Token, Trace } from "../../types" */

import { arrivalOf, operandOf, totalOf, valueOf } from "../../model/trace.js";
import { HAND_OVER } from "../../model/timeline.js";
import { atTimestep } from "../../say/words.js";
import { unusedNames } from "./unused.js";

/** @type {Record<string, string>} */
const BETWEEN = { add: "+", subtract: "−", hadamard: "⊙", matmul: "@", outer: "@", concat: "," };

/**
 * @param {Trace} trace
 * @param {Beat} beat
 * @returns {{ panels: Panel[], joiners: string[] }} one joiner before each panel but the first
 */
export function panelsOf(trace, beat) {
  if (beat.name === HAND_OVER) return handOver(trace, beat);
  if (!beat.step) return opening(trace);
  const { step } = beat;
  /** @type {Panel[]} */
  const panels = step.operands.map((operand, k) => ({
    key: `operand-${k}`,
    tokens: operand.tokens,
    symbol: operand.symbol,
    role: operand.symbol ? symbolOf(trace, operand.symbol).role : "",
    shape: shapeOf(trace, step.dims),
    matrix: operandOf(trace, beat, operand),
    note: operand.symbol && !operand.transposed ? noteOf(trace, beat, operand.symbol) : "",
    part: "operand",
    transposed: operand.transposed,
  }));
  const joiners = panels.slice(1).map(() => BETWEEN[step.kind] ?? ",");
  panels.push(resultPanel(trace, beat, step));
  joiners.push(BETWEEN[step.kind] ? "=" : `${arrowText(step)} →`);
  if (step.total) {
    const total = totalOf(trace, beat, step.total);
    panels.push({
      ...named(trace, beat, step.total),
      key: "total",
      matrix: total?.before,
      note: "running total",
      part: "total",
      replaced: total?.replaced,
    });
    joiners.push(total?.replaced ? "replaces" : "added to");
  }
  for (const name of unusedNames(trace, beat)) {
    const matrix = valueOf(trace, beat.direction, beat.t, name);
    panels.push({ ...named(trace, beat, name), key: `unused-${name}`, matrix, note: "not used", part: "unused" });
    joiners.push("without");
  }
  return { panels, joiners };
}

/** @param {Step} step */
function arrowText(step) {
  return step.kind === "sum" ? "Σ" : step.applies;
}

/** @type {(trace: Trace, beat: Beat, step: Step) => Panel} */
function resultPanel(trace, beat, step) {
  return {
    ...named(trace, beat, step.name),
    matrix: valueOf(trace, beat.direction, beat.t, step.name),
    part: "result",
  };
}

/** @type {(trace: Trace, beat: Beat, name: string) => Panel} */
function named(trace, beat, name) {
  const symbol = symbolOf(trace, name);
  /** @type {Token[]} */
  const tokens = [{ text: symbol.code, symbol: name, token: "n" }];
  const note = noteOf(trace, beat, name);
  return {
    key: "result",
    tokens,
    symbol: name,
    role: symbol.role,
    shape: shapeOf(trace, symbol.dims),
    matrix: undefined,
    note,
    part: "operand",
  };
}

/** What leaves a timestep, and the same numbers under the name by which they arrive at the next. */
/** @type {(trace: Trace, beat: Beat) => { panels: Panel[], joiners: string[] }} */
function handOver(trace, beat) {
  /** @type {Panel[]} */
  const panels = [];
  for (const lane of trace.head.declaration.lanes) {
    const { matrix, name, t } = arrivalOf(trace, lane, beat.t);
    const where = t === undefined ? "before the first timestep" : `arrives at t = ${t}`;
    const from = {
      ...named(trace, beat, lane.returned),
      matrix: valueOf(trace, beat.direction, beat.t, lane.returned),
      note: `leaves t = ${beat.t}`,
    };
    const to = { ...named(trace, beat, lane.carried), tokens: [{ text: name, symbol: name, token: "n" }] };
    panels.push({ ...from, key: `leaves-${lane.state}`, part: "operand" });
    panels.push({ ...to, key: `arrives-${lane.state}`, matrix, note: where, part: "result" });
  }
  return { panels, joiners: panels.slice(1).map((_, k) => (k % 2 === 0 ? "→" : "")) };
}

/** Before the first step: what the run starts from. */
/** @type {(trace: Trace) => { panels: Panel[], joiners: string[] }} */
function opening(trace) {
  const first = trace.forward[0];
  const names = Object.keys(trace.head.declaration.symbols);
  const given = names.filter((name) => trace.head.parameters[name] ?? startsFrom(trace, name)).slice(0, 4);
  const beat = /** @type {Beat} */ ({ direction: "forward", t: 0 });
  const panels = given.map((name) => ({
    ...named(trace, beat, name),
    key: `given-${name}`,
    matrix: trace.head.parameters[name] ?? first?.values?.[name],
  }));
  return { panels, joiners: panels.slice(1).map(() => "") };
}

/** @type {(trace: Trace, name: string) => boolean} */
function startsFrom(trace, name) {
  const made = new Set(trace.head.declaration.steps.forward.map((step) => step.name));
  return trace.forward[0]?.values?.[name] !== undefined && !made.has(name);
}

/** @type {(trace: Trace, name: string) => SymbolInfo} */
function symbolOf(trace, name) {
  return trace.head.declaration.symbols[name];
}

/** @type {(trace: Trace, beat: Beat, name: string) => string} */
function noteOf(trace, beat, name) {
  const symbol = symbolOf(trace, name);
  if (trace[beat.direction][beat.t]?.right?.[name]) return ""; // what it should mean, it does not
  const start = beat.direction === "backward" ? trace.head.T_backward - 1 : 0;
  return atTimestep(beat.t === start && symbol.meaning_at_start ? symbol.meaning_at_start : symbol.meaning, beat.t);
}

/** Of what is awaited, by its declared dimensions: n_a, or n_a + n_x. @type {(trace: Trace, dims: string[][]) => number[]} */
function shapeOf({ head: { sizes } }, dims) {
  return dims.map((dim) => dim.reduce((sum, one) => sum + (sizes[one] ?? Number(one)), 0));
}
