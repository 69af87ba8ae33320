// The search of the catalogue: only the mistakes in which the words or digits occur.

const search = /** @type {HTMLInputElement} */ (document.getElementById("search"));
const count = /** @type {HTMLOutputElement} */ (document.getElementById("count"));
const articles = [...document.querySelectorAll("article")].map((element) => ({
  element,
  text: (element.textContent ?? "").toLowerCase(),
}));

search.addEventListener("input", () => {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  for (const { element, text } of articles) {
    const matches = words.every((word) => text.includes(word));
    element.hidden = !matches;
    if (matches) found += 1;
  }
  count.textContent = found === 1 ? "1 mistake" : `${found} mistakes`;
});
