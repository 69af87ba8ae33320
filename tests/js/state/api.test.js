// A trace is read as it arrives, however it is cut into pieces; without its end it is no trace.

import assert from "node:assert/strict";
import { afterEach, before, describe, test } from "node:test";

import { diagnose, readTrace, ServerSays, traceAddress } from "../../../static/js/state/api.js";
import { seeded } from "../fixture.js";

const RECORDS = [
  { kind: "head", title: "ŷ⟨t⟩" },
  { kind: "forward", t: 0 },
  { kind: "end", gradients: {} },
];
const LINES = RECORDS.map((record) => `${JSON.stringify(record)}\n`).join("");

let fetched;
before(() => {
  globalThis.fetch = async (...asked) => {
    if (fetched instanceof Error) throw fetched;
    return fetched(...asked);
  };
});
afterEach(() => {
  fetched = undefined;
});

/** Let the server answer in these pieces, and then end, or break. */
function answers(pieces, breaks = false) {
  fetched = () => {
    const left = [...pieces];
    const body = new ReadableStream({
      pull(stream) {
        const piece = left.shift();
        if (piece) stream.enqueue(piece);
        else if (breaks) stream.error(new TypeError("network error"));
        else stream.close();
      },
    });
    return new Response(body);
  };
}

const bytes = (text) => new TextEncoder().encode(text);

async function read(signal = new AbortController().signal) {
  const found = [];
  await readTrace("/api/trace", signal, null, (record) => found.push(record));
  return found;
}

const says = (text) => (error) => error instanceof ServerSays && error.message.includes(text);

describe("reading a trace", () => {
  test("records come out as they went in, wherever the stream is cut, inside of a letter too", async () => {
    const random = seeded(9);
    for (let n = 0; n < 200; n += 1) {
      const whole = bytes(LINES);
      const pieces = [];
      for (let from = 0; from < whole.length;) {
        const to = from + 1 + Math.floor(random() * 20);
        pieces.push(whole.slice(from, to));
        from = to;
      }
      answers(pieces);
      assert.deepEqual(await read(), RECORDS);
    }
  });

  test("each record is handed on as soon as its line is there", async () => {
    const seen = [];
    let go;
    const wait = new Promise((resolve) => (go = resolve));
    fetched = () =>
      new Response(
        new ReadableStream({
          async start(stream) {
            stream.enqueue(bytes(`${JSON.stringify(RECORDS[0])}\n`));
            await wait;
            stream.enqueue(bytes(`${JSON.stringify(RECORDS[2])}\n`));
            stream.close();
          },
        }),
      );
    const done = readTrace("/api/trace", new AbortController().signal, null, (record) => {
      seen.push(record.kind);
      go();
    });
    await wait;
    assert.deepEqual(seen, ["head"]);
    await done;
    assert.deepEqual(seen, ["head", "end"]);
  });

  test("what is not finite is a number again, and a word that only looks like it stays a word", async () => {
    const values = {
      z: [
        [1, "NaN"],
        ["Infinity", "-Infinity"],
      ],
      says: "NaN and Infinity",
    };
    answers([bytes(`${JSON.stringify({ kind: "end", values })}\n`)]);
    const [end] = await read();
    assert.deepEqual(end.values, {
      z: [
        [1, NaN],
        [Infinity, -Infinity],
      ],
      says: "NaN and Infinity",
    });
  });

  test("without its end a stream was cut off", async () => {
    const lines = LINES.split("\n");
    answers([bytes(`${lines[0]}\n${lines[1]}\n`)]);
    await assert.rejects(read(), says("cut off"));
    answers([]);
    await assert.rejects(read(), says("cut off"));
  });

  test("what is checked comes after the end, and may be missing", async () => {
    answers([bytes(LINES), bytes(`${JSON.stringify({ kind: "check", skipped: "no reason" })}\n`)]);
    assert.deepEqual(
      (await read()).slice(-2).map(({ kind }) => kind),
      ["end", "check"],
    );
  });

  test("neither is half a record its end", async () => {
    answers([bytes(LINES.slice(0, -5))]);
    await assert.rejects(read(), ServerSays);
  });

  test("a connection that breaks in the middle is called that", async () => {
    answers([bytes(LINES.slice(0, 30))], true);
    await assert.rejects(read(), says("lost"));
  });

  test("a server that is not there does not answer", async () => {
    fetched = new TypeError("Failed to fetch");
    await assert.rejects(read(), says("does not answer"));
  });

  test("what the server refuses is told in its own words, or by its number where it has none", async () => {
    fetched = () => Response.json({ detail: "T_x must be a whole number from 1 to 400." }, { status: 422 });
    await assert.rejects(read(), says("T_x must be a whole number"));
    fetched = () => new Response("<h1>Bad gateway</h1>", { status: 502 });
    await assert.rejects(read(), says("502"));
  });

  test("a fault of the reader is no fault of the connection", async () => {
    answers([bytes(LINES)]);
    const reading = readTrace("/api/trace", new AbortController().signal, null, () => {
      throw new RangeError("a fault in the page");
    });
    await assert.rejects(reading, RangeError);
  });

  test("one that was stopped on purpose is no complaint about the server", async () => {
    const stop = new AbortController();
    fetched = () => {
      stop.abort();
      throw stop.signal.reason;
    };
    await assert.rejects(read(stop.signal), { name: "AbortError" });
  });
});

describe("what is asked for", () => {
  const query = { scenario: "custom", cell: "rnn", seed: 7, sizes: { T_x: 3 }, options: { mistake: "a&b" } };

  test("is in the address by the names of the API", () => {
    const { searchParams } = new URL(traceAddress(query, { entry: "2,3" }), "http://here");
    assert.deepEqual(Object.fromEntries(searchParams), {
      scenario: "custom",
      cell: "rnn",
      seed: "7",
      T_x: "3",
      mistake: "a&b",
      parts: "true",
      inputs: "false",
      entry: "2,3",
    });
  });

  test("what was left out is left out there too, for the server to choose", () => {
    assert.equal(
      traceAddress({ scenario: "", cell: "", seed: null, sizes: {}, options: {} }),
      "api/trace?parts=true&inputs=false",
    );
  });

  test("one's own tensors say themselves what they are of", () => {
    const { searchParams } = new URL(traceAddress(query, {}, true), "http://here");
    assert.deepEqual(Object.fromEntries(searchParams), { mistake: "a&b", parts: "true", inputs: "false" });
  });
});

test("a diagnosis of a text and of a file of a run is asked for as such, and is what is answered", async () => {
  const asked = [];
  fetched = async (address, request) => {
    asked.push([address, request]);
    return Response.json({ verdict: "unknown" });
  };
  const file = new Blob(["numbers"]);
  assert.deepEqual(await diagnose("dx = 1"), { verdict: "unknown" });
  assert.deepEqual(await diagnose(file, { scenario: "course", seed: 1 }), { verdict: "unknown" });
  const headers = { "content-type": "application/json" };
  assert.deepEqual(asked, [
    ["api/diagnose?", { method: "POST", headers, body: '{"text":"dx = 1"}' }],
    ["api/diagnose?scenario=course&seed=1", { method: "POST", body: file }],
  ]);
});
