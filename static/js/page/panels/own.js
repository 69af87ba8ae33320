// One's own tensors: a file dropped on the page, or chosen.

/**
 * @param {HTMLElement} root
 * @param {(tensors: Blob) => void} load
 */
export function createDropZone(root, load) {
  const input = /** @type {HTMLInputElement} */ (root.querySelector("input[type=file]"));
  const page = document.documentElement;
  input.addEventListener("change", (event) => {
    event.stopPropagation(); // the form around it would draw its scenario again
    const file = input.files?.[0];
    if (file) load(file);
    input.closest("details")?.removeAttribute("open");
    input.value = "";
  });
  for (const type of ["dragenter", "dragover"]) {
    page.addEventListener(type, (event) => {
      event.preventDefault();
      page.classList.add("dropping");
    });
  }
  page.addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) page.classList.remove("dropping");
  });
  page.addEventListener("drop", (event) => {
    event.preventDefault();
    page.classList.remove("dropping");
    const file = event.dataTransfer?.files[0];
    if (file) load(file);
  });
}
