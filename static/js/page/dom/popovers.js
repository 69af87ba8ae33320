// What opens over the page closes again: by Escape, which goes back to its summary, and by a press anywhere else.

/** @param {Document} page */
export function closePopovers(page) {
  const open = () => /** @type {NodeListOf<HTMLDetailsElement>} */ (page.querySelectorAll("details.over[open]"));
  page.addEventListener("pointerdown", ({ target }) => {
    for (const one of open()) if (target instanceof Node && !one.contains(target)) one.open = false;
  });
  page.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape") return;
      for (const one of open()) {
        one.open = false;
        one.querySelector("summary")?.focus();
        event.stopPropagation(); // it closes one thing at a time
      }
    },
    { capture: true },
  );
}
