// Pure: a sentence with what belongs in its places put in: {name} a value, {name=} with its number, {t}, {t+1}, {t-1}.

/** @import { Beat, Entry, Trace } from "../../types" */
/** @import { Piece } from "./pieces.js" */

import { valueOf } from "../../model/trace.js";
import { atTimestep } from "../words.js";
import { numberAt, plain, symbolic } from "./pieces.js";

/** @typedef {Record<string, Piece | Piece[] | string | number | undefined>} Places what a sentence has besides values */

/**
 * @param {string} text
 * @param {{ trace: Trace, beat: Beat, focus: Entry | null, decimals?: number }} at
 * @param {Places} [places]
 * @returns {Piece[]}
 */
export function filled(text, { trace, beat, focus, decimals }, places = {}) {
  const { declaration } = trace.head;
  return text.split(/(\{[^}]+\})/).flatMap((piece) => {
    const [, name, withNumber] = /^\{([^}=]+)(=?)\}$/.exec(piece) ?? [];
    if (name === undefined) return piece ? [plain(piece)] : [];
    if (Object.hasOwn(places, name)) return put(places[name]);
    if (/^t([+-]1)?$/.test(name)) return [plain(atTimestep(piece, beat.t))];
    const number = withNumber ? numberAt(valueOf(trace, beat.direction, beat.t, name), focus, decimals) : "";
    return [symbolic(declaration, name, beat.t, number && ` (${number})`)];
  });
}

/** @type {(place: Places[string]) => Piece[]} */
function put(place) {
  if (Array.isArray(place)) return place;
  return typeof place === "object" ? [place] : [plain(String(place ?? ""))];
}
