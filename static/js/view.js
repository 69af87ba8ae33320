// What the state starts from, and how large its regions are.

/** @import { State, View } from "./types" */
/** @import { Address } from "./address.js" */

/**
 * @param {Address} address
 * @returns {State}
 */
export function initialState(address) {
  const nothing = { width: 0, height: 0 };
  return {
    query: address.query,
    trace: null,
    playhead: 0,
    playing: false,
    target: null,
    error: null,
    view: {
      window: nothing,
      network: nothing,
      stage: nothing,
      focus: address.entry,
      hoverEntry: null,
      scale: address.scale,
      speed: 1,
      reduced: matchMedia("(prefers-reduced-motion: reduce)").matches,
      lens: address.lens,
      ...address.switches,
      said: "",
    },
  };
}

/**
 * @param {HTMLElement} network
 * @param {HTMLElement} stage
 * @returns {Partial<View>}
 */
export function measured(network, stage) {
  return {
    window: { width: innerWidth, height: innerHeight },
    network: { width: network.clientWidth, height: network.clientHeight },
    stage: { width: stage.clientWidth, height: stage.clientHeight },
  };
}
