import Database from 'better-sqlite3';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Cell } from '#contract/cells.ts';
import { Fault } from '#contract/faults.ts';
import { openDatabase } from '#engine/store/database.ts';
import { cellText } from '#engine/store/corrections.ts';
import { openJobFile, type JobFile } from '#engine/store/jobFile.ts';
import { BlockPacker } from '#engine/store/packBlock.ts';
import { sealAll } from '#engine/store/seal.ts';
import { job0001 } from '../../../electron/engine/store/migrations/job0001.ts';
import { job0002 } from '../../../electron/engine/store/migrations/job0002.ts';
import { job0003 } from '../../../electron/engine/store/migrations/job0003.ts';
import { job0004 } from '../../../electron/engine/store/migrations/job0004.ts';
import { makeJob, profileRow, profiles, temporaryFolder } from '../../support/jobs.ts';

let folder: ReturnType<typeof temporaryFolder>;
let path: string;
let file: JobFile;

beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder.path, 'a.importjob');
});

afterEach(() => {
  file.close();
  folder.remove();
});

const text = (v: string): Cell => ({ t: 's', v });

function correct(id: number, cells: readonly { readonly position: number; readonly column: number; readonly after: Cell }[]): void {
  file.transaction(() => {
    const rows = new Set(cells.map(({ position }) => position));
    file.corrections.addBatch({ id, at: '2026-01-02T00:00:00.000Z', origin: 'window', act: { kind: 'edit', row: 2, column: 'A' }, rows: rows.size, cells: cells.length, chunk: 0 });
    file.corrections.addCells(id, cells.map((cell) => ({ ...cell, was: 'null', is: cellText(cell.after) })));
    file.corrections.putRows(id, Array.from(rows, (position) => ({ position, state: 'ready' as const, was: {} })));
  });
}

const cellsAt = (positions: readonly number[], original = false): readonly (readonly Cell[])[] => Array.from(file.blocks.rowsAt(positions, { original }), ({ cells }) => cells);

describe('corrections in a job file', () => {
  it('lie over the cells as read, the newest that counts on top, in any block', () => {
    file = makeJob(path, profiles(1_200));
    correct(1, [{ position: 2, column: 0, after: text('two') }, { position: 501, column: 2, after: { t: 'n', v: 7, text: '007', f: '000' } }]);
    correct(2, [{ position: 2, column: 0, after: null }, { position: 1_200, column: 0, after: text('last') }]);
    expect(cellsAt([1, 2, 501, 1_200])).toEqual([[text('1')], [], [text('501'), null, { t: 'n', v: 7, text: '007', f: '000' }], [text('last')]]);
    expect(cellsAt([2, 501, 1_200], true)).toEqual([[text('2')], [text('501')], [text('1200')]]);
    file.corrections.setBatchState(2, 'undone', 0);
    expect(cellsAt([2, 501, 1_200])).toEqual([[text('two')], [text('501'), null, { t: 'n', v: 7, text: '007', f: '000' }], [text('1200')]]);
    file.check();
  });

  it('give rows other items, of any length, and leave those of all others alone', () => {
    file = makeJob(path, profiles(700));
    file.transaction(() => {
      file.items.replace(new Map([[1, '{"Custom_ID":1,"name":"Żółć"}'], [3, null], [500, '{}']]));
      file.items.replace(new Map([[3, '{"back":true}'], [4, null]]));
    });
    file.close();
    file = openJobFile(path, { create: false });
    file.check();
    const items = Array.from(file.items.texts([1, 2, 3, 4, 5, 499, 500, 501]), ({ json }) => json);
    expect(items).toEqual(['{"Custom_ID":1,"name":"Żółć"}', '{"Custom_ID":2}', '{"back":true}', '', '{"Custom_ID":5}', '{"Custom_ID":499}', '{}', '{"Custom_ID":501}']);
    for (const size of file.items.sizes()) expect(size.ends.length).toBe(size.states.length);
  });

  it('find rows of the same match key by hashes that preparing has kept, where keys are compared', () => {
    file = makeJob(path, [...profiles(600), profileRow(7, { again: true }), { kind: 'empty' }]);
    const keys = [...file.keys.all()].flatMap(({ keys: block }) => Array.from({ length: block.length / 2 }, (_, index) => `${block[index * 2]} ${block[index * 2 + 1]}`));
    expect(keys.length).toBe(602);
    expect(keys[600]).toBe(keys[6]);
    expect(new Set(keys).size).toBe(601);
    expect(keys[601]).toBe('0 0');
    expect(file.keys.missing()).toEqual([]);
  });
});

describe('a few rows of a block', () => {
  const odd = ['a"],["b', '\\', '[', '\\"]', 'Ж]', '', '\u2028[', 'a\nb', '\n],\n['];
  const cells = (index: number): Cell[] => (index % 5 === 0 ? [] : [text(odd[index % odd.length]!), { t: 'n', v: index, text: odd[(index + 1) % odd.length]!, f: '0"]"' }, null, { t: 'm', v: { t: 's', v: ']' } }]);

  /** A block at 21 with 40 rows, its cells written otherwise before it is sealed. */
  function withBlock(written: (cells: string) => string): void {
    file = makeJob(path, profiles(20));
    file.transaction(() => {
      const packer = new BlockPacker({ withKeys: false });
      for (let index = 0; index < 40; index += 1) packer.add({ row: 100 + index, cells: cells(index), state: 0 });
      const block = packer.take()!;
      file.blocks.append({ ...block, cells: Buffer.from(written(Buffer.from(block.cells).toString())), first: 21, seals: { block: 0, items: 0, rows: 0, ends: 0, keys: 0 } });
    });
    const db = new Database(path);
    sealAll(db);
    db.close();
  }

  it.each([
    ['with a line for each row', (json: string) => json],
    ['of an earlier version, which is one line', (json: string) => JSON.stringify(JSON.parse(json))],
  ])('%s, are found as when all of it is read, whatever stands in their cells', (_, written) => {
    withBlock(written);
    const positions = Array.from({ length: 60 }, (_, index) => index + 1);
    expect([...file.blocks.rowsAt(positions, { few: true })]).toEqual([...file.blocks.rowsAt(positions)]);
    expect([...file.blocks.rowsAt([23, 41], { few: true })].map((row) => row.cells)).toEqual([cells(2), []]);
  });

  it.each([
    ['two rows on one line', (json: string) => json.replace(',\n', ',')],
    ['a row on two lines', (json: string) => json.replace('",["n"', '",\n["n"')],
  ])('are none that all of it does not have where somebody has sealed %s', (_, written) => {
    withBlock(written);
    const whole = [...file.blocks.rowsAt([21, 22, 23])].map((row) => row.cells);
    const few = faultOr(() => [...file.blocks.rowsAt([21, 22, 23], { few: true })].map((row) => row.cells));
    expect([whole, 'job-unreadable']).toContainEqual(few);
  });
});

/** What it gives, or the code of its Fault. */
function faultOr<Given>(work: () => Given): Given | string {
  try {
    return work();
  } catch (error) {
    if (error instanceof Fault) return error.code;
    throw error;
  }
}

it('a job file of an earlier version keeps its seals, and its items can be corrected', () => {
  const newest = join(folder.path, 'newest.importjob');
  makeJob(newest, profiles(30)).close();
  openDatabase(path, { applicationId: 0x50496d70, migrations: [job0001, job0002, job0003, job0004] }, { create: true }).close();
  const db = new Database(path);
  db.exec(`ATTACH '${newest}' AS newest`);
  for (const { name } of db.prepare<[], { name: string }>("SELECT name FROM main.sqlite_schema WHERE type = 'table'").all()) {
    const columns = db.prepare<[string], string>("SELECT name FROM pragma_table_info(?, 'main')").pluck().all(name).join(', ');
    db.exec(`INSERT INTO main.${name} (${columns}) SELECT ${columns} FROM newest.${name}`);
  }
  db.close();
  file = openJobFile(path, { create: false });
  file.check();
  expect(file.keys.missing()).toEqual([{ first: 1, count: 30 }]);
  file.transaction(() => file.items.replace(new Map([[2, '{"Custom_ID":2,"x":1}']])));
  expect(Array.from(file.items.texts([1, 2]), ({ json }) => json)).toEqual(['{"Custom_ID":1}', '{"Custom_ID":2,"x":1}']);
});
