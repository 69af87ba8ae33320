// Words that have only so many lines: of several ways to say it, the fullest that has room.

/**
 * @template Words
 * @param {HTMLElement} element that is measured; one that is not shown has room for anything
 * @param {number} lines
 * @param {Words[]} choices the fullest first
 * @param {(words: Words) => void} put
 */
export function putWhatFits(element, lines, choices, put) {
  element.style.webkitLineClamp = "none"; // while it is measured, nothing is cut
  const high = parseFloat(getComputedStyle(element).lineHeight) * (lines + 0.5);
  for (const words of choices) {
    put(words);
    if (!(element.scrollHeight > high)) break;
  }
  element.style.webkitLineClamp = "";
}
