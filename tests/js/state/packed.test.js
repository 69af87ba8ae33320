// Pasted text in an address, and back: every character of it, bounded both ways, and nothing that a forum changes.

import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";

import { LONGEST_LINK, pack, unpack } from "../../../static/js/state/packed.js";

const OUTPUT = 'gradients["dx"][1][2] = [-0.15028183 -0.34554547  0.02071758  0.01483317]\n⟨t⟩ “curly” − é\r\n\t';

test("what is packed is unpacked, to the last character", async () => {
  for (const text of [OUTPUT, OUTPUT.repeat(50), " ", "\u0000", "𝒂"]) {
    const packed = await pack(text);
    assert.match(packed, /^[\w-]+$/);
    assert.equal(await unpack(packed), text);
  }
});

test("a notebook's output is a short link", async () => {
  const lines = Array.from({ length: 22 }, (_, k) => `gradients["dWax${k}"][3][1] = ${Math.sin(k + 1)}`).join("\n");
  assert.ok((await pack(lines)).length < 1200);
});

test("what is too long for a link is said to be", async () => {
  const noise = Array.from({ length: 20_000 }, (_, k) => Math.sin(k * k).toString(36)).join("");
  await assert.rejects(pack(noise), /too long for a link: \d+ characters\. Paste the lines/);
  await assert.rejects(unpack("x".repeat(LONGEST_LINK + 1)), /too long: 8001/);
});

test("a link that was cut off, changed, or unfolds without end, is said not to be whole", async () => {
  const packed = await pack(OUTPUT);
  const bomb = deflateRawSync(Buffer.alloc(3_000_000, 65)).toString("base64url");
  for (const broken of [packed.slice(0, -9), `!!${packed}`, "abcd", bomb])
    await assert.rejects(unpack(broken), /not whole/);
});
