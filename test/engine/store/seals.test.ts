import Database from 'better-sqlite3';
import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { explain } from '#contract/sentences.ts';
import { Fault } from '#contract/faults.ts';
import type { JobRow } from '#contract/job.ts';
import { describeRow } from '#engine/jobs/jobRows.ts';
import { jobStatus } from '#engine/jobs/jobStatus.ts';
import { retryRound } from '#engine/jobs/retryRound.ts';
import { openJobFile, type JobFile } from '#engine/store/jobFile.ts';
import { fixedColumns, liveColumns, sealedColumns, sealOf } from '#engine/store/seal.ts';
import { startPractice, type PracticeServer } from '../../../electron/practice/index.ts';
import { customRecipe, makeJob, profileRow, profiles, run, temporaryFolder } from '../../support/jobs.ts';

let folder: ReturnType<typeof temporaryFolder>;
let path: string;

beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder.path, 'a.importjob');
});

afterEach(() => folder.remove());

/** Changes the file behind the program's back. */
function tamper(sql: string): void {
  const db = new Database(path);
  try {
    db.pragma('foreign_keys = OFF');
    db.exec(sql);
  } finally {
    db.close();
  }
}

/** What somebody who works with the job is told; null where nothing was found. */
function told(work: (file: JobFile) => unknown): Fault | null {
  let file: JobFile | null = null;
  try {
    file = openJobFile(path, { create: false });
    work(file);
    return null;
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  } finally {
    file?.close();
  }
}

function allRows(file: JobFile): readonly JobRow[] {
  file.check();
  return Array.from(file.blocks.rowsAt(file.states.positions(new Set(['ready', 'accepted', 'failed', 'invalid', 'duplicate', 'unknown'] as const))), (row) => describeRow(file, row));
}

/** Everything that reads: together it touches every record. */
function readAll(file: JobFile): void {
  file.job.read();
  jobStatus(file, null);
  allRows(file);
  file.failures.groups(1_000);
  file.problems.groups();
  for (const text of file.items.texts(file.states.positions(new Set(['ready', 'accepted', 'failed'] as const)))) void text;
  for (const size of file.items.sizes()) void size;
  for (const answer of file.attempts.answers()) void answer;
  for (let position = 1; position <= 600; position += 1) file.blocks.rowNumber(position);
  for (const block of file.keys.all()) void block;
  for (const { id } of file.corrections.batches()) file.corrections.rowsBetween(id, 1, 602);
  file.corrections.cellsOf(2);
}

describe('a seal', () => {
  it('tells apart what an ordinary concatenation would not', () => {
    const seals = [['ab', 'c'], ['a', 'bc'], ['abc', ''], ['abc', null], ['ab', 'c', null], [1, 'c'], ['1', 'c'], [Buffer.from('ab'), 'c'], [Buffer.from('a'), Buffer.from('bc')], [Buffer.from('ab'), Buffer.from('c')]];
    expect(new Set(seals.map((values) => sealOf('t', values))).size).toBe(seals.length);
    expect(sealOf('t', ['a'])).not.toBe(sealOf('u', ['a']));
  });

  it('goes over a text as SQLite gives it back', () => {
    const db = new Database(':memory:');
    for (const text of ['', 'Ж', 'a\u0000b', '\ud800 alone', '\ufffd', '😀']) {
      const back = db.prepare<[string], { text: string }>('SELECT ? AS text').get(text)!.text;
      expect(sealOf('t', [back])).toBe(sealOf('t', [text]));
    }
    db.close();
  });

  it('stands over every column of every table', () => {
    makeJob(path, profiles(1)).close();
    const db = new Database(path);
    const columns = (table: string): string[] => db.prepare<[string], { name: string }>('SELECT name FROM pragma_table_info(?)').all(table).map(({ name }) => name);
    for (const [table, sealed] of Object.entries(sealedColumns)) expect(columns(table).sort()).toEqual([...sealed, 'seal'].sort());
    expect(columns('job').sort()).toEqual(['only', ...fixedColumns, 'fixed_seal', ...liveColumns, 'live_seal'].sort());
    const tables = db.prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'").all();
    expect(tables.map(({ name }) => name).sort()).toEqual(['job', ...Object.keys(sealedColumns)].sort());
    db.close();
  });
});

describe('a job file in which something was changed', () => {
  let server: PracticeServer;

  /** A job with accepted, failed, invalid and duplicate rows and some not sent. */
  beforeEach(async () => {
    server = await startPractice({ population: 2_000 });
    server.setFaults({ rules: [{ kind: 'reject-items', customIds: [3, 5], code: 422, text: 'No such city' }] });
    const rows = [...profiles(600), profileRow(600, { again: true }), { kind: 'invalid' as const, errors: [{ row: 603, column: 'A', header: 'Client No', field: 'Custom_ID', value: 'x', reason: 'not-integer' as const }] }];
    const file = makeJob(path, rows, { ...customRecipe, duplicates: 'last' });
    await run(file, { ...server, trial: 300 });
    file.transaction(() => {
      file.corrections.addBatch({ id: 1, at: '2026-01-02T00:00:00.000Z', origin: 'window', act: { kind: 'edit', row: 3, column: 'A' }, rows: 1, cells: 1, chunk: 0 });
      file.corrections.addCells(1, [{ position: 2, column: 0, was: '"2"', is: '"2 "' }]);
      file.corrections.putRows(1, [{ position: 2, state: 'ready', was: {} }]);
    });
    file.close();
    expect(told(readAll)).toBeNull();
  });

  afterEach(() => server.close());

  const withoutRowid: ReadonlySet<string> = new Set(['row_error', 'correction', 'corrected_row']);
  const blobs: Readonly<Record<string, string>> = { source_rows: "x'00'", states: "x'03'", ends: "x'00'", items: "x'7b7d'", answer: "x'00'", keys: "x'0000000000000000'" };

  it('by one column of any record is told as damaged by whoever reads it, with what is hit', () => {
    for (const [table, columns] of [...Object.entries(sealedColumns), ['job', [...fixedColumns, ...liveColumns]] as const]) {
      for (const column of columns) {
        const db = new Database(path);
        const before = db.prepare(`SELECT rowid, ${column} AS value FROM ${withoutRowid.has(table) ? `(SELECT *, 0 AS rowid FROM ${table})` : table} WHERE ${column} IS NOT NULL LIMIT 1`).get();
        db.close();
        if (before === undefined) continue;
        copyFileSync(path, `${path}.whole`);
        const other = blobs[column] ?? `CASE typeof(${column}) WHEN 'integer' THEN ${column} + 1 ELSE ${column} || ' ' END`;
        tamper(`UPDATE ${table} SET ${column} = ${other} WHERE ${column} IS NOT NULL AND ${withoutRowid.has(table) || table === 'job' ? '1' : `rowid = (SELECT max(rowid) FROM ${table} WHERE ${column} IS NOT NULL)`}`);
        const fault = told(readAll);
        expect([table, column, fault?.code]).toEqual([table, column, 'job-corrupt']);
        expect(explain(fault!.data).what).toContain('is damaged: ');
        for (const suffix of ['-wal', '-shm']) rmSync(path + suffix, { force: true });
        copyFileSync(`${path}.whole`, path);
      }
    }
  });

  it.each(['block', 'block_item', 'block_state', 'chunk', 'attempt', 'failure', 'row_error', 'duplicate'])('by a record of %s that is gone is told as damaged', (table) => {
    tamper(`DELETE FROM ${table} WHERE ${table === 'chunk' ? "state = 'answered' AND id = (SELECT max(chunk) FROM attempt)" : table === 'row_error' ? '1' : `rowid = (SELECT max(rowid) FROM ${table}${table === 'attempt' ? ' WHERE id < (SELECT max(id) FROM attempt)' : ''})`}`);
    expect(told(readAll)?.code).toBe('job-corrupt');
  });

  it('sends nothing of a block whose items are not as they were, and names its rows', async () => {
    const before = server.journal.requests().length;
    tamper('UPDATE block_item SET items = CAST(replace(CAST(items AS TEXT), \'"Custom_ID":450\', \'"Custom_ID":451\') AS BLOB) WHERE first = 1');
    const file = openJobFile(path, { create: false });
    const fault = await run(file, { ...server }).catch((error: unknown) => error);
    file.close();
    expect(fault).toMatchObject({ code: 'job-corrupt', detail: { part: 'items', rows: '2-501' } });
    expect(explain({ code: 'job-corrupt', detail: { file: 'a.importjob', part: 'items', rows: '2-501' } }).what).toBe(
      'The file of the job “a.importjob” is damaged: the profiles as they are to be sent (rows 2 to 501 of the sheet).',
    );
    expect(server.journal.requests().length).toBe(before);
  });

  it('by a failure that is gone retries nothing', () => {
    tamper('DELETE FROM failure WHERE position = 3');
    expect(told((file) => retryRound(file, {}, Date.now()))?.code).toBe('job-corrupt');
    expect(told((file) => file.states.count())).toBeNull();
  });
});
