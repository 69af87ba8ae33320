// Numbers on the screen satisfy the arithmetic that is shown, at the digits shown: a learner checks with a calculator.

import assert from "node:assert/strict";
import { test } from "node:test";

import { addsUp, decimalsOf, decimalsWhere, multiplies, short, written } from "../../../static/js/say/digits.js";
import { seeded } from "../fixture.js";

const CASES = 4000;
const SELDOM = 0.2; // of random cases may have no count of decimals at which they are right

const decimalsOfSum = (terms, total) => decimalsWhere((decimals) => addsUp(terms, total, decimals));
const decimalsOfProduct = (factors, product) => decimalsWhere((decimals) => multiplies(factors, product, decimals));

/** A decimal text as a whole number of its last place, so that sums of texts are exact. */
function exact(text, places) {
  const [mantissa, exponent = "0"] = text.split("e");
  const [whole, fraction = ""] = mantissa.split(".");
  const shift = places - fraction.length + Number(exponent);
  assert.ok(shift >= 0, `${text} has more than ${places} places`);
  return BigInt(whole + fraction) * 10n ** BigInt(shift);
}

/** Whether the texts of some terms add up to the text of the total, rounded to the total's last digit. */
function isRight(terms, total) {
  const places = 40;
  const last = exact(
    total
      .replace(/\d(?=(e|$))/, "1")
      .replace(/[\d](?=.*1(e|$))/g, "0")
      .replace("-", ""),
    places,
  );
  const missing = terms.reduce((sum, term) => sum + exact(term, places), 0n) - exact(total, places);
  return 2n * (missing < 0n ? -missing : missing) <= last;
}

test("the check of these tests knows a right sum from a wrong one", () => {
  assert.ok(isRight(["0.1200", "0.3000"], "0.4200"));
  assert.ok(isRight(["-0.1200", "1.300e-6"], "-0.1200"));
  assert.ok(isRight(["1.235e+6", "1.0000"], "1.235e+6"));
  assert.ok(!isRight(["0.1200", "0.3001"], "0.4200"));
  assert.ok(!isRight(["1.235e+6", "2.346e+6"], "3.580e+6"));
});

test("a number has four decimals, and the hyphen of Python for a minus", () => {
  assert.equal(written(0.123456), "0.1235");
  assert.equal(written(-2), "-2.0000");
  assert.equal(written(0), "0.0000");
  assert.equal(written(-0), "0.0000");
  assert.equal(written(1.5, 7), "1.5000000");
});

test("a number that four decimals would hide or stretch is in scientific notation", () => {
  assert.equal(written(0.000012345), "1.234e-5");
  assert.equal(written(-1234567), "-1.235e+6");
  assert.equal(written(999999), "999999.0000");
});

test("what is not finite is called by its name", () => {
  assert.equal(written(NaN), "NaN");
  assert.equal(written(Infinity), "Infinity");
  assert.equal(written(-Infinity), "-Infinity");
  assert.equal(short(-Infinity), "-Infinity");
  for (const odd of [NaN, Infinity, -Infinity]) {
    assert.equal(decimalsOfSum([odd, 1], odd), null);
    assert.equal(decimalsOfProduct([odd, 1], odd), null);
  }
});

test("written out in full, a number is read back as it was", () => {
  const random = seeded(1);
  for (let n = 0; n < CASES; n += 1) {
    const value = (random() - 0.5) * 10 ** Math.floor(random() * 16 - 8);
    assert.ok(Math.abs(Number(written(value)) - value) <= 0.5001 * Math.max(1e-4, Math.abs(value) * 1e-3));
  }
});

test("terms that are not written are one term: a long sum has no more digits than its rows on the stage", () => {
  const term = (value) => ({ value, factors: [{ value }, { value: 1 }] });
  const terms = Array.from({ length: 10 }, () => term(0.12342));
  assert.equal(decimalsOfSum(Array(10).fill(0.12342), 1.2342), 5);
  assert.equal(decimalsOf({ terms, value: 1.2342, summed: true }), 4);
});

/** Terms of like and of unlike sizes, some tiny, some that cancel each other. */
function randomTerms(random) {
  const spread = random() < 0.5 ? 1 : 10;
  const terms = Array.from({ length: 1 + Math.floor(random() * 8) }, () => {
    return (random() - 0.5) * 10 ** Math.floor((random() - 0.5) * spread);
  });
  if (random() < 0.2) terms.push(-terms[0] * (1 + 1e-6 * random()));
  return terms;
}

test("the written terms of a sum really add up to the written total", () => {
  const random = seeded(2);
  let never = 0;
  for (let n = 0; n < CASES; n += 1) {
    const terms = randomTerms(random);
    const total = terms.reduce((sum, term) => sum + term, 0);
    const decimals = decimalsOfSum(terms, total);
    if (decimals === null) never += 1;
    else {
      const texts = terms.map((term) => written(term, decimals));
      assert.ok(isRight(texts, written(total, decimals)), `${texts.join(" + ")} = ${written(total, decimals)}`);
    }
  }
  assert.ok(never < CASES * SELDOM, `for ${never} of ${CASES} sums no count of decimals was found`);
});

test("a sum that comes out with four decimals has no more", () => {
  assert.equal(decimalsOfSum([0.25, 0.5], 0.75), 4);
  assert.equal(decimalsOfSum([1.234e-15, 2.345e-15], 3.579e-15), 4);
  assert.equal(decimalsOfSum([0.5, -0.5], 0), 4);
});

test("where the digits shown cannot add up, that is said instead of shown", () => {
  assert.equal(decimalsOfSum([1, 1], 3), null);
  assert.equal(decimalsOfSum([0.1, 0.2, -0.3], 0.1 + 0.2 - 0.3), null);
});

test("the written factors of a product really multiply to the written product", () => {
  const random = seeded(3);
  let never = 0;
  for (let n = 0; n < CASES; n += 1) {
    const factors = Array.from({ length: 1 + Math.floor(random() * 3) }, () => {
      return (random() - 0.5) * 10 ** Math.floor((random() - 0.5) * 5);
    });
    const product = factors.reduce((so_far, factor) => so_far * factor, 1);
    const decimals = decimalsOfProduct(factors, product);
    if (decimals === null) {
      never += 1;
      continue;
    }
    const texts = factors.map((factor) => written(factor, decimals));
    const calculator = texts.reduce((so_far, text) => so_far * Number(text), 1);
    assert.equal(written(calculator, decimals), written(product, decimals), texts.join(" × "));
  }
  assert.ok(never < CASES * SELDOM, `for ${never} of ${CASES} products no count of decimals was found`);
});

test("a function is not arithmetic: its digits are the usual ones, whatever they are", () => {
  const terms = [{ factors: [{ operand: 0, at: [0, 0], value: 1 / 3 }], value: 1 / 3 }];
  assert.equal(decimalsOf({ at: [0, 0], value: Math.tanh(1 / 3), terms, summed: false }), 4);
  assert.equal(decimalsOf({ at: [0, 0], value: 1 / 3, terms, summed: true }), 4);
});

test("a legend has the three digits that matter", () => {
  assert.equal(short(0), "0");
  assert.equal(short(1), "1.00");
  assert.equal(short(2.5), "2.50");
  assert.equal(short(0.12345), "0.123");
  assert.equal(short(0.012345), "0.0123");
  assert.equal(short(100), "100");
  assert.equal(short(1234.5), "1235");
  assert.equal(short(-12.345), "-12.3");
  assert.equal(short(0.00012), "1.2e-4");
  assert.equal(short(1e8), "1.0e+8");
});
