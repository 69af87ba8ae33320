// Dark or light, where that was chosen against what the system asks for. It outlives a reload.

const KEY = "theme";

/** Take over what was chosen before. A browser that keeps nothing has nothing to say. */
export function recallTheme() {
  const theme = kept((storage) => storage.getItem(KEY));
  if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
}

export function toggleTheme() {
  const { dataset } = document.documentElement;
  const dark = dataset.theme ? dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  dataset.theme = dark ? "light" : "dark";
  kept((storage) => storage.setItem(KEY, dark ? "light" : "dark"));
}

/** @type {<Result>(use: (storage: Storage) => Result) => Result | null} */
export function kept(use) {
  try {
    return use(localStorage);
  } catch {
    return null; // forbidden, or full
  }
}
