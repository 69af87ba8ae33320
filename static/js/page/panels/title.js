// The title bar: which trace is shown, and how.

/** @import { Lens, ScaleMode, State, View } from "../../types" */

import { CONTROLS, OF_ONE_CELL, OWN, SIZES } from "../../model/asked.js";
import { YOURS } from "../../say/yours.js";
import { createChanged } from "../dom/changed.js";

/**
 * @param {HTMLElement} root
 * @param {{ load: (query: import("../../types").Query) => void, perform: (action: string) => void, view: (change: Partial<View>) => void }} act
 */
export function createTitleBar(root, act) {
  const form = /** @type {HTMLFormElement} */ (root.querySelector("form"));
  const field = (/** @type {string} */ name) =>
    /** @type {HTMLInputElement | HTMLSelectElement} */ (form.elements.namedItem(name));
  for (const button of root.querySelectorAll("button[data-action]")) {
    button.addEventListener("click", () => act.perform(button.getAttribute("data-action") ?? ""));
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    /** @type {HTMLDetailsElement} */ (form.querySelector("details")).open = false;
    act.load(asked(field));
  });
  const said = /** @type {HTMLElement} */ (root.querySelector("#said"));
  said.addEventListener("animationend", () => act.view({ said: "" }));
  form.addEventListener("change", () => {
    // Sizes belong to a scenario: another one starts from its own.
    if (form.reportValidity()) act.load(asked(field));
  });
  field("scenario").addEventListener("change", () => {
    for (const name of [...SIZES, ...CONTROLS]) field(name).value = "";
    allowCells(form, field("cell").value);
    showWhatBelongs(form);
  });
  // What is asked of one cell's own parameters, or follows from a text, is not asked of another.
  field("cell").addEventListener("change", () => {
    for (const name of OF_ONE_CELL) if (CONTROLS.includes(name)) field(name).value = "";
  });
  field("text").addEventListener("change", () => {
    for (const name of SIZES) field(name).value = "";
  });
  const scale = /** @type {HTMLSelectElement} */ (root.querySelector("select[name=scale]"));
  scale.addEventListener("change", () => act.view({ scale: /** @type {ScaleMode} */ (scale.value) }));
  const lenses = /** @type {NodeListOf<HTMLInputElement>} */ (root.querySelectorAll("input[name=lens]"));
  for (const lens of lenses)
    lens.addEventListener("change", () => act.view({ lens: /** @type {Lens} */ (lens.value) }));
  const log = /** @type {HTMLInputElement} */ (root.querySelector("input[name=log]"));
  log.addEventListener("change", () => act.view({ log: log.checked }));
  const named = document.title; // of a page that shows what anybody can have
  const changed = createChanged();
  return (/** @type {State} */ state) => {
    const { pending, view } = state;
    const query = pending ?? state.query;
    const trace = pending ? null : state.trace;
    const { scale: bars, presenter, lens, log: logarithmic, said: words } = view;
    if (!changed(query, state.error, trace?.head.sizes, bars, presenter, lens, logarithmic, words)) return;
    choose(field("scenario"), query.scenario, query.scenario === OWN ? (trace?.head.title ?? YOURS) : "", query.cell);
    document.title = query.scenario === OWN ? `Unrolled: ${trace?.head.title ?? YOURS}` : named;
    allowCells(form, query.cell);
    field("seed").value = String(query.seed ?? "");
    for (const name of SIZES) field(name).value = String(query.sizes[name] ?? trace?.head.sizes[name] ?? "");
    for (const name of CONTROLS) field(name).value = query.options[name] ?? "";
    showWhatBelongs(form);
    for (const lens of lenses) lens.checked = lens.value === view.lens;
    log.checked = view.log;
    log.closest("label")?.toggleAttribute("hidden", view.lens !== "flow");
    scale.value = view.scale;
    scale.hidden = view.lens !== "step";
    press(root, "present", view.presenter);
    said.textContent = view.said;
  };
}

/** A name that is not there is told by the message; the menu shows its first. One's own has a place of its own in it. */
/** @type {(field: HTMLInputElement | HTMLSelectElement, name: string, own: string, cell: string) => void} */
function choose(field, name, own, cell) {
  field.querySelector(`[value="${OWN}"]`)?.remove();
  if (own) {
    const option = new Option(own, OWN);
    option.dataset.cells = cell;
    field.prepend(option);
  }
  field.value = name;
  if (field instanceof HTMLSelectElement && field.selectedIndex < 0) field.selectedIndex = 0;
}

/** Only the cells that a scenario has can be chosen; one that it has not gives way to its first. */
/** @type {(form: HTMLFormElement, cell: string) => void} */
function allowCells(form, cell) {
  const scenario = /** @type {HTMLSelectElement} */ (form.elements.namedItem("scenario")).selectedOptions[0];
  const allowed = (scenario?.dataset.cells ?? "").split(" ");
  const select = /** @type {HTMLSelectElement} */ (form.elements.namedItem("cell"));
  for (const option of select.options) option.disabled = !allowed.includes(option.value);
  select.value = allowed.includes(cell) ? cell : allowed[0];
}

/** A control that means nothing to the scenario or the cell is not there. @param {HTMLFormElement} form */
function showWhatBelongs(form) {
  const chosen = ["scenario", "cell"].map(
    (name) => /** @type {HTMLSelectElement} */ (form.elements.namedItem(name)).selectedOptions[0],
  );
  for (const label of form.querySelectorAll("label[data-for]")) {
    const needed = label.getAttribute("data-for") ?? "";
    label.toggleAttribute("hidden", !chosen.some((option) => option && needed in option.dataset));
  }
}

/** @type {(field: (name: string) => HTMLInputElement | HTMLSelectElement) => import("../../types").Query} */
function asked(field) {
  /** @type {Record<string, number>} */
  const sizes = {};
  for (const name of SIZES) if (field(name).value !== "") sizes[name] = Number(field(name).value);
  /** @type {Record<string, string>} */
  const options = {};
  for (const name of CONTROLS) if (field(name).value !== "") options[name] = field(name).value;
  const seed = field("seed").value === "" ? null : Number(field("seed").value);
  return { scenario: field("scenario").value, cell: field("cell").value, seed, sizes, options };
}

/** @type {(root: HTMLElement, action: string, pressed: boolean) => void} */
function press(root, action, pressed) {
  find(root, action).setAttribute("aria-pressed", String(pressed));
}

/** @type {(root: HTMLElement, action: string) => Element} */
function find(root, action) {
  return /** @type {Element} */ (root.querySelector(`[data-action="${action}"]`));
}
