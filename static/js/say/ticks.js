// Pure: the numbers that stand on an axis are round ones.

/** @import { Beat } from "../types" */

/**
 * The least of 1, 2, 5, 10, 20, 50, … that is at least so large.
 * @param {number} least
 */
export function roundStep(least) {
  const unit = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((factor) => factor * unit).find((step) => step >= least * (1 - 1e-9)) ?? least;
}

const APART = 1.2; // letters between two labels

/**
 * What stands on the scrubber: where each pass starts, and of the other timesteps the round ones that have room.
 * @param {Beat[]} beats
 * @param {number} letters that fit side by side on it
 * @returns {Map<number, string>} by the index of a beat
 */
export function scrubberLabels(beats, letters) {
  const starts = beats.filter((beat) => beat.position === 1);
  const at = (/** @type {Beat} */ beat) => ((beat.index - 1) / (beats.length - 1)) * letters;
  const turns = starts.filter((beat, k) => k === 0 || beat.direction !== starts[k - 1].direction);
  const wordy = turns.length < 2 || at(turns[1]) - at(turns[0]) > 8 + APART;
  const words = (/** @type {Beat} */ beat) =>
    turns.includes(beat) ? `${beat.direction === "forward" ? "→" : "←"} ${wordy ? "t = " : ""}${beat.t}` : `${beat.t}`;
  /** @type {Map<number, string>} */
  const labels = new Map();
  /** @type {[number, number][]} */
  const taken = [];
  const add = (/** @type {Beat} */ beat) => {
    const [from, to] = [at(beat), at(beat) + words(beat).length + APART];
    if (to > letters + 3 || taken.some(([start, end]) => from < end && start < to)) return;
    taken.push([from, to]);
    labels.set(beat.index, words(beat));
  };
  turns.forEach(add);
  for (const { direction } of turns) {
    const pass = starts.filter((beat) => beat.direction === direction);
    if (pass.length < 2) continue;
    const pitch = Math.abs(at(pass[1]) - at(pass[0]));
    const every = roundStep(Math.max((String(pass.length).length + APART) / pitch, 1));
    pass.filter((beat) => beat.t % every === 0).forEach(add);
  }
  return labels;
}
