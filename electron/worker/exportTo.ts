import { randomUUID } from 'node:crypto';
import { renameSync, rmSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { Fault } from '#contract/faults.ts';
import { exportRows, type ExportChoice } from '#engine/jobs/exportRows.ts';
import type { JobFile } from '#engine/store/jobFile.ts';

/**
 * Exports to a path the operator has agreed to replace: written beside it first, so that a failure leaves the
 * old file as it was. Faults as exportRows.
 */
export async function exportTo(file: JobFile, choice: ExportChoice, path: string): Promise<{ readonly name: string; readonly rows: number }> {
  const name = basename(path);
  const beside = join(dirname(path), `.${randomUUID()}${extname(path)}`);
  try {
    const { rows } = await exportRows(file, choice, beside);
    renameSync(beside, path);
    return { name, rows };
  } catch (error) {
    rmSync(beside, { force: true });
    if (error instanceof Fault) throw new Fault(error.code, { ...error.detail, name }, { cause: error });
    throw new Fault('output-unwritable', { name }, { cause: error });
  }
}
