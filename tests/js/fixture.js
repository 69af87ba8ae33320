// What the tests look at: real traces, made by the program itself, and views of the sizes that pages have.

import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { beatsOf } from "../../static/js/model/timeline.js";
import { withArithmetic, withRecord } from "../../static/js/model/trace.js";

const HERE = dirname(fileURLToPath(import.meta.url));
const PYTHON = process.env.PYTHON || join(HERE, "..", "..", ".venv", "bin", "python");
const FOCUS = [2, 3];

/** The traces that there are, a line each, and where they lie: made at the first test that asks, if not before. */
const LINES = readFileSync(join(HERE, "traces.txt"), "utf8").trim().split("\n");
let folder = "";

/** The records of `python -m app trace`, what is not finite made a number as the page does. */
export function recordsOf(asked, entry = FOCUS) {
  const line = [...asked, "--entry", entry.join(",")].join(" ");
  if (!LINES.includes(line)) throw new Error(`tests/js/traces.txt has no line: ${line}`);
  return read(`${LINES.indexOf(line)}.jsonl`);
}

function made() {
  folder ||= execFileSync(PYTHON, [join(HERE, "traces.py")], { encoding: "utf8" }).trim();
  return folder;
}

function read(name) {
  const named = { NaN: NaN, Infinity: Infinity, "-Infinity": -Infinity };
  const revived = (_, value) => (typeof value === "string" && Object.hasOwn(named, value) ? named[value] : value);
  const lines = readFileSync(join(made(), name), "utf8").trim().split("\n");
  return lines.map((one) => JSON.parse(one, revived));
}

/** @type {ReturnType<typeof read>[] | null} */
let linked = null;

/** The runs that the links of the catalogue open, by mistake and cell: read once, and nobody can change them. */
export function catalogue() {
  linked ??= deepFreeze(readCatalogue());
  return linked;
}

function readCatalogue() {
  return readdirSync(made())
    .filter((name) => !/^\d/.test(name))
    .map((name) => ({ name, trace: read(name).reduce(withRecord, null) }))
    .map(({ name, trace }) => ({ name, trace, beats: beatsOf(trace.head) }));
}

const lessons = new Map();

/** A whole trace with the arithmetic of the focus entry, as the page has it, and its beats. Nobody can change it. */
export function lesson(...asked) {
  const line = asked.join(" ");
  if (!lessons.has(line)) lessons.set(line, makeLesson(asked));
  return lessons.get(line);
}

function makeLesson(asked) {
  const records = recordsOf(asked);
  const frames = records.filter((record) => record.arithmetic);
  const trace = withArithmetic(records.reduce(withRecord, null), FOCUS, frames);
  return deepFreeze({ records, trace, beats: beatsOf(trace.head) });
}

/** The regions of the page at the window sizes that the project is made for: [network, stage]. */
export const WINDOWS = {
  "1280x720": { window: [1280, 720], network: [1280, 167], stage: [908, 385] },
  "1024x768": { window: [1024, 768], network: [1024, 167], stage: [680, 411] },
  "390x844": { window: [390, 844], network: [390, 123], stage: [390, 500] },
  "1280x720 presenter": { window: [1280, 720], network: [1280, 172], stage: [1280, 403], presenter: true },
  "1920x1080 presenter": { window: [1920, 1080], network: [1920, 258], stage: [1920, 637], presenter: true },
};

/** All that is not trace or playhead, for one of these windows. */
export function viewOf(name, change = {}) {
  const { window, network, stage, presenter = false } = WINDOWS[name];
  const size = ([width, height]) => ({ width, height });
  return deepFreeze({
    window: size(window),
    network: size(network),
    stage: size(stage),
    focus: FOCUS,
    hoverEntry: null,
    scale: "common",
    presenter,
    speed: 1,
    reduced: false,
    taught: false,
    comparing: false,
    second: false,
    letters: 80,
    lens: "step",
    nudge: { eps: 0.01, of: "" },
    asked: null,
    log: false,
    unfolded: false,
    apart: false,
    explaining: false,
    predicting: false,
    guess: null,
    spoil: null,
    black: false,
    said: "",
    ...change,
  });
}

/** The rest at which a step of a timestep is complete. */
export function rest(beats, t, name) {
  const beat = beats.find((one) => one.t === t && one.name === name);
  if (!beat) throw new Error(`no beat ${name} at t = ${t}`);
  return beat.index;
}

/** Numbers that look random and are the same in every run: mulberry32, by Tommy Ettinger, in the public domain. */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Whatever tries to change it throws: modules are strict. */
export function deepFreeze(value) {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
