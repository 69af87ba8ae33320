// The picture as a file of its own: the network above the stage, with the styles and the letters that it has here.

const SVG = "http://www.w3.org/2000/svg";

/** What a sheet decides of a mark. */
const STYLED = [
  ...["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin"],
  ...["opacity", "visibility", "text-anchor", "dominant-baseline", "paint-order", "letter-spacing"],
  ...["font-family", "font-size", "font-weight", "font-style", "font-feature-settings", "font-variant-numeric"],
];

/**
 * @param {HTMLElement[]} regions each with a drawing in it; what is not shown is left out
 * @param {{ title: string, told: Record<string, string> }} words what it is called, and where it is from
 * @param {string} faces the fonts, as `@font-face` rules that need nothing else
 * @returns {{ text: string, width: number, height: number }} in pixels of the page
 */
export function pictureOf(regions, { title, told }, faces) {
  const shown = regions.filter((region) => region.clientHeight > 0);
  const width = Math.max(...shown.map((region) => region.clientWidth));
  const height = shown.reduce((sum, region) => sum + region.clientHeight, 0);
  const root = made("svg", { viewBox: `0 0 ${width} ${height}`, width, height });
  const from = Object.entries(told).map(([name, text]) => `${name}: ${text}`);
  root.append(written("title", title), written("desc", told.Source ?? ""), written("metadata", from.join("\n")));
  root.append(written("style", faces));
  let y = 0;
  for (const region of shown) {
    root.append(copyOf(region, y));
    y += region.clientHeight;
  }
  return { text: new XMLSerializer().serializeToString(root), width, height };
}

/** @type {(region: HTMLElement, y: number) => SVGElement} */
function copyOf(region, y) {
  const { clientWidth: width, clientHeight: height } = region;
  const group = made("g", { transform: `translate(0 ${y})` });
  group.append(made("rect", { width, height, fill: groundOf(region) }));
  for (const canvas of region.querySelectorAll("canvas")) if (!canvas.hidden) group.append(imageOf(canvas));
  const drawn = /** @type {SVGSVGElement} */ (region.querySelector("svg"));
  const copy = /** @type {SVGSVGElement} */ (drawn.cloneNode(true));
  const [marks, copies] = [drawn, copy].map((one) => /** @type {NodeListOf<SVGElement>} */ (one.querySelectorAll("*")));
  marks.forEach((mark, k) => {
    const style = getComputedStyle(mark);
    for (const name of STYLED) copies[k].style.setProperty(name, style.getPropertyValue(name));
    copies[k].removeAttribute("class");
  });
  for (const [name, value] of Object.entries({ width, height })) copy.setAttribute(name, String(value));
  group.append(copy);
  return group;
}

/** Colours of a large matrix, a pixel an entry. @param {HTMLCanvasElement} canvas */
function imageOf(canvas) {
  const { left, top, width, height, opacity } = canvas.style;
  const place = { x: parseFloat(left), y: parseFloat(top), width: parseFloat(width), height: parseFloat(height) };
  const image = made("image", { ...place, opacity, href: canvas.toDataURL(), preserveAspectRatio: "none" });
  image.style.setProperty("image-rendering", "pixelated");
  return image;
}

/** The colour behind a region: its own, or that of what it stands on. @type {(region: Element | null) => string} */
function groundOf(region) {
  if (!region) return "white";
  const colour = getComputedStyle(region).backgroundColor;
  return /, 0\)$|transparent/.test(colour) ? groundOf(region.parentElement) : colour;
}

/** @type {(name: string, attributes: Record<string, string | number>) => SVGElement} */
function made(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const key in attributes) element.setAttribute(key, String(attributes[key]));
  return element;
}

/** @type {(name: string, text: string) => SVGElement} */
function written(name, text) {
  const element = document.createElementNS(SVG, name);
  element.textContent = text;
  return element;
}
