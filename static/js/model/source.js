// Pure: how it is called where a gradient entered: a slice of da where da is given, ŷ where a loss has sent it.

/** @import { Declaration } from "../types" */

/**
 * da[:,:,2], or ŷ⟨2⟩.
 * @param {Declaration} declaration
 * @param {number} t
 */
export function sourceOf(declaration, t) {
  const given = givenOf(declaration);
  return given === null ? `ŷ⟨${t}⟩` : given.replace("{t}", String(t));
}

/**
 * The same in a sentence: from da[:,:,2], or through ŷ⟨2⟩.
 * @param {Declaration} declaration
 * @param {number} t
 */
export function wayOf(declaration, t) {
  return `${isGiven(declaration) ? "from" : "through"} ${sourceOf(declaration, t)}`;
}

/** @param {Declaration} declaration */
export function isGiven(declaration) {
  return givenOf(declaration) !== null;
}

/** What is given is called as the slice that it is; what a step makes, by the step's name. @param {Declaration} declaration */
function givenOf({ lanes, symbols }) {
  const label = symbols[lanes.find((lane) => lane.upstream)?.upstream ?? ""]?.label;
  return label?.includes("{t}") ? label : null;
}
