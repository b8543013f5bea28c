import { randomBytes } from 'node:crypto';
import { columnLetter, countingCell } from '#contract/cells.ts';
import { Fault } from '#contract/faults.ts';
import type { JobFile } from '../../../store/jobFile.ts';
import { widthsOf, type ExportPlan } from '../exportPlan.ts';
import { correctingHeaders, ofCorrecting } from '../ownColumns.ts';
import { knownValues } from './knownValues.ts';
import { jobMark } from './rowId.ts';

/** What has to be known beside of a workbook made for correcting. */
export interface CorrectingPlan extends ExportPlan {
  /** See RowId. */
  readonly job: string;
  readonly stamp: string;
  /** What the cells of a column may be, by its place in the workbook. */
  readonly lists: ReadonlyMap<number, readonly string[]>;
  /** Of all columns, in characters. */
  readonly widths: readonly number[];
  /** Places of columns that hold texts: what is typed into an empty cell of them is to stay a text. */
  readonly textPlaces: ReadonlySet<number>;
}

const ownWidths: Readonly<Record<(typeof ofCorrecting)[number], number>> = { Row: 13, Status: 16, Code: 18, Text: 60, ToDo: 60, Id: 13 };

/** The plan of a workbook made for correcting. Fault job-missing. */
export function correctingPlan(file: JobFile, plan: ExportPlan): CorrectingPlan {
  const job = file.job.read();
  if (job === null) throw new Fault('job-missing');
  const { places, columns, recipe, sample } = plan;
  const headers = correctingHeaders(plan.headers.slice(0, places.length), places.map(columnLetter));
  const lists = knownValues(recipe, columns);
  return {
    ...plan,
    headers,
    job: jobMark(job.jobId),
    stamp: randomBytes(3).toString('hex'),
    lists: new Map(places.flatMap((place, at) => (lists.has(place) ? [[at, lists.get(place) ?? []] as const] : []))),
    widths: [
      ...widthsOf(plan, headers),
      ...ofCorrecting.map((member, at) => Math.max(ownWidths[member], (headers[places.length + at] ?? '').length + 3)),
    ],
    textPlaces: new Set(places.flatMap((place, at) => (sample.length > 0 && sample.every(({ cells }) => isText(countingCell(cells[place] ?? null))) ? [at] : []))),
  };
}

const isText = (cell: ExportPlan['sample'][number]['cells'][number]): boolean => cell === null || cell.t === 's' || cell.t === 'x' || cell.t === 'e';
