// Makes static/built/ from static/js and static/css: one script and one sheet for each page, without comments and
// spaces, and the parts that are fetched on demand. What a browser's tools show are the sources themselves, by the
// maps beside them. In static/built/alone/ each page's script is whole, for copies that lie on a disk: from there no
// module can be loaded. Everything in there can be made again, so none of it is committed.

import { createHash } from "node:crypto";
import { readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { build } from "esbuild";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const OUT = join(ROOT, "static", "built");

const PAGES = ["main", "catalogue"];

/** What is added to a page that stands in a frame of another one. */
const ADDED = ["embed"];

/** What is no page, and has no sheet: what a notebook runs for a widget. */
const WITHOUT_SHEET = ["widget"];

/** Scripts that are whole, by what they are of. @type {Record<string, string[]>} */
const ALONE = { main: ["main"], catalogue: ["catalogue"], embed: ["main", "embed"] };

/** The sheets of what a page fetches on demand, beside their scripts; what else is fetched has its own in the page's. */
const SHEETS = [
  "nudge",
  "asked",
  "moving",
  "guessing",
  "lesson",
  "taking",
  "tables",
  "comparison",
  "diagnosis",
  "sharing",
];

const OPTIONS = /** @type {const} */ ({
  absWorkingDir: ROOT,
  outdir: OUT,
  bundle: true,
  minify: true,
  sourcemap: true,
  format: "esm",
  target: "es2022",
  legalComments: "none",
  metafile: true,
  logLevel: "error",
});

await rm(OUT, { recursive: true, force: true }); // what is no longer made
/** Scripts that are imported on demand, by where they lie below static/js. @type {Set<string>} */
const found = new Set();

/**
 * What is imported on demand is bundled on its own, with a copy of what it shares with the page: so the page stays one
 * file. It lies in static/built below the name of its folder.
 * @type {(up: string) => import("esbuild").Plugin} `up` is the way from the folder of what is bundled to static/built
 */
const onDemand = (up) => ({
  name: "on demand",
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
      if (kind !== "dynamic-import") return undefined;
      const part = relative(join(ROOT, "static", "js"), join(resolveDir, path)).replaceAll("\\", "/");
      found.add(part);
      return { path: `${up}/${nameOf(part)}.js`, external: true };
    }),
});

/** The last folder and the name: panels/nudge. @param {string} script */
const nameOf = (script) => script.replace(/\.js$/, "").split("/").slice(-2).join("/");

const made = [];
for (const page of [...PAGES, ...ADDED]) {
  made.push(
    await build({
      ...OPTIONS,
      entryPoints: [`static/js/${page}.js`, `static/css/${page}.css`],
      entryNames: "[name]",
      external: ["*.woff2"], // found by the same way from static/built as from static/css
      plugins: [onDemand(".")],
    }),
  );
}
made.push(await build({ ...OPTIONS, entryPoints: WITHOUT_SHEET.map((script) => `static/js/${script}.js`) }));
for (const part of found) {
  made.push(
    await build({ ...OPTIONS, entryPoints: { [nameOf(part)]: `static/js/${part}` }, plugins: [onDemand("..")] }), // may find more
  );
}
made.push(
  await build({
    ...OPTIONS,
    entryPoints: SHEETS.map((sheet) => `static/css/${sheet}.css`),
    entryNames: "panels/[name]",
  }),
);
const metafile = { outputs: Object.assign({}, ...made.map((one) => one.metafile.outputs)) };
const warnings = made.flatMap((one) => one.warnings);
for (const [page, scripts] of Object.entries(ALONE)) {
  const contents = ["state/carried", ...scripts].map((script) => `import "./${script}.js";`).join(" ");
  await build({
    ...OPTIONS,
    stdin: { contents, resolveDir: join(ROOT, "static", "js") },
    outdir: undefined,
    outfile: join(OUT, "alone", `${page}.js`),
    format: "iife",
    sourcemap: false,
    define: { "import.meta.url": "undefined" }, // sheets are in the page
  });
}
if (warnings.length > 0) throw new Error(`esbuild warns: ${warnings.map((warning) => warning.text).join("; ")}`);
await writeFile(join(OUT, "LICENSES.txt"), await licences(metafile));
await writeFile(join(OUT, "manifest.json"), `${JSON.stringify(await sources(), null, 1)}\n`);
for (const path of Object.keys(metafile.outputs).filter((name) => !name.endsWith(".map"))) await report(path);

/** By its path in static/, the hash of every script and sheet: by these the server knows what was built of what. */
async function sources() {
  const scripts = [];
  for (const [folder, ending] of [
    ["js", ".js"],
    ["css", ".css"],
  ]) {
    const names = await readdir(join(ROOT, "static", folder), { recursive: true });
    scripts.push(
      ...names.filter((name) => name.endsWith(ending)).map((name) => `${folder}/${name.replaceAll("\\", "/")}`),
    );
  }
  /** @type {Record<string, string>} */
  const hashes = {};
  for (const name of scripts.sort()) {
    hashes[name] = createHash("sha256")
      .update(await readFile(join(ROOT, "static", name)))
      .digest("hex");
  }
  return hashes;
}

/**
 * The licence of each package of which anything is in a bundle.
 * @param {Pick<import("esbuild").Metafile, "outputs">} metafile
 */
async function licences({ outputs }) {
  const used = Object.values(outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1])
    .filter((name) => name !== undefined);
  const texts = [];
  for (const name of [...new Set(used)].sort()) {
    const folder = join(ROOT, "node_modules", name);
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    if (!file) throw new Error(`${name} carries no licence file`);
    texts.push(`${name}\n\n${(await readFile(join(folder, file), "utf8")).trim()}\n`);
  }
  return texts.join(`\n${"-".repeat(80)}\n\n`);
}

/** @param {string} path */
async function report(path) {
  const bytes = await readFile(join(ROOT, path));
  const gzip = gzipSync(bytes, { level: 9 }).length;
  console.log(`bundle: ${relative("static", path)}: ${bytes.length} bytes, ${gzip} gzip`);
}
