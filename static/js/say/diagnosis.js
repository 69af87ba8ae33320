// Pure: what a diagnosis says at a level. The panel shows it, and a reply to a forum is made of it.

/** @import { Diagnosis } from "../types" */

import { ALL, beginning, LINE, listed } from "./levels.js";

/** @typedef {Diagnosis["candidates"][number]} Candidate */

/**
 * One explanation, as far as it is told: each line with the right one beside it once that is told.
 * @typedef {object} Card
 * @property {string} heading
 * @property {string[]} texts
 * @property {{ wrong: string, right: string | null }[]} lines
 * @property {Record<string, string | number> | null} show
 */

/** @type {Record<string, string>} */
const TITLES = {
  correct: "these numbers are right",
  partial: "partly explained",
  unknown: "no known mistake",
  too_few: "too few digits to tell",
  error_recognised: "this error is known",
  question: "a question",
  unreadable: "nothing to compare",
};

/** @param {Diagnosis} diagnosis */
export function titleOf({ verdict, exercise, candidates }) {
  const several = candidates.length > 1 ? `${candidates.length} mistakes print` : "one mistake prints";
  const [{ mistakes }] = candidates.length === 1 ? candidates : [{ mistakes: [] }];
  const found =
    mistakes.length > 1 ? `${mistakes.length} mistakes together print exactly this` : `${several} exactly this`;
  const title = TITLES[verdict] ?? found;
  return exercise ? `${exercise}: ${title}` : title[0].toUpperCase() + title.slice(1);
}

/** The level at which everything is told. @param {Diagnosis} diagnosis */
export function lastLevel({ candidates, verdict }) {
  if (candidates.length) return ALL;
  return verdict === "error_recognised" ? 1 : 0;
}

/**
 * What is said above the explanations: what was found, what agrees, where it begins, and the nudge of an error.
 * @param {Diagnosis} diagnosis
 * @param {number} level
 */
export function overviewOf(diagnosis, level) {
  const { summary, verdict, unmatched, tell_apart, meaning, error } = diagnosis;
  const texts = [summary, ...besides(diagnosis)];
  if (error) texts.push(error);
  if (meaning && (verdict !== "error_recognised" || level > 0)) texts.push(meaning);
  if (tell_apart.length) texts.push(`Pasting these lines too would tell them apart: ${tell_apart.join(", ")}`);
  if (unmatched.length && verdict !== "mistake") texts.push(`Not explained: ${unmatched.join(", ")}`);
  const where = beginnings(diagnosis);
  return where.length === 1 ? [...texts, where[0]] : texts;
}

/** What agrees with the right answer, line by line; empty where nothing was compared. @param {Diagnosis} diagnosis */
export function agreementOf({ agrees, differs }) {
  if (agrees.length + differs.length === 0) return "";
  const some = (/** @type {string[]} */ lines) => (lines.length ? lines.join(", ") : "none");
  return `As in the right answer: ${some(agrees)}. Different: ${some(differs)}.`;
}

/** Which timesteps of dx are right. @param {Diagnosis} diagnosis */
export function columnsOf({ columns_ok, first_divergent_t, verdict }) {
  if (!columns_ok || verdict === "correct") return [];
  const count = Math.max(...columns_ok, first_divergent_t ?? 0) + 1;
  return Array.from({ length: count }, (_, t) => ({ t, right: columns_ok.includes(t) }));
}

/**
 * @param {Diagnosis} diagnosis
 * @param {number} level
 * @returns {Card[]}
 */
export function cardsOf(diagnosis, level) {
  const { candidates } = diagnosis;
  const several = beginnings(diagnosis).length > 1;
  if (level === 0 && !several) return [];
  return candidates.map((one, k) => cardOf(one, level, candidates.length > 1 ? `${k + 1}. ` : "", several));
}

/** @type {(candidate: Candidate, level: number, number: string, where: boolean) => Card} */
function cardOf({ mistakes, begins, explains, leaves, lines, show }, level, number, where) {
  const told = level >= LINE;
  const name = told ? mistakes.map(({ title }) => title).join(", and ") : level > 0 ? "A nudge" : "Where it begins";
  const texts = where && begins ? [beginning(begins)] : [];
  if (level > 0) texts.push(...mistakes.map(({ hint }) => hint));
  if (level >= ALL) texts.push(...mistakes.map(({ explanation }) => explanation));
  // What one does to the numbers is not what two at once do.
  if (level >= ALL && mistakes.length === 1) texts.push(mistakes[0].symptom);
  if (leaves.length) texts.push(`Explains ${explains.join(", ")}; does not explain ${leaves.join(", ")}.`);
  return {
    heading: `${number}${name}`,
    texts,
    lines: told ? lines.map(({ wrong, right }) => ({ wrong, right: level >= ALL ? right : null })) : [],
    show: level >= ALL ? show : null,
  };
}

/** Where the explanations begin, each place once. @param {Diagnosis} diagnosis */
export function beginnings({ candidates }) {
  return [...new Set(candidates.flatMap(({ begins }) => (begins ? [beginning(begins)] : [])))];
}

/** What else is known: another edition's numbers, what can never be told apart, and the other blocks of the paste. */
/** @type {(diagnosis: Diagnosis) => string[]} */
function besides({ earlier_notebook, indistinguishable, also, candidates }) {
  const names = candidates.map(({ ids }) => ids.join("+"));
  return [
    ...(earlier_notebook ? ["These are the numbers of an earlier notebook."] : []),
    ...indistinguishable.map(
      (group) => `${listed(group.map((name) => String(names.indexOf(name) + 1)))} print the same, whatever is pasted.`,
    ),
    ...also.map(({ exercise, verdict }) => `Also pasted: ${exercise}, ${TITLES[verdict] ?? "a known mistake"}.`),
  ];
}
