// Pure: the state that a copied address opens again.

/** @import { Beat, Entry, Lens, Query, ScaleMode, State } from "./types" */

import { beatAt } from "./timeline.js";

const SIZES = ["n_x", "n_a", "n_y", "m", "T_x"];
const OPTIONS = ["mistake", "radius", "truncate", "clip"];
const LENSES = ["step", "flow", "sources"];
const SCALES = ["common", "matrix", "magnified"];

/**
 * @typedef {object} Address
 * @property {Query} query
 * @property {{ t: number, step: string } | null} moment
 * @property {Entry | null} entry
 * @property {ScaleMode} scale
 * @property {boolean} presenter
 * @property {Lens} lens
 * @property {boolean} log
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
  const scale = given.get("scale") ?? "";
  return {
    query: {
      scenario: given.get("scenario") ?? "",
      cell: given.get("cell") ?? "",
      seed: whole("seed"),
      sizes,
      options,
    },
    moment: t !== null && step !== null ? { t, step } : null,
    entry: entry ? [Number(entry[1]), Number(entry[2])] : null,
    scale: /** @type {ScaleMode} */ (SCALES.includes(scale) ? scale : SCALES[0]),
    presenter: given.has("present"),
    lens: /** @type {Lens} */ (LENSES.includes(given.get("lens") ?? "") ? given.get("lens") : LENSES[0]),
    log: given.has("log"),
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
  if (view.presenter) search.set("present", "1");
  if (view.lens !== LENSES[0]) search.set("lens", view.lens);
  if (view.log) search.set("log", "1");
  return `?${search.toString().replaceAll("%2C", ",")}`;
}
