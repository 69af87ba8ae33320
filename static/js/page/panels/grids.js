// The matrices of the stage as grids that can be read and walked: one real cell an entry, over the drawn one.
// Too large ones show the entries around the focus and say so.

/** @import { Beat, Entry, Panel, Slot, State, Trace } from "../../types" */

import { createChanged } from "../dom/changed.js";
import { written } from "../../say/digits.js";
import { placeName } from "../../say/places.js";
import { entryAt } from "../../scene/layout.js";
import { dimsOf } from "../../model/dimensions.js";
import { nearest } from "../../model/trace.js";
import { labelOf } from "../../say/words.js";

const MOST = 16; // rows or columns with cells of their own
const PRECISION = 6;

/** @typedef {{ panels: Panel[], slots: Slot[] }} Stage */

/**
 * What it returns says whether it is to be called again in the next frame.
 * @param {HTMLElement} root
 * @param {{ focus: (entry: Entry) => void, preview: (entry: Entry | null) => void }} act
 */
export function createGrids(root, act) {
  /** @type {Stage} */
  let stage = { panels: [], slots: [] };
  const at = (/** @type {PointerEvent | MouseEvent} */ event) => {
    const box = root.getBoundingClientRect();
    for (const slot of stage.slots) {
      const entry = entryAt(slot, event.clientX - box.left, event.clientY - box.top);
      if (entry) return entry;
    }
    return null;
  };
  root.addEventListener("click", (event) => {
    const entry = at(event);
    if (entry) act.focus(entry);
  });
  root.addEventListener("pointermove", (event) => {
    if (event.pointerType === "mouse") act.preview(at(event));
  });
  root.addEventListener("pointerleave", () => act.preview(null));
  root.addEventListener("keydown", (event) => {
    const grid = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (event.target).closest("[role=grid]"));
    const k = grid ? [...root.children].indexOf(grid) : -1;
    const entry = stage.panels[k] ? moved(event.key, currentOf(grid), stage.slots[k]) : null;
    if (!grid || !entry) return;
    grid.dataset.entry = entry.join(","); // keys may come faster than frames
    event.preventDefault();
    event.stopPropagation();
    act.focus(entry);
  });
  const changed = createChanged();
  let waiting = false;
  return (
    /** @type {State} */ state,
    /** @type {Trace} */ trace,
    /** @type {Beat} */ beat,
    /** @type {Stage} */ next,
  ) => {
    stage = next;
    if (state.target !== null) return false; // while things move nobody walks in them
    if (changed(trace.head, trace.received, beat, state.view.focus, next.slots)) {
      waiting = true;
      return true; // the picture first
    }
    if (!waiting) return false;
    waiting = false;
    reconcile(root, trace, beat, next, state.view.focus);
    return false;
  };
}

/** @type {(grid: Element | null) => Entry} */
function currentOf(grid) {
  const [row, column] = (grid?.getAttribute("data-entry") ?? "0,0").split(",").map(Number);
  return [row, column];
}

/** @type {(key: string, entry: Entry, slot: Slot) => Entry | null} */
function moved(key, [row, column], slot) {
  /** @type {Record<string, Entry>} */
  const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  const step = steps[key];
  if (!step) return null;
  const within = (/** @type {number} */ value, /** @type {number} */ count) => Math.min(Math.max(value, 0), count - 1);
  return [within(row + step[0], slot.rows), within(column + step[1], slot.columns)];
}

/** Grids are kept and refilled, so that the keyboard's place is not lost. */
/** @type {(root: HTMLElement, trace: Trace, beat: Beat, stage: Stage, focus: Entry | null) => void} */
function reconcile(root, trace, beat, { panels, slots }, focus) {
  while (root.children.length > panels.length) root.lastElementChild?.remove();
  panels.forEach((panel, k) => {
    const grid = /** @type {HTMLElement} */ (root.children[k] ?? root.appendChild(newGrid(k)));
    fill(grid, trace, beat, panel, slots[k], focus);
  });
}

/** @param {number} k */
function newGrid(k) {
  const grid = document.createElement("div");
  grid.setAttribute("role", "grid");
  grid.tabIndex = 0;
  grid.id = `grid-${k}`;
  return grid;
}

/** @type {(grid: HTMLElement, trace: Trace, beat: Beat, panel: Panel, slot: Slot, focus: Entry | null) => void} */
function fill(grid, trace, beat, panel, slot, focus) {
  const matrix = panel.matrix ?? []; // none while it is awaited
  const entry = nearest(focus ?? [0, 0], matrix);
  const name = panel.tokens
    .map((token) => (token.symbol ? labelOf(trace.head.declaration, token.symbol, beat.t) : token.text))
    .join("");
  const firstRow = windowOf(entry[0], slot.rows);
  const firstColumn = windowOf(entry[1], slot.columns);
  const rows = matrix.slice(firstRow, firstRow + MOST);
  const part = rows.length < slot.rows || slot.columns > MOST ? ", the entries around the focus" : "";
  grid.setAttribute("aria-label", `${name}, ${slot.rows} rows, ${slot.columns} columns${part}`);
  grid.setAttribute("aria-rowcount", String(slot.rows));
  grid.setAttribute("aria-colcount", String(slot.columns));
  grid.dataset.entry = entry.join(",");
  if (panel.symbol) grid.dataset.symbol = panel.symbol;
  else delete grid.dataset.symbol;
  Object.assign(grid.style, {
    left: `${slot.x}px`,
    top: `${slot.y}px`,
    width: `${slot.width}px`,
    height: `${slot.height}px`,
  });
  const columns = Math.min(MOST, slot.columns - firstColumn);
  const { sizes } = trace.head;
  const dims = dimsOf(trace.head, panel, slot, beat);
  const right = panel.symbol ? trace[beat.direction][beat.t]?.right?.[panel.symbol] : undefined;
  resize(grid, rows.length, () => withRole("row"));
  rows.forEach((values, i) => {
    const row = /** @type {HTMLElement} */ (grid.children[i]);
    row.setAttribute("aria-rowindex", String(firstRow + i + 1));
    resize(row, columns, () => withRole("gridcell"));
    const named = placeName(dims?.[0], sizes, firstRow + i, "row");
    for (let j = 0; j < columns; j += 1) {
      const [at, column] = [firstRow + i, firstColumn + j];
      const place = [named, placeName(dims?.[1], sizes, column, "column")].filter(Boolean).join(", ");
      const told = { value: values[column], right: right?.[at]?.[column], place };
      cell(/** @type {HTMLElement} */ (row.children[j]), grid, [at, column], told, entry);
    }
  });
}

/** @type {(element: HTMLElement, grid: HTMLElement, at: Entry, told: { value: number, right: number | undefined, place: string }, entry: Entry) => void} */
function cell(element, grid, [row, column], { value, right, place }, entry) {
  const current = row === entry[0] && column === entry[1];
  const number = written(value, PRECISION);
  const instead =
    right === undefined || Object.is(right, value) ? "" : `, in the right run ${written(right, PRECISION)}`;
  element.textContent = number;
  element.dataset.value = String(value);
  element.setAttribute("aria-label", `${number}${instead}, ${place}`);
  element.setAttribute("aria-colindex", String(column + 1));
  element.id = `${grid.id}-${row}-${column}`;
  element.setAttribute("aria-selected", String(current));
  if (current) grid.setAttribute("aria-activedescendant", element.id);
}

/** @type {(focus: number, count: number) => number} */
function windowOf(focus, count) {
  return count <= MOST ? 0 : Math.min(Math.max(focus - MOST / 2, 0), count - MOST);
}

/** @type {(parent: HTMLElement, count: number, make: () => HTMLElement) => void} */
function resize(parent, count, make) {
  while (parent.children.length > count) parent.lastElementChild?.remove();
  while (parent.children.length < count) parent.append(make());
}

/** @param {string} role */
function withRole(role) {
  const element = document.createElement("div");
  element.setAttribute("role", role);
  return element;
}
