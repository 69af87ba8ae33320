// What outlives a reload, in a browser that keeps something.

/** @param {string} key */
export const recall = (key) => kept((storage) => storage.getItem(key));

/** @type {(key: string, value: string) => void} */
export const keep = (key, value) => void kept((storage) => storage.setItem(key, value));

/** @type {<Result>(use: (storage: Storage) => Result) => Result | null} */
function kept(use) {
  try {
    return use(localStorage);
  } catch {
    return null; // forbidden, or full
  }
}
