// The picture at named moments, as lists of marks, for review: what changes on the screen shows up as a changed line.
//
// A difference is written beside the saved list as `*.new.json`, to be looked at; `UPDATE=1 node --test …` takes it over.

import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";

import { sceneOf } from "./whole.js";
import { lesson, rest, viewOf } from "../fixture.js";

const SAVED = join(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "..", "snapshots");
const UPDATE = Boolean(process.env.UPDATE);
const SHOWN = 12; // differences in a message

/** Name, what is asked of the program, the moment as (t, step, how far before its rest), and the view. */
const MOMENTS = [
  ["opening", ["course"], [0, "start", 0]],
  ["forward sum, halfway", ["course"], [1, "z", 0.6]],
  ["forward, two ways", ["course"], [1, "yt_pred", 0]],
  ["merge, arriving", ["course"], [2, "da_next", 0.9]],
  ["merge, stacking", ["course"], [2, "da_next", 0.6]],
  ["merge", ["course"], [2, "da_next", 0]],
  ["merge at the last timestep", ["course"], [3, "da_next", 0]],
  ["merge, each matrix its own scale", ["course"], [2, "da_next", 0], "1280x720", { scale: "matrix" }],
  ["merge, magnified", ["course"], [2, "da_next", 0], "1280x720", { scale: "magnified" }],
  ["merge, unfolded", ["course"], [0, "da_next", 0], "1280x720", { unfolded: true }],
  ["merge on a phone", ["course"], [2, "da_next", 0], "390x844"],
  ["merge, projected", ["course"], [2, "da_next", 0], "1920x1080 presenter"],
  ["merge without the carry", ["course", "--mistake", "drop_carry"], [2, "da_next", 0]],
  ["squashed, halfway", ["course"], [2, "dtanh", 0.6]],
  ["running total, landing", ["course"], [2, "dWaxt", 0.45]],
  ["running total", ["course"], [2, "dWaxt", 0]],
  ["summed over the examples, halfway", ["course"], [2, "dbat", 0.6]],
  ["through Waa", ["course"], [2, "da_prev", 0]],
  ["hand-over, halfway", ["course"], [2, "hand_over", 0.6]],
  ["end", ["course"], [0, "hand_over", 0]],
  ["two lanes", ["course", "--cell", "lstm"], [2, "dc_next", 0]],
  ["colours", ["custom", "--n-a", "20", "--m", "24", "--T-x", "12"], [3, "da_next", 0]],
  ["strip of forty", ["custom", "--T-x", "40"], [20, "da_next", 0], "1024x768"],
  ["flow", ["vanishing"], [10, "da_next", 0], "1280x720", { lens: "flow", log: true }],
  ["sources", ["course"], [1, "da_next", 0], "1280x720", { lens: "sources" }],
];

const lessons = new Map();
const differing = [];

/** Each lesson is made once. */
function lessonOf(asked) {
  const key = asked.join(" ");
  if (!lessons.has(key)) lessons.set(key, lesson(...asked));
  return lessons.get(key);
}

/** Whole pixels: what is less than one is not to be seen, and not to be reviewed. */
function rounded(name, value) {
  if (typeof value === "number")
    return Math.round(value * (name === "opacity" ? 100 : 1)) / (name === "opacity" ? 100 : 1);
  if (name === "d") return value.replace(/-?\d+\.\d+/g, (number) => String(Math.round(Number(number))));
  if (name === "matrix") return `${value.length} × ${value[0].length}`;
  return value;
}

function listOf(marks) {
  return marks.map((mark) => {
    const { key, type, ...rest } = mark;
    const shown = Object.entries(rest).filter(([, value]) => value !== undefined && value !== "");
    return { key, type, ...Object.fromEntries(shown.map(([name, value]) => [name, rounded(name, value)])) };
  });
}

/** One mark a line, so that a changed mark is a changed line. */
function textOf(regions) {
  const parts = Object.entries(regions).map(
    ([region, marks]) => `"${region}": [\n${marks.map((mark) => JSON.stringify(mark)).join(",\n")}\n]`,
  );
  return `{\n${parts.join(",\n")}\n}\n`;
}

/** What a reviewer wants to know: which marks came, went or changed, and how. */
function differences(saved, now) {
  return Object.keys(now).flatMap((region) => {
    const [before, after] = [saved[region] ?? [], now[region]].map(
      (marks) => new Map(marks.map((mark) => [mark.key, mark])),
    );
    const gone = [...before.keys()].filter((key) => !after.has(key)).map((key) => `- ${region} ${key}`);
    const come = [...after]
      .filter(([key]) => !before.has(key))
      .map(([key, mark]) => `+ ${region} ${key} ${JSON.stringify(mark).slice(0, 120)}`);
    const changed = [...after].flatMap(([key, mark]) => {
      const was = before.get(key);
      if (!was) return [];
      const names = [...new Set([...Object.keys(was), ...Object.keys(mark)])];
      const differ = names.filter((name) => JSON.stringify(was[name]) !== JSON.stringify(mark[name]));
      const text = (value) => JSON.stringify(value)?.slice(0, 60) ?? "nothing";
      return differ.map((name) => `~ ${region} ${key}: ${name} was ${text(was[name])}, is ${text(mark[name])}`);
    });
    const order = gone.length + come.length === 0 && [...before.keys()].join() !== [...after.keys()].join();
    return [...gone, ...come, ...changed, ...(order ? [`~ ${region}: the marks are in another order`] : [])];
  });
}

for (const [name, asked, [t, step, before], window = "1280x720", change = {}] of MOMENTS) {
  test(name, () => {
    const { trace, beats } = lessonOf(asked);
    const { network, stage } = sceneOf(trace, beats, rest(beats, t, step) - before, viewOf(window, change));
    const now = JSON.parse(JSON.stringify({ network: listOf(network), stage: listOf(stage) }));
    const file = join(SAVED, `${name.replaceAll(/\W+/g, "-")}.json`);
    const beside = file.replace(/json$/, "new.json");
    rmSync(beside, { force: true });
    if (UPDATE) writeFileSync(file, textOf(now));
    const found = existsSync(file)
      ? differences(JSON.parse(readFileSync(file, "utf8")), now)
      : ["nothing is saved yet"];
    if (found.length === 0) return;
    writeFileSync(beside, textOf(now));
    differing.push(name);
    const more = found.length > SHOWN ? `\n… and ${found.length - SHOWN} more` : "";
    assert.fail(`${found.length} differences, see ${beside}\n${found.slice(0, SHOWN).join("\n")}${more}`);
  });
}

test("no list is saved of a moment that nobody looks at", async () => {
  const { readdir } = await import("node:fs/promises");
  const known = MOMENTS.map(([name]) => `${name.replaceAll(/\W+/g, "-")}.json`);
  const saved = (await readdir(SAVED)).filter((file) => !file.endsWith(".new.json"));
  assert.deepEqual(saved.sort(), known.sort());
});

after(() => {
  if (differing.length > 0)
    console.error(`If these pictures are meant: UPDATE=1 node --test tests/js/scene/snapshots.test.js`);
});
