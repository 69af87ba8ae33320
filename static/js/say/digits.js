// Pure: how numbers are written. Always a plain hyphen for minus, so that what is copied can be pasted into Python.

/** @import { Arithmetic } from "../types" */

const FEWEST = 4;
const MOST = 8;
const MOST_APART = 16;
const ROUNDING = 1e-9; // of two numbers that a sentence sets side by side
const TERMS_IN_FULL = 3;
const DUST = 1e-13; // what is left of a sum that is zero, as a share of its terms

/**
 * A number with a fixed count of decimals; one far from 1 in scientific notation; what is not finite by its name.
 * @param {number} value
 * @param {number} [decimals]
 */
export function written(value, decimals = FEWEST) {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "Infinity" : "-Infinity";
  if (value === 0) return (0).toFixed(decimals);
  const size = Math.abs(value);
  if (size >= 1e6 || size < 0.5 * 10 ** -decimals) return value.toExponential(Math.max(decimals - 1, 0));
  return value.toFixed(decimals);
}

/**
 * Two numbers that are told apart: with as many decimals as it takes; none where they differ by no more than rounding.
 * @param {number} one
 * @param {number} other
 * @returns {[string, string] | null}
 */
export function apart(one, other) {
  if (Object.is(one, other) || Math.abs(one - other) <= ROUNDING * Math.max(Math.abs(one), Math.abs(other)))
    return null;
  for (let decimals = FEWEST; decimals <= MOST_APART; decimals += 1) {
    if (written(one, decimals) !== written(other, decimals)) return [written(one, decimals), written(other, decimals)];
  }
  return null;
}

/**
 * A factor below 1 in a sentence: never “1”.
 * @param {number} factor
 */
export function shortFactor(factor) {
  return Number(short(factor)) === 1 ? (apart(factor, 1)?.[0] ?? short(factor)) : short(factor);
}

/**
 * A number for a legend: three digits that matter.
 * @param {number} value
 */
export function short(value) {
  if (!Number.isFinite(value)) return written(value);
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e5 || size < 1e-3) return value.toExponential(1);
  return value.toFixed(Math.max(0, 2 - Math.floor(Math.log10(size))));
}

/**
 * The fewest decimals, from 4 on, at which something holds; null where it does at none, so that the caller writes ≈
 * instead of a sum that a learner with a calculator would find wrong.
 * @param {(decimals: number) => boolean} holds
 * @returns {number | null}
 */
export function decimalsWhere(holds) {
  for (let decimals = FEWEST; decimals <= MOST; decimals += 1) if (holds(decimals)) return decimals;
  return null;
}

/**
 * Whether the written terms really add up to the written total.
 * @param {number[]} terms
 * @param {number} total
 * @param {number} decimals
 */
export function addsUp(terms, total, decimals) {
  if (![...terms, total].every(Number.isFinite)) return false;
  const dust = Math.max(...terms.map(Math.abs), 0) * DUST;
  const sum = terms.reduce((so_far, term) => so_far + Number(written(term, decimals)), 0);
  return written(Math.abs(sum) < dust ? 0 : sum, decimals) === written(total, decimals);
}

/**
 * Whether the written factors really multiply to the written product.
 * @param {number[]} factors
 * @param {number} product
 * @param {number} decimals
 */
export function multiplies(factors, product, decimals) {
  if (![...factors, product].every(Number.isFinite)) return false;
  const shown = factors.reduce((so_far, factor) => so_far * Number(written(factor, decimals)), 1);
  return written(shown, decimals) === written(product, decimals);
}

/**
 * How many terms of a sum are written one by one; the others are "… more".
 * @param {unknown[]} terms
 */
export function termsWritten({ length }) {
  return length > TERMS_IN_FULL ? TERMS_IN_FULL - 1 : length;
}

/**
 * The decimals at which the arithmetic of an entry is right as it is written: terms that are not, as one. So a long sum
 * has no more digits here than in the rows of the stage, where they are one row.
 * @param {Arithmetic} arithmetic
 * @returns {number | null}
 */
export function decimalsOf({ terms, value, summed }) {
  if (!summed) return FEWEST;
  const factors = terms.length === 1 ? terms[0].factors.map((factor) => factor.value) : [];
  const all = terms.map((term) => term.value);
  const count = termsWritten(terms);
  const rest = all.slice(count).reduce((sum, term) => sum + term, 0);
  const values = count < all.length ? [...all.slice(0, count), rest] : all;
  return decimalsWhere((decimals) =>
    factors.length > 1 ? multiplies(factors, value, decimals) : addsUp(values, value, decimals),
  );
}
