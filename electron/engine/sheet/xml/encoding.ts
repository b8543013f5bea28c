import iconv from 'iconv-lite';
import { damaged } from '../limits.ts';

/** Bytes in which an encoding declaration has to stand. */
const headBytes = 512;

/**
 * The pieces of an XML part as UTF-8 without a byte order mark. Parts are UTF-8 or UTF-16 (ECMA-376 part 2, 6.1.2);
 * others that declare their encoding are taken too. Throws source-damaged for an encoding nobody knows.
 */
export async function* utf8Pieces(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let head: Buffer | null = Buffer.alloc(0);
  let decoder: iconv.DecoderStream | null = null;
  for await (const piece of pieces) {
    if (head === null) {
      yield decoder === null ? piece : Buffer.from(decoder.write(piece));
      continue;
    }
    head = head.length === 0 ? piece : Buffer.concat([head, piece]);
    if (head.length < headBytes) continue;
    decoder = decoderFor(head);
    yield opening(head, decoder);
    head = null;
  }
  if (head !== null) {
    decoder = decoderFor(head);
    yield opening(head, decoder);
  }
  const rest = decoder?.end();
  if (rest !== undefined && rest !== '') yield Buffer.from(rest);
}

function opening(head: Buffer, decoder: iconv.DecoderStream | null): Buffer {
  if (decoder !== null) return Buffer.from(decoder.write(head));
  return head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? head.subarray(3) : head;
}

/** null where the bytes are UTF-8 already. */
function decoderFor(head: Buffer): iconv.DecoderStream | null {
  const encoding = encodingOf(head);
  if (encoding === 'utf-8') return null;
  if (!iconv.encodingExists(encoding)) throw damaged('encoding');
  return iconv.getDecoder(encoding);
}

/** XML 1.0, appendix F: byte order mark first, then the look of `<?`, then the declaration. */
function encodingOf(head: Buffer): string {
  const [first, second] = head;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first === 0x3c && second === 0) return 'utf-16le';
  if (first === 0 && second === 0x3c) return 'utf-16be';
  const declared = /^(?:\xef\xbb\xbf)?<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']/.exec(
    head.toString('latin1', 0, headBytes),
  )?.[1];
  const name = (declared ?? 'utf-8').toLowerCase();
  // A part that starts with plain `<` cannot be UTF-16, whatever it says of itself.
  return name === 'utf8' || name === 'us-ascii' || name === 'ascii' || name.startsWith('utf-16') ? 'utf-8' : name;
}
