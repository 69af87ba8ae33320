// Wiring only: the store, the clock, what is asked of the server, and what the reader does.

/** @import { Beat, State, Trace } from "./types" */

import { createActions } from "./state/actions.js";
import { formatAddress, parseAddress } from "./model/address.js";
import { diagnose } from "./state/api.js";
import { createClock, createSparing } from "./state/clock.js";
import { find } from "./page/dom/find.js";
import { closePopovers } from "./page/dom/popovers.js";
import { actionOf } from "./page/keys.js";
import { createLoader } from "./state/loader.js";
import { createDropZone } from "./page/panels/own.js";
import { full, search, write } from "./page/place.js";
import { createScreen } from "./page/screen.js";
import { createStore } from "./state/store.js";
import { recallTheme } from "./state/theme.js";
import { isFirstVisit } from "./state/visits.js";
import { momentOf, openTaking } from "./page/taking.js";

import { tellLesson } from "./page/told.js";
import { advanced, beatAt, beatsOf, OPENING, restAt } from "./model/timeline.js";
import { isWhole } from "./model/whole.js";
import { initialState, measured } from "./state/view.js";

const root = document.documentElement;
recallTheme(); // before anything is drawn
const ADDRESS_INTERVAL = 350; // milliseconds: a browser takes no more than 100 new addresses in half a minute

const NUMBERS = "#numbers="; // before what was pasted, in the part of an address that is never sent

const told = document.getElementById("lesson"); // on its own page alone

/** What was asked for; where a copy is opened without an address, the moment that it was made for. */
const wanted = () => told?.dataset.address ?? (search() || root.dataset.shows || "");

const store = createStore(initialState(parseAddress(wanted())));
const loader = createLoader(store, momentOfAddress());
loader.load(store.get().query); // first of all: while the answer is on its way, all the rest is made
const actions = createActions(store, loader, beatsNow, { diagnose: () => openDiagnosis(""), share, mark: markMoment });
const clock = createClock(draw);
const sparingly = createSparing(ADDRESS_INTERVAL);

const screen = createScreen(actions, () => clock.request());

/** @type {{ of: Trace["head"]["declaration"] | null, beats: Beat[] }} */
let timeline = { of: null, beats: [] };

/** The beats of the trace that is there, computed once a head. */
function beatsNow() {
  const head = store.get().trace?.head ?? null;
  const of = head?.declaration ?? null;
  if (of !== timeline.of) timeline = { of, beats: head ? beatsOf(head) : [] };
  return timeline.beats;
}

/** @returns {import("./state/loader.js").Opening} */
function momentOfAddress() {
  const { moment, first } = parseAddress(wanted());
  return { moment, first };
}

/** Keep the present moment as an entry of the history, and write the next ones into a new one. */
function markMoment() {
  const address = root.dataset.address;
  if (address === undefined || told || loader.isOwn()) return;
  if (address !== search()) write(address);
  write(address, { entry: true });
}

/** Be where an address leads: to a moment of the trace that is there, or of another one. @param {string} address */
function recallMoment(address) {
  const { query, moment, entry, scale, lens, nudge, asked, switches, spoil } = parseAddress(address);
  const now = store.get();
  const same =
    now.trace &&
    !now.pending &&
    JSON.stringify(query) === JSON.stringify({ ...now.query, ...(query.seed === null ? { seed: null } : {}) });
  if (same && moment) actions.go(restAt(beatsNow(), moment.t, moment.step) ?? now.playhead);
  store.setView({ focus: entry ?? now.view.focus, scale, lens, nudge, asked, spoil, ...switches, guess: null });
  if (!same) loader.open(query, moment);
}

/** What a link holds of somebody's numbers is diagnosed again. */
function openNumbers() {
  if (location.hash.startsWith(NUMBERS)) openDiagnosis(location.hash.slice(NUMBERS.length));
}

/** The address of this moment, for others: a hall reads it from the wall, all others from what was copied. */
function share() {
  const others = full(loader.isOwn() ? location.pathname : (root.dataset.address ?? search()));
  others?.searchParams.delete("present");
  const address = others?.href.replaceAll("%2C", ",") ?? "";
  if (store.get().view.presenter && address) openSharing(address);
  else
    copy(address).then(() =>
      openTaking(momentOf(address, store, loader, beatsNow(), draw), (said) => store.setView({ said })),
    );
}

/** @param {string} address */
async function copy(address) {
  if (!address) return;
  const own = loader.isOwn() ? " It does not hold your data." : "";
  const copied = await navigator.clipboard?.writeText(address).then(
    () => true,
    () => false, // where a page may not
  );
  store.setView({ said: `${copied ? "Address copied." : "Copy it from the address bar."}${own}` });
}

/** @type {Promise<(address: string) => void> | null} */
let sharing = null;

/** Only a hall needs what draws the code. @param {string} address */
async function openSharing(address) {
  sharing ??= import("./page/panels/sharing.js").then((panel) =>
    panel.createSharing(/** @type {HTMLDialogElement} */ (find("#sharing"))),
  );
  try {
    (await sharing)(address);
  } catch {
    sharing = null;
    store.setView({ said: "The server does not answer." });
  }
}

/** One frame: move the playhead if it is on its way, then draw the state. Says whether it is still moving. */
function draw(/** @type {number} */ elapsed) {
  move(elapsed);
  const state = store.get();
  const left = screen(state, beatsNow());
  announce(state, left === "done");
  return left === "more" || state.target !== null;
}

/** @param {number} elapsed */
function move(elapsed) {
  const { target, playhead, view } = store.get();
  if (target === null) return;
  const at = advanced(beatsNow(), playhead, target, elapsed, view.speed);
  store.set(at >= target ? { playhead: at, target: null, playing: false } : { playhead: at });
}

/** @type {Promise<(packed: string) => Promise<void>> | null} */
let diagnosis = null;

/** Only who asks for a diagnosis needs what shows it. @param {string} packed the numbers of a link */
async function openDiagnosis(packed) {
  const dialog = /** @type {HTMLDialogElement} */ (find("#diagnosis"));
  diagnosis ??= import("./page/panels/diagnosis.js").then((panel) => {
    dialog.addEventListener("close", () => write(search() || location.pathname));
    return panel.createDiagnosisPanel(dialog, {
      ask: diagnose,
      level: () => store.get().view.spoil ?? 0,
      reached: (spoil) => store.get().view.spoil !== null && store.setView({ spoil }),
      link: (spoil, numbers) => new URL(`?spoil=${spoil}${NUMBERS}${numbers}`, location.href).href,
    });
  });
  try {
    await (
      await diagnosis
    )(packed);
  } catch {
    diagnosis = null;
    store.setView({ said: "The server does not answer." });
  }
}

/**
 * What tests and teachers' scripts follow, and the address that opens this moment again. `ready` means that all of the
 * moment is there and drawn.
 * @param {State} state
 * @param {boolean} drawn
 */
function announce(state, drawn) {
  const beats = beatsNow();
  const beat = beats.length ? beatAt(beats, state.playhead) : null;
  root.dataset.t = beat ? String(beat.t) : "";
  root.dataset.step = beat && beat.name !== OPENING ? beat.name : OPENING;
  root.dataset.playhead = String(Math.round(state.playhead * 1000) / 1000);
  root.dataset.state = statusOf(state, beat, drawn);
  if (!beat || !state.trace?.end || state.pending) return;
  loader.ensure(beat);
  loader.attribute();
  if (state.view.predicting && beat.step) loader.slips(beat);
  if (state.target !== null) return;
  loader.explain();
  if (loader.isOwn()) return leaveAddress();
  const address = told ? `?scene=${told.dataset.scene}` : formatAddress(state, beats);
  root.dataset.address = address;
  if (told) return; // it writes its own
  sparingly(() => {
    if (address !== search()) write(address + location.hash);
  });
}

/** No address leads to one's own tensors: the one of the run before least of all. */
function leaveAddress() {
  if (told || root.dataset.address === undefined) return;
  delete root.dataset.address;
  sparingly(() => write(location.pathname));
}

/** @type {(state: State, beat: Beat | null, drawn: boolean) => "error" | "loading" | "playing" | "ready"} */
function statusOf(state, beat, drawn) {
  if (state.error) return "error";
  if (state.trace?.end && state.target !== null) return "playing";
  return drawn && !state.pending && isWhole(state.trace, beat, state.view) ? "ready" : "loading";
}

store.subscribe(({ view }) => {
  root.classList.toggle("presenter", view.presenter); // at once: regions are measured by it
  root.classList.toggle("black", view.black);
});
store.subscribe(() => clock.request());
createDropZone(find("#own"), actions.loadOwn);
const offer = document.getElementById("offer");
if (offer && isFirstVisit()) offer.hidden = false;
offer?.querySelector("button")?.addEventListener("click", () => (offer.hidden = true));
closePopovers(document);
const narrow = matchMedia("(max-width: 900px)");
const follow = () => void import("./page/order.js").then(({ followOrder }) => followOrder());
if (narrow.matches) follow();
else narrow.addEventListener("change", follow, { once: true });
document.addEventListener("keydown", (event) => {
  const action = actionOf(event);
  if (action === null) return;
  event.preventDefault();
  actions.perform(action);
});
addEventListener("popstate", () => told || recallMoment(wanted()));
if (told) tellLesson(told, { store, actions, beatsNow, recall: recallMoment });
addEventListener("hashchange", openNumbers);
openNumbers();
find("#black").addEventListener("click", () => actions.perform("black"));
find("#stage svg").addEventListener("click", (event) => {
  if (event.target instanceof Element && event.target.closest("[data-unfold]")) actions.perform("unfold");
});
find("#network").addEventListener("click", (event) => {
  const cell = event.target instanceof Element ? event.target.closest("#network [data-t]") : null; // the page has one too
  if (cell) actions.toTimestep(Number(cell.getAttribute("data-t")));
});
const regions = /** @type {const} */ ([find("#network"), find("#stage"), find("#transport .ticks")]);
let sizes = "";
const resizing = new ResizeObserver(() => {
  const now = measured(...regions);
  if (JSON.stringify(now) === sizes) return;
  sizes = JSON.stringify(now);
  store.setView(now);
});
for (const region of regions) resizing.observe(region); // tells of each at once, when the page is laid out
if (navigator.maxTouchPoints > 0)
  import("./page/swipe.js").then(({ listenForSwipes }) => {
    for (const region of regions.slice(0, 2)) listenForSwipes(region, actions.perform);
  });
matchMedia("(prefers-reduced-motion: reduce)").addEventListener("change", (query) =>
  store.setView({ reduced: query.matches }),
);
