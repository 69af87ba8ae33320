// Pasted text as a part of an address, and back: compressed, in letters that no forum changes. It stands in the
// fragment, which a browser never sends, so the numbers reach no log.

export const LONGEST_LINK = 8000; // characters: forums and messengers cut off what is longer
const LONGEST_TEXT = 400_000; // characters that a link may unfold to

/**
 * @param {string} text
 * @throws {Error} in words, where it is too long for a link
 */
export async function pack(text) {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const packed = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  if (packed.length > LONGEST_LINK)
    throw new Error(
      `This is too long for a link: ${text.length} characters. Paste the lines with the numbers alone, and copy again.`,
    );
  return packed.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/**
 * @param {string} packed
 * @throws {Error} in words, where it is no text that was packed
 */
export async function unpack(packed) {
  if (packed.length > LONGEST_LINK) throw new Error(`This link is too long: ${packed.length} characters.`);
  try {
    const bytes = Uint8Array.from(atob(packed.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return await read(stream.pipeThrough(new TextDecoderStream()).getReader());
  } catch {
    throw new Error("This link is not whole: its numbers cannot be read. Ask for it again, or paste the numbers.");
  }
}

/** @param {ReadableStreamDefaultReader<string>} reader */
async function read(reader) {
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text;
    text += value;
    if (text.length > LONGEST_TEXT) throw new Error("unfolds to more than is allowed");
  }
}
