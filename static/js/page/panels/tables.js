// What a region draws, as tables: for those who hear the page, and for those who would rather read. Fetched when one
// is first opened.

/** @import { Beat, State, Trace } from "../../types" */
/** @import { Table, TableRow } from "../../say/tables/index.js" */

import { createChanged } from "../dom/changed.js";
import { sheet } from "../dom/sheet.js";
import { tablesOf } from "../../say/tables/index.js";

/**
 * @param {HTMLDetailsElement} root
 * @param {"network" | "stage"} region
 * @param {{ toTimestep: (t: number) => void }} act
 * @returns {Promise<(state: State, trace: Trace, beat: Beat) => boolean>} draws, and says whether all is drawn
 */
export async function createTables(root, region, act) {
  await sheet("./tables.css", import.meta.url);
  const body = root.appendChild(document.createElement("div"));
  body.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("button") : null;
    if (button) act.toTimestep(Number(button.value));
  });
  const changed = createChanged();
  return ({ view, target }, trace, beat) => {
    if (!root.open || target !== null || !changed(trace, beat, view.lens, view.focus)) return true;
    const at = body.contains(document.activeElement) ? document.activeElement?.getAttribute("value") : null;
    body.replaceChildren(...tablesOf(region, trace, beat, view).flatMap(tableOf));
    if (at) /** @type {HTMLElement | null} */ (body.querySelector(`button[value="${at}"]`))?.focus();
    return true;
  };
}

/** @type {(table: Table) => HTMLElement[]} */
function tableOf({ caption, head, rows, notes }) {
  const table = element("table", element("caption", caption));
  if (head.length) table.append(element("thead", element("tr", ...head.map((words) => headed("col", words)))));
  table.append(element("tbody", ...rows.map(rowOf)));
  return [...(rows.length ? [table] : []), ...notes.map((words) => element("p", words))];
}

/** @param {TableRow} row */
function rowOf({ name, t, now, cells }) {
  const lead = element("button", name);
  lead.setAttribute("type", "button");
  lead.setAttribute("value", String(t));
  const row = element(
    "tr",
    headed("row", t === undefined ? name : lead),
    ...cells.map((words) => element("td", words)),
  );
  if (now) row.setAttribute("aria-current", "step");
  return row;
}

/** @type {(scope: string, content: string | Node) => HTMLElement} */
function headed(scope, content) {
  const made = element("th", content);
  made.setAttribute("scope", scope);
  return made;
}

/** @type {(tag: string, ...parts: (string | Node)[]) => HTMLElement} */
function element(tag, ...parts) {
  const made = document.createElement(tag);
  made.append(...parts);
  return made;
}
