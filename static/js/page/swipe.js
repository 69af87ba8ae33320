// A swipe to the left or right steps; one up or down scrolls the page, as always.

const FAR = 48; // pixels
const STEEPEST = 0.6; // up or down for each pixel to the side

/**
 * @param {HTMLElement} region
 * @param {(action: string) => void} perform
 */
export function listenForSwipes(region, perform) {
  /** @type {{ x: number, y: number } | null} */
  let start = null;
  region.addEventListener(
    "touchstart",
    (event) => {
      start = event.touches.length === 1 ? { x: event.touches[0].clientX, y: event.touches[0].clientY } : null;
    },
    { passive: true },
  );
  region.addEventListener(
    "touchend",
    (event) => {
      if (!start) return;
      const across = event.changedTouches[0].clientX - start.x;
      const down = event.changedTouches[0].clientY - start.y;
      start = null;
      if (Math.abs(across) >= FAR && Math.abs(down) <= Math.abs(across) * STEEPEST)
        perform(across < 0 ? "next-step" : "previous-step");
    },
    { passive: true },
  );
}
