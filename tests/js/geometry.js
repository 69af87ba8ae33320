// Where marks are: boxes in pixels.

const COUNTS = { M: 2, L: 2, m: 2, l: 2, h: 1, v: 1, H: 1, V: 1, z: 0, Z: 0, A: 7, a: 7, C: 6, Q: 4 };
const LETTER = { mono: 0.6, sans: 0.5 }; // of the size of the type: all letters alike, and the average of the other
const ABOVE = 0.75; // of the size of the type, from the baseline
const BELOW = 0.2;

const paths = new Map();

/** The box of each part of a path: "M1 2h3v4h-3z" is { x: 1, y: 2, width: 3, height: 4 }. */
export function boxesOf(d) {
  if (!paths.has(d)) paths.set(d, readPath(d));
  return paths.get(d);
}

function readPath(d) {
  const parts = [];
  let [x, y] = [0, 0];
  for (const [, command, rest] of d.matchAll(/([a-zA-Z])([^a-zA-Z]*)/g)) {
    const count = COUNTS[command];
    if (count === undefined) throw new Error(`${command} in the path ${d.slice(0, 60)}`);
    const numbers = (rest.match(/-?[\d.]+(?:e-?\d+)?/g) ?? []).map(Number);
    if (count === 0) continue;
    for (let k = 0; k < numbers.length; k += count) {
      const last = numbers.slice(k, k + count);
      const relative = command === command.toLowerCase();
      if (/[hH]/.test(command)) x = relative ? x + last[0] : last[0];
      else if (/[vV]/.test(command)) y = relative ? y + last[0] : last[0];
      else [x, y] = relative ? [x + last.at(-2), y + last.at(-1)] : last.slice(-2);
      if (/[mM]/.test(command) && k === 0) parts.push([]);
      parts.at(-1).push([x, y]);
    }
  }
  return parts.map(boxAround);
}

function boxAround(points) {
  if (points.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/** The box of a mark; of a text, what its letters are expected to take. */
export function boxOf(mark) {
  switch (mark.type) {
    case "path": {
      const corners = boxesOf(mark.d).flatMap(({ x, y, width, height }) => [
        [x, y],
        [x + width, y + height],
      ]);
      return boxAround(corners);
    }
    case "line":
      return boxAround([
        [mark.x1, mark.y1],
        [mark.x2, mark.y2],
      ]);
    case "text": {
      const mono = /(^|\s)(mono|name|story)(\s|$)/.test(mark.class ?? "");
      const width = mark.text.length * mark.size * (mono ? LETTER.mono : LETTER.sans);
      const x = mark.x - width * { start: 0, middle: 0.5, end: 1 }[mark.anchor ?? "start"];
      return { x, y: mark.y - mark.size * ABOVE, width, height: mark.size * (ABOVE + BELOW) };
    }
    default:
      return { x: mark.x, y: mark.y, width: mark.width, height: mark.height };
  }
}

/** Whether a box is inside of a region, to within a pixel. */
export function isInside({ x, y, width, height }, region) {
  return x >= -1 && y >= -1 && x + width <= region.width + 1 && y + height <= region.height + 1;
}

/** How far two boxes overlap, in pixels, the lesser of both ways. */
export function overlap(one, other) {
  const across = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const down = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  return Math.max(0, Math.min(across, down));
}
