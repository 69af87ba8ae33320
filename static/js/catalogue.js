// The search of the catalogue: only the mistakes in which the words or digits occur. What is searched for stands in the
// address, and what an address points at is open.

import { unveil, veil } from "./model/veil.js";

const search = /** @type {HTMLInputElement} */ (document.getElementById("search"));
const count = /** @type {HTMLOutputElement} */ (document.getElementById("count"));
const exercises = [...document.querySelectorAll("details.exercise")].map((element) => ({
  element: /** @type {HTMLDetailsElement} */ (element),
  found: /** @type {HTMLElement} */ (element.querySelector(".found")),
  sections: [...element.querySelectorAll("section")].map((section) => ({
    section,
    mistakes: [...section.querySelectorAll("details.mistake")].map((one) => ({
      one: /** @type {HTMLElement} */ (one),
      id: one.id.split(".").at(-1) ?? "",
      text: (one.textContent ?? "").toLowerCase(),
    })),
  })),
}));
const everything = count.textContent;

/** Hide what does not have all the words, and open the first exercise that has something. */
function filter() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const ids = new Set();
  let first = true;
  for (const { element, found, sections } of exercises) {
    let here = 0;
    for (const { section, mistakes } of sections) {
      const matching = mistakes.filter(({ text }) => words.every((word) => text.includes(word)));
      for (const { one } of mistakes) one.hidden = true;
      for (const { one, id } of matching) {
        one.hidden = false;
        ids.add(id);
      }
      section.hidden = matching.length === 0;
      here += matching.length;
    }
    element.hidden = here === 0;
    found.textContent = words.length ? `${here} of ${found.dataset.count}` : `${here} mistakes`;
    if (words.length) element.open = first && here > 0;
    first &&= here === 0;
  }
  count.textContent = words.length ? (ids.size === 1 ? "1 mistake" : `${ids.size} mistakes`) : everything;
}

/** Write what is searched for into the address, and into those of the levels. */
function keep() {
  for (const address of [location, ...document.querySelectorAll("a.level")]) {
    const { href } = /** @type {{ href: string }} */ (address);
    const url = new URL(href);
    if (search.value) url.searchParams.set("q", search.value);
    else url.searchParams.delete("q");
    if (address === location) history.replaceState(null, "", url);
    else /** @type {HTMLAnchorElement} */ (address).href = url.href;
  }
}

/** Open what the address points at, by its name or veiled: it is written then as this level has it. */
function openTarget() {
  const hash = decodeURIComponent(location.hash.slice(1));
  const at = hash.lastIndexOf(".") + 1;
  const name = hash.slice(at);
  const written = [name, veil(name), unveil(name)].map((one) => hash.slice(0, at) + one);
  const target = written.map((id) => document.getElementById(id)).find((one) => one instanceof HTMLDetailsElement);
  if (!target) return;
  history.replaceState(null, "", `#${target.id}`);
  const exercise = /** @type {HTMLDetailsElement} */ (target.closest("details.exercise"));
  exercise.open = target.open = true;
  target.scrollIntoView({ block: "nearest" });
  target.querySelector("summary")?.focus();
}

search.addEventListener("input", () => {
  filter();
  keep();
});
search.form?.addEventListener("submit", (event) => event.preventDefault());
addEventListener("hashchange", openTarget);
search.value = new URLSearchParams(location.search).get("q") ?? search.value;
if (search.value) {
  filter();
  keep();
}
openTarget();
