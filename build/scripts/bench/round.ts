import { previewWorkbook } from '#engine/jobs/corrections/workbook/correctFromWorkbook.ts';
import { exportRows } from '#engine/jobs/exports/exportRows.ts';
import { openJobFile } from '#engine/store/jobFile.ts';
import type { Said } from './side.ts';

/** Exports the corrected rows of a job for correcting. In rows and s. */
export async function exportRound(job = '', out = ''): Promise<Said> {
  const started = performance.now();
  const file = openJobFile(job, { create: false });
  const { rows } = await exportRows(file, 'all', out, { replace: true, forCorrecting: true, filter: { corrected: true } });
  file.close();
  return { rows, took: (performance.now() - started) / 1_000 };
}

/** Reads such a workbook back and compares every cell with the job's. In rows and s. */
export async function readRound(job = '', workbook = ''): Promise<Said> {
  const started = performance.now();
  const file = openJobFile(job, { create: false });
  const { rows, untouched } = await previewWorkbook(file, workbook, {});
  file.close();
  if (rows !== untouched) throw new Error('a cell that nobody has touched came back as another');
  return { rows, took: (performance.now() - started) / 1_000 };
}
