// Each link of the catalogue opens where its mistake is first seen, and says there what is wrong.

import assert from "node:assert/strict";
import { test } from "node:test";

import { wrongLinesOf } from "../../../static/js/model/mistakes.js";
import { restOfDifference } from "../../../static/js/model/timeline.js";
import { narrated } from "../../../static/js/say/narration/index.js";
import { catalogue } from "../fixture.js";

test("there is a run of every mistake", () => {
  assert.ok(catalogue().length > 100);
});

for (const { name, trace, beats } of catalogue()) {
  test(`${name} is told where it is first seen`, () => {
    const lines = wrongLinesOf(trace.head);
    assert.ok(lines.length > 0);
    for (const { right, wrong } of lines) assert.notDeepEqual(right.tokens, wrong.tokens);
    const at = restOfDifference(
      beats,
      trace.end.first_difference,
      lines.map((line) => line.name),
    );
    const said = narrated(trace, beats[at], trace.end.focus ?? [0, 0]).map((piece) => piece.text);
    assert.match(said.join(""), /right run|instead of|NumPy says/);
  });
}
