// The types of the wire are those of real traces, both ways: nothing is sent that is not declared, and nothing declared
// that is never sent. The compiler itself says the first, of records that the program made.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { recordsOf } from "./fixture.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const TYPES = readFileSync(join(ROOT, "static", "js", "types.d.ts"), "utf8");
const CHECKED = join(ROOT, "build", "wire.ts");
const OPTIONS = ["--ignoreConfig", "--noEmit", "--strict", "--target", "ES2022", "--module", "ESNext"];

/** Small traces that between them have every field: given and from a loss, one and two lanes, right, wrong and raising. */
const TRACES = [
  ["custom", "--n-x", "1", "--n-a", "1", "--n-y", "1", "--m", "1", "--T-x", "1"],
  ["custom", "--cell", "lstm", "--T-x", "2"],
  ["hello"],
  ["course", "--mistake", "drop_carry"],
  ["course", "--mistake", "dba_wrong_axis"],
  ["course", "--clip", "0.5"],
  ["course", "--slips", "da_next", "--frames", "2:3"],
];

const TYPE_OF = { head: "Head", forward: "Frame", backward: "Frame", error: "Failure", end: "End", check: "Check" };

/** The fields of each interface that a record consists of, with where in a record its objects stand. */
const PARTS = {
  Head: (records) => records.filter(({ kind }) => kind === "head"),
  Frame: (records) => records.filter(({ kind }) => kind === "forward" || kind === "backward"),
  Failure: (records) => records.filter(({ kind }) => kind === "error"),
  End: (records) => records.filter(({ kind }) => kind === "end"),
  Declaration: (records) => PARTS.Head(records).map((head) => head.declaration),
  Lane: (records) => PARTS.Declaration(records).flatMap(({ lanes }) => lanes),
  Step: (records) => PARTS.Declaration(records).flatMap(({ steps }) => [...steps.forward, ...steps.backward]),
  Operand: (records) => PARTS.Step(records).flatMap(({ operands }) => operands),
  SymbolInfo: (records) => PARTS.Declaration(records).flatMap(({ symbols }) => Object.values(symbols)),
  CodeLine: (records) => PARTS.Declaration(records).flatMap(({ code }) => [...code.forward, ...code.backward]),
  Token: (records) => PARTS.CodeLine(records).flatMap(({ tokens }) => tokens),
  Mistake: (records) => PARTS.Head(records).flatMap(({ mistakes }) => mistakes ?? []),
  WrongLine: (records) => PARTS.Mistake(records).flatMap(({ lines }) => lines),
  Slip: (records) => PARTS.Frame(records).flatMap(({ slips }) => slips ?? []),
  Comparison: (records) => PARTS.Frame(records).flatMap(({ comparisons }) => comparisons ?? []),
  Flow: (records) => PARTS.End(records).flatMap(({ flow }) => flow ?? []),
  Attribution: (records) => PARTS.End(records).flatMap(({ attribution }) => attribution ?? []),
  Check: (records) => records.filter(({ kind }) => kind === "check"),
  FirstDifference: (records) => PARTS.End(records).flatMap((end) => end.first_difference ?? []),
};

let records;
before(() => {
  records = TRACES.flatMap((asked) => recordsOf(asked));
});

test("every record that is sent is of its type, and has no field that its type has not", () => {
  const lines = records.flatMap((record, n) => {
    const { sources, right_sources, ...arithmetic } = record.arithmetic ?? {};
    const sent = record.arithmetic ? { ...record, arithmetic } : record; // sources stand beside the steps' own names
    const text = JSON.stringify(sent, (_, value) => (Number.isFinite(value) || typeof value !== "number" ? value : 0));
    return [
      `export const record${n}: ${TYPE_OF[record.kind]} = ${text};`,
      `export const sources${n}: Record<string, Source[]> = ${JSON.stringify(sources ?? {})};`,
      `export const rightSources${n}: Record<string, Source[]> = ${JSON.stringify(right_sources ?? {})};`,
    ];
  });
  mkdirSync(join(ROOT, "build"), { recursive: true });
  const imported = `import type { Check, End, Failure, Frame, Head, Source } from "../static/js/types";\n`;
  writeFileSync(CHECKED, imported + lines.join("\n"));
  const compiler = join(ROOT, "node_modules", "typescript", "bin", "tsc");
  try {
    execFileSync(process.execPath, [compiler, ...OPTIONS, "--moduleResolution", "bundler", CHECKED], { cwd: ROOT });
  } catch (error) {
    assert.fail(String(error.stdout).split("\n").slice(0, 12).join("\n").slice(0, 3000));
  }
});

for (const [name, objectsOf] of Object.entries(PARTS)) {
  test(`every field that ${name} declares is sent at some time`, () => {
    const body = new RegExp(`^export interface ${name} {\\n(.*?)^}`, "ms").exec(TYPES);
    assert.ok(body, `static/js/types.d.ts has no ${name}`);
    const declared = [...body[1].matchAll(/^ {2}(\w+)\??:/gm)].map(([, field]) => field);
    const sent = new Set(objectsOf(records).flatMap((one) => Object.keys(one)));
    assert.deepEqual(
      declared.filter((field) => !sent.has(field)),
      [],
    );
  });
}
