import { createHash, randomUUID } from 'node:crypto';
import { appendFileSync, closeSync, openSync, readFileSync, readdirSync, renameSync, statSync, truncateSync, utimesSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Recipe } from '#contract/recipe.ts';
import { prepareJob } from '#engine/jobs/prepare/prepareJob.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { SourceFile } from '#engine/sheet/sourceFile.ts';
import { temporaryFolder } from '../../support/jobs.ts';

const recipe: Recipe = {
  version: 1,
  request: { db_id: 7, matching: 'custom', field_name: 'Custom_ID' },
  fields: [{ field: 'Custom_ID', type: 'int', column: 'No' }, { field: '_fname', type: 'string', column: 'Name' }],
};

let folder: ReturnType<typeof temporaryFolder>;
let path = '';
const text = (name: string): string => `No,Name\n${Array.from({ length: 60_000 }, (_, row) => `${100_000 + row},${name}`).join('\n')}\n`;

beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder.path, 'clients.csv');
  writeFileSync(path, text('Anna Maria'));
});
afterEach(() => folder.remove());

/** Prepares the file and changes it once its first rows were read. */
function prepare(change: () => void) {
  return prepareJob({ source: path, recipe, job: join(folder.path, 'a.importjob'), jobId: randomUUID(), clock: systemClock, onReading: change });
}

function write(at: number, words: string): void {
  const file = openSync(path, 'r+');
  writeSync(file, words, at);
  closeSync(file);
}

/** As a program does that means to leave no trace. */
function unseen(change: () => void): void {
  const { atime, mtime } = statSync(path);
  change();
  utimesSync(path, atime, mtime);
}

describe('A source that is written to while it is read', () => {
  it.each([
    ['appended to', () => appendFileSync(path, '999999,Olga\n')],
    ['overwritten by rows of the same size', () => writeFileSync(path, text('Olga Petra'))],
    ['overwritten where it was read already, under its old time', () => unseen(() => write(9_000, 'X'))],
    ['cut off', () => truncateSync(path, 20_000)],
    ['replaced by another file', () => { writeFileSync(`${path}.new`, text('Olga Petra')); renameSync(`${path}.new`, path); }],
  ])('is refused when it is %s, and nothing is kept', async (_, change) => {
    await expect(prepare(change)).rejects.toMatchObject({ code: 'source-changed', detail: { file: 'clients.csv', during: 'reading' } });
    expect(readdirSync(folder.path)).toEqual(['clients.csv']);
  });

  it('has otherwise the fingerprint of its bytes', async () => {
    const { source } = await prepare(() => undefined);
    const bytes = readFileSync(path);
    expect(source).toMatchObject({ bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex'), modified: statSync(path).mtime.toISOString() });
  });
});

describe('The fingerprint of what was read in pieces', () => {
  it.each([[0, 9], [4_000, 5_000], [1_048_570, 1_048_580], [1_100_000, 1_100_001]])('is refused when a byte from %d to %d is another one now', async (from, to) => {
    writeFileSync(path, Buffer.alloc(1_200_000, 7));
    const file = await SourceFile.open(path);
    const read = (at: number, end: number) => file.read(Buffer.alloc(end - at), 0, end - at, at);
    await read(from, to);
    await read(Math.max(0, from - 3), to + 3);
    expect((await file.fingerprint()).bytes).toBe(1_200_000);
    unseen(() => write(to - 1, 'X'));
    await expect(file.fingerprint()).rejects.toMatchObject({ code: 'source-changed' });
    await file.close();
  });
});
