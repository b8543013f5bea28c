import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw, zstdDecompress } from 'node:zlib';

/** Answers beyond this, packed or not, are not the platform's: 10,000 results of 88 bytes are under 1 MB. */
export const maxAnswerBytes = 64 * 1024 * 1024;
/** Nobody packs twice; a bomb is packed often. */
const codingsAtMost = 2;

type Unpack = (bytes: Uint8Array, options: { readonly maxOutputLength: number }) => Promise<Buffer>;

const codings: ReadonlyMap<string, Unpack> = new Map<string, Unpack>([
  ['gzip', promisify(gunzip)],
  ['x-gzip', promisify(gunzip)],
  ['deflate', inflated],
  ['br', promisify(brotliDecompress)],
  // Looked for when it is needed: an older runtime does not have it.
  ['zstd', async (bytes, options) => promisify(zstdDecompress)(bytes, options)],
]);

/** `deflate` is zlib's form by RFC 9110 (8.4.1.2), the bare one by many a server. */
const zlibForm = promisify(inflate);
const bareForm = promisify(inflateRaw);
function inflated(bytes: Uint8Array, options: { readonly maxOutputLength: number }): Promise<Buffer> {
  const isZlib = ((bytes[0] ?? 0) & 0x0f) === 8;
  return isZlib ? zlibForm(bytes, options) : bareForm(bytes, options);
}

export function answerTooLarge(): Error {
  return Object.assign(new Error('the answer is larger than any of the platform'), { code: 'ANSWER_TOO_LARGE' });
}

/**
 * A body without its content codings (`content-encoding`), however unasked they are. What cannot be unpacked is given
 * as nothing, never as raw bytes: these would be taken for words. Throws ANSWER_TOO_LARGE beyond `maxAnswerBytes`.
 */
export async function unpacked(body: Uint8Array, encoding: string | undefined): Promise<Uint8Array> {
  const names = (encoding ?? '').toLowerCase().split(',').map((name) => name.trim()).filter((name) => name !== '' && name !== 'identity');
  if (names.length === 0 || body.length === 0) return body;
  if (names.length > codingsAtMost) return new Uint8Array();
  let bytes = body;
  // The last one named was put on last.
  for (const name of names.reverse()) {
    const unpack = codings.get(name);
    if (unpack === undefined) return new Uint8Array();
    try {
      bytes = await unpack(bytes, { maxOutputLength: maxAnswerBytes });
    } catch (error) {
      if (error instanceof RangeError) throw answerTooLarge();
      return new Uint8Array();
    }
  }
  return bytes;
}
