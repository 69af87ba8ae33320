// Heat marks -> canvas. For matrices too large for bars; diverging colours that colour-blind people can tell apart.

/** @import { HeatMark, Mark, Matrix } from "../../types" */

import { interpolatePiYG } from "d3-scale-chromatic";

/** @param {HTMLElement} root */
export function createHeatRenderer(root) {
  /** @type {{ canvas: HTMLCanvasElement, matrix: Matrix | null, limit: number }[]} */
  const pool = [];
  return (/** @type {Mark[]} */ marks) => {
    const heats = marks.filter((mark) => mark.type === "heat");
    heats.forEach((mark, k) => {
      pool[k] ??= { canvas: root.appendChild(document.createElement("canvas")), matrix: null, limit: 0 };
      place(pool[k].canvas, mark);
      if (pool[k].matrix !== mark.matrix || pool[k].limit !== mark.limit) paint(pool[k].canvas, mark);
      Object.assign(pool[k], { matrix: mark.matrix, limit: mark.limit });
    });
    for (const spare of pool.slice(heats.length)) spare.canvas.hidden = true;
  };
}

/** @type {(canvas: HTMLCanvasElement, mark: HeatMark) => void} */
function place(canvas, mark) {
  canvas.hidden = false;
  canvas.style.left = `${mark.x}px`;
  canvas.style.top = `${mark.y}px`;
  canvas.style.width = `${mark.width}px`;
  canvas.style.height = `${mark.height}px`;
  canvas.style.opacity = String(mark.opacity ?? 1);
}

/** One pixel an entry; the browser enlarges without smoothing. @type {(canvas: HTMLCanvasElement, mark: HeatMark) => void} */
function paint(canvas, { matrix, limit }) {
  canvas.width = matrix[0].length;
  canvas.height = matrix.length;
  const context = canvas.getContext("2d");
  if (!context) return;
  matrix.forEach((values, row) => {
    values.forEach((value, column) => {
      context.fillStyle =
        Number.isFinite(value) && limit > 0
          ? interpolatePiYG(0.5 + Math.max(-0.5, Math.min(0.5, value / limit / 2)))
          : "#000";
      context.fillRect(column, row, 1, 1);
    });
  });
}
