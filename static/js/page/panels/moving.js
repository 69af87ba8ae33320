// What if: drag the bar of an entry that the run starts from, or change it with + and -. The server runs it anew.

/** @import { Beat, Entry, Panel, Slot, State, Trace } from "../../types" */

import { sheet } from "../dom/sheet.js";
import { changesOf, withChange } from "../../model/changing.js";
import { short } from "../../say/digits.js";
import { entryLabel } from "../../say/words.js";
import { extent, isHeat, scalesOf } from "../../scene/bars.js";
import { entryAt } from "../../scene/layout.js";
import { stageOf } from "../../scene/stage/index.js";

const STEP = 0.1; // of the largest entry, for a press of a key
const FIRM = 4; // pixels: what moves less was a click
const KEYS = /** @type {Record<string, number>} */ ({ "+": 1, "=": 1, "-": -1 });

/** @typedef {{ state: State, trace: Trace, beat: Beat }} Shown */
/** @typedef {{ panel: Panel, slot: Slot, entry: Entry, called: string, perUnit: number }} Held an entry that can be changed */

/**
 * @param {HTMLElement} root
 * @param {{ change: (what: string) => void }} act
 * @returns {(state: State, trace: Trace, beat: Beat) => void} takes note of what is shown
 */
export function createMoving(root, act) {
  sheet("./moving.css", import.meta.url);
  const ghost = document.createElement("div");
  ghost.className = "ghost";
  ghost.hidden = true;
  ghost.setAttribute("aria-hidden", "true");
  root.after(ghost);
  /** @type {Shown | null} */
  let shown = null;
  /** @type {(Held & { from: number, value: number }) | null} */
  let dragged = null;

  const place = (/** @type {PointerEvent} */ event) => {
    const box = root.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  root.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "touch" || event.button !== 0) return; // a finger scrolls and swipes
    const { x, y } = place(event);
    const held = shown && heldAt(shown, (slot) => entryAt(slot, x, y));
    if (held && held.perUnit > 0) dragged = { ...held, from: event.clientY, value: NaN };
  });
  root.addEventListener("pointermove", (event) => {
    if (!dragged || (Number.isNaN(dragged.value) && Math.abs(event.clientY - dragged.from) < FIRM)) return;
    root.setPointerCapture(event.pointerId);
    const { slot, entry, perUnit } = dragged;
    const middle = slot.y + (entry[0] + 0.5) * slot.cellHeight;
    const { y } = place(event);
    dragged.value = (middle - y) / perUnit;
    ghost.hidden = false;
    ghost.textContent = `${dragged.called} = ${short(dragged.value)}`;
    Object.assign(ghost.style, {
      left: `${slot.x + (entry[1] + 0.19) * slot.cellWidth}px`,
      top: `${Math.min(middle, y)}px`,
      width: `${slot.cellWidth * 0.62}px`,
      height: `${Math.max(Math.abs(middle - y), 1)}px`,
    });
  });
  root.addEventListener("pointerup", () => {
    if (dragged && !Number.isNaN(dragged.value)) change(dragged, dragged.value);
    letGo();
  });
  root.addEventListener("pointercancel", letGo);
  root.addEventListener("keydown", (event) => {
    const undo = event.key === "Delete" || event.key === "Backspace";
    if (!shown || event.ctrlKey || event.metaKey || event.altKey || !(undo || KEYS[event.key])) return;
    const grid = /** @type {HTMLElement} */ (event.target).closest("[role=grid]");
    const k = grid ? [...root.children].indexOf(grid) : -1;
    const [row, column] = (grid?.getAttribute("data-entry") ?? "").split(",").map(Number);
    const held = heldAt(shown, (_, at) => (at === k ? [row, column] : null));
    if (!held) return;
    event.preventDefault();
    event.stopPropagation();
    const now = changesOf(shown.state.query.options.what).get(held.called) ?? held.panel.matrix?.[row]?.[column] ?? 0;
    change(held, undo ? null : now + KEYS[event.key] * STEP * (extent(held.panel.matrix) || 1));
  });

  function letGo() {
    dragged = null;
    ghost.hidden = true;
  }

  /** @type {(held: Held, value: number | null) => void} */
  function change({ called }, value) {
    const what = shown?.state.query.options.what ?? "";
    const next = withChange(what, called, value);
    if (next !== what) act.change(next);
  }

  return (state, trace, beat) => {
    shown = { state, trace, beat };
  };
}

/**
 * The entry at a place, where it is one that the run starts from: a slice of x or of da, a parameter. Not of one's own
 * tensors, which the server does not keep.
 * @param {Shown} shown
 * @param {(slot: Slot, k: number) => Entry | null} found
 * @returns {Held | null}
 */
function heldAt({ state, trace, beat }, found) {
  const { declaration, shapes, seed } = trace.head;
  if (state.view.lens !== "step" || seed === null) return null;
  const { panels, layout } = stageOf(trace, beat, state.view);
  const scales = scalesOf(panels, layout.slots, state.view.scale);
  for (const [k, panel] of panels.entries()) {
    const entry = found(layout.slots[k], k);
    if (!entry || !panel.symbol || panel.tokens.length > 1) continue; // a transposed one has another order
    const called = entryLabel(declaration, panel.symbol, beat.t, entry);
    const [name] = called.split("[");
    if (!(name in shapes) || name === "y") continue;
    return { panel, slot: layout.slots[k], entry, called, perUnit: isHeat(panel.matrix) ? 0 : scales[k].perUnit };
  }
  return null;
}
