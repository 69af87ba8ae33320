// Pure: what is said below a picture: the verdicts in full, and in smaller type what else there is room for.

/** @import { Mark, Typography } from "../types" */
/** @import { Rect } from "./bars.js" */

import { wrapped } from "../say/words.js";
import { text } from "./marks.js";
import { lettersIn } from "./type.js";

const LEADING = 1.5; // of the size of the type
const IS = "\u00a0=\u00a0"; // not at the end of a line

/** @typedef {"strong" | "" | "note"} Tone */
/** @typedef {{ text: string, size: number, tone: Tone }} CaptionLine */

/**
 * @param {{ verdicts?: string[], told?: string[], notes?: string[] }} sentences verdicts are bold, notes small
 * @param {number} width in pixels
 * @param {number} most how high it may be with notes; the others are said however high they are
 * @param {Typography} type
 * @returns {CaptionLine[]}
 */
export function captionOf({ verdicts = [], told = [], notes = [] }, width, most, type) {
  const lines = (/** @type {string} */ sentence, /** @type {Tone} */ tone) => {
    const letter = tone === "note" ? type.small : type.label * 0.93;
    const letters = Math.floor(lettersIn(width, letter, tone === "strong" ? "bold" : "sans"));
    return wrapped(sentence.replaceAll(" = ", IS), letters).map((line) => ({ text: line, size: letter, tone }));
  };
  const all = [...verdicts.flatMap((one) => lines(one, "strong")), ...told.flatMap((one) => lines(one, ""))];
  for (const note of notes.map((one) => lines(one, "note"))) {
    if (leaded([...all, ...note]) > most) break;
    all.push(...note);
  }
  return all;
}

/**
 * The height of a caption with what it keeps clear around it.
 * @param {CaptionLine[]} lines
 * @param {Typography} type
 */
export function heightOf(lines, { label }) {
  return lines.length ? leaded(lines) + label * 0.9 : label * 0.4;
}

/** @param {CaptionLine[]} lines */
function leaded(lines) {
  return lines.reduce((sum, { size }) => sum + size * LEADING, 0);
}

/**
 * The caption at the bottom of a box.
 * @param {CaptionLine[]} lines
 * @param {Rect} box
 * @param {Typography} type
 * @returns {Mark[]}
 */
export function captionMarks(lines, box, type) {
  return lines.map(({ text: words, size: letter, tone }, k) => {
    const y = box.y + box.height - type.label * 0.7 - leaded(lines.slice(k + 1));
    return text(`verdict-${k}`, box.x, y, words, letter, tone);
  });
}
