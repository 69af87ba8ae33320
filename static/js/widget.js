// A moment as a widget of a notebook: the page in a frame of its own, so that neither knows of the other's styles and
// keys; what it tells of its moments is a trait, and a trait is where it goes.

/** @typedef {{ get: (name: string) => any, set: (name: string, value: unknown) => void, save_changes: () => void, on: (event: string, act: () => void) => void, off: (event: string, act: () => void) => void }} Model of anywidget */

/** @param {{ model: Model, el: HTMLElement }} view */
function render({ model, el }) {
  el.innerHTML = model.get("html"); // made by this project, of one frame
  const frame = /** @type {HTMLIFrameElement} */ (el.querySelector("iframe"));
  let drawn = false;
  const go = () => {
    if (drawn) frame.contentWindow?.postMessage({ go: model.get("go") }, "*");
  };
  const listen = (/** @type {MessageEvent} */ { source, data }) => {
    if (source !== frame.contentWindow || typeof data?.t !== "number") return;
    model.set("moment", data);
    model.save_changes();
    if (drawn) return;
    drawn = true;
    if (model.get("go")) go(); // Python was quicker
  };
  addEventListener("message", listen);
  model.on("change:go", go);
  return () => {
    removeEventListener("message", listen);
    model.off("change:go", go);
  };
}

export default { render };
