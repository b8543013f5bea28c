import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Cell } from '#contract/cells.ts';
import type { BatchResult } from '#contract/corrections.ts';
import type { Recipe } from '#contract/recipe.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { applyBatch, type BatchOptions, type CellChange } from '#engine/jobs/corrections/applyBatch.ts';
import { flawOf } from '#engine/jobs/corrections/settleRows.ts';
import { jobMapping } from '#engine/jobs/jobMapping.ts';
import { describeRow } from '#engine/jobs/jobRows.ts';
import { jobStatus } from '#engine/jobs/jobStatus.ts';
import { KeyHash } from '#engine/jobs/prepare/keyHash.ts';
import { prepareJob } from '#engine/jobs/prepare/prepareJob.ts';
import { openJobFile, type JobFile } from '#engine/store/jobFile.ts';
import type { JobRow, RowState } from '#contract/job.ts';

export const correctedRecipe: Recipe = {
  version: 1,
  request: { db_id: 7, matching: 'custom', field_name: 'Custom_ID' },
  fields: [
    { field: 'Custom_ID', type: 'int', column: 'No' },
    { field: '_fname', type: 'string', column: 'Name' },
    { field: '_bdate', type: 'date', column: 'Born' },
  ],
};

export type SourceRow = readonly [no: string, name: string, born: string];

/** A job of these rows, the first of them in row 2 of the sheet; prepared as any other. */
export async function prepareRows(folder: string, rows: readonly SourceRow[], recipe: Partial<Recipe> = {}): Promise<string> {
  const id = randomUUID();
  const [source, path] = [join(folder, `${id}.csv`), join(folder, `${id}.importjob`)];
  writeFileSync(source, ['No,Name,Born', ...rows.map((row) => row.join(','))].join('\n'));
  await prepareJob({ source, recipe: { ...correctedRecipe, ...recipe }, job: path, jobId: randomUUID(), clock: systemClock });
  return path;
}

export const text = (v: string): Cell => (v === '' ? null : { t: 's', v });

/** Corrects cells as an operator would by hand. */
export async function edit(file: JobFile, cells: readonly CellChange[], more: Partial<BatchOptions> = {}): Promise<BatchResult> {
  return applyBatch(file, { origin: 'window', act: { kind: 'edit', row: 2, column: 'A' }, clock: systemClock, cells, ...more });
}

export const set = (position: number, column: number, value: string): CellChange => ({ position, column, after: text(value) });

/** Every row with all that is said of it. */
export function rowsOf(file: JobFile): readonly JobRow[] {
  const rows = file.job.read()?.rowsRead ?? 0;
  return Array.from(file.blocks.rowsAt(Array.from({ length: rows }, (_, index) => index + 1)), (row) => describeRow(file, row));
}

const withItem: ReadonlySet<RowState> = new Set(['duplicate', 'ready', 'accepted', 'failed', 'unknown', 'unchanged'] as const);

export interface Checked {
  readonly states: readonly RowState[];
  readonly items: readonly string[];
  readonly keys: readonly (string | null)[];
}

/**
 * All that must hold of a job at rest, worked out anew from its cells alone: states, items, reasons, hashes, and which
 * row of a key is sent.
 */
export function mustHold(file: JobFile): Checked {
  file.check();
  const job = file.job.read()!;
  const status = jobStatus(file, null);
  expect(status.countsAddUp).toBe(true);
  file.problems.groups();
  file.failures.groups(10);
  const made = jobMapping(file, job);
  if (!made.ok) throw new Error('the recipe does not fit');
  const rows = rowsOf(file);
  const items = Array.from(file.items.texts(rows.map(({ position }) => position)), ({ json }) => json);
  const mapped = rows.map((row) => {
    const flaw = flawOf(file, row.position, row.state);
    return made.mapper.map({ ...row, ...(flaw === undefined ? {} : { flaw }) });
  });
  expect(items).toEqual(mapped.map((one) => (one.kind === 'item' ? one.json : '')));
  // One comparison of all rows: one for each takes longer than what is compared.
  const kinds = rows.map(({ state }, index) => [index + 1, mapped[index]!.kind, state]);
  expect(kinds).toEqual(rows.map(({ state }, index) => [index + 1, withItem.has(state) ? 'item' : state, state]));
  expect(mapped.map((_, index) => file.problems.errorsAt(index + 1))).toEqual(mapped.map((one) => (one.kind === 'invalid' ? one.errors : one.kind === 'item' ? (one.leftOut ?? []) : [])));
  const keys = mapped.map((one) => (one.kind === 'item' ? one.key : null));
  mustKeepHashes(file, keys);
  mustStandFor(file, rows, keys, job.recipe.duplicates ?? 'last');
  return { states: rows.map(({ state }) => state), items, keys };
}

function mustKeepHashes(file: JobFile, keys: readonly (string | null)[]): void {
  const hash = new KeyHash();
  for (const block of file.keys.all()) {
    const expected: number[] = [];
    for (let at = 0; at < block.keys.length; at += 2) {
      const key = keys[block.first - 1 + at / 2] ?? null;
      if (key !== null) hash.measure(key);
      expected.push(...(key === null ? [0, 0] : [hash.low, hash.high]));
    }
    expect([block.first, ...block.keys]).toEqual([block.first, ...expected]);
  }
}

/** Of the rows of a key the one picked last for it, else the first or last, is never a duplicate, and every duplicate says that this one is sent. */
function mustStandFor(file: JobFile, rows: readonly JobRow[], keys: readonly (string | null)[], policy: 'first' | 'last' | 'all'): void {
  const groups = Map.groupBy(rows.filter(({ position }) => keys[position - 1] !== null), ({ position }) => keys[position - 1]!);
  const picks = file.corrections.picks();
  const wrong: string[] = [];
  for (const [key, group] of groups) {
    const picked = group.filter(({ position }) => isPickedFor(picks.get(position), key));
    const winner = picked.toSorted((a, b) => picks.get(a.position)!.batch - picks.get(b.position)!.batch).at(-1) ?? (policy === 'first' ? group[0]! : group.at(-1)!);
    for (const row of group) {
      if (policy === 'all') {
        if (row.state === 'duplicate') wrong.push(`${row.position} is a duplicate where all are sent`);
      } else if (row.position === winner.position) {
        if (row.state === 'duplicate') wrong.push(`${row.position} is a duplicate and the one to be sent`);
      } else if (row.state === 'duplicate') {
        if (row.duplicateOf !== winner.row) wrong.push(`${row.position} is a duplicate of row ${row.duplicateOf}, not ${winner.row}`);
      } else if (['ready', 'unchanged'].includes(row.state)) wrong.push(`${row.position} is ${row.state} beside ${winner.position}`);
    }
  }
  expect(wrong).toEqual([]);
}

function isPickedFor(pick: { readonly low: number; readonly high: number } | undefined, key: string): boolean {
  if (pick === undefined) return false;
  const hash = new KeyHash();
  hash.measure(key);
  return pick.low === hash.low && pick.high === hash.high;
}

export function open(path: string): JobFile {
  return openJobFile(path, { create: false });
}
