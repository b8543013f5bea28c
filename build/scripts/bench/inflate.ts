import { openPromise } from 'yauzl';
import type { Said } from './side.ts';

/** The floor: node:zlib inflating every part of the file, nothing else. */
export async function inflate(file = ''): Promise<Said> {
  const zip = await openPromise(file, { autoClose: false, lazyEntries: true });
  let bytes = 0;
  for await (const entry of zip.eachEntry()) {
    const stream = await zip.openReadStreamPromise(entry);
    for await (const piece of stream) bytes += Buffer.isBuffer(piece) ? piece.length : 0;
  }
  zip.close();
  return { bytes };
}
