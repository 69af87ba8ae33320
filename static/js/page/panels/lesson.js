// The lesson: one scene at a time on the same stage. Each is data that the page was sent; its texts are in the page.

/** @import { Beat, SceneData } from "../../types" */

import { parseAddress } from "../../model/address.js";
import { holds } from "../../model/facts.js";
import { restAt } from "../../model/timeline.js";

/**
 * @param {HTMLElement} root
 * @param {{
 *   store: ReturnType<typeof import("../../state/store.js").createStore>,
 *   actions: ReturnType<typeof import("../../state/actions.js").createActions>,
 *   beatsNow: () => Beat[],
 *   recall: (search: string) => void,
 * }} page
 */
export function createLesson(root, { store, actions, beatsNow, recall }) {
  const articles = /** @type {HTMLElement[]} */ ([...root.querySelectorAll("article")]);
  const scenes = articles.map(({ dataset }) => /** @type {SceneData} */ (JSON.parse(dataset.scene ?? "{}")));
  const links = [...root.querySelectorAll("nav a")];
  const [back, play, next] = ["back", "play", "next"].map(
    (name) => /** @type {HTMLButtonElement} */ (root.querySelector(`nav .${name}`)),
  );
  const told = /** @type {HTMLElement} */ (root.querySelector(".told"));
  let at = Number(root.dataset.scene) - 1;

  /** The rests at which a scene begins and at which it has played; the beginning until the trace is there. */
  function range() {
    const { moment } = parseAddress(scenes[at].address);
    const { until } = scenes[at];
    const from = (moment && restAt(beatsNow(), moment.t, moment.step)) ?? 0;
    return { from, to: (until && restAt(beatsNow(), until.t, until.step)) ?? from };
  }

  /** @param {number} scene which to show, counted from 0 */
  function show(scene) {
    at = Math.min(Math.max(scene, 0), scenes.length - 1);
    root.dataset.scene = String(at + 1);
    for (const [k, article] of articles.entries()) article.hidden = k !== at;
    for (const [k, link] of links.entries())
      if (k === at) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
    for (const option of optionsOf(articles[at])) option.setAttribute("aria-pressed", "false");
    const reply = articles[at].querySelector(".reply");
    if (reply) reply.textContent = "";
    begin();
    settle();
    articles[at].scrollTop = 0;
  }

  function begin() {
    recall(scenes[at].address);
  }

  /** @param {number} scene */
  function go(scene) {
    if (scene < 0 || scene >= scenes.length) return;
    show(scene);
    history.pushState(null, "", `?scene=${at + 1}`);
    const texts = articles[at].querySelectorAll("h2, article > p:not(.links), h3");
    told.textContent = [...texts].map((text) => text.textContent?.trim()).join(" ");
    root.scrollIntoView({ block: "nearest" });
  }

  /** What depends on the scene alone. */
  function settle() {
    document.title = `Unrolled: ${articles[at].querySelector("h2")?.textContent?.trim().replace(/\s+/g, " ")}`;
    document.documentElement.dataset.light = scenes[at].lights ?? "";
    back.setAttribute("aria-disabled", String(at === 0));
    next.setAttribute("aria-disabled", String(at === scenes.length - 1));
    play.hidden = scenes[at].until === null;
  }

  function playRange() {
    const { from, to } = range();
    if (store.get().view.reduced) return actions.go(to);
    actions.go(Math.max(from - 1, 0));
    store.set({ target: to, playing: true });
  }

  /** @param {Element} option */
  function answer(option) {
    const { trace, pending } = store.get();
    const reply = articles[at].querySelector(".reply");
    if (!trace?.end?.attribution || pending || !reply) return;
    for (const one of optionsOf(articles[at])) one.setAttribute("aria-pressed", String(one === option));
    const right = isRight(option);
    reply.textContent = `${right ? "✓ Yes." : "✗ No."} ${option.getAttribute("data-reply")}`;
    reply.className = `reply ${right ? "right" : "wrong"}`;
    reply.scrollIntoView({ block: "nearest" });
    const { switches } = parseAddress(scenes[at].then);
    if (right) store.setView(Object.fromEntries(Object.entries(switches).filter(([, on]) => on)));
  }

  /** @param {Element} option */
  function isRight(option) {
    const { trace } = store.get();
    const facts = scenes[at].options[optionsOf(articles[at]).indexOf(option)] ?? [];
    return trace !== null && facts.every((fact) => holds(fact, trace));
  }

  const answered = () => {
    const options = optionsOf(articles[at]);
    const pressed = options.find((one) => one.getAttribute("aria-pressed") === "true");
    return options.length === 0 || (pressed !== undefined && isRight(pressed));
  };

  /** All that a clicker has to press: the scene plays, then its question is answered, then the next scene comes. */
  function onward() {
    const { playhead, target, view, trace, pending } = store.get();
    if (!trace?.end?.attribution || pending) return;
    if (target !== null) actions.go(target);
    else if (view.predicting) actions.guess(null);
    else if (playhead < range().to) playRange();
    else if (!answered()) optionsOf(articles[at]).filter(isRight).forEach(answer);
    else go(at + 1);
  }

  /** To the beginning of the scene, and from there to the scene before. */
  function backward() {
    const { playhead, view } = store.get();
    const { predicting } = parseAddress(scenes[at].address).switches;
    if (playhead === range().from && view.predicting === predicting) go(at - 1);
    else begin();
  }

  back.addEventListener("click", () => go(at - 1));
  next.addEventListener("click", () => go(at + 1));
  play.addEventListener("click", playRange);
  root.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const link = target?.closest("nav a");
    const option = target?.closest("[data-reply]");
    if (option) answer(option);
    if (target?.closest("[data-action=diagnose]")) actions.perform("diagnose");
    if (!link) return;
    event.preventDefault();
    go(links.indexOf(link));
  });
  addEventListener("popstate", () => show(asked()));
  actions.take({
    onward,
    back: backward,
    "next-chapter": () => go(at + 1),
    "previous-chapter": () => go(at - 1),
  });
  // A server has answered with the scene that was asked for; a page that was copied is that of the first.
  if (asked() === at) settle();
  else show(asked());
}

/** The scene of the address, counted from 0, as far as there are so many. */
function asked() {
  const scene = /^\d{1,3}$/.exec(new URLSearchParams(location.search).get("scene") ?? "");
  return scene ? Number(scene[0]) - 1 : 0;
}

/** @param {HTMLElement} article */
function optionsOf(article) {
  return [...article.querySelectorAll("[data-reply]")];
}
