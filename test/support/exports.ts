import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import type { Cell, Column } from '#contract/cells.ts';
import { columnLetter } from '#contract/cells.ts';
import type { Recipe } from '#contract/recipe.ts';
import type { RowError } from '#contract/rowErrors.ts';
import type { SheetRow } from '#contract/cells.ts';
import type { ExportChoice } from '#contract/exports.ts';
import { exportRows, type ExportOptions } from '#engine/jobs/exports/exportRows.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { createJobWriter } from '#engine/jobs/prepare/jobWriter.ts';
import { createKeyIndex } from '#engine/jobs/prepare/keyIndex.ts';
import { prepareJob } from '#engine/jobs/prepare/prepareJob.ts';
import { createRowGatherer } from '#engine/jobs/prepare/rowGatherer.ts';
import { compileRecipe } from '#engine/mapping/index.ts';
import { openJobFile, type JobFile } from '#engine/store/jobFile.ts';

/** What a job says of one row, apart from where in the sheet the row stands. */
export interface RowOutcome {
  readonly state: string;
  readonly item: string | null;
  readonly errors: readonly Omit<RowError, 'row'>[];
}

export function outcomes(file: JobFile): readonly RowOutcome[] {
  const found: RowOutcome[] = [];
  for (let position = 1; position <= (file.job.read()?.rowsRead ?? 0); position += 1) {
    const state = file.states.at(position);
    const item = state === 'ready' || state === 'duplicate' ? Buffer.concat(file.items.pieces([{ from: position, to: position }]).map(({ bytes }) => bytes)).toString('utf8') : null;
    const errors = state === 'invalid' ? file.problems.errorsAt(position).map(({ column, header, field, value, reason }) => ({ column, header, field, value, reason })) : [];
    found.push({ state, item, errors });
  }
  return found;
}

/** Columns with these headers, named as a reader names them. */
export function columnsWith(headers: readonly string[]): readonly Column[] {
  const times = new Map<string, number>();
  for (const header of headers) times.set(header, (times.get(header) ?? 0) + 1);
  return headers.map((header, index) => {
    const letter = columnLetter(index);
    return { index, letter, header, ref: header !== '' && times.get(header) === 1 ? header : `@${letter}` };
  });
}

/** A prepared job of rows as a reader would have given them; the first stands in sheet row 2. */
export function jobOfRows(path: string, headers: readonly string[], rows: readonly (readonly Cell[] | Omit<SheetRow, 'row'>)[], recipe: Recipe): JobFile {
  const columns = columnsWith(headers);
  const compiled = compileRecipe(recipe, columns);
  if (!compiled.ok) throw new Error(compiled.problems.map((problem) => problem()).join('\n'));
  const file = openJobFile(path, { create: true });
  file.job.create({ jobId: randomUUID(), createdAt: '2026-01-01T00:00:00.000Z', recipe, columns });
  const keys = createKeyIndex(recipe.duplicates ?? 'last');
  const writer = createJobWriter(file);
  const gatherer = createRowGatherer(keys, null, (block) => writer.take(block));
  rows.forEach((row, index) => {
    const sheetRow: SheetRow = { row: index + 2, ...('cells' in row ? row : { cells: row }) };
    gatherer.add(sheetRow, (source, out) => compiled.mapper.mapInto(source, out));
  });
  gatherer.end();
  writer.end(keys.superseded());
  file.job.setState('ready', null);
  return file;
}

/** Exports a job and prepares the export with the job's own recipe; the caller closes the new job. */
export async function preparedAgain(file: JobFile, folder: string, ending: 'xlsx' | 'csv', choice: ExportChoice = 'all', options: Partial<ExportOptions> = {}): Promise<JobFile> {
  const out = join(folder, `${randomUUID()}.${ending}`);
  await exportRows(file, choice, out, { replace: false, ...options });
  const recipe = file.job.read()?.recipe;
  if (recipe === undefined) throw new Error('no job');
  return prepared(out, folder, recipe);
}

/** A source prepared as a job. */
export async function prepared(source: string, folder: string, recipe: Recipe): Promise<JobFile> {
  const job = join(folder, `${randomUUID()}.job`);
  await prepareJob({ source, recipe, job, jobId: randomUUID(), clock: systemClock });
  return openJobFile(job, { create: false });
}
