import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, existsSync, renameSync, rmSync, type WriteStream } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { Fault } from '#contract/faults.ts';
import { csvDialect, csvRows } from './csvRows.ts';
import type { ExportPlan } from './exportPlan.ts';
import type { ExportOptions } from './exportRows.ts';
import type { ExportedRow } from './rowWriter.ts';
import { xlsxRows } from './xlsxRows.ts';

/** Writes a table row by row to disk; nothing but a few rows is held in memory. */
export interface TableWriter {
  write(row: ExportedRow): Promise<void>;
  /** Completes the file and puts it in its place; before that there is nothing under its name. */
  finish(): Promise<void>;
  /** Stops and leaves nothing behind. */
  discard(): Promise<void>;
}

/**
 * Opens an .xlsx or .csv for writing. It is written beside its place and moved there when it is whole, so that
 * half a table never looks like one. Faults: usage for another ending, output-exists, output-unwritable,
 * export-too-wide, disk-full.
 */
export async function openTableWriter(path: string, { replace, locale, delimiter }: ExportOptions, plan: ExportPlan): Promise<TableWriter> {
  const kind = extname(path).toLowerCase();
  const file = basename(path);
  if (kind !== '.xlsx' && kind !== '.csv') throw new Fault('usage', { problem: `${file}: the name must end in .xlsx or .csv` });
  const mustBeFree = (): void => {
    if (!replace && existsSync(path)) throw new Fault('output-exists', { file });
  };
  mustBeFree();
  const beside = join(dirname(path), `.${randomUUID()}${kind}`);
  const stream = createWriteStream(beside, { flags: 'wx' });
  const guard = guarded(stream, file);
  await guard(once(stream, 'open'));
  const discard = async (): Promise<void> => {
    stream.destroy();
    // What was still to be written fails now; that must neither hide why it is discarded nor leave the file.
    if (!stream.closed) await new Promise<void>((resolve) => stream.once('close', () => resolve()));
    rmSync(beside, { force: true });
  };
  const rows = kind === '.xlsx' ? await orDiscard(xlsxRows(stream, plan, file), discard) : csvRows(stream, plan, csvDialect(locale ?? 'en', delimiter));
  return {
    write: (row) => guard(rows.write(row)),
    async finish() {
      await guard(rows.finish());
      mustBeFree();
      renameSync(beside, path);
    },
    discard,
  };
}

async function orDiscard<Value>(work: Promise<Value>, discard: () => Promise<void>): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    await discard();
    throw error;
  }
}

/** Makes every wait end with the stream's own error, told as a Fault, instead of lasting for ever. */
function guarded(stream: WriteStream, file: string): <Value>(work: Promise<Value>) => Promise<Value> {
  let fail: (fault: Fault) => void = () => undefined;
  let failed: Fault | null = null;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    failed = new Fault(error.code === 'ENOSPC' ? 'disk-full' : 'output-unwritable', { file }, { cause: error });
    fail(failed);
  });
  return (work) =>
    new Promise((resolve, reject) => {
      fail = reject;
      if (failed !== null) reject(failed);
      work.then(resolve, (error: unknown) => {
        reject(failed ?? (error instanceof Error ? error : new Error(String(error))));
      });
    });
}
