// Dark or light, where that was chosen against what the system asks for. It outlives a reload.

import { keep, recall } from "./kept.js";

const KEY = "theme";

/** Take over what was chosen before. A browser that keeps nothing has nothing to say. */
export function recallTheme() {
  const theme = recall(KEY);
  if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
}

export function toggleTheme() {
  const { dataset } = document.documentElement;
  const dark = dataset.theme ? dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  dataset.theme = dark ? "light" : "dark";
  keep(KEY, dark ? "light" : "dark");
}
