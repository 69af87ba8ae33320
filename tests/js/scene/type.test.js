// How wide text is, is guessed in one file.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { faceOf, lettersIn, widthOf } from "../../../static/js/scene/type.js";

const JS = join(import.meta.dirname, "..", "..", "..", "static", "js");
const GUESS =
  /\.length\)? *\* *[\w.]*(small|label|size)\b|\bLETTER\b|[\w.]*(small|label|size)\w* \* 0?\.\d+ \* 0?\.[56]\d*\)/;

test("no other file knows how wide a letter is", () => {
  const files = readdirSync(JS, { recursive: true }).filter(
    (name) => name.endsWith(".js") && !name.endsWith("type.js"),
  );
  assert.ok(files.length > 60);
  for (const name of files) {
    const lines = readFileSync(join(JS, name), "utf8").split("\n");
    const guesses = lines.filter((line) => GUESS.test(line) && !/^\s*(\/\/|\*|\/\*)/.test(line));
    assert.deepEqual(guesses, [], name);
  }
});

test("letters of code are all alike, others are not", () => {
  assert.equal(widthOf("da[2,3,1]", 10, "mono"), widthOf("WWWWWWWWW", 10, "mono"));
  assert.ok(widthOf("ill", 10, "sans") < widthOf("www", 10, "sans") / 2);
  assert.ok(widthOf("norm", 10, "bold") > widthOf("norm", 10, "sans"));
});

test("twice the size is twice the width, and fits half as many letters", () => {
  for (const face of ["sans", "bold", "mono", "math"])
    assert.ok(Math.abs(widthOf("da_prevt", 20, face) - 2 * widthOf("da_prevt", 10, face)) < 1e-9);
  assert.ok(Math.abs(lettersIn(100, 10, "mono") - 2 * lettersIn(100, 20, "mono")) < 1e-9);
});

test("a class of a mark has the face that the style sheet gives it", () => {
  assert.equal(faceOf("flow-name mono upstream"), "mono");
  assert.equal(faceOf("story total strong"), "mono");
  assert.equal(faceOf("name carried"), "mono");
  assert.equal(faceOf("cell-name current"), "bold");
  assert.equal(faceOf("flow-name forward"), "sans");
  assert.equal(faceOf("note"), "sans");
});
