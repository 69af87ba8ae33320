// What opens at Share, beside the address that is copied: fetched by whoever asks for it.

/** @type {ReturnType<typeof import("./panels/taking.js").createTaking> | null} */
let panel = null;

/**
 * @param {import("./panels/taking.js").Moment} moment
 * @param {(words: string) => void} say
 */
export async function openTaking(moment, say) {
  panel ??= import("./panels/taking.js").then(({ createTaking }) => createTaking(document.body, say));
  try {
    const open = await panel;
    open(moment);
  } catch {
    panel = null;
    say("The server does not answer.");
  }
}

/**
 * @param {string} address of this moment in full; empty where there is none
 * @param {import("../state/actions.js").Store} store
 * @param {import("../state/actions.js").Loader} loader
 * @param {import("../types").Beat[]} beats
 * @param {(elapsed: number) => void} draw a frame
 * @returns {import("./panels/taking.js").Moment}
 */
export function momentOf(address, store, loader, beats, draw) {
  const { query, trace, playhead, view } = store.get();
  const { t, step } = document.documentElement.dataset;
  const { scenario, cell, seed } = query;
  const run = `scenario ${scenario}, cell ${cell}, seed ${seed ?? "none"}`;
  const file = ["unrolled", scenario, cell, `t${t}`, step].join("-");
  const title = `Unrolled: ${trace?.head.title ?? scenario}, t = ${t}, ${step}`;
  const show = (/** @type {number | null} */ at) => {
    store.set({ playhead: at ?? playhead, target: null, playing: false });
    store.setView({ reduced: at === null && view.reduced }); // a moving picture moves, whatever its maker likes
    draw(0);
  };
  return { address, title, run, file, film: { beats, playhead, show }, ...loader.tensors() };
}
