// Keys -> actions. What a clicker sends (PageUp, PageDown) steps too, and in the lesson goes through its scenes. Tab is
// never touched.

/**
 * All keys of the page, as an event names them; with Shift where that is another action. `shown` is what the help and
 * the README write for them.
 * @type {{ key: string, shift?: boolean, shown: string, action: string }[]}
 */
export const KEYS = [
  { key: "ArrowRight", shown: "→", action: "next-step" },
  { key: "ArrowLeft", shown: "←", action: "previous-step" },
  { key: "PageDown", shown: "PageDown", action: "onward" },
  { key: "PageUp", shown: "PageUp", action: "back" },
  { key: "PageDown", shift: true, shown: "Shift PageDown", action: "next-chapter" },
  { key: "PageUp", shift: true, shown: "Shift PageUp", action: "previous-chapter" },
  { key: "ArrowRight", shift: true, shown: "Shift →", action: "next-timestep" },
  { key: "ArrowLeft", shift: true, shown: "Shift ←", action: "previous-timestep" },
  { key: "Home", shown: "Home", action: "first" },
  { key: "End", shown: "End", action: "last" },
  { key: " ", shown: "Space", action: "play" },
  { key: "c", shown: "C", action: "next-question" },
  { key: "r", shown: "R", action: "predict" },
  { key: "v", shown: "V", action: "lens" },
  { key: "s", shown: "S", action: "scale" },
  { key: "u", shown: "U", action: "unfold" },
  { key: "a", shown: "A", action: "apart" },
  { key: "p", shown: "P", action: "present" },
  { key: "f", shown: "F", action: "full-screen" },
  { key: "b", shown: "B", action: "black" },
  { key: ".", shown: ".", action: "black" },
  { key: "q", shown: "Q", action: "share" },
  { key: "d", shown: "D", action: "dark" },
  { key: "?", shown: "?", action: "help" },
  { key: "Escape", shown: "Esc", action: "close" },
];

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
  if (event.key === " " && target?.closest("button, a, summary, [role=button]")) return null;
  const pressed = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const fitting = KEYS.filter(({ key }) => key === pressed);
  const exact = fitting.find(({ shift = false }) => shift === event.shiftKey);
  return (exact ?? fitting.find(({ shift }) => !shift))?.action ?? null;
}
