// A value has one name and many places: pointing at it in any of them lights it in all. While nothing is pointed at, what
// a scene of the lesson is about is lit.

/** @param {Document} page */
export function createLighting(page) {
  /** @type {string | null} */
  let pointed = null;
  function apply() {
    const lit = pointed ?? page.documentElement.dataset.light ?? null;
    for (const element of page.querySelectorAll("[data-lit]")) {
      if (element.getAttribute("data-symbol") !== lit) element.removeAttribute("data-lit");
    }
    if (lit === null) return;
    for (const element of page.querySelectorAll(`[data-symbol="${CSS.escape(lit)}"]`))
      element.setAttribute("data-lit", "");
  }
  page.addEventListener("pointerover", (event) => {
    const place = event.target instanceof Element ? event.target.closest("[data-symbol]") : null;
    const symbol = place?.getAttribute("data-symbol") ?? null;
    if (symbol === pointed) return;
    pointed = symbol;
    apply();
  });
  return () => {
    if (pointed !== null || page.documentElement.dataset.light) apply();
  };
}
