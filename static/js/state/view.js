// What the state starts from, and how large its regions are.

/** @import { State, View } from "../types" */
/** @import { Address } from "../model/address.js" */

import { lettersIn } from "../scene/type.js";

/**
 * @param {Address} address
 * @returns {State}
 */
export function initialState(address) {
  const nothing = { width: 0, height: 0 };
  return {
    query: address.query,
    trace: null,
    pending: null,
    playhead: 0,
    playing: false,
    target: null,
    error: null,
    view: {
      window: nothing,
      network: nothing,
      stage: nothing,
      letters: 0,
      focus: address.entry,
      hoverEntry: null,
      scale: address.scale,
      speed: 1,
      reduced: matchMedia("(prefers-reduced-motion: reduce)").matches,
      taught: document.getElementById("lesson") !== null,
      lens: address.lens,
      spoil: address.spoil,
      nudge: address.nudge,
      asked: address.asked,
      ...address.switches,
      guess: null,
      black: false,
      said: "",
    },
  };
}

/**
 * @param {HTMLElement} network
 * @param {HTMLElement} stage
 * @param {HTMLElement} ticks
 * @returns {Partial<View>}
 */
export function measured(network, stage, ticks) {
  return {
    letters: lettersIn(ticks.clientWidth, parseFloat(getComputedStyle(ticks).fontSize), "sans"),
    window: { width: innerWidth, height: innerHeight },
    network: { width: network.clientWidth, height: network.clientHeight },
    stage: { width: stage.clientWidth, height: stage.clientHeight },
  };
}
