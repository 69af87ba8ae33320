// Keys -> actions. What a clicker sends (PageUp, PageDown) steps too. Tab is never touched.

/** @type {Record<string, string>} */
const KEYS = {
  ArrowRight: "next-step",
  ArrowLeft: "previous-step",
  PageDown: "next-step",
  PageUp: "previous-step",
  Home: "first",
  End: "last",
  " ": "play",
  p: "present",
  f: "full-screen",
  d: "dark",
  c: "next-question",
  s: "scale",
  v: "lens",
  u: "unfold",
  "?": "help",
  Escape: "close",
};

/**
 * The action of a key press, or null where the key belongs to what has the focus.
 * @param {KeyboardEvent} event
 * @returns {string | null}
 */
export function actionOf(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const target = event.target instanceof Element ? event.target : null;
  if (target?.ownerDocument.querySelector("dialog[open]")) return null; // Escape closes it, and nothing moves behind it
  if (event.key !== "Escape" && target?.closest("input:not([type=range]), select, textarea, [contenteditable]"))
    return null;
  if (event.key === " " && target?.closest("button, a, summary")) return null;
  if (event.shiftKey && event.key === "ArrowRight") return "next-timestep";
  if (event.shiftKey && event.key === "ArrowLeft") return "previous-timestep";
  return KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key] ?? null;
}
