import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Cell, SheetRow } from '#contract/cells.ts';
import { Fault, type FaultData } from '#contract/faults.ts';
import { openSource } from '#engine/sheet/index.ts';
import type { OpenOptions, RowsOptions } from '#engine/sheet/types.ts';
import { workbookBytes, workbookPieces, type WorkbookParts } from './workbookBytes.ts';

export * from './workbookBytes.ts';

/** A new folder that is gone when the test is over. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sheet-test-'));
  onTestFinished(() => { rmSync(folder, { recursive: true, force: true, maxRetries: 5 }); });
  return folder;
}

/** Writes a file that is gone when the test is over. */
export function scratchFile(name: string, ...content: readonly (string | Buffer)[]): string {
  const path = join(scratchFolder(), name);
  const descriptor = openSync(path, 'wx');
  try {
    for (const piece of content) writeFileSync(descriptor, piece);
  } finally {
    closeSync(descriptor);
  }
  return path;
}

export async function rowsOfFile(path: string, rows: RowsOptions = {}, options: OpenOptions = {}): Promise<SheetRow[]> {
  const source = await openSource(path, options);
  try {
    const all: SheetRow[] = [];
    for await (const batch of source.rows(rows)) all.push(...batch);
    return all;
  } finally {
    await source.close();
  }
}

export async function rowsOfWorkbook(made: WorkbookParts, options: OpenOptions = {}): Promise<SheetRow[]> {
  return rowsOfFile(scratchFile('made.xlsx', workbookBytes(made)), {}, options);
}

/** The cells of the only row. */
export async function cellsOf(made: WorkbookParts, options: OpenOptions = {}): Promise<readonly Cell[]> {
  const rows = await rowsOfWorkbook(made, options);
  if (rows.length !== 1) throw new Error(`one row expected, not ${rows.length}`);
  return rows[0]!.cells;
}

/** The cell that this XML makes, alone in its row. */
export async function cellOf(xml: string, made: Omit<WorkbookParts, 'sheet'> = {}, options: OpenOptions = {}): Promise<Cell> {
  const rows = await rowsOfWorkbook({ ...made, sheet: `<row r="1">${xml}</row>` }, options);
  return rows[0]?.cells[0] ?? null;
}

/** The fault that reading a file to its end gives; anything else fails the test. */
export async function faultOfFile(path: string, rows: RowsOptions = {}, options: OpenOptions = {}): Promise<FaultData> {
  try {
    await rowsOfFile(path, rows, options);
  } catch (error) {
    if (error instanceof Fault) return error.data;
    throw error;
  }
  throw new Error(`${basename(path)} was read without a fault`);
}

export async function faultOfWorkbook(made: WorkbookParts, rows: RowsOptions = {}): Promise<FaultData> {
  return faultOfFile(scratchFile('made.xlsx', ...workbookPieces(made)), rows);
}
