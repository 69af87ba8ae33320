// Answers out of the page itself, or out of scripts beside it: for a copy that was taken along, where no server is.
// tools/bundle.mjs puts this before the page's own script, and app/web/export/ writes what it reads.

import { answerFrom } from "./api.js";

/**
 * Runs that are carried in the same way. A pack is named after them: `base`, or `base.mistake`; the arithmetic of all
 * entries is in a pack of its own, `….entries`, and the norms that belong beside another cell's in `….norms`.
 * @typedef {object} Group
 * @property {string} base
 * @property {Record<string, string | number>} of scenario, cell, seed, every size, and what else was asked
 * @property {string[]} mistakes "" for the right run
 * @property {boolean} whole whether the trace is there
 * @property {boolean} norms
 * @property {string[]} focus entries whose arithmetic is in the pack of the trace, as "row,column"
 * @property {[number, number]} entries rows and columns of those that are in a pack of their own
 */

const QUESTIONS = "api/questions?";

const VIEW = ["sources", "parts", "inputs", "check", "detail", "entry"]; // what is asked about a run; all else says which

/** What a script beside the page is awaited by, by its name. @type {Map<string, (pack: string) => void>} */
const waiting = new Map();

const held = document.querySelector("script#carried");
if (held) {
  answerFrom(createSource(JSON.parse(held.textContent ?? "")));
  Object.assign(globalThis, {
    carry: (/** @type {string} */ name, /** @type {string} */ pack) => waiting.get(name)?.(pack),
  });
}

/** @param {{ groups: Group[], says: Record<"run" | "entry" | "diagnosis" | "own" | "other", string> }} index */
function createSource({ groups, says }) {
  /** @type {Record<string, Promise<string[]>>} */
  const packs = {};

  /** @param {string} address */
  function found(address) {
    const asked = new URLSearchParams(address.slice(address.indexOf("?")));
    const mistake = asked.get("mistake") ?? "";
    const of = [...asked].filter(([name]) => name !== "mistake" && !VIEW.includes(name));
    const key = address.startsWith(QUESTIONS) ? "questions" : keyOf(asked);
    const group = groups.find(
      (one) =>
        one.mistakes.includes(mistake) && has(one, key) && of.every(([name, value]) => same(one.of[name], value)),
    );
    return { key, group, mistake };
  }

  return {
    /** @type {import("./api.js").Source["lacks"]} */
    lacks(address, body) {
      if (body) return says.own;
      if (address.startsWith("api/diagnose")) return says.diagnosis;
      if (!address.startsWith("api/trace") && !address.startsWith(QUESTIONS)) return says.other;
      const { group, key } = found(address);
      return group ? "" : key.includes(",") ? says.entry : says.run;
    },
    /** @param {string} address */
    async answer(address) {
      const { group, key, mistake } = found(address);
      if (!group) throw new Error(`not carried: ${address}`);
      const name = `${group.base}${mistake ? `.${mistake.replaceAll(/[^\w.-]/g, "-")}` : ""}${suffixOf(group, key)}`;
      const lines = await (packs[name] ??= linesOf(name)).catch((error) => {
        delete packs[name];
        throw error;
      });
      return new Response(
        lines
          .filter((line) => line.startsWith(`${key}\t`))
          .map((line) => `${line.slice(key.length + 1)}\n`)
          .join(""),
      );
    },
  };
}

/** What is asked about a run: an entry, norms, or nothing but all of it. @param {URLSearchParams} asked */
function keyOf(asked) {
  return asked.get("entry") ?? (asked.get("detail") === "norms" ? "norms" : "");
}

/** @type {(group: Group, key: string) => boolean} */
function has({ whole, norms, focus, entries }, key) {
  if (key === "" || key === "questions") return whole;
  if (key === "norms") return norms;
  const [row, column] = key.split(",").map(Number);
  return focus.includes(key) || (row < entries[0] && column < entries[1]);
}

/** @type {(group: Group, key: string) => string} */
function suffixOf({ focus }, key) {
  if (key === "norms") return ".norms";
  return !key.includes(",") || focus.includes(key) ? "" : ".entries";
}

/** Numbers may be written in more than one way. @type {(one: string | number | undefined, other: string) => boolean} */
function same(one, other) {
  return String(one) === other || Number(one) === Number(other);
}

/**
 * The lines of a pack, each with its key before a tab. From a disk nothing can be fetched, but scripts can be run.
 * @param {string} name
 */
async function linesOf(name) {
  const inside = [...document.querySelectorAll("script[data-pack]")].find(
    (one) => one.getAttribute("data-pack") === name,
  );
  const base64 = inside ? (inside.textContent ?? "") : await beside(name);
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return (await new Response(stream).text()).split("\n");
}

/**
 * A script data/….js calls `carry` with its name and its pack.
 * @param {string} name
 * @returns {Promise<string>}
 */
function beside(name) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    waiting.set(name, resolve);
    script.addEventListener("error", () => reject(new Error(`data/${name}.js is missing`)));
    script.src = `data/${name}.js`;
    document.head.append(script);
  });
}
