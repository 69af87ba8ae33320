// In one column other things stand first than beside each other. What is read and what Tab goes through has the order
// that is seen.

import { find } from "./dom/find.js";

const WIDE = ["about", "mistake", "network", "stage", "side", "comparison", "narration"];
const NARROW = ["mistake", "network", "narration", "stage", "about", "side", "comparison"];
const TOLD = ["mistake", "side", "network", "narration", "stage", "about", "comparison"]; // in the lesson its text leads
const LOW = ["mistake", "stage", "narration", "network", "about", "side", "comparison"];

/** Follow the width and the height of the window: as windows.css and small.css place them. */
export function followOrder() {
  const narrow = matchMedia("(max-width: 900px)");
  const low = matchMedia("(max-height: 480px)");
  function place() {
    const one = document.getElementById("lesson") ? TOLD : low.matches ? LOW : NARROW;
    const order = narrow.matches ? one : WIDE;
    let before = document.getElementById("offer") ?? find("#message");
    for (const one of order.map((id) => find(`#${id}`))) {
      if (before.nextElementSibling !== one) before.after(one);
      before = one;
    }
  }
  for (const query of [narrow, low]) query.addEventListener("change", place);
  place();
}
