// The three roles without their hues: in grey, and to eyes that see no red, no green or no blue.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";

const CSS = join(import.meta.dirname, "..", "..", "..", "static", "css");
const TOKENS = readFileSync(join(CSS, "tokens.css"), "utf8");
const DRAWN = ["upstream", "carried-fill", "total"];
const WRITTEN = ["upstream", "carried", "total"];

const LIGHTER = 1.45; // contrast of two roles: in a grey print one is told from the other
const APART = 0.09; // distance of two roles in OKLab; what is just told apart is 0.02
const READABLE = 4.5; // contrast of a word
const SEEN = 3; // contrast of a shape, or of its edge

/** Machado, Oliveira and Fernandes (2009): what is seen, from linear red, green and blue. */
const EYES = {
  "all colours": [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** A token's colour in linear light, red, green and blue from 0 to 1. */
function colour(name, theme) {
  const [, light, dark] = new RegExp(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(TOKENS);
  const hex = theme === "light" ? light : dark;
  return [1, 3, 5].map((at) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
}

const times = (matrix, vector) => matrix.map((row) => row.reduce((sum, one, k) => sum + one * vector[k], 0));
const luminance = ([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b;

function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** Björn Ottosson's OKLab, in which distances are about as large as they look. */
function oklab(linear) {
  const cones = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    linear,
  ).map(Math.cbrt);
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    cones,
  );
}

const pairs = (names) => names.flatMap((one, k) => names.slice(k + 1).map((other) => [one, other]));

for (const theme of ["light", "dark"]) {
  describe(theme, () => {
    const of = (name) => colour(name, theme);

    test("in grey no role is as light as another", () => {
      for (const [one, other] of pairs(DRAWN)) {
        const ratio = contrast(of(one), of(other));
        assert.ok(ratio >= LIGHTER, `${one} and ${other}: ${ratio.toFixed(2)}`);
      }
    });

    for (const [eyes, matrix] of Object.entries(EYES)) {
      test(`to eyes with ${eyes} the roles are far from each other`, () => {
        for (const [one, other] of pairs(DRAWN)) {
          const [a, b] = [one, other].map((name) => oklab(times(matrix, of(name)).map((part) => Math.max(part, 0))));
          const distance = Math.hypot(...a.map((part, k) => part - b[k]));
          assert.ok(distance >= APART, `${one} and ${other}: ${distance.toFixed(3)}`);
        }
      });
    }

    test("the words of a role can be read, its shapes or their edges be seen", () => {
      for (const name of WRITTEN) {
        for (const ground of ["ground", "band"])
          assert.ok(contrast(of(name), of(ground)) >= READABLE, `${name} on ${ground}`);
        assert.ok(contrast(of(name), of("ground")) >= SEEN, name);
      }
      assert.ok(contrast(of("ink"), of("carried-fill")) >= READABLE, "numbers in what is carried");
      assert.ok(contrast(of("ground"), of("upstream")) >= READABLE, "numbers in what comes from above");
    });
  });
}

const PICTURE = readFileSync(join(CSS, "picture.css"), "utf8").replaceAll(/\/\*[^]*?\*\//g, "");

/** What the last rule of a class says of a property. */
function ruleOf(selector, property) {
  const rules = [...PICTURE.matchAll(/([^{}]+)\{([^{}]*)\}/g)].filter(([, names]) =>
    names.split(",").some((name) => name.trim() === selector),
  );
  const found = rules.flatMap(([, , body]) => new RegExp(`(?:^|[;\\s])${property}: ([^;]+);`).exec(body)?.[1] ?? []);
  return found.at(-1);
}

test("what is carried is drawn with an edge, and its line is dashed", () => {
  assert.match(
    PICTURE,
    /\.bars\.carried,\s*\.flow\.carried \{[^}]*fill: var\(--carried-fill\);\s*stroke: var\(--carried\);/,
  );
  assert.match(ruleOf(".series.carried", "stroke-dasharray"), /\d/);
});

test("the curves of a chart are told apart in black and white: by their width and dashes, the right run's by being hollow", () => {
  const pen = (look) => [
    parseFloat(/[\d.]+/.exec(ruleOf(`.series.${look}`, "stroke-width") ?? ruleOf(".series", "stroke-width"))[0]),
    ruleOf(`.series.${look}`, "stroke-dasharray") ?? "solid",
  ];
  const looks = ["total", "carried", "upstream", "beside", "right", "alone"];
  for (const [one, other] of pairs(looks)) {
    const [[width, dashes], [otherWidth, otherDashes]] = [pen(one), pen(other)];
    const apart = Math.max(width, otherWidth) / Math.min(width, otherWidth) >= 1.4 || dashes !== otherDashes;
    assert.ok(apart, `${one} and ${other}: ${width} and ${otherWidth} px, ${dashes} and ${otherDashes}`);
  }
  const [total, carried, upstream] = ["total", "carried", "upstream"].map((look) => pen(look)[0]);
  assert.ok(total > carried + 1.5 && carried > upstream, "one that lies on another leaves its edges to be seen");
  const [tube, core] = [pen("right")[0], pen("hollow")[0]];
  assert.ok(core > total && tube > core + 2, "a wrong run's curve is seen inside of the right one's");
  assert.equal(ruleOf(".series.hollow", "stroke"), "var(--ground)");
});

for (const theme of ["light", "dark"]) {
  test(`in grey, ${theme}, a curve that lies on another is as far from it in lightness as bars are`, () => {
    const lines = { total: "total", carried: "carried", upstream: "upstream" };
    for (const look of Object.keys(lines)) assert.equal(ruleOf(`.series.${look}`, "stroke"), `var(--${lines[look]})`);
    for (const under of ["carried", "upstream"]) {
      const ratio = contrast(colour("total", theme), colour(under, theme));
      assert.ok(ratio >= LIGHTER, `total and ${under}: ${ratio.toFixed(2)}`);
    }
  });
}
