// The cells of the map for the keyboard: one stop of Tab, arrows go along them, Enter goes there. Fetched when
// somebody comes to it.

/** @import { Beat, State, Trace } from "../../types" */

import { createChanged } from "../dom/changed.js";
import { createRoving } from "../dom/roving.js";
import { mapTable } from "../../say/tables/map.js";
import { networkLayout, typographyOf } from "../../scene/layout.js";

const MOST = 64; // cells around the one at hand

/**
 * @param {HTMLElement} root
 * @param {{ toTimestep: (t: number) => void }} act
 * @returns {(state: State, trace: Trace, beat: Beat) => boolean} draws, and says whether all is drawn
 */
export function createTimesteps(root, act) {
  root.tabIndex = -1; // from now on its cells are come to
  root.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("button") : null;
    if (button) act.toTimestep(Number(button.value));
  });
  const stopAt = createRoving(root, "button", ["ArrowLeft", "ArrowRight"]);
  const changed = createChanged();
  return ({ view, target }, trace, beat) => {
    if (target !== null || !changed(trace, beat, view.network, view.presenter)) return true;
    const { rows, head } = mapTable(trace, beat);
    const { columns, cell } = networkLayout(rows.length, beat.t, view.network, typographyOf(view));
    const first = Math.min(Math.max(beat.t - MOST / 2, 0), Math.max(rows.length - MOST, 0));
    const shown = rows.slice(first, first + MOST);
    while (root.children.length > shown.length) root.lastElementChild?.remove();
    shown.forEach(({ name, now, cells: [where, ...norms] }, k) => {
      const button = /** @type {HTMLButtonElement} */ (root.children[k] ?? root.appendChild(made()));
      const { x, width } = columns[first + k];
      const told = norms.map((norm, j) => `${head[j + 2]} ${norm}`);
      button.value = String(first + k);
      button.setAttribute("aria-label", [`${name}, ${where}`, ...told].join("; "));
      if (now) button.setAttribute("aria-current", "step");
      else button.removeAttribute("aria-current");
      const wide = Math.min(cell.width, width);
      const left = x + (width - wide) / 2;
      const place = { left, top: cell.y, width: wide, height: cell.height };
      for (const [side, pixels] of Object.entries(place)) button.style.setProperty(side, `${pixels}px`);
    });
    const here = /** @type {HTMLElement | null} */ (root.querySelector("[aria-current]"));
    stopAt(here);
    if (document.activeElement === root) (here ?? root.querySelector("button"))?.focus();
    return true;
  };
}

function made() {
  const button = document.createElement("button");
  button.type = "button";
  button.tabIndex = -1;
  return button;
}
