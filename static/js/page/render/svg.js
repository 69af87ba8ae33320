// Marks -> SVG elements. Idempotent: the same marks twice change nothing, and only what differs is touched.

/** @import { Mark, Size } from "../../types" */

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {{ element: SVGElement, written: Record<string, string> }} Drawn */

/**
 * @param {SVGSVGElement} root
 * @returns {(marks: Mark[], size?: Size) => void} drawn for a size, the picture scales to any other: on paper
 */
export function createSvgRenderer(root) {
  /** @type {Map<string, Drawn>} */
  let drawn = new Map();
  let box = "";
  return (marks, size) => {
    const wanted = size ? `0 0 ${size.width} ${size.height}` : box;
    if (wanted !== box) root.setAttribute("viewBox", (box = wanted));
    /** @type {Map<string, Drawn>} */
    const next = new Map();
    /** @type {ChildNode | null} */
    let place = root.firstChild;
    for (const mark of marks) {
      if (mark.type === "heat") continue;
      const one = drawn.get(mark.key) ?? { element: document.createElementNS(SVG, mark.type), written: {} };
      write(one, mark);
      if (one.element === place) place = place.nextSibling;
      else root.insertBefore(one.element, place);
      next.set(mark.key, one);
      drawn.delete(mark.key);
    }
    for (const { element } of drawn.values()) element.remove();
    drawn = next;
  };
}

/** @type {(drawn: Drawn, mark: Exclude<Mark, { type: "heat" }>) => void} */
function write({ element, written }, mark) {
  const wanted = attributesOf(mark);
  for (const name in wanted) {
    if (written[name] !== wanted[name]) element.setAttribute(name, wanted[name]);
  }
  for (const name in written) if (!(name in wanted)) element.removeAttribute(name);
  if (mark.type === "text" && element.textContent !== mark.text) element.textContent = mark.text;
  Object.keys(written).forEach((name) => delete written[name]);
  Object.assign(written, wanted);
}

/** @type {(mark: Exclude<Mark, { type: "heat" }>) => Record<string, string>} */
function attributesOf(mark) {
  /** @type {Record<string, string>} */
  const attributes = {};
  if (mark.class) attributes.class = mark.class;
  if (mark.symbol) attributes["data-symbol"] = mark.symbol;
  for (const name in mark.data) attributes[`data-${name}`] = String(mark.data[name]);
  if (mark.opacity !== undefined && mark.opacity < 1) attributes.opacity = String(Math.round(mark.opacity * 100) / 100);
  switch (mark.type) {
    case "path":
      attributes.d = mark.d;
      break;
    case "text":
      Object.assign(attributes, { x: pixels(mark.x), y: pixels(mark.y), "font-size": pixels(mark.size) });
      if (mark.anchor) attributes["text-anchor"] = mark.anchor;
      break;
    case "rect":
      Object.assign(attributes, {
        x: pixels(mark.x),
        y: pixels(mark.y),
        width: pixels(mark.width),
        height: pixels(mark.height),
      });
      if (mark.radius) attributes.rx = pixels(mark.radius);
      break;
    case "line":
      Object.assign(attributes, { x1: pixels(mark.x1), x2: pixels(mark.x2), y1: pixels(mark.y1), y2: pixels(mark.y2) });
      if (mark.width) attributes["stroke-width"] = pixels(mark.width);
  }
  return attributes;
}

/** @param {number} value */
function pixels(value) {
  return String(Math.round(value * 100) / 100);
}
