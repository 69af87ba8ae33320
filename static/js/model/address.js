// Pure: the state that a copied address opens again.

/** @import { Beat, Entry, Lens, Query, ScaleMode, State } from "../types" */

import { LENSES, OPTIONS, SCALES, SIZES } from "./asked.js";
import { beatAt } from "./timeline.js";

/** Switches of the view, by what an address calls them. @type {["present" | "log" | "compare" | "second" | "unfold" | "apart" | "explain" | "predict", keyof Switches][]} */
const SWITCHES = [
  ["present", "presenter"],
  ["log", "log"],
  ["compare", "comparing"],
  ["second", "second"],
  ["unfold", "unfolded"],
  ["apart", "apart"],
  ["explain", "explaining"],
  ["predict", "predicting"],
];

/** @typedef {Pick<import("../types").View, "presenter" | "log" | "comparing" | "second" | "unfolded" | "apart" | "explaining" | "predicting">} Switches */

/**
 * @typedef {object} Address
 * @property {Query} query
 * @property {{ t: number, step: string } | null} moment
 * @property {Entry | null} entry
 * @property {ScaleMode} scale
 * @property {Lens} lens
 * @property {Switches} switches
 * @property {boolean} first whether to open where a mistake first shows
 */

/**
 * @param {string} search
 * @returns {Address}
 */
export function parseAddress(search) {
  const given = new URLSearchParams(search);
  const whole = (/** @type {string} */ name) => {
    const text = given.get(name);
    return text !== null && /^\d+$/.test(text) ? Number(text) : null;
  };
  /** @type {Record<string, number>} */
  const sizes = {};
  for (const name of SIZES) {
    const size = whole(name);
    if (size !== null) sizes[name] = size;
  }
  /** @type {Record<string, string>} */
  const options = {};
  for (const name of OPTIONS) {
    const value = given.get(name);
    if (value) options[name] = value;
  }
  const t = whole("t");
  const step = given.get("step");
  const entry = /^(\d+),(\d+)$/.exec(given.get("entry") ?? "");
  return {
    query: {
      scenario: given.get("scenario") ?? "",
      cell: given.get("cell") ?? "",
      seed: whole("seed"),
      sizes,
      options,
    },
    moment: t !== null ? { t, step: step ?? "" } : null,
    entry: entry ? [Number(entry[1]), Number(entry[2])] : null,
    scale: SCALES.find((one) => one === given.get("scale")) ?? SCALES[0],
    lens: LENSES.find((one) => one === given.get("lens")) ?? LENSES[0],
    switches: /** @type {Switches} */ (
      Object.fromEntries(SWITCHES.map(([name, property]) => [property, given.has(name)]))
    ),
    first: given.has("first"),
  };
}

/**
 * @param {State} state
 * @param {Beat[]} beats
 */
export function formatAddress(state, beats) {
  const { query, view } = state;
  const search = new URLSearchParams({ scenario: query.scenario, cell: query.cell, seed: String(query.seed ?? "") });
  for (const [name, size] of Object.entries(query.sizes)) search.set(name, String(size));
  for (const [name, value] of Object.entries(query.options)) search.set(name, value);
  const beat = beatAt(beats, state.playhead);
  search.set("t", String(beat.t));
  search.set("step", beat.name);
  if (view.focus) search.set("entry", view.focus.join(","));
  if (view.scale !== SCALES[0]) search.set("scale", view.scale);
  if (view.lens !== LENSES[0]) search.set("lens", view.lens);
  for (const [name, property] of SWITCHES) if (view[property]) search.set(name, "1");
  return `?${search.toString().replaceAll("%2C", ",")}`;
}
