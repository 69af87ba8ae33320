// The page in a frame of another page: keys are the other page's until somebody clicks in here, and again after Escape.
// The page around is told each moment, and may ask for one. Who may be around at all, the server says in its policy.

import { search, write } from "./page/place.js";

const root = document.documentElement;

/** Every action of the transport has a button; those and addresses are all that may be asked for. */
const BUTTON = /^[a-z-]+$/;

let taken = false;

/** @param {boolean} take */
function takeKeys(take) {
  taken = take;
  root.toggleAttribute("data-keys", take);
  if (take) return;
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  parent.focus();
}

// Before anything of the page itself hears of it.
addEventListener("click", (event) => event.isTrusted && takeKeys(true), { capture: true });
addEventListener("blur", () => {
  taken = false;
  root.removeAttribute("data-keys");
});
addEventListener(
  "keydown",
  (event) => {
    if (!taken) return event.stopImmediatePropagation();
    if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
    event.stopImmediatePropagation();
    takeKeys(false);
  },
  { capture: true },
);

let told = "";

function tell() {
  const { t, step, playhead } = root.dataset;
  if (!t || parent === window) return;
  const moment = { t: Number(t), step, playhead: Number(playhead) };
  if (JSON.stringify(moment) === told) return;
  told = JSON.stringify(moment);
  parent.postMessage(moment, "*"); // nothing that is secret, and only to whom the policy lets have the frame
}
new MutationObserver(tell).observe(root, { attributeFilter: ["data-t", "data-step", "data-playhead"] });
tell();

addEventListener("message", ({ source, data }) => {
  if (source !== parent || parent === window || typeof data?.go !== "string") return;
  if (data.go.startsWith("?")) goTo(data.go);
  else if (BUTTON.test(data.go)) {
    const button = document.querySelector(`#transport button[data-action="${data.go}"]`);
    if (button instanceof HTMLElement) button.click(); // not trusted, as a reader's is: no keys are taken
  }
});

// Where the page lies in no place of its own, a link to another moment would lead out of the frame.
if (location.protocol === "about:")
  addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[href^='?']") : null;
    if (!link) return;
    event.preventDefault();
    goTo(link.getAttribute("href") ?? "");
  });

/** An address in full, or what is to be another in the present one. @param {string} asked */
function goTo(asked) {
  const given = new URLSearchParams(asked);
  const now = new URLSearchParams(given.has("scenario") ? "" : (root.dataset.address ?? search()));
  for (const [name, value] of given) now.set(name, value);
  write(`?${now}`);
  dispatchEvent(new PopStateEvent("popstate"));
}
