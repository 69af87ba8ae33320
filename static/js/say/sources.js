// Pure: of what parts a gradient is at a timestep, in one sentence.

import { short } from "./digits.js";

/**
 * @param {string} total
 * @param {(number | null)[][]} norms [t][s]: the part of the total at t that entered at s; null where not known
 * @param {number} t
 * @param {(s: number) => string} wayOf how what entered at s is told of: through ŷ⟨s⟩, from da[:,:,s]
 */
export function partsSentence(total, norms, t, wayOf) {
  const row = norms[t] ?? [];
  const later = row.flatMap((norm, s) => (s > t && norm ? [{ s, norm }] : []));
  const rest = row.some((norm, s) => s > t && norm === null)
    ? " What came from further on is too small to be told apart."
    : "";
  const own = row[t];
  const at = `${total} at t = ${t}`;
  const largest = later.reduce((best, one) => (one.norm > best.norm ? one : best), { s: t, norm: 0 });
  if (!own && later.length === 0) return `Nothing comes to ${at}.${rest}`;
  if (later.length === 0) return `${at} is what came ${wayOf(t)}, and nothing else.${rest}`;
  const carried =
    later.length === 1
      ? `what came ${wayOf(largest.s)} (norm ${short(largest.norm)})`
      : `${later.length} parts from later timesteps, the largest ${wayOf(largest.s)} (norm ${short(largest.norm)})`;
  if (!own) return `${at} has nothing of its own: it is ${carried}.${rest}`;
  return `${at} is its own part, ${wayOf(t)} (norm ${short(own)}), and ${carried}.${rest}`;
}
