// What a guess is held against: only compared, never computed.

import assert from "node:assert/strict";
import { test } from "node:test";

import { askedAt, judged, picturesOf, reachOf } from "../../../static/js/model/guessing.js";
import { restAt } from "../../../static/js/model/timeline.js";
import { question, reply } from "../../../static/js/say/guessing.js";
import { lesson, viewOf } from "../fixture.js";

const { trace: whole, beats } = lesson("course");
const beat = beats[restAt(beats, 2, "da_next")];
const view = { ...viewOf("1280x720"), focus: [2, 3] };
const { da_t: above, da_prevt: carried, da_next: right } = whole.backward[2].values;
const slip = (mistake, line, values) => ({ mistake, title: `Title of ${mistake}`, line, value: values[2][3], values });
const SLIPS = [slip("drop_carry", "da_next = A", above), slip("drop_upstream", "da_next = B", carried)];
const trace = { ...whole, slips: { "2 da_next 2,3": SLIPS } };
const asked = askedAt(trace, beat, view);
const typed = (value, within) => ({ value, within, picture: null });
const text = (pieces) => pieces.map((piece) => piece.text).join("");

test("nothing is asked until all of it is there", () => {
  assert.equal(askedAt(whole, beat, view), undefined);
  assert.notEqual(asked, undefined);
});

test("a number is right to the digits that were typed", () => {
  for (const [value, within] of [
    [-0.7207, 0.00005],
    [-0.72, 0.005],
    [right[2][3], 1e-9],
  ])
    assert.equal(judged(asked, typed(value, within)).right, true, String(value));
  for (const [value, within] of [
    [-0.7208, 0.00005],
    [-0.73, 0.005],
    [0.7207, 0.00005],
    [-1, 0.5], // no digit after the point is no licence
  ])
    assert.equal(judged(asked, typed(value, within)).right, false, String(value));
});

test("a wrong number is met by the line that makes it", () => {
  assert.deepEqual(judged(asked, typed(-0.7973, 0.00005)), { right: false, slip: SLIPS[0] });
  assert.deepEqual(judged(asked, typed(0.0766, 0.00005)), { right: false, slip: SLIPS[1] });
  assert.deepEqual(judged(asked, typed(5, 0.5)), { right: false, slip: undefined });
});

test("three pictures: the right one and two slips, and which is which is known afterwards", () => {
  const pictures = picturesOf(beat, asked);
  assert.deepEqual(new Set(pictures), new Set([right, above, carried]));
  const verdicts = pictures.map((picture) => judged(asked, { value: null, within: 0, picture }));
  assert.equal(verdicts.filter((one) => one.right).length, 1);
  assert.deepEqual(
    new Set(verdicts.map(({ slip: one }) => one?.mistake)),
    new Set([undefined, "drop_carry", "drop_upstream"]),
  );
  assert.deepEqual(picturesOf(beat, { ...asked, slips: SLIPS.slice(0, 1) }), []);
});

test("the right picture is not always in the same place", () => {
  const places = beats.filter(({ name }) => name === "da_next").map((one) => picturesOf(one, asked).indexOf(right));
  assert.ok(new Set(places).size > 1, String(places));
});

test("a bar reaches over all that is in sight, and its end is a round number that tells nothing", () => {
  assert.equal(reachOf(asked), 1);
  assert.equal(reachOf({ ...asked, slips: [...SLIPS, { ...SLIPS[0], value: 1e6 }] }), 1);
});

test("the question names what the step reads, with its numbers, and not what it makes", () => {
  const said = text(question(trace, beat, asked));
  assert.match(said, /da_next\[2,3\]\?/);
  assert.match(said, /da\[2,3,2\] = -0\.7973/);
  assert.match(said, /da_prevt\[2,3\] = 0\.0766/);
  assert.doesNotMatch(said, /0\.7207/);
});

test("the answer says the number, the line and its title", () => {
  const said = reply(trace, beat, asked, typed(-0.7973, 0.00005));
  assert.equal(said.right, false);
  assert.match(said.text, /-0\.7973/);
  assert.equal(said.line, "da_next = A");
  assert.match(said.rest, /Title of drop_carry\. Right is da_next\[2,3\] = -0\.7207/);
  assert.match(reply(trace, beat, asked, typed(-0.72, 0.005)).text, /^Yes: da_next\[2,3\] = -0\.7207/);
  assert.match(reply(trace, beat, asked, typed(0.5, 0.05)).text, /sign/);
});
