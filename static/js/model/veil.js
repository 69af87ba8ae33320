// Pure: a mistake's name in an address that holds it back. No secret, but nothing that is read in passing.

const MARK = "~";

/** @param {string} name */
export const veil = (name) => `${MARK}${btoa(name).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")}`;

/** What was veiled, or the text itself where it was not. @param {string} text */
export function unveil(text) {
  if (!text.startsWith(MARK)) return text;
  try {
    return atob(text.slice(MARK.length).replaceAll("-", "+").replaceAll("_", "/"));
  } catch {
    return text;
  }
}
