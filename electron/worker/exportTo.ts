import { basename } from 'node:path';
import type { ExportChoice, ExportWritten } from '#contract/exports.ts';
import { Fault } from '#contract/faults.ts';
import { exportRows, type ExportOptions } from '#engine/jobs/exports/exportRows.ts';
import type { JobFile } from '#engine/store/jobFile.ts';

/** Exports to a path the operator has agreed to replace; a failure leaves the old file as it was. Faults as exportRows. */
export async function exportTo(file: JobFile, choice: ExportChoice, path: string, options: Pick<ExportOptions, 'locale' | 'delimiter'>): Promise<ExportWritten & { readonly name: string }> {
  const name = basename(path);
  try {
    return { name, ...(await exportRows(file, choice, path, { ...options, replace: true })) };
  } catch (error) {
    if (error instanceof Fault) throw new Fault(error.code, { ...error.detail, name }, { cause: error });
    throw new Fault('output-unwritable', { name }, { cause: error });
  }
}
