import { once } from 'node:events';
import { createWriteStream, existsSync, type WriteStream } from 'node:fs';
import { basename, extname } from 'node:path';
import { m } from '#messages';
import { Fault } from '#contract/faults.ts';
import { usageFault } from '#contract/spokenFault.ts';
import { ownerOnly } from '#files/owner.ts';
import { removeFile, replaceFile, syncFile } from '#files/replaceFile.ts';
import { writeFault } from '#files/systemErrors.ts';
import { placeBeside } from '../leftovers.ts';
import { csvDialect, csvRows } from './csvRows.ts';
import type { ExportPlan } from './exportPlan.ts';
import type { ExportOptions } from './exportRows.ts';
import type { ExportedRow, RowWriter } from './rowWriter.ts';
import { xlsxRows } from './xlsxRows.ts';

/** Writes a table row by row to disk; nothing but a few rows is held in memory. */
export interface TableWriter {
  write(row: ExportedRow): Promise<void>;
  /** Completes the file and puts it in its place; before that there is nothing under its name. */
  finish(): Promise<void>;
  /** See RowWriter. */
  unnoted(): number;
  /** Stops and leaves nothing behind. */
  discard(): Promise<void>;
}

/** The rows of a kind of table, written to an open stream. `file`: its name, for faults. */
export type RowsInto = (stream: WriteStream, file: string) => Promise<RowWriter>;

/** A table by the ending of its path. Fault usage for one that is none of ours. */
export function rowsByEnding(path: string, { locale, delimiter }: ExportOptions, plan: ExportPlan): RowsInto {
  const kind = extname(path).toLowerCase();
  if (kind === '.xlsx') return (stream, file) => xlsxRows(stream, plan, file);
  if (kind !== '.csv') throw usageFault(() => m.exports_ending({ name: basename(path) }));
  return (stream) => Promise.resolve(csvRows(stream, plan, csvDialect(locale ?? 'en', delimiter)));
}

/**
 * Opens a file for writing. It is written beside its place and moved there when it is whole, so that
 * half a table never looks like one. Faults: output-exists, output-unwritable, disk-full, and those of `rowsInto`.
 */
export async function openTableWriter(path: string, { replace }: Pick<ExportOptions, 'replace'>, rowsInto: RowsInto): Promise<TableWriter> {
  const file = basename(path);
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
  const rows = await orDiscard(guard(begin(stream, () => rowsInto(stream, file))), discard);
  return {
    write: (row) => guard(rows.write(row)),
    unnoted: () => rows.unnoted?.() ?? 0,
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
