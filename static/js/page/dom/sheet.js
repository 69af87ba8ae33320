// The sheet of a panel that is fetched on demand lies beside it.

/**
 * @param {string} name
 * @param {string | undefined} beside the address of the panel; none in a copy, whose pages have all sheets
 * @returns {Promise<unknown>} done when it is there: until then nothing of the panel is shown
 */
export function sheet(name, beside) {
  if (beside === undefined) return Promise.resolve();
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = new URL(name, beside).href;
  const loaded = new Promise((done, failed) => {
    link.addEventListener("load", done);
    link.addEventListener("error", failed);
  });
  document.head.append(link);
  return loaded;
}
