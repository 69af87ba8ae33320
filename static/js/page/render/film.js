// A timestep as a moving picture: every frame is drawn by the page, painted, and written as what changed of the one
// before. Fetched by whoever asks for one.

/** @import { Beat } from "../../types" */

import { applyPalette, GIFEncoder, quantize } from "gifenc";

import { advanced, beatAt } from "../../model/timeline.js";

/**
 * @typedef {object} Film
 * @property {Beat[]} beats
 * @property {number} playhead where one is
 * @property {(playhead: number | null) => void} show draws a moment at once; null: where one was before
 */

const INTERVAL = 80; // milliseconds of a frame: GIF counts hundredths of a second, and browsers slow down what is short
const LAST = 1500; // of the last one, before it begins anew
const COLOURS = 255; // and one for what stays as it was
const SAMPLES = 4; // frames that the colours are chosen from

/**
 * @param {Film} film
 * @param {(playhead: number) => Promise<ImageData>} frame paints what is shown
 * @param {(done: number) => void} progress is told how much of it is done, 0 to 1
 * @param {AbortSignal} signal ends it
 * @returns {Promise<Blob>} a GIF
 */
export async function filmOf({ beats, playhead, show }, frame, progress, signal) {
  const playheads = momentsOf(beats, playhead);
  try {
    const colours = await coloursOf(playheads, async (at) => {
      show(at);
      return frame(at);
    });
    const palette = [...colours, ...Array(COLOURS + 1 - colours.length).fill([0, 0, 0])]; // the last: as it was
    const gif = GIFEncoder();
    /** @type {Uint8Array | null} */
    let before = null;
    for (const [k, at] of playheads.entries()) {
      signal.throwIfAborted();
      show(at);
      const { data, width, height } = await frame(at);
      const now = applyPalette(data, colours, "rgb565");
      const changed = before ? now.map((colour, place) => (colour === before?.[place] ? COLOURS : colour)) : now;
      const delay = k === playheads.length - 1 ? LAST : INTERVAL;
      const first = before === null ? { palette, repeat: 0 } : { transparent: true, transparentIndex: COLOURS };
      gif.writeFrame(changed, width, height, { ...first, delay, dispose: 1 });
      before = now;
      progress((k + 1) / playheads.length);
    }
    gif.finish();
    return new Blob([new Uint8Array(gif.bytes())], { type: "image/gif" });
  } finally {
    show(null);
  }
}

/** The playheads of the frames: from where a timestep is entered to where it is left. @type {(beats: Beat[], playhead: number) => number[]} */
export function momentsOf(beats, playhead) {
  const { t, direction } = beatAt(beats, playhead);
  const within = beats.filter((beat) => beat.t === t && beat.direction === direction && beat.position > 0);
  const [from, to] = [within[0].index - 1, within[within.length - 1].index];
  const playheads = [from];
  while (playheads[playheads.length - 1] < to)
    playheads.push(advanced(beats, playheads[playheads.length - 1], to, INTERVAL, 1));
  return playheads;
}

/** @type {(playheads: number[], frame: (at: number) => Promise<ImageData>) => Promise<number[][]>} */
async function coloursOf(playheads, frame) {
  const samples = [];
  for (let k = 1; k <= SAMPLES; k += 1) {
    const { data } = await frame(playheads[Math.round((k / SAMPLES) * (playheads.length - 1))]);
    samples.push(data);
  }
  const together = new Uint8ClampedArray(samples.reduce((sum, { length }) => sum + length, 0));
  samples.forEach((data, k) => together.set(data, k * data.length));
  return quantize(together, COLOURS);
}
