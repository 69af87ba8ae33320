// The sheet of what is fetched on demand: it is there before what it is for is shown.

/**
 * @param {string} name of a sheet beside the scripts
 * @returns {Promise<void>}
 */
export function styled(name) {
  return new Promise((done, failed) => {
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = new URL(name, import.meta.url).href;
    sheet.addEventListener("load", () => done());
    sheet.addEventListener("error", () => failed(new Error(`${name} did not come`)));
    document.head.append(sheet);
  });
}
