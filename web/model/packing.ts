// Text packed into characters that may stand in a link or a mail: deflated, then base64url.

async function through(bytes: Uint8Array<ArrayBuffer>, by: GenericTransformStream, max: number) {
  const reader = new Blob([bytes])
    .stream()
    .pipeThrough(by)
    .getReader() as ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    length += read.value.length;
    if (length > max) {
      await reader.cancel();
      throw new RangeError('too long');
    }
    parts.push(read.value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

function toBase64Url(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}

/** pack packs a text. */
export async function pack(text: string): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  return toBase64Url(await through(bytes, new CompressionStream('deflate-raw'), Infinity));
}

/** unpack gives the text back. Throws RangeError beyond `bytesMax`, and others when it is damaged. */
export async function unpack(packed: string, bytesMax: number): Promise<string> {
  const inflate = new DecompressionStream('deflate-raw');
  const bytes = await through(fromBase64Url(packed), inflate, bytesMax);
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}
