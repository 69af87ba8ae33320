// Pure: how wide text will be. No scene can measure, so the widths of the page's faces stand here, and nowhere else.

/** @typedef {"sans" | "bold" | "mono" | "math"} Face */

const MONO = 0.6; // of the size of the type: every letter of JetBrains Mono
const LENT = 0.85; // signs that another face lends to it
const SIGNS = new Set("≠→←≈…");
const BOLD = 1.035; // how much wider Inter is in bold
const MATH = 0.5; // a formula set in STIX, for each letter of the code that it says
const AVERAGE = 0.57; // a digit or a small letter of Inter

/** Letters of Inter by their width, in hundredths of the size of the type. @type {Record<number, string>} */
const WIDTHS = {
  25: "ijlI",
  29: " !,.:·';`",
  34: "t|⟨⟩()/[\\]fr",
  43: "1{}“”-_",
  51: '"^*?s',
  56: "kxzavyŷ7JLceΓF5hnuE",
  61: "o2bdgpq3689#0Z$&",
  65: "PRST4B+<=>~≠×±−≈K",
  69: "XYAVΣD",
  75: "CHUGNOQ",
  83: "w",
  88: "mM…⊙",
  96: "→←@%W",
};
const WIDTH = Object.fromEntries(
  Object.entries(WIDTHS).flatMap(([width, letters]) => [...letters].map((letter) => [letter, Number(width) / 100])),
);

/**
 * @param {string} text
 * @param {number} size of the type, in pixels
 * @param {Face} face
 * @returns {number} pixels
 */
export function widthOf(text, size, face) {
  let width = 0;
  if (face === "mono") for (const letter of text) width += SIGNS.has(letter) ? LENT : MONO;
  else for (const letter of text) width += sansOf(letter, face);
  return width * size;
}

/** @type {(letter: string, face: Face) => number} */
function sansOf(letter, face) {
  if (face === "math") return MATH;
  return (WIDTH[letter] ?? AVERAGE) * (face === "bold" ? BOLD : 1);
}

/**
 * How many letters fit side by side, where it is not known which.
 * @param {number} width in pixels
 * @param {number} size of the type
 * @param {Face} face
 */
export function lettersIn(width, size, face) {
  return width / (size * (face === "mono" ? MONO : AVERAGE * (face === "bold" ? BOLD : 1)));
}

/**
 * The face that a mark of a class is written in.
 * @param {string} [name] of its class
 * @returns {Face}
 */
export function faceOf(name = "") {
  if (/(^|\s)(mono|name|story)\b/.test(name)) return "mono";
  return /\b(strong|differs|current)\b/.test(name) ? "bold" : "sans";
}
