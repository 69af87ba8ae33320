// Pieces of a sentence -> nodes: names of values light up wherever they are.

/** @import { Piece } from "../../say/narration/pieces.js" */

/**
 * @param {Piece[]} pieces
 * @returns {Node[]}
 */
export function piecesOf(pieces) {
  return pieces.map(({ text, symbol, role }) => {
    if (!symbol) return document.createTextNode(text);
    const element = document.createElement("b");
    element.textContent = text;
    element.dataset.symbol = symbol;
    if (role) element.className = role;
    return element;
  });
}
