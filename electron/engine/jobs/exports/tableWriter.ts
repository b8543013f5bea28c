import { once } from 'node:events';
import { createWriteStream, existsSync, type WriteStream } from 'node:fs';
import { basename, extname } from 'node:path';
import { Fault } from '#contract/faults.ts';
import { ownerOnly } from '#files/owner.ts';
import { removeFile, replaceFile, syncFile } from '#files/replaceFile.ts';
import { writeFault } from '#files/systemErrors.ts';
import { placeBeside } from '../leftovers.ts';
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
  const beside = placeBeside(path, 'export');
  const stream = createWriteStream(beside.path, { flags: 'wx', mode: ownerOnly.file });
  const guard = guarded(stream, file);
  const discard = async (): Promise<void> => {
    stream.destroy();
    // What was still to be written fails now; that must neither hide why it is discarded nor leave the file.
    if (!stream.closed) await new Promise<void>((resolve) => stream.once('close', () => resolve()));
    try {
      removeFile(beside.path);
      beside.done();
    } catch {
      // What it failed of before is what must be told; the next start takes it away.
      beside.leave();
    }
  };
  const rows = await orDiscard(guard(begin(stream, async () => (kind === '.xlsx' ? xlsxRows(stream, plan, file) : csvRows(stream, plan, csvDialect(locale ?? 'en', delimiter))))), discard);
  return {
    write: (row) => guard(rows.write(row)),
    async finish() {
      await guard(rows.finish());
      mustBeFree();
      try {
        syncFile(beside.path);
        await replaceFile(beside.path, path);
      } catch (error) {
        throw writeFault(error, { file });
      }
      beside.done();
    },
    discard,
  };
}

async function begin<Rows>(stream: WriteStream, rows: () => Promise<Rows>): Promise<Rows> {
  await once(stream, 'open');
  return rows();
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
    failed = writeFault(error, { file });
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
