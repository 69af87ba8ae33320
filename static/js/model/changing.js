// Pure: a short list of changed entries, as the address and the server have it.

const MOST = 8; // entries, as the server takes them

/**
 * The entries that are changed, by name, in the order in which they were.
 * @param {string | undefined} what "da[2,3,1]:0.5;Waa[0,1]:-0.2"
 */
export function changesOf(what) {
  const parts = (what ?? "").split(";").map((part) => part.split(":"));
  return new Map(parts.filter(([name, value]) => name && value).map(([name, value]) => [name, Number(value)]));
}

/**
 * The list with one entry more, changed once more, or taken back. Of too many the oldest is left out.
 * @param {string | undefined} what
 * @param {string} entry
 * @param {number | null} value null: as it was drawn
 */
export function withChange(what, entry, value) {
  const changes = changesOf(what);
  changes.delete(entry);
  if (value !== null) changes.set(entry, Number(value.toPrecision(3)));
  return [...changes]
    .slice(-MOST)
    .map(([name, one]) => `${name}:${one}`)
    .join(";");
}
