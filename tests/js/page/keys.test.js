// Which key does what, and which keys are left to whom they belong.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";

import { actionOf, KEYS } from "../../../static/js/page/keys.js";

/** Enough of an element: what it is inside of, and whether a dialog is open on its page. */
class Target {
  constructor(inside = "", dialog = null) {
    this.inside = inside;
    this.ownerDocument = { querySelector: (selector) => (selector === "dialog[open]" ? dialog : null) };
  }
  closest(selectors) {
    return this.inside && selectors.split(/,\s*/).some((one) => one.startsWith(this.inside)) ? this : null;
  }
}

before(() => {
  globalThis.Element = Target;
});

const press = (key, { shift = false, control = false, alt = false, meta = false, on = new Target() } = {}) =>
  actionOf({ key, shiftKey: shift, ctrlKey: control, altKey: alt, metaKey: meta, target: on });

test("arrows step, with Shift by timesteps; a clicker's keys step too", () => {
  assert.equal(press("ArrowRight"), "next-step");
  assert.equal(press("ArrowLeft"), "previous-step");
  assert.equal(press("ArrowRight", { shift: true }), "next-timestep");
  assert.equal(press("ArrowLeft", { shift: true }), "previous-timestep");
  assert.equal(press("PageDown"), "onward");
  assert.equal(press("PageUp"), "back");
  assert.equal(press("Home"), "first");
  assert.equal(press("End"), "last");
  assert.equal(press(" "), "play");
});

test("letters switch, in either case", () => {
  const expected = { p: "present", f: "full-screen", d: "dark", c: "next-question" };
  for (const [key, action] of Object.entries(expected)) {
    assert.equal(press(key), action);
    assert.equal(press(key.toUpperCase(), { shift: true }), action);
  }
  assert.equal(press("?", { shift: true }), "help");
});

test("Tab and keys that mean nothing here are never taken", () => {
  for (const key of ["Tab", "Enter", "ArrowUp", "ArrowDown", "F5", "x", "Shift", "Dead"])
    assert.equal(press(key), null);
  assert.equal(press("Tab", { shift: true }), null);
});

test("with Control, Alt or Meta a key belongs to the browser", () => {
  for (const held of ["control", "alt", "meta"]) {
    for (const key of ["ArrowRight", "p", "f", "d", "Home"]) assert.equal(press(key, { [held]: true }), null);
  }
});

test("in a field a key is typed, but Escape still closes", () => {
  for (const field of ["input", "select", "textarea"]) {
    assert.equal(press("p", { on: new Target(field) }), null);
    assert.equal(press("ArrowRight", { on: new Target(field) }), null);
    assert.equal(press("Escape", { on: new Target(field) }), "close");
  }
});

test("Space on a button presses the button", () => {
  assert.equal(press(" ", { on: new Target("button") }), null);
  assert.equal(press("ArrowRight", { on: new Target("button") }), "next-step");
});

test("while a dialog is open all keys are its own", () => {
  for (const key of ["ArrowRight", "Escape", "End", "p", " "]) {
    assert.equal(press(key, { on: new Target("", {}) }), null);
  }
});

test("a key pressed on no element is still a key", () => {
  assert.equal(press("ArrowRight", { on: null }), "next-step");
});

const ROOT = join(import.meta.dirname, "..", "..", "..");
const declared = KEYS.map(({ shown }) => shown).sort();

test("every key does something else, and is declared once", () => {
  assert.equal(new Set(declared).size, declared.length);
  assert.equal(new Set(KEYS.map(({ key, shift }) => `${key} ${shift}`)).size, KEYS.length);
});

test("the README's table has the keys that there are, and no others", () => {
  const [, table] = /\| key \| does \|\n\|---\|---\|\n((?:\|.*\n)+)/.exec(
    readFileSync(join(ROOT, "README.md"), "utf8"),
  );
  const rows = table.trim().split("\n");
  const cells = rows.map((row) => row.split("|")[1].trim()).filter((cell) => !cell.includes("arrow keys"));
  const written = cells.flatMap((cell) => cell.replaceAll(/[()]/g, "").split(" "));
  assert.deepEqual(written.map((key) => key.replace("+", " ")).sort(), declared);
});

test("the help has the keys that there are, and no others", () => {
  const page = readFileSync(join(ROOT, "templates", "index.html"), "utf8");
  const help = page.slice(page.indexOf('id="help"'));
  const written = [...help.matchAll(/<kbd>(.*?)<\/kbd>/g)].map(([, key]) => key);
  assert.deepEqual(written.sort(), declared);
});
