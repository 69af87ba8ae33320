// Pure: what happens at a beat and why. Which sentence holds is said by the frame; here its places are filled.

/** @import { Beat, Entry, Lane, Step, Trace, WrongLine } from "../../types" */
/** @import { Piece } from "./pieces.js" */
/** @import { Places } from "./places.js" */

import { decimalsOf, shortFactor } from "../digits.js";
import { wrongLineAt } from "../../model/mistakes.js";
import { visitAfter } from "../../model/order.js";
import { HAND_OVER } from "../../model/timeline.js";
import { arithmeticOf, totalOf, valueOf } from "../../model/trace.js";
import { bothAt, plain, symbolic } from "./pieces.js";
import { gotSentence } from "./got.js";
import { filled } from "./places.js";

/**
 * @param {Trace} trace
 * @param {Beat} beat
 * @param {Entry | null} focus
 * @returns {Piece[]}
 */
export function narrated(trace, beat, focus) {
  const { sentences } = trace.head.declaration;
  const frame = trace[beat.direction][beat.t];
  const say = (/** @type {string} */ id, /** @type {Places} */ places) =>
    filled(sentences[id], { trace, beat, focus }, places);
  const { failure } = trace;
  if (failure && !frame) {
    const { direction, t, message, step } = failure;
    return say(step ? "stopped in a line" : "stopped", { direction, t, message, name: step ?? "" });
  }
  if (beat.name === HAND_OVER) return handedOver(trace, beat, say);
  if (!beat.step) return say("opening", { title: trace.head.title });
  const id = frame?.said?.[beat.name];
  if (id && !beat.step.sentences[id]) {
    const { differs, places } = placesOfWrong(trace, beat, focus);
    return say(differs ? id : (ELSEWHERE[id] ?? "wrong elsewhere"), places);
  }
  const arithmetic = arithmeticOf(trace, beat, focus);
  const decimals = (arithmetic && decimalsOf(arithmetic)) ?? undefined;
  return filled(textOf(beat.step, id), { trace, beat, focus, decimals });
}

/** @type {(step: Step, id: string | undefined) => string} */
const textOf = (step, id) => (id && step.sentences[id]) || step.sentence;

/** What is said of a wrong value whose focus entry happens to be right; of what is wrong nowhere, the same as ever. */
/** @type {Record<string, string>} */
const ELSEWHERE = { "wrong line": "wrong line, elsewhere", "wrong line, no difference": "wrong line, no difference" };

/**
 * @param {Trace} trace
 * @param {Beat} beat
 * @param {(id: string, places: Places) => Piece[]} say
 * @returns {Piece[]}
 */
function handedOver(trace, beat, say) {
  const { declaration } = trace.head;
  const frame = trace.backward[beat.t];
  const line = wrongLineAt(trace.head, beat);
  const ofLane = (/** @type {Lane} */ lane) => [
    plain(" "),
    ...say(frame?.said?.[lane.carried] ?? "done", {
      leaving: symbolic(declaration, lane.returned, beat.t),
      arriving: symbolic(declaration, lane.carried, beat.t),
      gradient: { ...symbolic(declaration, lane.carried, beat.t), text: lane.gradient },
      pieces: trace.head.truncate ?? "",
      next: visitAfter(trace.head, beat.t),
      factor: shortFactor(frame?.clipped?.[lane.carried] ?? 1),
    }),
  ];
  const first = line ? say("wrong line of the loop", placesOfLine(line)) : say("done", {});
  const last = visitAfter(trace.head, beat.t) === undefined;
  const clipping = ((last && trace.end?.clipping) || []).map((one) => one.sentence);
  const more = last ? [gotSentence(trace), ...clipping].filter(Boolean) : [];
  return [...first, ...declaration.lanes.flatMap(ofLane), ...more.map((sentence) => plain(` ${sentence}`))];
}

/** @type {(line: WrongLine) => Places} */
const placesOfLine = ({ name, wrong, right }) => ({
  wrong: { text: wrong.text.replace(/:$/, ""), symbol: name }, // for t in …: without its colon
  right: { text: right.text.replace(/:$/, ""), symbol: name },
});

/**
 * What the sentences of a run with a mistake have: the line, and what it makes of the focus entry in both runs.
 * @param {Trace} trace
 * @param {Beat} beat
 * @param {Entry | null} focus
 * @returns {{ differs: boolean, places: Places }} whether the focus entry differs, and what is said of it
 */
function placesOfWrong(trace, beat, focus) {
  const { declaration } = trace.head;
  const frame = trace[beat.direction][beat.t];
  const line = wrongLineAt(trace.head, beat);
  const name = (line?.in_loop && beat.step?.total) || beat.name;
  const own = valueOf(trace, beat.direction, beat.t, name);
  const here = name === beat.name ? own : totalOf(trace, beat, name)?.after;
  const right = (/** @type {string} */ one) => instead(trace, beat, one);
  const given = (beat.step?.reads ?? []).filter(right).flatMap((one, k) => {
    const [ours, theirs] = bothAt(valueOf(trace, beat.direction, beat.t, one), right(one), focus);
    const numbers = ours === theirs ? `${ours}, as it should be; other entries are not` : `${ours}; right ${theirs}`;
    return [plain(k ? ", " : ""), symbolic(declaration, one, beat.t, ` (${numbers})`)];
  });
  const [ours, theirs] = bothAt(here, right(name), focus);
  const places = {
    ...(line ? placesOfLine(line) : {}),
    name: symbolic(declaration, name, beat.t),
    "wrong value": ours,
    "right value": theirs,
    given,
    cache: frame?.cache,
  };
  return { differs: ours !== theirs, places };
}

/** What the right run has instead of a value that is read, of a forward one as well. */
/** @type {(trace: Trace, beat: Beat, name: string) => import("../../types").Matrix | undefined} */
function instead(trace, beat, name) {
  const frame = trace[beat.direction][beat.t];
  const before = beat.direction === "backward" ? trace.forward[frame?.cache ?? beat.t]?.right?.[name] : undefined;
  return frame?.right?.[name] ?? before;
}
