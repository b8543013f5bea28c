import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { ExportProgress } from '#contract/exports.ts';
import type { Recipe } from '#contract/recipe.ts';
import { exportRows } from '#engine/jobs/exports/exportRows.ts';
import { text } from '../../../support/corrections.ts';
import { slowly } from '../../../support/clocks.ts';
import { jobOfRows } from '../../../support/exports.ts';
import { temporaryFolder } from '../../../support/jobs.ts';

const folder = temporaryFolder();
const recipe: Recipe = { version: 2, request: { db_id: 7, matching: 'custom', field_name: 'k' }, fields: [{ field: 'k', type: 'string', column: 'Key' }] };
const rows = 3000;
const file = jobOfRows(join(folder.path, 'job.importjob'), ['Key', 'Text'], Array.from({ length: rows }, (_, index) => [text(String(index)), text(`words of ${index}`)]), recipe);
afterAll(() => {
  file.close();
  folder.remove();
});

describe.each([['a workbook', 'out.xlsx', false], ['a CSV file', 'out.csv', false], ['a workbook made for correcting', 'out.xlsx', true]] as const)('an export into %s', (_name, out, forCorrecting) => {
  it.each(['look', 'write'] as const)('tells how far it is, and leaves nothing when it is cancelled (%s)', async (step) => {
    const before = readdirSync(folder.path);
    const abort = new AbortController();
    const told: ExportProgress[] = [];
    const onProgress = (progress: ExportProgress): void => {
      told.push(progress);
      if (progress.step === step) abort.abort();
    };
    await expect(exportRows(file, 'all', join(folder.path, out), { replace: false, forCorrecting, signal: abort.signal, onProgress, now: slowly() })).rejects.toMatchObject({ code: 'cancelled' });
    expect(readdirSync(folder.path)).toEqual(before);
    expect(told.at(-1)).toMatchObject({ step, total: rows });
  });
});
