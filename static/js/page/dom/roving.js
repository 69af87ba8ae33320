// One stop of the Tab key for many that belong together: arrows go from one to the next.

/**
 * @param {HTMLElement} root
 * @param {string} selector what can be gone to
 * @param {[string, string]} keys back, on
 */
export function createRoving(root, selector, keys) {
  const all = () =>
    /** @type {HTMLElement[]} */ ([...root.querySelectorAll(selector)]).filter((one) => one.checkVisibility());
  root.addEventListener("keydown", (event) => {
    const items = all();
    const at = items.findIndex((one) => one === event.target);
    const step = [keys[0], null, keys[1]].indexOf(event.key) - 1;
    const to = items[at + step];
    if (at < 0 || Math.abs(step) !== 1) return;
    event.preventDefault();
    event.stopPropagation();
    if (to) stop(to, items);
    to?.focus();
  });

  /** @type {(one: HTMLElement, items: HTMLElement[]) => void} */
  function stop(one, items) {
    for (const other of items) other.tabIndex = other === one ? 0 : -1;
  }
  /** The one that Tab comes to, unless the keyboard is among them. @param {HTMLElement | null} one */
  return (one) => {
    const items = all();
    if (!root.contains(document.activeElement)) stop(one ?? items[0], items);
  };
}
