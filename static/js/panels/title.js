// The title bar: which trace is shown, and how.

/** @import { State } from "../types" */

const SIZES = ["n_x", "n_a", "n_y", "m", "T_x"];

/**
 * @param {HTMLElement} root
 * @param {{ load: (query: import("../types").Query) => void, perform: (action: string) => void }} act
 */
export function createTitleBar(root, act) {
  const form = /** @type {HTMLFormElement} */ (root.querySelector("form"));
  const field = (/** @type {string} */ name) => /** @type {HTMLInputElement | HTMLSelectElement} */ (form.elements.namedItem(name));
  for (const button of root.querySelectorAll("button[data-action]")) {
    button.addEventListener("click", () => act.perform(button.getAttribute("data-action") ?? ""));
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act.load(asked(field));
  });
  form.addEventListener("change", () => {
    // Sizes belong to a scenario: another one starts from its own.
    if (form.reportValidity()) act.load(asked(field));
  });
  field("scenario").addEventListener("change", () => SIZES.forEach((name) => (field(name).value = "")));
  let shown = "";
  return (/** @type {State} */ state) => {
    const { query, trace, view } = state;
    const key = JSON.stringify([query, trace?.head.sizes, view.presenter, view.comparing]);
    if (key === shown) return;
    shown = key;
    field("scenario").value = query.scenario;
    field("seed").value = String(query.seed);
    for (const name of SIZES) field(name).value = String(query.sizes[name] ?? trace?.head.sizes[name] ?? "");
    press(root, "present", view.presenter);
    press(root, "compare", view.comparing);
  };
}

/** @type {(field: (name: string) => HTMLInputElement | HTMLSelectElement) => import("../types").Query} */
function asked(field) {
  /** @type {Record<string, number>} */
  const sizes = {};
  for (const name of SIZES) if (field(name).value !== "") sizes[name] = Number(field(name).value);
  return { scenario: field("scenario").value, cell: field("cell").value, seed: Number(field("seed").value || 1), sizes };
}

/** @type {(root: HTMLElement, action: string, pressed: boolean) => void} */
function press(root, action, pressed) {
  root.querySelector(`[data-action="${action}"]`)?.setAttribute("aria-pressed", String(pressed));
}
