// What only some moments need is fetched when the first of them is drawn.

/** @import { Beat, State, Trace } from "../../types" */

/**
 * @template T
 * @param {() => Promise<T>} bring fetches it
 * @param {() => void} again asks for another frame, once it is there
 * @returns {(wanted: boolean) => T | null} what was fetched; null while it is not there. Where that fails, it is tried
 *   again with the next frame.
 */
export function createLater(bring, again) {
  /** @type {T | null | undefined} */
  let made;
  return (wanted) => {
    if (wanted && made === undefined) begin();
    return made ?? null;
  };

  async function begin() {
    made = null; // on its way
    try {
      made = await bring();
      again();
    } catch {
      made = undefined;
    }
  }
}

/**
 * A panel that is fetched when it is first asked for.
 * @typedef {(state: State, trace: Trace, beat: Beat) => boolean} DrawPart draws, and says whether all is drawn
 * @param {(state: State) => boolean} isAsked
 * @param {() => Promise<DrawPart>} bring
 * @param {() => void} again
 * @returns {DrawPart}
 */
export function createPart(isAsked, bring, again) {
  const part = createLater(bring, again);
  return (state, trace, beat) => {
    const asked = isAsked(state);
    const draw = part(asked);
    return draw ? draw(state, trace, beat) : !asked;
  };
}
