import { actWords, refusalWords } from '#contract/corrections.ts';
import { becomesWords, cellWords, reportWords } from '#contract/correctingWords.ts';
import { counted } from '#contract/counted.ts';
import type { ChangedRow, WorkbookReport } from '#contract/workbook.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import type { CorrectingProgress } from '#engine/jobs/corrections/correcting.ts';
import { correctFromWorkbook, previewWorkbook, type WorkbookProgress } from '#engine/jobs/corrections/workbook/correctFromWorkbook.ts';
import { withJob, type Command } from '../context.ts';
import { again, besideLine } from './correct.ts';
import { exitCodes } from '../exitCodes.ts';
import { countWords, result, say } from '../output.ts';
import { showProgress } from '../progress.ts';
import { beginPreview } from './previewing.ts';

export interface CorrectOptions {
  /** The workbook. */
  readonly from: string;
  readonly preview: boolean;
  readonly sendAgain: boolean;
  readonly asItIs: boolean;
  readonly overwrite: boolean;
  readonly adopt: boolean;
}

/** Rows shown one by one. */
const shownRows = 20;

/** `correct J --from FILE`: what was changed in a workbook that was exported for correcting, as one batch. */
export function correct(job: string, { from, preview, sendAgain, asItIs, overwrite, adopt }: CorrectOptions): Command {
  return (context) =>
    withJob(job, async (file) => {
      const { output, stop } = context;
      if (preview) beginPreview(context, file);
      const progress = showProgress(output, 'correct', 'rows');
      const told = ({ step, rows, total }: WorkbookProgress | CorrectingProgress): void => progress.update(rows, total ?? rows, `${counted(rows, 'row')} ${stepWords[step]}`);
      const options = { sendAgain, asItIs, overwrite, signal: stop, onWorkbook: told };
      const made = await (preview
        ? previewWorkbook(file, from, options).then((report) => ({ report, result: null }))
        : correctFromWorkbook(file, from, { ...options, clock: systemClock, adopt, onProgress: told })
      ).finally(() => progress.end());
      const { report } = made;
      result(output, made, () => [
        ...report.changes.slice(0, shownRows).flatMap(rowWords),
        ...(report.changedRows > shownRows ? [`and ${counted(report.changedRows - shownRows, 'more row')}`] : []),
        ...(made.result === null ? [] : made.result.batch === null ? ['nothing is changed'] : [`corrected: ${actWords(made.result.batch)}`, countWords(made.result.after), ...besideLine(made.result)]),
      ]);
      say(output, reportWords(report, ways));
      return leftAlone(report) ? exitCodes.usage : exitCodes.ok;
    });
}

const ways = { asItIs: 'with --as-it-is --preview, and then without --preview', overwrite: 'with --overwrite' };

const stepWords: Readonly<Record<(WorkbookProgress | CorrectingProgress)['step'], string>> = { read: 'read', compare: 'compared', keys: 'looked through', rows: 'corrected' };

/** Whether a change in the workbook was, or would be, left out. */
function leftAlone({ becomes, conflicts, conflictCells, mixedUp, movedHeaders, asItIs, withoutId, damagedId, twice, ofOtherJobs, cellsLeft, columnsRenamed = [] }: WorkbookReport): boolean {
  if (!asItIs && mixedUp.count + movedHeaders.length > 0) return true;
  return becomes.refused + conflicts.count + conflictCells.count + withoutId.count + damagedId.count + twice.count + ofOtherJobs.count + cellsLeft.unreadable.count + columnsRenamed.length > 0;
}

function rowWords(changed: ChangedRow): readonly string[] {
  const { row, state, cells, refused } = changed;
  const end = refused === undefined ? becomesWords(changed) : `not corrected: ${refusalWords(refused, { again })}`;
  return [`row ${row}, ${state}: ${end}`, ...cells.map(({ column, header, before, after, since }) => `  ${column}${header === '' ? '' : ` “${header}”`}: ${cellWords(before)} → ${cellWords(after)}${since === undefined ? '' : `; changed in the job since the export, ${actWords(since)}`}`)];
}
