// What is told of a diagnosis, level by level, and as a reply to a forum: nothing of a later level.

import assert from "node:assert/strict";
import { test } from "node:test";

import { LEVELS } from "../../../static/js/model/asked.js";
import { ALL as OF_THE_PAGE, showsCode } from "../../../static/js/model/spoil.js";
import { cardsOf, lastLevel, overviewOf, titleOf } from "../../../static/js/say/diagnosis.js";
import { ALL, beginning, LINE, NEXT } from "../../../static/js/say/levels.js";
import { replyOf } from "../../../static/js/say/reply.js";

const candidate = (change = {}) => ({
  ids: ["one"],
  mistakes: [{ id: "one", title: "TITLE", hint: "HINT", explanation: "WHY (a * b) * c_d", symptom: "SYMPTOM" }],
  explains: [],
  leaves: [],
  begins: { direction: "backward", t: 2, keys: ["dxt", "da_prev"], stops: false },
  lines: [{ direction: "backward", wrong: "WRONG = 1", right: "RIGHT = 2" }],
  show: { scenario: "course", mistake: "one" },
  ...change,
});
const diagnosis = (change = {}) => ({
  exercise: "exercise",
  verdict: "mistake",
  summary: "SUMMARY",
  meaning: "",
  candidates: [candidate()],
  matched: [],
  unmatched: [],
  agrees: ["a.shape"],
  differs: ["a[1]"],
  first_divergent_t: 2,
  columns_ok: [3],
  earlier_notebook: false,
  indistinguishable: [],
  also: [],
  tell_apart: [],
  error: null,
  links: [],
  arrays: null,
  ...change,
});
const all = (given, level) => JSON.stringify([overviewOf(given, level), cardsOf(given, level)]);

test("the levels of the page and of the words are the same", () => {
  assert.equal(ALL, OF_THE_PAGE);
  assert.equal(LEVELS.length, NEXT.length + 1);
  assert.equal(LEVELS[LINE], "line");
  for (let level = 0; level <= ALL; level += 1) assert.equal(showsCode(level), level >= LINE);
});

test("where it begins comes first, then the nudge, the line, and all", () => {
  const added = { HINT: 1, TITLE: 2, WRONG: 2, RIGHT: 3, WHY: 3, SYMPTOM: 3, '"show":{': 3 };
  for (let level = 0; level <= ALL; level += 1) {
    const told = all(diagnosis(), level);
    assert.ok(
      told.includes("Going back, t = 2 is the first timestep that is not right: dxt and da_prev differ there."),
    );
    for (const [word, from] of Object.entries(added))
      assert.equal(told.includes(word), level >= from, `${word} at ${level}`);
    const reply = replyOf(diagnosis(), level, "https://host/?spoil=0#numbers=x");
    for (const [word, from] of Object.entries({ ...added, '"show":{': 9 }))
      assert.equal(reply.includes(word), level >= from, `${word} in the reply at ${level}`);
  }
});

test("explanations that begin at different places each say where", () => {
  const other = candidate({ begins: { direction: "backward", t: 1, keys: ["dxt"], stops: false } });
  const two = diagnosis({ candidates: [candidate(), other] });
  assert.equal(titleOf(two), "exercise: 2 mistakes print exactly this");
  assert.deepEqual(
    cardsOf(two, 0).map(({ heading, texts }) => [heading, texts.length]),
    [
      ["1. Where it begins", 1],
      ["2. Where it begins", 1],
    ],
  );
  assert.ok(!overviewOf(two, 0).join().includes("Going back"));
});

test("the meaning of an error is its nudge; a question is answered at once", () => {
  const error = diagnosis({ verdict: "error_recognised", candidates: [], meaning: "MEANING" });
  assert.equal(lastLevel(error), 1);
  assert.ok(!overviewOf(error, 0).includes("MEANING"));
  assert.ok(overviewOf(error, 1).includes("MEANING"));
  const question = diagnosis({ verdict: "question", candidates: [], meaning: "MEANING" });
  assert.equal(lastLevel(question), 0);
  assert.ok(overviewOf(question, 0).includes("MEANING"));
});

test("a reply is plain Markdown: what agrees, where it starts, the link, and no mark-up by accident", () => {
  const reply = replyOf(diagnosis(), ALL, "https://host/?spoil=3#numbers=x_y-z");
  assert.ok(reply.startsWith("**exercise: one mistake prints exactly this**\n\n"));
  assert.ok(reply.includes("As in the right answer: a.shape. Different: a\\[1\\]."));
  assert.ok(reply.includes("Columns of dx: t = 0 ✗, t = 1 ✗, t = 2 ✗, t = 3 ✓"));
  assert.ok(reply.includes("WHY (a \\* b) \\* c\\_d"));
  assert.ok(reply.includes("```python\nWRONG = 1  # this line\nRIGHT = 2  # the right one\n```"));
  assert.ok(reply.endsWith("[Your numbers, compared](https://host/?spoil=3#numbers=x_y-z)\n"));
});

test("where a run begins to differ is said for each way in which it can", () => {
  const at = (change) => beginning({ direction: "backward", t: 2, keys: ["dxt"], stops: false, ...change });
  assert.equal(at({}), "Going back, t = 2 is the first timestep that is not right: dxt differs there.");
  assert.equal(at({ direction: "forward", stops: true, keys: [] }), "Going forward, NumPy stops the run at t = 2.");
  assert.equal(
    at({ direction: "end", t: null, keys: ["da0"] }),
    "Every timestep is right. What is returned is not: da0.",
  );
  assert.equal(at({ t: null }), "What is not right: dxt.");
  assert.equal(at({ keys: [] }), "Going back, t = 2 is the first timestep that is not right.");
});
