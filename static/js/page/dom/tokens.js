// Code tokens as spans: the Pygments class for the colour, the value's name so that it can be lit everywhere.

/** @import { Declaration, Token } from "../../types" */

/**
 * @param {Token[]} tokens
 * @param {Declaration} declaration
 * @returns {HTMLSpanElement[]}
 */
export function spansOf(tokens, declaration) {
  return tokens.map((token) => {
    const span = document.createElement("span");
    span.textContent = token.text;
    if (token.token) span.className = token.token;
    if (token.symbol) {
      span.dataset.symbol = token.symbol;
      const role = declaration.symbols[token.symbol]?.role;
      if (role) span.classList.add(role);
    }
    return span;
  });
}
