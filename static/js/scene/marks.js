// Pure: short ways to write a mark.

/** @import { LineMark, PathMark, RectMark, TextMark } from "../types" */

/**
 * @param {string} key
 * @param {number} x
 * @param {number} y the baseline
 * @param {string} text
 * @param {number} size in pixels
 * @param {string} name of its class
 * @param {Partial<TextMark>} [more]
 * @returns {TextMark}
 */
export function text(key, x, y, text, size, name, more = {}) {
  return { key, type: "text", x, y, text, size, class: name, ...more };
}

/**
 * @param {string} key
 * @param {string} d
 * @param {string} name of its class
 * @param {Partial<PathMark>} [more]
 * @returns {PathMark}
 */
export function path(key, d, name, more = {}) {
  return { key, type: "path", d, class: name, ...more };
}

/**
 * @param {string} key
 * @param {{ x: number, y: number, width: number, height: number }} box
 * @param {string} name of its class
 * @param {Partial<RectMark>} [more]
 * @returns {RectMark}
 */
export function rect(key, { x, y, width, height }, name, more = {}) {
  return { key, type: "rect", x, y, width, height, class: name, ...more };
}

/**
 * @param {string} key
 * @param {number[]} ends x1, y1, x2, y2
 * @param {string} name of its class
 * @param {Partial<LineMark>} [more]
 * @returns {LineMark}
 */
export function line(key, [x1, y1, x2, y2], name, more = {}) {
  return { key, type: "line", x1, y1, x2, y2, class: name, ...more };
}

/**
 * The class of a mark, with the role of the value it shows where it has one.
 * @param {string} base
 * @param {string} role
 */
export function roleClass(base, role) {
  return role ? `${base} ${role}` : base;
}
