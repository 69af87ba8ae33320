// Where the page is: its address bar, and the history of that. In a frame that was given its page as text, as the
// output of a notebook is, there is neither: the address is only kept here.

const NOWHERE = location.protocol === "about:";

let kept = "";

/** What is asked for, from its question mark on. */
export const search = () => (NOWHERE ? kept : location.search);

/**
 * @param {string} address as a link of this page would name it
 * @param {{ entry?: boolean }} [as] a new entry of the history, which Back leaves again
 */
export function write(address, { entry = false } = {}) {
  if (NOWHERE) kept = address;
  else if (entry) history.pushState(null, "", address);
  else history.replaceState(null, "", address);
}

/** An address in full, for others; nothing where there is none. @param {string} address */
export const full = (address) => (NOWHERE ? null : new URL(address, location.href));
