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
