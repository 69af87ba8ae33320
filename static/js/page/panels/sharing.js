// The address of this moment for a hall: written out, and as a picture that telephones read. It is drawn here.

import encodeQR from "qr";

import { sheet } from "../dom/sheet.js";

const SVG = "http://www.w3.org/2000/svg";
const MARGIN = 4; // modules of white around it, as the standard asks for

/** @param {HTMLDialogElement} dialog */
export async function createSharing(dialog) {
  await sheet("./sharing.css", import.meta.url);
  const picture = /** @type {SVGSVGElement} */ (dialog.querySelector("svg"));
  const link = /** @type {HTMLAnchorElement} */ (dialog.querySelector("a"));
  return (/** @type {string} */ address) => {
    link.href = address;
    link.textContent = address;
    const rows = encodeQR(address, "raw", { border: MARGIN });
    picture.setAttribute("viewBox", `0 0 ${rows.length} ${rows.length}`);
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join(""));
    picture.replaceChildren(path);
    dialog.showModal();
  };
}
