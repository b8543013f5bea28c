import Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { columnIndex } from '#contract/cells.ts';
import type { Recipe } from '#contract/recipe.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { prepareJob, type PrepareOptions } from '#engine/jobs/prepare/prepareJob.ts';
import { readBlocks } from '#engine/jobs/prepare/readBlocks.ts';
import { threadReader } from '#engine/jobs/prepare/readerThread.ts';
import { newJobFile } from '#engine/store/newJobFile.ts';
import { writeWorkbook } from '../../../build/scripts/bigWorkbook.ts';
import { temporaryFolder } from '../../support/jobs.ts';
import { cases } from '../../support/longForms.ts';

const rows = cases(32_000, 40_000);
const folder = temporaryFolder();
const source = join(folder.path, 'large.xlsx');
const reader = threadReader(new URL('../../../electron/engine/jobs/prepare/readerEntry.ts', import.meta.url));

/** Rows of every kind: 400 names are the keys, and money is no whole number in most rows. */
const recipe: Recipe = {
  version: 2,
  request: { db_id: 7, matching: 'custom', field_name: 'name' },
  fields: [
    { field: 'name', type: 'string', template: '{@B} {@C}' },
    { field: 'email', type: 'email', column: '@A' },
    { field: 'phones', type: 'phones', column: '@D' },
    { field: 'born', type: 'date', column: '@F' },
    { field: 'points', type: 'int', column: '@G' },
  ],
};

beforeAll(async () => writeWorkbook({ rows, layout: 'shared', seed: 3, out: source }), 60_000);
afterAll(() => folder.remove());

const pathOf = (name: string): string => join(folder.path, `${name}.importjob`);
const prepare = async (name: string, more: Partial<PrepareOptions>): ReturnType<typeof prepareJob> =>
  prepareJob({ source, recipe, job: pathOf(name), jobId: '00000000-0000-4000-8000-000000000001', clock: { now: () => 1_800_000_000_000 }, ...more });

/** A sum over each table of a job file. */
function contentOf(name: string): unknown {
  const db = new Database(pathOf(name), { readonly: true });
  const tables = db.prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all();
  // Where a file lies, and the marks of its own, are its own.
  const own = new Set(['place', 'live_seal']);
  const content = tables.map((table) => {
    const sum = createHash('sha256');
    const columns = db.prepare<[string], { name: string }>('SELECT name FROM pragma_table_info(?)').all(table.name).map(({ name }) => name).filter((name) => !own.has(name));
    for (const row of db.prepare<[], unknown[]>(`SELECT ${columns.join(', ')} FROM ${table.name}`).raw().iterate()) {
      for (const value of row) sum.update(Buffer.isBuffer(value) ? value : JSON.stringify(value)).update('\0');
    }
    return { table: table.name, sum: sum.digest('hex') };
  });
  db.close();
  return content;
}

describe('a source read in a thread', () => {
  it('becomes the very job that it becomes without one', async () => {
    const status = await prepare('thread', { reader });
    expect(status.counts).toMatchObject({ read: rows });
    expect(status.counts.invalid).toBeGreaterThan(rows / 2);
    expect(status.counts.duplicate).toBeGreaterThan(100);
    expect(await prepare('inline', { reader: readBlocks })).toEqual(status);
    expect(contentOf('thread')).toEqual(contentOf('inline'));
  });

  it('is not read further once the operator cancels, and leaves nothing behind', async () => {
    const abort = new AbortController();
    const cancelled = prepare('cancelled', { reader, signal: abort.signal, onProgress: () => abort.abort() });
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    expect(readdirSync(folder.path).filter((name) => name.startsWith('cancelled'))).toEqual([]);
  });

  it('says of a wrong recipe and a damaged file what it says without one', async () => {
    const wrong = { ...recipe, fields: [...recipe.fields, { field: 'x', type: 'int', column: 'No such column' } as const] };
    await expect(prepare('wrong', { reader, recipe: wrong })).rejects.toMatchObject({ code: 'recipe-columns', detail: { file: 'large.xlsx' } });
    const broken = join(folder.path, 'broken.xlsx');
    writeFileSync(broken, Buffer.alloc(3_000_000, 'PK\u0003\u0004'));
    await expect(prepare('broken', { reader, source: broken })).rejects.toMatchObject({ code: 'source-damaged', detail: { file: 'broken.xlsx' } });
    expect(existsSync(pathOf('broken'))).toBe(false);
  });
});

describe('a thread that dies without a word', () => {
  it('ends the preparation with an error, and leaves nothing behind', async () => {
    const dying = threadReader(new URL("data:text/javascript,throw new Error('gone')"));
    await expect(prepare('died', { reader: dying })).rejects.toMatchObject({ code: 'internal' });
    expect(readdirSync(folder.path).filter((name) => name.startsWith('died'))).toEqual([]);
  });
});

describe('a job in the making', () => {
  it('has no file of its name until it is whole, and what a crash leaves is begun anew', async () => {
    const path = pathOf('anew');
    const left = newJobFile(path);
    left.file.job.create({ jobId: 'left', createdAt: '2026-01-01T00:00:00.000Z', recipe, columns: [{ index: columnIndex('A'), letter: 'A', header: '', ref: '@A' }] });
    left.file.close();
    expect([existsSync(path), existsSync(`${path}-new`)]).toEqual([false, true]);
    await prepare('anew', { clock: systemClock });
    expect([existsSync(path), existsSync(`${path}-new`)]).toEqual([true, false]);
    await expect(prepare('anew', {})).rejects.toMatchObject({ code: 'job-exists' });
  });
});
