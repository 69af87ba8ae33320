// Makes static/fonts/ from node_modules: each face cut down to the characters that the pages can show. Everything in
// there can be made again, so none of it is committed.

import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import subsetFont from "subset-font";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const MODULES = join(ROOT, "node_modules");
const OUT = join(ROOT, "static", "fonts");

/** @param {number} first @param {number} last */
const range = (first, last) =>
  Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i)).join("");

const ASCII = range(0x20, 0x7e);
const SIGNS = "\u00a0·×÷−±½¼²√∞≤≥≠≈→←↑↓∂∑′…–—“”‘’✓✗°";
// The hat and the tilde, composed and to be put on any letter: ŷ c̃
const ACCENTED = "ŷŶ\u0302\u0303";
const GREEK = "ΓΣΔεσ";
const TEXT = ASCII + SIGNS + ACCENTED + GREEK;
const LENT = "⊙⊤⌀⟨⟩"; // to the text faces, which have none of them: see static/css/fonts.css

// What the formulas of the cells and losses are drawn with, and no more: tests/test_fonts.py names what a new one lacks.
// MathML turns a single letter into its italic code point; upright ones stand in words, such as tanh.
const MATH_ITALIC = range(0x1d44e, 0x1d454) + "ℎ" + range(0x1d456, 0x1d467) + "𝑊𝛤𝜎"; // ℎ stands where U+1D455 has a hole
const MATH = range(0x30, 0x39) + range(0x61, 0x7a) + "()[]=+−·⋅,;∑√ℒ^~―ˆ˜¯\u0302\u0303" + LENT + MATH_ITALIC;

// tnum: columns of digits that line up. Programming ligatures are left out: the code is read sign by sign.
const TEXT_FEATURES = ["kern", "tnum"];

// `source` and `licence` are in node_modules. One variable font is smaller than two weights of its own for both text
// faces. tests/test_fonts.py proves that every character of every page and formula is in the cut.
const FONTS = [
  {
    file: "inter",
    source: "inter-ui/variable/InterVariable.woff2",
    licence: "inter-ui/LICENSE.txt",
    text: TEXT,
    options: { keepFeatures: TEXT_FEATURES, variationAxes: { wght: { min: 400, max: 700 }, opsz: 14 } },
  },
  {
    file: "jetbrains-mono",
    source: "@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2",
    licence: "@fontsource-variable/jetbrains-mono/LICENSE",
    text: TEXT,
    options: { keepFeatures: TEXT_FEATURES, variationAxes: { wght: { min: 400, max: 700 } } },
  },
  {
    file: "stix-two-math",
    source: "@fontsource/stix-two-math/files/stix-two-math-latin-400-normal.woff2",
    licence: "@fontsource/stix-two-math/LICENSE",
    text: MATH,
    // ssty: the forms of ′ and of letters that are drawn for script size.
    options: { keepFeatures: ["ssty"] },
  },
];

await mkdir(OUT, { recursive: true });
for (const { file, source, licence, text, options } of FONTS) {
  const cut = { ...options, noHinting: true, targetFormat: "woff2" };
  const font = await subsetFont(await readFile(join(MODULES, source)), text, cut);
  await writeFile(join(OUT, `${file}.woff2`), font);
  await cp(join(MODULES, licence), join(OUT, `${file}.OFL.txt`));
  console.log(`fonts: ${file}.woff2: ${font.length} bytes`);
}
