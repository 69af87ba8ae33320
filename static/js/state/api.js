// The only fetch. A trace is a stream of JSON lines; without an `end` it was cut off, and after it comes a check.
// A copy that was taken along answers out of what it carries instead: carried.js says so before the page starts.

/** @import { Query, WireRecord } from "../types" */

/**
 * What answers where there is no server.
 * @typedef {object} Source
 * @property {(address: string) => Promise<Response>} answer what the server would answer to an address that is not lacking
 * @property {(address: string, body?: Blob | null) => string} lacks why it cannot, in a sentence; else nothing
 */

/** @type {Source | null} */
let source = null;

/** @param {Source} other */
export function answerFrom(other) {
  source = other;
}

/** @type {Source["lacks"]} */
export function lacks(address, body = null) {
  return source?.lacks(address, body) ?? "";
}

const NOT_FINITE = /"(NaN|-?Infinity)"/;

export class ServerSays extends Error {}

/**
 * @param {Query} query
 * @param {Record<string, string>} [extra]
 * @param {boolean} [own] one's own tensors: they say themselves which cell and sizes they are of
 */
export function traceAddress(query, extra = {}, own = false) {
  const { scenario, cell, seed, sizes, options } = query;
  const drawn = own ? {} : { scenario, cell, seed: seed ?? "", ...sizes };
  const asked = Object.entries({ ...drawn, ...options, parts: "true", inputs: "false", ...extra });
  return `api/trace?${new URLSearchParams(asked.filter(([, value]) => value !== "").map(([name, value]) => [name, String(value)]))}`;
}

/**
 * Read a trace record by record, as they arrive.
 * @param {string} address
 * @param {AbortSignal} signal
 * @param {Blob | null} body one's own tensors
 * @param {(record: WireRecord) => void} onRecord
 * @throws {ServerSays} with the server's own sentence, or with what went wrong on the way
 */
export async function readTrace(address, signal, body, onRecord) {
  const lacking = lacks(address, body);
  if (lacking) throw new ServerSays(lacking);
  const request = body ? { signal, body, method: "POST" } : { signal };
  const response = await (source?.answer(address) ?? fetch(address, request)).catch((error) => {
    if (signal.aborted || source) throw error;
    throw new ServerSays("The server does not answer.");
  });
  if (!response.ok || !response.body) throw new ServerSays(await sentenceOf(response));
  let ended = false; // what is checked comes after it
  for await (const line of linesOf(response.body.getReader(), signal)) {
    const record = parsed(line);
    ended ||= record.kind === "end";
    onRecord(record); // what goes wrong in there is no fault of the connection
  }
  if (!ended) throw new ServerSays("The trace was cut off before its end.");
}

/**
 * Ask what pasted output tells, or a file of gradients of a run.
 * @param {string | Blob} given
 * @param {Record<string, string | number>} [run] that the gradients are of
 * @returns {Promise<import("../types").Diagnosis>}
 */
export function diagnose(given, run = {}) {
  const request =
    typeof given === "string"
      ? { headers: { "content-type": "application/json" }, body: JSON.stringify({ text: given }) }
      : { body: given };
  const asked = new URLSearchParams(Object.entries(run).map(([name, value]) => [name, String(value)]));
  return answerOf(`api/diagnose?${asked}`, { method: "POST", ...request });
}

/** A file of the page's own. @param {string} address */
export const bytesOf = (address) => fetch(address).then((response) => response.arrayBuffer());

/**
 * Ask for what comes in one piece.
 * @param {string} address
 * @param {RequestInit} [request]
 * @returns {Promise<any>}
 * @throws {ServerSays} with the server's own sentence
 */
export async function answerOf(address, request) {
  const lacking = lacks(address);
  if (lacking) throw new ServerSays(lacking);
  const response = await (source?.answer(address) ?? fetch(address, request)).catch(() => {
    throw new ServerSays("The server does not answer.");
  });
  if (!response.ok) throw new ServerSays(await sentenceOf(response));
  return parsed(await response.text());
}

/**
 * @param {ReadableStreamDefaultReader<Uint8Array>} reader
 * @param {AbortSignal} signal
 */
async function* linesOf(reader, signal) {
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read().catch((error) => {
      if (signal.aborted) throw error;
      throw new ServerSays("The connection was lost in the middle of the trace.");
    });
    if (done) break;
    const lines = (rest + decoder.decode(value, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest) throw new ServerSays("The trace was cut off in the middle of a record.");
}

/**
 * @param {string} line
 * @returns {any}
 */
function parsed(line) {
  if (!NOT_FINITE.test(line)) return JSON.parse(line);
  return JSON.parse(line, (_, value) =>
    typeof value === "string" && /^(NaN|-?Infinity)$/.test(value) ? Number(value) : value,
  );
}

/** @param {Response} response */
async function sentenceOf(response) {
  const { detail } = await response.json().catch(() => ({ detail: null }));
  return typeof detail === "string" ? detail : `The server answered ${response.status}.`;
}
