// Pure: what is said where one timestep is done and the next is given what it left: the same numbers, or why not.

/** @import { Beat, Lane, Trace, WrongLine } from "../../types" */
/** @import { Piece } from "./pieces.js" */

import { arrivalOf, isSame, valueOf } from "../../model/trace.js";
import { howCut } from "./cut.js";
import { plain, symbolic } from "./pieces.js";
import { insteadOf } from "./wrong.js";

/**
 * @param {Trace} trace
 * @param {Beat} beat
 * @param {WrongLine | undefined} line
 * @returns {Piece[]}
 */
export function handedOver(trace, beat, line) {
  const { lanes } = trace.head.declaration;
  const lanesSaid = lanes.map((lane) => ofLane(trace, beat, lane));
  return [...(line ? insteadOf(line) : [plain(`Done with t = ${beat.t}.`)]), ...lanesSaid.flat()];
}

/** @type {(trace: Trace, beat: Beat, lane: Lane) => Piece[]} */
function ofLane(trace, beat, lane) {
  const { declaration } = trace.head;
  const arrival = arrivalOf(trace, lane, beat.t);
  const leaving = valueOf(trace, "backward", beat.t, lane.returned);
  const leaves = symbolic(declaration, lane.returned, beat.t);
  const arrives = { ...symbolic(declaration, lane.carried, beat.t), text: arrival.name };
  if (arrival.matrix && leaving && !isSame(leaving, arrival.matrix)) {
    return [
      plain(" "),
      leaves,
      plain(`${whyNot(trace, beat, lane)}: `),
      arrives,
      plain(` ${whereTo(arrival.t)} is not it.`),
    ];
  }
  if (arrival.t === undefined)
    return [plain(" "), leaves, plain(" becomes "), arrives, plain(`, the gradient of the initial state.`)];
  const earlier = arrival.t === beat.t - 1 ? "one timestep earlier" : "at the next that the loop comes to";
  const same = ` of t = ${arrival.t}: the same numbers, ${earlier}, under a new name.`;
  return [plain(" "), leaves, plain(" becomes "), arrives, plain(same)];
}

/** @type {(t: number | undefined) => string} */
const whereTo = (t) => (t === undefined ? "at the end" : `of t = ${t}`);

/** @type {(trace: Trace, beat: Beat, lane: Lane) => string} */
function whyNot(trace, beat, lane) {
  const cut = howCut(trace, lane, beat.t);
  return cut ? ` is ${cut} here` : " is not handed on";
}
