// Pure: the words of a declaration, with the timestep and the entry put in.

/** @import { Declaration, Entry, Operand } from "../types" */

/**
 * Put the timestep into a text: {t}, {t+1}, {t-1}.
 * @param {string} text
 * @param {number} t
 */
export function atTimestep(text, t) {
  return text.replace(/\{t([+-]1)?\}/g, (_, offset) => String(t + Number(offset ?? 0)));
}

/**
 * How a value is called at a timestep: da_t is da[:,:,2].
 * @param {Declaration} declaration
 * @param {string} name
 * @param {number} t
 */
export function labelOf(declaration, name, t) {
  return atTimestep(declaration.symbols[name]?.label ?? name, t);
}

/**
 * How one entry of a value is called: da[2,3,1], da_prevt[2,3].
 * @param {Declaration} declaration
 * @param {string} name
 * @param {number} t
 * @param {Entry} entry
 */
export function entryLabel(declaration, name, t, [row, column]) {
  const entry = declaration.symbols[name]?.entry ?? `${name}[{i},{j}]`;
  return atTimestep(entry, t).replace("{i}", String(row)).replace("{j}", String(column));
}

/**
 * How an operand is called: its tokens, values by their labels.
 * @param {Declaration} declaration
 * @param {Operand} operand
 * @param {number} t
 */
export function operandLabel(declaration, operand, t) {
  return operand.tokens.map((token) => (token.symbol ? labelOf(declaration, token.symbol, t) : token.text)).join("");
}

/**
 * How one entry of an operand is called. A transposed one is called by the entry it really is: Waa.T[2,0] is Waa[0,2].
 * @param {Declaration} declaration
 * @param {Operand} operand
 * @param {number} t
 * @param {Entry} entry
 */
export function operandEntryLabel(declaration, operand, t, [row, column]) {
  if (operand.symbol && operand.transposed) return entryLabel(declaration, operand.symbol, t, [column, row]);
  if (operand.symbol) return entryLabel(declaration, operand.symbol, t, [row, column]);
  return `(${operandLabel(declaration, operand, t)})[${row},${column}]`;
}

/**
 * A text that is at most so many letters long; what is cut off is an ellipsis.
 * @param {string} text
 * @param {number} most
 * @param {"start" | "end"} where it is cut
 */
export function fitted(text, most, where) {
  if (text.length <= most) return text;
  const kept = Math.max(most - 1, 1);
  return where === "end" ? `${text.slice(0, kept)}…` : `…${text.slice(-kept)}`;
}

/**
 * A text in lines of at most so many letters, broken between words.
 * @param {string} text
 * @param {number} most
 * @returns {string[]}
 */
export function wrapped(text, most) {
  /** @type {string[]} */
  const lines = [];
  for (const word of text.split(" ")) {
    const line = lines[lines.length - 1];
    if (line !== undefined && line.length + 1 + word.length <= most) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}
