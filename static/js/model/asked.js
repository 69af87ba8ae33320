// What can be asked for in an address, and what a view can be switched to: each list stands here alone. The sizes and
// options are those of the API's query; tests/web/test_lists.py holds them to it, and the page's controls to them.

/** @import { Lens, ScaleMode } from "../types" */

export const SIZES = ["n_x", "n_a", "n_y", "m", "T_x"];

/** What is typed or chosen in the title bar. */
export const CONTROLS = ["loss", "radius", "bias", "truncate", "clip", "clip_total", "text"];

/** All that changes a trace beside its scenario, cell, seed and sizes, in the order in which an address has it. */
export const OPTIONS = ["mistake", ...CONTROLS, "what"];

/** Those of them that are about one cell's own lines and parameters, and mean nothing to another. */
export const OF_ONE_CELL = ["mistake", "radius", "bias", "what"];

/** What the stage shows; the first where nothing is asked for. @type {Lens[]} */
export const LENSES = ["step", "flow", "sources", "nudge"];

/** How long bars are; the first where nothing is asked for. @type {ScaleMode[]} */
export const SCALES = ["common", "matrix", "magnified"];

/** What each level tells of a mistake beside what the ones before it do, `spoil=0` to `spoil=3` in an address. */
export const LEVELS = ["where", "nudge", "line", "right"];

/** By how much a nudge moves a number, where nothing is asked for, at least and at most. */
export const EPS = { usual: 0.01, least: 1e-6, most: 1 };

/** What a run of one's own tensors is called where others have the name of their scenario. */
export const OWN = "own";
