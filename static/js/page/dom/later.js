// What only some moments need is fetched when the first of them is drawn.

/**
 * @template T
 * @param {() => Promise<T>} fetch
 * @param {() => void} again asks for another frame, once it is there
 * @returns {(wanted: boolean) => T | null} what was fetched; null while it is not there. Where that fails, it is tried
 *   again with the next frame.
 */
export function createLater(fetch, again) {
  /** @type {T | null | undefined} */
  let made;
  return (wanted) => {
    if (wanted && made === undefined) begin();
    return made ?? null;
  };

  async function begin() {
    made = null; // on its way
    try {
      made = await fetch();
      again();
    } catch {
      made = undefined;
    }
  }
}
