// A PNG that says where it is from: text chunks before its end, as the PNG specification has them (tEXt, Latin-1).

const SIGNATURE = 8; // bytes before the first chunk, which is IHDR: 13 bytes, and 12 around each chunk
const HEAD = SIGNATURE + 12 + 13;

/**
 * @param {Blob} png
 * @param {Record<string, string>} told keywords of the specification, such as Title and Source
 * @returns {Promise<Blob>}
 */
export async function withText(png, told) {
  const chunks = Object.entries(told).map(([keyword, text]) => chunkOf("tEXt", latin(`${keyword}\0${text}`)));
  return new Blob([png.slice(0, HEAD), ...chunks, png.slice(HEAD)], { type: "image/png" });
}

/** @type {(kind: string, data: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>} */
function chunkOf(kind, data) {
  const chunk = new Uint8Array(data.length + 12);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, data.length);
  chunk.set(latin(kind), 4);
  chunk.set(data, 8);
  view.setUint32(data.length + 8, checksum(chunk.subarray(4, data.length + 8)));
  return chunk;
}

/** What has no letter there is a question mark. @param {string} text */
const latin = (text) => Uint8Array.from(text, (letter) => (letter < "\u0100" ? letter.charCodeAt(0) : 63));

/** CRC-32, bit by bit: it is for a few hundred bytes. @param {Uint8Array} bytes */
function checksum(bytes) {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}
