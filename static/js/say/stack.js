// Pure: the parts of one entry as the rows of its stack, beside a wrong run with those of the right one.

/** @import { Source } from "../types" */

/** @typedef {{ name: string, role: string, here: number, right: number | null }} StackRow */

/**
 * A row for each source of either run; of what is still to come only where it brings something.
 * @type {(here: Source[], right: Source[] | null, t: number, nameOf: (s: number) => string) => StackRow[]}
 */
export function stackRows(here, right, t, nameOf) {
  const order = (/** @type {number | null} */ s) => s ?? Infinity;
  const all = [...new Set([...here, ...(right ?? [])].map((one) => one.t))].sort((a, b) => order(a) - order(b));
  const of = (/** @type {Source[]} */ sources, /** @type {number | null} */ s) =>
    sources.find((one) => one.t === s)?.value ?? 0;
  return all
    .map((s) => ({ s, here: of(here, s), right: right && of(right, s) }))
    .filter(({ s, ...row }) => s === null || s >= t || row.here || row.right)
    .map(({ s, ...row }) => ({
      ...row,
      name: s === null ? "later" : nameOf(s),
      role: s === t ? "upstream" : "carried",
    }));
}
