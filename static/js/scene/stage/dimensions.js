// Pure: the shape of a matrix by its names, n_a × m, and whose slice it is.

/** @import { Panel, Slot, Trace } from "../../types" */

import { dimsOf } from "../../model/dimensions.js";

/**
 * In words; nothing for a part of a sum, nor where a wrong line made another shape.
 * @param {Trace} trace
 * @param {Panel} panel
 * @param {Pick<Slot, "rows" | "columns">} slot
 * @returns {{ names: string, slice: string }}
 */
export function dimensionsOf({ head }, { symbol, transposed }, slot) {
  const known = symbol === null ? undefined : head.declaration.symbols[symbol];
  const nothing = { names: "", slice: "" };
  if (!known) return nothing;
  if (!dimsOf(head, { symbol, transposed }, slot)) return nothing;
  const dims = known.dims.map((sum) => sum.join(" + "));
  if (dims.every((one) => /^\d+$/.test(one))) return nothing; // the numbers again
  const [rows, columns] = (transposed ? [...dims].reverse() : dims).map((one) => (/ /.test(one) ? `(${one})` : one));
  const names = `${rows} × ${columns}`;
  if (!known.sliced) return { names, slice: "" };
  // da may be given for fewer timesteps than there are.
  const T = known.role === "upstream" && head.T_backward !== head.sizes.T_x ? String(head.T_backward) : "T_x";
  return { names, slice: `slice of (${dims.join(", ")}, ${T})` };
}
