// Getting a lab's file, from here or from anywhere, and saying clearly why it cannot be had. The file
// is text and stays text: whoever reads it decides what it means.
import type { LabAddress } from '../model/lab_address';

export type Fetched =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string };

const bytesMax = 256 * 1024;
const patienceMs = 20_000;

const refuse = (message: string): Fetched => ({ ok: false, message });

// Reads no more than a lab may have, whatever the server sends.
async function bounded(response: Response): Promise<Uint8Array<ArrayBuffer> | null> {
  const reader = response.body?.getReader();
  if (!reader) return new Uint8Array();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    length += read.value.length;
    if (length > bytesMax) {
      await reader.cancel();
      return null;
    }
    parts.push(read.value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** fetchLab fetches a lab's text. */
export async function fetchLab(address: LabAddress, given: AbortSignal): Promise<Fetched> {
  const from = address.site === '' ? 'this site' : address.site;
  let response: Response;
  const signal = AbortSignal.any([given, AbortSignal.timeout(patienceMs)]);
  try {
    response = await fetch(address.url, {
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal,
    });
  } catch (error) {
    if ((error as Error).name === 'TimeoutError') {
      return refuse(`The lab could not be had: ${from} did not answer within 20 seconds.`);
    }
    const why =
      address.site === ''
        ? 'the network failed'
        : `${from} did not answer, or does not let other pages read the file (it would have to send Access-Control-Allow-Origin)`;
    return refuse(`The lab could not be had: ${why}.`);
  }
  if (response.status === 404) return refuse(`There is no such lab: ${from} has no file there.`);
  if (!response.ok) {
    return refuse(`The lab could not be had: ${from} answered with status ${response.status}.`);
  }
  const tooLarge = 'That is no lab: the file is larger than 256 KB.';
  if (Number(response.headers.get('Content-Length') ?? 0) > bytesMax) return refuse(tooLarge);
  try {
    const bytes = await bounded(response);
    if (!bytes) return refuse(tooLarge);
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return refuse('That is no lab: the file is not text, or it broke off.');
  }
}
