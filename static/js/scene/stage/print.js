// Pure: the rows of a story as they are printed: few enough to be read, with digits at which the arithmetic is right.

/** @import { Row } from "./story.js" */

import { addsUp, decimalsWhere, multiplies, written } from "../../say/digits.js";

/** @typedef {Row & { text: string }} PrintedRow */

/**
 * @param {Row[]} story
 * @param {number} most how many rows there is room for
 * @returns {PrintedRow[]}
 */
export function printed(story, most) {
  const rows = condensed(story, most);
  const decimals = decimalsWhere((count) => holds(rows, count));
  return rows.map((row) => {
    const number = written(row.value, decimals ?? undefined);
    const label = row.equals ? `${decimals === null ? "≈" : "="} ${row.label}` : row.label;
    return { ...row, label, text: row.bare ? `× ${number}` : number };
  });
}

/** Whether every sum and product in the rows is right at a count of decimals. @type {(rows: Row[], decimals: number) => boolean} */
function holds(rows, decimals) {
  const values = (/** @type {string} */ kind) => rows.filter((row) => row.kind === kind).map((row) => row.value);
  const [result] = values("result");
  const terms = values("term");
  const factors = values("factor");
  const soFar = values("so far");
  const parts = values("part");
  const unfolded = rows.find((row) => row.open)?.value ?? NaN;
  const single = terms.length === values("result").length; // each handed over as it is
  return (
    (terms.length === 0 || single || addsUp(terms, result, decimals)) &&
    (factors.length === 0 || multiplies(factors, result, decimals)) &&
    (parts.length === 0 || addsUp(parts, unfolded, decimals)) &&
    (soFar.length === 0 || addsUp([result, ...soFar], values("total")[0], decimals))
  );
}

/** Of too many terms, the first ones and the rest in one row, so that the sum is still whole. */
/** @type {(rows: Row[], most: number) => Row[]} */
function condensed(rows, most) {
  const ends = rows.findIndex((row) => row.kind === "result");
  if (rows.length <= most || ends < 0) return rows;
  const tail = rows.slice(ends);
  const head = rows.slice(0, Math.max(1, most - tail.length - 1));
  const rest = rows.slice(head.length, ends);
  if (rest.length < 2) return rows;
  const { from, kind, role } = rest[0];
  const { to } = rest[rest.length - 1];
  const same = rest.every((row) => row.role === role);
  const label = `+ ${rest.length} more ${kind === "part" ? "timesteps" : "terms"}`;
  return [...head, { kind, label, value: to - from, from, to, role: same ? role : "" }, ...tail];
}
