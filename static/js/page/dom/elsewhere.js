// The link to the same cell over one timestep, or from one over many.

/** @import { Head, Query } from "../../types" */

import { linkTo } from "../../model/address.js";

/**
 * It asks for all else that was asked for, the mistake too.
 * @param {HTMLAnchorElement} link
 * @param {Query} query
 * @param {Head} head
 */
export function showElsewhere(link, query, head) {
  link.hidden = !head.elsewhere;
  if (!head.elsewhere) return;
  link.textContent = head.elsewhere.words;
  link.href = linkTo({ ...query, sizes: {} }, head.elsewhere.ask);
}
