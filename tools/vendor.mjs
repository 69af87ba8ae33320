// Makes static/vendor/ from node_modules: one ES module with the D3 functions that static/js imports, and
// the fonts cut down to the characters that the pages can show. Everything in there can be made again, so
// none of it is committed.

import { cp, mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { build } from "esbuild";
import subsetFont from "subset-font";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const MODULES = join(ROOT, "node_modules");
const SOURCES = join(ROOT, "static", "js");
const OUT = join(ROOT, "static", "vendor");

// Something to import before anything does, so that the module always exists.
const DEFAULT_D3 = ["format", "select"];

// ---------------------------------------------------------------------------------------------------- D3

const NAMED_IMPORT = /\bimport\s*\{([^}]*)\}\s*from\s*["'][./]+\/vendor\/d3\.js["']/g;
const ANY_IMPORT = /\bfrom\s*["'][./]+\/vendor\/d3\.js["']/g;

/** The names that static/js imports from vendor/d3.js. */
async function importedNames() {
  const names = new Set();
  for (const entry of await readdir(SOURCES, { recursive: true, withFileTypes: true }).catch(() => [])) {
    if (!entry.isFile() || !entry.name.endsWith(".js")) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const source = await readFile(path, "utf8");
    const named = [...source.matchAll(NAMED_IMPORT)];
    if (named.length !== [...source.matchAll(ANY_IMPORT)].length) {
      // A namespace import would need the whole of D3.
      throw new Error(`${relative(ROOT, path)}: import from vendor/d3.js by name, as in import { select } from …`);
    }
    for (const [, list] of named) {
      const bare = list.replace(/\/\/.*$|\/\*[^]*?\*\//gm, "");
      for (const item of bare.split(",")) {
        const name = item.trim().split(/\s+as\s+/)[0];
        if (name) names.add(name);
      }
    }
  }
  return names.size > 0 ? [...names].sort() : DEFAULT_D3;
}

async function bundleD3() {
  const names = await importedNames();
  const outfile = join(OUT, "d3.js");
  const result = await build({
    stdin: { contents: `export { ${names.join(", ")} } from "d3";`, resolveDir: ROOT, sourcefile: "d3-names.js" },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    legalComments: "none",
    banner: { js: "/* D3: see d3.LICENSE.txt */" },
    metafile: true,
    outfile,
    logLevel: "error",
  });
  if (result.warnings.length > 0) {
    throw new Error(`esbuild warns: ${result.warnings.map((warning) => warning.text).join("; ")}`);
  }

  // D3 is many packages, and not all are by the same hands: keep the licence of each that is really in the bundle.
  const output = Object.values(result.metafile.outputs)[0];
  const packages = Object.entries(output.inputs)
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1])
    .filter((name) => name !== undefined);
  const licences = [];
  for (const name of [...new Set(["d3", ...packages])].sort()) {
    const file = (await readdir(join(MODULES, name))).find((entry) => /^licen[cs]e/i.test(entry));
    if (!file) throw new Error(`${name} carries no licence file`);
    licences.push(`${name}\n\n${(await readFile(join(MODULES, name, file), "utf8")).trim()}\n`);
  }
  await writeFile(join(OUT, "d3.LICENSE.txt"), licences.join(`\n${"-".repeat(80)}\n\n`));

  // For the type checker only. Naming the values makes it notice a function that is not in the bundle.
  await writeFile(join(OUT, "d3.d.ts"), `export { ${names.join(", ")} } from "d3";\nexport type * from "d3";\n`);
  const bytes = await readFile(outfile);
  report("d3.js", `${bytes.length} bytes, ${gzipSync(bytes, { level: 9 }).length} gzip: ${names.join(" ")}`);
}

// ------------------------------------------------------------------------------------------------- fonts

/** @param {number} first @param {number} last */
const range = (first, last) =>
  Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i)).join("");

const ASCII = range(0x20, 0x7e);
const GREEK = range(0x391, 0x3a1) + range(0x3a3, 0x3a9) + range(0x3b1, 0x3c9);
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ᵀ";
const SUBSCRIPTS = range(0x2080, 0x2089);
const SIGNS = "\u00a0·×÷−±≤≥≠≈→←↑↓⟨⟩∂∑⊤′…–—“”‘’✓⊙⌀°µ";
// The hat and the tilde, composed and to be put on any letter: ŷ c̃ â
const ACCENTED = "ŷŶâÂãÃ\u0302\u0303";
const TEXT = ASCII + SIGNS + SUPERSCRIPTS + SUBSCRIPTS + ACCENTED + "ΓΣΔασβεηθλμ";

// MathML turns a single letter into its italic code point, so the letters themselves are not enough.
const PLANCK_H = "ℎ"; // stands where U+1D455 has a hole
const MATH_ITALIC = range(0x1d434, 0x1d454) + PLANCK_H + range(0x1d456, 0x1d467) + range(0x1d6e2, 0x1d71b);
const MATH_BOLD = range(0x1d400, 0x1d433);
const MATH_SCRIPT = "𝒜ℬ𝒞𝒟ℰℱ𝒢ℋℐ𝒥𝒦ℒℳ𝒩𝒪𝒫𝒬ℛ𝒮𝒯𝒰𝒱𝒲𝒳𝒴𝒵";
const OPERATORS = "⋅∘∗∏∇∞√″‴ˆ˜¯˙¨⋯⋮≡∈∀∼∣∥‖⟵⟶\u2061\u2062\u2063\u0304\u0307" + "ϵϕϑ";
const MATH =
  ASCII + GREEK + SIGNS + SUPERSCRIPTS + SUBSCRIPTS + ACCENTED + OPERATORS + MATH_ITALIC + MATH_BOLD + MATH_SCRIPT;

// tnum: columns of digits that line up. Programming ligatures are left out: the code is read sign by sign.
const TEXT_FEATURES = ["ccmp", "kern", "mark", "mkmk", "tnum"];

// One variable font is smaller than two weights of its own for both text faces. `source` and `licence` are
// in node_modules; `needs` are characters that the page cannot do without.
const FONTS = [
  {
    file: "inter",
    source: "inter-ui/variable/InterVariable.woff2",
    licence: "inter-ui/LICENSE.txt",
    text: TEXT,
    needs: ASCII + "·×−→≤≈ŷσ²",
    options: { keepFeatures: TEXT_FEATURES, variationAxes: { wght: { min: 400, max: 700 }, opsz: 14 } },
  },
  {
    file: "jetbrains-mono",
    source: "@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2",
    licence: "@fontsource-variable/jetbrains-mono/LICENSE",
    text: TEXT,
    needs: ASCII + "×−",
    options: { keepFeatures: TEXT_FEATURES, variationAxes: { wght: { min: 400, max: 700 } } },
  },
  {
    file: "stix-two-math",
    source: "@fontsource/stix-two-math/files/stix-two-math-latin-400-normal.woff2",
    licence: "@fontsource/stix-two-math/LICENSE",
    text: MATH,
    needs: ASCII + "⟨⟩⊙∂∑⊤ŷσΓ" + MATH_ITALIC,
    // ssty: the forms of ′ and of letters that are drawn for script size.
    options: { keepFeatures: ["ssty"] },
    tables: ["MATH"],
  },
];

/**
 * The tables and the characters of an uncompressed TrueType font: enough of a reader to prove what a cut left.
 * @param {Buffer} font
 */
function inspect(font) {
  const tables = new Map();
  for (let i = 0; i < font.readUInt16BE(4); i++) {
    const record = 12 + 16 * i;
    tables.set(font.toString("latin1", record, record + 4), font.readUInt32BE(record + 8));
  }
  const characters = new Set();
  const cmap = tables.get("cmap");
  for (let i = 0; i < font.readUInt16BE(cmap + 2); i++) {
    const table = cmap + font.readUInt32BE(cmap + 4 + 8 * i + 4);
    const format = font.readUInt16BE(table);
    if (format === 4) {
      const segments = font.readUInt16BE(table + 6);
      for (let s = 0; s < segments; s += 2) {
        const last = font.readUInt16BE(table + 14 + s);
        const first = font.readUInt16BE(table + 16 + segments + s);
        for (let c = first; c <= last && c < 0xffff; c++) characters.add(c);
      }
    } else if (format === 12) {
      for (let g = 0; g < font.readUInt32BE(table + 12); g++) {
        const group = table + 16 + 12 * g;
        for (let c = font.readUInt32BE(group); c <= font.readUInt32BE(group + 4); c++) characters.add(c);
      }
    }
  }
  return { tables, characters };
}

async function cutFonts() {
  const fonts = join(OUT, "fonts");
  await mkdir(fonts, { recursive: true });
  let total = 0;
  for (const { file, source, licence, text, needs, options, tables = [] } of FONTS) {
    const original = await readFile(join(MODULES, source));
    const all = { ...options, noHinting: true };
    const { tables: kept, characters } = inspect(await subsetFont(original, text, { ...all, targetFormat: "sfnt" }));
    const lost = [...needs].filter((character) => !characters.has(character.codePointAt(0)));
    if (lost.length > 0) throw new Error(`${file}: the font has no ${lost.join(" ")}`);
    for (const table of tables) {
      if (!kept.has(table)) throw new Error(`${file}: the cut lost the table ${table}`);
    }
    const woff2 = await subsetFont(original, text, { ...all, targetFormat: "woff2" });
    await writeFile(join(fonts, `${file}.woff2`), woff2);
    await cp(join(MODULES, licence), join(fonts, `${file}.OFL.txt`));
    total += woff2.length;
    report(`fonts/${file}.woff2`, `${woff2.length} bytes, ${characters.size} characters`);
  }
  report("fonts", `${total} bytes together`);
}

/** @param {string} what @param {string} text */
function report(what, text) {
  console.log(`vendor: ${what}: ${text}`);
}

await mkdir(OUT, { recursive: true });
await bundleD3();
await cutFonts();
