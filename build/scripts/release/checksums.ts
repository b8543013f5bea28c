import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

export const checksumFile = 'SHA256SUMS';

/** One line a file of the folder, itself left out, as `sha256sum --check` reads it; sorted by name. */
export async function checksumsOf(folder: string): Promise<string> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile() && entry.name !== checksumFile).map(({ name }) => name).sort();
  let lines = '';
  for (const name of names) {
    const hash = createHash('sha256');
    await pipeline(createReadStream(join(folder, name)), hash);
    lines += `${hash.digest('hex')}  ${name}\n`;
  }
  return lines;
}
