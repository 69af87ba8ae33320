// Take this moment with you: its address, a frame for another page, a picture, the numbers.

import { OPENING } from "../../model/timeline.js";
import { sheet } from "../dom/sheet.js";
import { NOT_IN_THE_ADDRESS, YOURS } from "../../say/yours.js";
import { drawn, painted, pixelsOf } from "../render/painting.js";
import { withText } from "../render/png.js";
import { lacks } from "../../state/api.js";

/**
 * @typedef {object} Moment
 * @property {string} address in full; empty where the page has none
 * @property {string} title what a frame or a picture of it is called
 * @property {string} file what a file of it is called, without its ending
 * @property {string} run its scenario, cell and seed, in words
 * @property {string} data where its tensors are, without the ending that says how they are written
 * @property {import("../render/film.js").Film} film the timestep that is shown, to go through
 * @property {Blob | null} own one's own tensors, which no address can carry
 */

/** Sizes of a moving picture: of a page of text, and of slides. */
const FILMS = [
  [960, 540],
  [1280, 720],
  [1920, 1080],
];

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
          save(new Blob([(await drawn(wordsOf(moment))).text], { type: "image/svg+xml" }), moment, "svg"),
        ),
        button("PNG", async () =>
          save(await withText(await painted(await drawn(wordsOf(moment))), wordsOf(moment).told), moment, "png"),
        ),
      ]),
      filming(moment),
      ...(moment.own ? [] : data),
    );
    root.showPopover();
  };

  /** How to take the timestep as a moving picture, and to end that. @param {Moment} moment */
  function filming(moment) {
    const size = /** @type {HTMLSelectElement} */ (element("select", { name: "size", "aria-label": "Size" }));
    size.append(...FILMS.map((one) => new Option(`${one[0]} × ${one[1]}`, one.join())));
    const told = element("span", { role: "status" });
    let ends = new AbortController();
    const begin = button("GIF", async () => {
      ends = new AbortController();
      begin.hidden = !(end.hidden = false);
      try {
        const { filmOf } = await import("../render/film.js");
        const [width, height] = size.value.split(",").map(Number);
        const words = wordsOf(moment);
        const first = await drawn(words);
        const frame = async () => pixelsOf(await drawn(words, first.faces), width, height);
        const progress = (/** @type {number} */ done) => (told.textContent = `${Math.round(100 * done)} %`);
        save(await filmOf(moment.film, frame, progress, ends.signal), moment, "gif");
        told.textContent = "";
      } catch (error) {
        told.textContent = ends.signal.aborted ? "Ended." : "";
        if (!ends.signal.aborted) throw error;
      } finally {
        begin.hidden = !(end.hidden = true);
      }
    });
    const end = button("Cancel", async () => ends.abort());
    end.hidden = true;
    root.addEventListener("toggle", () => root.matches(":popover-open") || ends.abort());
    return row("This timestep, moving", [size, begin, end, told]);
  }

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

/** What a file says of itself, by the keywords of PNG. Where a copy lies on a disk is nobody else's. @param {Moment} moment */
function wordsOf({ title, run, address }) {
  const from = address.startsWith("file:") ? `/${new URL(address).search}` : address;
  return { title, told: { Title: title, Software: "Unrolled", Comment: run, Source: from } };
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
