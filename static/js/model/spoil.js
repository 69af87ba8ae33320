// Pure: how much of a mistake may be told. An address with `spoil` holds back what comes after its level.

/** @import { Beat, Head, View } from "../types" */

import { LEVELS } from "./asked.js";
import { wrongLineAt } from "./mistakes.js";

/** From this level on nothing is held back. */
export const ALL = LEVELS.length - 1;

const LINE = LEVELS.indexOf("line");

/**
 * @param {Head} head
 * @param {Pick<View, "spoil">} view
 */
export function levelOf({ mistakes = [] }, { spoil }) {
  return mistakes.length === 0 || spoil === null ? ALL : spoil;
}

/** Whether code may be seen at a level: it holds the line. @param {number} level */
export const showsCode = (level) => level >= LINE;

/**
 * Whether the picture, the formula and the words of a beat would tell more than a level does: each beat's, since which
 * one is covered would tell where the line is; once the line is told, those of the right line.
 * @param {Head} head
 * @param {Beat} beat
 * @param {number} level
 */
export function isCovered(head, beat, level) {
  return level < LINE || (level < ALL && wrongLineAt(head, beat) !== undefined);
}
