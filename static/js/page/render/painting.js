// The picture of the page as pixels, with the fonts that it has here.

import { bytesOf } from "../../state/api.js";
import { pictureOf } from "./picture.js";

const SHARPNESS = 2; // pixels of a PNG for each of the page: slides are larger than it

/**
 * The picture of what is shown now.
 * @param {Parameters<typeof pictureOf>[1]} words
 * @param {string} [rules] its fonts, where they are at hand
 */
export async function drawn(words, rules) {
  const regions = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("#network, #stage")]);
  const faces = rules ?? (await facesOf());
  return { ...pictureOf(regions, words, faces), faces };
}

/** @param {ReturnType<typeof pictureOf>} picture @returns {Promise<Blob>} */
export async function painted(picture) {
  const canvas = await canvasOf(picture, picture.width * SHARPNESS, picture.height * SHARPNESS);
  return new Promise((done, failed) =>
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("it is too large")))),
  );
}

/** @type {(picture: ReturnType<typeof pictureOf>, width: number, height: number) => Promise<ImageData>} */
export async function pixelsOf(picture, width, height) {
  const canvas = await canvasOf(picture, width, height);
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")).getImageData(0, 0, width, height);
}

/** As large as it fits, in the middle. @type {(picture: ReturnType<typeof pictureOf>, width: number, height: number) => Promise<HTMLCanvasElement>} */
async function canvasOf({ text, ...size }, width, height) {
  const href = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  await decoded(href); // its fonts are read while it is drawn: the first time, some text may be without
  const image = await decoded(href);
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const scale = Math.min(width / size.width, height / size.height);
  context.fillStyle = getComputedStyle(document.body).backgroundColor;
  context.fillRect(0, 0, width, height);
  const [wide, high] = [size.width * scale, size.height * scale];
  context.drawImage(image, (width - wide) / 2, (height - high) / 2, wide, high);
  URL.revokeObjectURL(href);
  return canvas;
}

/** @param {string} href @returns {Promise<HTMLImageElement>} */
async function decoded(href) {
  const image = Object.assign(new Image(), { src: href });
  await image.decode();
  return image;
}

/** The fonts of the page as rules that need no other file; where its sheets cannot be read, none. */
async function facesOf() {
  const rules = [...document.styleSheets].flatMap((one) => {
    try {
      return [...one.cssRules]
        .filter((rule) => rule instanceof CSSFontFaceRule)
        .map((rule) => ({ rule, of: one.href }));
    } catch {
      return []; // a copy on a disk: each of its files is a stranger to the others
    }
  });
  const used = rules.filter(({ rule }) => !/math/i.test(rule.style.getPropertyValue("font-family")));
  return (await Promise.all(used.map(({ rule, of }) => faceOf(rule.cssText, of ?? location.href)))).join("\n");
}

/** @type {(text: string, base: string) => Promise<string>} */
async function faceOf(text, base) {
  const address = /url\("([^"]*)"\)/.exec(text)?.[1] ?? "";
  if (!address || address.startsWith("data:")) return text;
  const bytes = new Uint8Array(await bytesOf(new URL(address, base).href));
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return text.replace(address, `data:font/woff2;base64,${base64}`);
}
