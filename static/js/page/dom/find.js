// The parts of the page that are there from the start.

/** @type {(selector: string) => HTMLElement} */
export const find = (selector) => /** @type {HTMLElement} */ (document.querySelector(selector));
