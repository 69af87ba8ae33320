// Pure: how numbers are written. Always a plain hyphen for minus, so that what is copied can be pasted into Python.

const FEWEST = 4;
const MOST = 12;
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
 * A number for a legend: two or three digits that matter.
 * @param {number} value
 */
export function short(value) {
  if (!Number.isFinite(value)) return written(value);
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e5 || size < 1e-3) return value.toExponential(1);
  return value
    .toPrecision(size >= 100 ? Math.ceil(Math.log10(size + 1)) : 3)
    .replace(/(\.\d*?)0+$/, "$1")
    .replace(/\.$/, "");
}

/**
 * The fewest decimals, from 4 on, at which the written terms really add up to the written total; null where no count
 * of decimals does, so that the caller writes ≈ instead of a sum that a learner with a calculator would find wrong.
 * @param {number[]} terms
 * @param {number} total
 * @returns {number | null}
 */
export function decimalsOfSum(terms, total) {
  if (![...terms, total].every(Number.isFinite)) return null;
  const dust = Math.max(...terms.map(Math.abs), 0) * DUST;
  for (let decimals = FEWEST; decimals <= MOST; decimals += 1) {
    const sum = terms.reduce((so_far, term) => so_far + Number(written(term, decimals)), 0);
    if (written(Math.abs(sum) < dust ? 0 : sum, decimals) === written(total, decimals)) return decimals;
  }
  return null;
}

/**
 * The fewest decimals at which the written factors really multiply to the written product.
 * @param {number[]} factors
 * @param {number} product
 * @returns {number | null}
 */
export function decimalsOfProduct(factors, product) {
  if (![...factors, product].every(Number.isFinite)) return null;
  for (let decimals = FEWEST; decimals <= MOST; decimals += 1) {
    const shown = factors.reduce((so_far, factor) => so_far * Number(written(factor, decimals)), 1);
    if (written(shown, decimals) === written(product, decimals)) return decimals;
  }
  return null;
}
