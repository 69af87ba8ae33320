// Take this moment with you: its address, a frame for another page, a picture, the numbers.

import { OPENING } from "../../model/timeline.js";
import { sheet } from "../dom/sheet.js";
import { NOT_IN_THE_ADDRESS, YOURS } from "../../say/yours.js";
import { pictureOf } from "../render/picture.js";
import { bytesOf, lacks } from "../../state/api.js";

/**
 * @typedef {object} Moment
 * @property {string} address in full; empty where the page has none
 * @property {string} title what a frame or a picture of it is called
 * @property {string} file what a file of it is called, without its ending
 * @property {string} data where its tensors are, without the ending that says how they are written
 * @property {Blob | null} own one's own tensors, which no address can carry
 */

const SHARPNESS = 2; // pixels of a PNG for each of the page: slides are larger than it

/**
 * @param {HTMLElement} body
 * @param {(words: string) => void} say
 */
export async function createTaking(body, say) {
  await sheet("./taking.css", import.meta.url);
  const root = body.appendChild(element("div", { id: "taking", popover: "" }));
  root.setAttribute("aria-label", "Take this moment with you");
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || !root.matches(":popover-open")) return;
      root.hidePopover();
      event.stopPropagation(); // it closes one thing at a time
    },
    { capture: true },
  );
  return (/** @type {Moment} */ moment) => {
    const embedded = frameOf(moment);
    const data = dataOf(moment);
    root.replaceChildren(
      ...(moment.own ? data : []),
      ...(moment.address ? [field("Address", moment.address, say)] : []),
      ...(embedded ? [field("In another page", embedded, say)] : []),
      row("Picture", [
        button("SVG", async () =>
          save(new Blob([(await drawn(moment)).text], { type: "image/svg+xml" }), moment, "svg"),
        ),
        button("PNG", async () => save(await painted(await drawn(moment)), moment, "png")),
      ]),
      ...(moment.own ? [] : data),
    );
    root.showPopover();
  };

  /** @type {(words: string, act: () => Promise<void>) => HTMLElement} */
  function button(words, act) {
    const made = element("button", { type: "button" }, [words]);
    made.addEventListener("click", () => act().catch((error) => say(`It cannot be written: ${error.message}`)));
    return made;
  }
}

/** Which server allows that, and to whom, is its own to say. @param {Moment} moment */
function frameOf({ address, title, own }) {
  if (!address) return "";
  const { href, protocol } = new URL(`embed${new URL(address).search}`, address);
  if (own || lacks(`api/trace${new URL(address).search}&extra`) || !protocol.startsWith("http")) return "";
  const quoted = (/** @type {string} */ text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  return `<iframe src="${quoted(href)}" title="${quoted(title)}" width="900" height="480" loading="lazy"></iframe>`;
}

/** @param {Moment} moment */
function dataOf({ data, file, own }) {
  if (own) {
    const ending = own instanceof File ? own.name.split(".").pop() : "npz";
    const href = URL.createObjectURL(own);
    const held = own instanceof File && own.name ? own.name : `${file}.${ending}`;
    return [
      element("p", { class: "own" }, [NOT_IN_THE_ADDRESS]),
      row(YOURS, [link(href, held, "the file to pass on")]),
    ];
  }
  if (lacks(data)) return [];
  const links = ["npz", "json"].map((ending) => link(`${data}&format=${ending}`, `${file}.${ending}`, `.${ending}`));
  const { t, step } = document.documentElement.dataset;
  const moment = new URLSearchParams({ t: t ?? "", ...(step && step !== OPENING ? { step } : {}) });
  const notebook = link(`${data.replace("api/tensors", "api/notebook")}&${moment}`, `${file}.ipynb`, ".ipynb");
  return [
    row("Numbers", [...links, element("span", {}, ["opens again under “Your own tensors”"])]),
    row("Notebook", [notebook, element("span", {}, ["computes this moment again, in NumPy and in PyTorch"])]),
  ];
}

/** @param {Moment} moment */
async function drawn({ title, address }) {
  const regions = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("#network, #stage")]);
  return pictureOf(regions, { title, about: address }, await faces());
}

/** @param {ReturnType<typeof pictureOf>} picture @returns {Promise<Blob>} */
async function painted({ text, width, height }) {
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), {
    width: width * SHARPNESS,
    height: height * SHARPNESS,
  });
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(image.src);
  return new Promise((done, failed) =>
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("it is too large")))),
  );
}

/** The fonts of the page as rules that need no other file; where its sheets cannot be read, none. */
async function faces() {
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

/** @type {(blob: Blob, moment: Moment, ending: string) => void} */
function save(blob, { file }, ending) {
  const href = URL.createObjectURL(blob);
  link(href, `${file}.${ending}`, "").click();
  URL.revokeObjectURL(href);
}

/** @type {(label: string, value: string, say: (words: string) => void) => HTMLElement} */
function field(label, value, say) {
  const text = /** @type {HTMLTextAreaElement} */ (element("textarea", { readonly: "", rows: "2" }, [value]));
  text.setAttribute("aria-label", label);
  const copy = element("button", { type: "button", "aria-label": `Copy: ${label}` }, ["Copy"]);
  copy.addEventListener("click", () => {
    text.select();
    const copied = navigator.clipboard?.writeText(value) ?? Promise.reject();
    copied.then(
      () => say("Copied."),
      () => say("Copy what is selected."),
    );
  });
  return row(label, [text, copy]);
}

/** @type {(label: string, parts: Node[]) => HTMLElement} */
function row(label, parts) {
  return element("p", {}, [element("b", {}, [label]), ...parts]);
}

/** @type {(href: string, download: string, words: string) => HTMLAnchorElement} */
function link(href, download, words) {
  return /** @type {HTMLAnchorElement} */ (element("a", { href, download }, [words]));
}

/** @type {(tag: string, attributes: Record<string, string>, parts?: (Node | string)[]) => HTMLElement} */
function element(tag, attributes, parts = []) {
  const made = document.createElement(tag);
  for (const name in attributes) made.setAttribute(name, attributes[name]);
  made.append(...parts);
  return made;
}
