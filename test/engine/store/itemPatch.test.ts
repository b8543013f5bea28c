import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openJobFile, type JobFile } from '#engine/store/jobFile.ts';
import { salvage } from '#engine/store/salvage/salvage.ts';
import { wholeImage } from '#engine/store/wholeImage.ts';
import { edit, prepareRows, set, type SourceRow } from '../../support/corrections.ts';
import { temporaryFolder } from '../../support/jobs.ts';
import { cases, isLong } from '../../support/longForms.ts';

const rows = 24;
const positions = Array.from({ length: rows }, (_, index) => index + 1);
let folder: ReturnType<typeof temporaryFolder>;
let prepared: string;

beforeAll(async () => {
  folder = temporaryFolder();
  prepared = await prepareRows(folder.path, positions.map((no): SourceRow => [no % 7 === 0 ? 'x' : String(no), `Name ${no}`, '']));
});

afterAll(() => folder.remove());

const itemsOf = (file: JobFile): readonly string[] => Array.from(file.items.texts(positions), ({ json }) => json);
const open = (path: string): JobFile => openJobFile(path, { create: false });
const count = (db: Database.Database, table: string): unknown => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();

describe('the items of a block of which rows get other items', () => {
  it('are those of every row as it was given last, however few or many were given at once', () => {
    const path = join(folder.path, 'random.importjob');
    copyFileSync(prepared, path);
    const file = open(path);
    const wanted = [...itemsOf(file)];
    const item = fc.option(fc.string({ unit: 'grapheme', maxLength: 30 }).map((text) => JSON.stringify({ text })), { nil: null, freq: 4 });
    const step = fc.dictionary(fc.integer({ min: 1, max: rows }).map(String), item, { minKeys: 1, maxKeys: rows }).map((given) => new Map(Object.entries(given).map(([at, json]) => [Number(at), json])));
    fc.assert(fc.property(step, (given) => {
      file.transaction(() => file.items.replace(given));
      for (const [at, json] of given) wanted[at - 1] = json ?? '';
      expect(itemsOf(file)).toEqual(wanted);
      const [block] = [...file.items.packed()];
      expect(block?.items.toString()).toBe(wanted.filter((json) => json !== '').map((json) => `${json},`).join(''));
      expect([...file.items.pieces([{ from: 1, to: rows }])].map(({ bytes }) => bytes.toString()).join('')).toBe(wanted.filter((json) => json !== '').join(','));
    }), { seed: 20_261_127, numRuns: cases(100, 300) });
    file.close();
  });

  it('leave the block as it is where few are given, and take the place of it where most are', async () => {
    const path = join(folder.path, 'few.importjob');
    copyFileSync(prepared, path);
    const db = new Database(path, { readonly: true });
    const own = db.prepare('SELECT * FROM block_item').get();
    const file = open(path);
    await edit(file, [set(1, 1, 'Anna')], { adopt: true });
    expect([db.prepare('SELECT * FROM block_item').get(), count(db, 'item_patch')]).toEqual([own, 1]);
    await edit(file, positions.slice(0, 20).map((at) => set(at, 1, 'Most')));
    expect(count(db, 'item_patch')).toBe(0);
    expect(itemsOf(file).filter((json) => json.includes('Most'))).toHaveLength(18);
    file.close();
    db.close();
  });
});

interface Moment {
  /** The whole job as it was then. */
  readonly path: string;
  readonly block: Record<string, unknown> | undefined;
  readonly patch: Record<string, unknown> | undefined;
  readonly items: readonly string[];
}

/** A life of the items of a block: few rows corrected, others, most, few again. */
async function moments(): Promise<readonly Moment[]> {
  const path = join(folder.path, 'life.importjob');
  copyFileSync(prepared, path);
  const db = new Database(path);
  const seen: Moment[] = [];
  // Names of one length: where all are as long as before, only versions and seals tell them from each other.
  const life = [[0, ''], [1, 'Anna'], ...(isLong ? [[3, 'Olga'] as const] : []), [3, 'Inga'], [20, 'Nina'], [2, 'Vera'], ...(isLong ? [[2, 'Zoya'] as const] : [])] as const;
  for (const [to, name] of life) {
    const file = open(path);
    if (to > 0) await edit(file, positions.slice(0, to).map((at) => set(at, 1, name)), { adopt: true });
    const copy = join(folder.path, `moment-${seen.length}.importjob`);
    seen.push({ path: copy, block: recordOf(db, 'block_item'), patch: recordOf(db, 'item_patch'), items: itemsOf(file) });
    file.close();
    db.pragma('wal_checkpoint(TRUNCATE)');
    copyFileSync(path, copy);
  }
  db.close();
  return seen;
}

const recordOf = (db: Database.Database, table: string) => db.prepare<[], Record<string, unknown>>(`SELECT * FROM ${table}`).get();

/** Puts the parts of other moments into a job of one. */
function mixed(into: Moment, block: Moment, patch: Moment): string {
  const path = join(folder.path, 'mixed.importjob');
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
  copyFileSync(into.path, path);
  const db = new Database(path);
  for (const [table, record] of [['block_item', block.block], ['item_patch', patch.patch]] as const) {
    db.exec(`DELETE FROM ${table}`);
    if (record === undefined) continue;
    const names = Object.keys(record);
    db.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map((name) => `@${name}`).join(', ')})`).run(record);
  }
  db.close();
  return path;
}

it('of which parts are of another time, or gone, are those that count or none, and a repair takes none that were replaced', async () => {
  const seen = await moments();
  expect(seen.filter(({ patch }) => patch === undefined)).toHaveLength(2);
  const read: string[] = [];
  for (const [at, into] of seen.entries()) {
    for (const [blockAt, block] of seen.entries()) {
      for (const [patchAt, patch] of seen.entries()) {
        if (!isLong && (blockAt + patchAt) % 2 === 1) continue;
        const path = mixed(into, block, patch);
        const file = open(path);
        try {
          expect(itemsOf(file), `${blockAt} and ${patchAt} in ${at}`).toEqual(into.items);
          read.push(`${at}`);
        } catch (error) {
          expect(error, `${blockAt} and ${patchAt} in ${at}`).toMatchObject({ code: 'job-corrupt', detail: { part: 'items' } });
        }
        file.close();
        const [saved] = salvage(wholeImage(path)).items.values();
        if (saved === undefined) continue;
        const packed = Buffer.from(saved.items).toString();
        expect(seen.findIndex(({ items }) => items.filter((json) => json !== '').map((json) => `${json},`).join('') === packed)).toBeGreaterThanOrEqual(at);
      }
    }
  }
  // At least those of one moment were read, each.
  expect(new Set(read).size).toBe(seen.length);
});
