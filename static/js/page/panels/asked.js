// More questions: each a link to a moment of this run, and its answer beside the picture.

/** @import { AskedQuestion, Query, State, Trace } from "../../types" */

import { createChanged } from "../dom/changed.js";
import { sheet } from "../dom/sheet.js";
import { labelOf } from "../../say/words.js";
import { answerOf } from "../../state/api.js";

/**
 * @param {HTMLDetailsElement} root
 * @param {() => void} again asks for another frame
 * @returns {Promise<(state: State, trace: Trace) => boolean>} draws, and says whether all is drawn
 */
export async function createAskedPanel(root, again) {
  await sheet("./asked.css", import.meta.url);
  const list = document.createElement("div");
  list.className = "questions";
  root.append(list);
  list.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[data-id]") : null;
    if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault(); // the same page is at that address
    history.pushState(null, "", link.href);
    dispatchEvent(new PopStateEvent("popstate"));
  });

  /** @type {{ address: string, found: AskedQuestion[], problem: string }} */
  let answer = { address: "", found: [], problem: "" };
  let asking = false;
  /** @param {string} address */
  async function ask(address) {
    asking = true;
    try {
      answer = { address, found: (await answerOf(address)).questions, problem: "" };
    } catch (error) {
      answer = { address, found: [], problem: error instanceof Error ? error.message : String(error) };
    }
    asking = false;
    again();
  }

  const changed = createChanged();
  return ({ query, view }, trace) => {
    const open = view.asked !== null;
    if (root.open !== open) root.open = open;
    if (!open) return true;
    const own = trace.head.seed === null;
    const address = `api/questions?${new URLSearchParams(askedOf(query))}`;
    if (!own && address !== answer.address && !asking) ask(address);
    const arrived = own || answer.address === address;
    const { found, problem } = answer;
    if (!changed(own, arrived, found, problem, view.asked, trace.head, view.focus)) return arrived;
    list.setAttribute("aria-busy", String(!arrived));
    const words = own ? "These are asked of a drawn run; yours is your own." : problem;
    const more = element("p", "more", [link("questions", "What people ask, and what is behind it")]);
    list.replaceChildren(
      ...(words ? [element("p", "", [words])] : found.flatMap((one) => cardOf(one, query, view, trace))),
      more,
    );
    return arrived;
  };
}

/** What the run is drawn from; what is wrong or changed in it is left out, for it is asked of the right run. */
/** @type {(query: Query) => Record<string, string>} */
function askedOf({ scenario, cell, seed, sizes, options }) {
  const { mistake: _, what: __, ...kept } = options;
  const all = Object.entries({ scenario, cell, seed: seed ?? "", ...sizes, ...kept });
  return Object.fromEntries(all.map(([name, value]) => [name, String(value)]));
}

/** @type {(question: AskedQuestion, query: Query, view: State["view"], trace: Trace) => HTMLElement[]} */
function cardOf({ id, ask, text, t, step, rows }, query, view, trace) {
  const place = { ...askedOf(query), t: String(t), step, ...(view.focus ? { entry: view.focus.join(",") } : {}) };
  const made = link(`?${new URLSearchParams({ ...place, ask: id }).toString().replaceAll("%2C", ",")}`, ask);
  made.dataset.id = id;
  if (id !== view.asked) return [element("p", "", [made])];
  made.setAttribute("aria-current", "true");
  const said = element("div", "answer", [element("p", "", coloured(text, trace, t))]);
  said.setAttribute("role", "status");
  if (rows.length) said.append(tableOf(rows));
  return [element("p", "", [made]), said];
}

/** The gradients that have a role in it in their colour. @type {(text: string, trace: Trace, t: number) => Node[]} */
function coloured(text, { head: { declaration } }, t) {
  const names = declaration.lanes.flatMap((lane) =>
    [lane.upstream, lane.carried, lane.total].filter((one) => one !== null),
  );
  /** @type {Record<string, string>} */
  const roles = {};
  for (const name of names)
    for (const called of [labelOf(declaration, name, t), declaration.symbols[name].code]) {
      roles[called] = declaration.symbols[name].role;
    }
  const called = Object.keys(roles).sort((one, other) => other.length - one.length);
  const escaped = called.map((name) => name.replace(/[[\]]/g, "\\$&"));
  return text
    .split(new RegExp(`(${escaped.join("|")})`))
    .map((piece) => (roles[piece] ? element("b", roles[piece], [piece]) : document.createTextNode(piece)));
}

/** @type {(rows: AskedQuestion["rows"]) => HTMLElement} */
function tableOf(rows) {
  const table = document.createElement("table");
  for (const row of [["value", "its gradient", "shape of both"], ...rows]) {
    const line = table.insertRow();
    const tag = table.rows.length === 1 ? "th" : "td";
    line.append(...row.map((text) => element(tag, tag === "td" ? "mono" : "", [text])));
  }
  return table;
}

/** @type {(href: string, text: string) => HTMLAnchorElement} */
function link(href, text) {
  const made = document.createElement("a");
  made.href = href;
  made.textContent = text;
  return made;
}

/** @type {(tag: string, name: string, parts: (string | Node)[]) => HTMLElement} */
function element(tag, name, parts) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.append(...parts);
  return made;
}
