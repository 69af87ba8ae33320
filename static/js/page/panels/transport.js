// The transport: buttons, and a scrubber with ticks at timesteps and steps.

/** @import { Beat, State, Trace } from "../../types" */

import { createChanged } from "../dom/changed.js";
import { scrubberLabels } from "../../say/ticks.js";
import { HAND_OVER } from "../../model/timeline.js";
import { expectedRecords } from "../../model/trace.js";

/**
 * @param {HTMLElement} root
 * @param {{ go: (playhead: number) => void, perform: (action: string) => void, view: (change: { speed: number }) => void }} act
 */
export function createTransport(root, act) {
  const button = (/** @type {string} */ action) =>
    /** @type {HTMLButtonElement} */ (root.querySelector(`[data-action="${action}"]`));
  const play = button("play");
  const scrubber = /** @type {HTMLInputElement} */ (root.querySelector("input[type=range]"));
  const ticks = /** @type {HTMLElement} */ (root.querySelector(".ticks"));
  const where = /** @type {HTMLElement} */ (root.querySelector(".where"));
  for (const one of root.querySelectorAll("button[data-action]")) {
    one.addEventListener("click", () => act.perform(one.getAttribute("data-action") ?? ""));
  }
  scrubber.addEventListener("input", () => act.go(Number(scrubber.value)));
  const speed = /** @type {HTMLSelectElement} */ (root.querySelector("select"));
  speed.addEventListener("change", () => act.view({ speed: Number(speed.value) }));
  const reticked = createChanged();
  const changed = createChanged();
  return (
    /** @type {State} */ state,
    /** @type {Trace} */ trace,
    /** @type {Beat[]} */ beats,
    /** @type {Beat} */ beat,
  ) => {
    const last = beats.length - 1;
    if (reticked(trace.head, state.view.letters)) {
      scrubber.max = String(last);
      ticks.replaceChildren(...ticksOf(beats, state.view.letters));
    }
    if (document.activeElement !== scrubber || Number(scrubber.value) !== state.playhead)
      scrubber.value = String(state.playhead);
    root.style.setProperty("--played", String(last ? state.playhead / last : 0));
    root.style.setProperty("--received", String(received(trace)));
    const label = state.playing ? "Pause" : "Play";
    if (play.getAttribute("aria-label") !== label) play.setAttribute("aria-label", label);
    for (const action of ["first", "previous-step", "previous-timestep"]) disable(button(action), state.playhead <= 0);
    for (const action of ["last", "next-step", "next-timestep"]) disable(button(action), state.playhead >= last);
    if (!changed(beat)) return;
    const now = position(beat);
    where.textContent = now;
    scrubber.setAttribute("aria-valuetext", `${beat.direction}, ${now}`);
  };
}

/** `aria-disabled` keeps the focus on a button that has just become useless. @type {(button: HTMLButtonElement, disabled: boolean) => void} */
function disable(button, disabled) {
  if ((button.getAttribute("aria-disabled") === "true") !== disabled)
    button.setAttribute("aria-disabled", String(disabled));
}

/** @param {Beat} beat */
function position(beat) {
  if (beat.position === 0) return "start";
  const name = beat.step ? beat.step.name : beat.name === HAND_OVER ? "hand over" : beat.name;
  return `t = ${beat.t} · ${name} · ${beat.position} of ${beat.of}`;
}

/** @param {Trace} trace */
function received(trace) {
  if (trace.end) return 1;
  return trace.received / expectedRecords(trace.head);
}

const MOST_TICKS = 160;

/** A long tick where a timestep starts, a short one for each step, and labels where they have room. */
/** @type {(beats: Beat[], letters: number) => HTMLElement[]} */
function ticksOf(beats, letters) {
  const labels = scrubberLabels(beats, letters);
  return beats.slice(1).flatMap((beat) => {
    const label = labels.get(beat.index);
    const starting = beat.position === 1;
    if (label === undefined && beats.length > MOST_TICKS) return [];
    const tick = document.createElement("span");
    tick.className = starting ? `tick timestep ${beat.direction}` : "tick";
    tick.style.left = `${((beat.index - 1) / (beats.length - 1)) * 100}%`;
    tick.textContent = label ?? "";
    return [tick];
  });
}
