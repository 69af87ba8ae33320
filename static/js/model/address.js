// Pure: the state that a copied address opens again.

/** @import { Beat, Entry, Lens, Query, ScaleMode, State } from "../types" */

import { EPS, LENSES, LEVELS, OPTIONS, SCALES, SIZES } from "./asked.js";
import { showsCode } from "./spoil.js";
import { beatAt } from "./timeline.js";
import { unveil, veil } from "./veil.js";

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
 * @property {{ eps: number, of: string }} nudge
 * @property {string | null} asked
 * @property {Switches} switches
 * @property {number | null} spoil how much of a mistake is told: all, where it is null
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
    if (value) options[name] = name === "mistake" ? unveil(value) : value;
  }
  const spoil = whole("spoil");
  const t = whole("t");
  const step = given.get("step");
  const entry = /^(\d+),(\d+)$/.exec(given.get("entry") ?? "");
  const eps = Number(given.get("eps"));
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
    nudge: { eps: eps >= EPS.least && eps <= EPS.most ? eps : EPS.usual, of: given.get("of") ?? "" },
    asked: given.get("ask"),
    switches: /** @type {Switches} */ (
      Object.fromEntries(SWITCHES.map(([name, property]) => [property, given.has(name)]))
    ),
    spoil: spoil !== null && spoil < LEVELS.length ? spoil : null,
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
  const { mistake } = query.options; // its name tells what was done, as the line does
  if (mistake && view.spoil !== null && !showsCode(view.spoil)) search.set("mistake", veil(mistake));
  const beat = beatAt(beats, state.playhead);
  search.set("t", String(beat.t));
  search.set("step", beat.name);
  if (view.focus) search.set("entry", view.focus.join(","));
  if (view.scale !== SCALES[0]) search.set("scale", view.scale);
  if (view.lens !== LENSES[0]) search.set("lens", view.lens);
  if (view.spoil !== null) search.set("spoil", String(view.spoil));
  if (view.lens === "nudge" && view.nudge.eps !== EPS.usual) search.set("eps", String(view.nudge.eps));
  if (view.lens === "nudge" && view.nudge.of) search.set("of", view.nudge.of);
  if (view.asked) search.set("ask", view.asked);
  for (const [name, property] of SWITCHES) if (view[property]) search.set(name, "1");
  return `?${search.toString().replaceAll("%2C", ",").replaceAll("%7E", "~")}`;
}

/**
 * The address of another trace: what was asked for, with some of it instead or, where that is null, left out.
 * @param {Query} query
 * @param {Record<string, string | number | null>} instead
 */
export function linkTo({ scenario, cell, seed, sizes, options }, instead) {
  const asked = { scenario, cell, seed: seed ?? "", ...sizes, ...options, ...instead };
  const given = Object.entries(asked).flatMap(([name, value]) => (value === null ? [] : [[name, String(value)]]));
  return `?${new URLSearchParams(given)}`;
}
