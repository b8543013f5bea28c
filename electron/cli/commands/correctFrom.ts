import { m } from '#messages';
import { actWords } from '#contract/corrections.ts';
import { becomesWords, cellWords, changeRefusedWords, reportWords, rowNowWords } from '#contract/correctingWords.ts';
import type { ChangedRow, WorkbookReport, WorkbookTaken } from '#contract/workbook.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import type { CorrectingProgress } from '#engine/jobs/corrections/correcting.ts';
import { correctFromWorkbook, previewWorkbook, type WorkbookProgress } from '#engine/jobs/corrections/workbook/correctFromWorkbook.ts';
import { rowsAt } from '#engine/jobs/rows/rowsAt.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { withJob, type Command } from '../context.ts';
import { again, besideLine, doneWords } from './correct.ts';
import { exitCodes } from '../exitCodes.ts';
import { positionsOfRows } from '../jobPlaces.ts';
import { countWords, result, say } from '../output.ts';
import { showProgress, shownWork } from '../progress.ts';
import { rowStateNames } from '../stateNames.ts';
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
      if (preview) beginPreview(context, file, adopt);
      const progress = showProgress(output, 'correct');
      const told = ({ step, rows, total }: WorkbookProgress | CorrectingProgress): void => progress.update(rows, total ?? rows, stepWords[step]({ count: rows }));
      const options = { sendAgain, asItIs, overwrite, signal: stop, onWorkbook: told };
      const work: Promise<{ readonly report: WorkbookReport; readonly result: WorkbookTaken['result'] | null }> = preview
        ? previewWorkbook(file, from, options).then((report) => ({ report, result: null }))
        : correctFromWorkbook(file, from, { ...options, clock: systemClock, adopt, onProgress: told });
      const made = await shownWork(progress, work, ({ report: { rows }, result: batch }) => (batch === null ? m.cli_rows_compared({ count: rows }) : m.cli_rows_corrected({ count: batch.rows })));
      const { report } = made;
      result(output, made, () => [
        ...shownWords(file, report.changes.slice(0, shownRows), { isDone: made.result !== null }),
        ...(report.changedRows > shownRows ? [m.cli_more_rows({ count: report.changedRows - shownRows })] : []),
        ...(made.result === null ? [] : made.result.batch === null ? [doneWords(made.result, m.cli_done_corrected)] : [doneWords(made.result, m.cli_done_corrected), countWords(made.result.after), ...besideLine(made.result)]),
      ]);
      say(output, reportWords(report, { asItIs: m.cli_way_as_it_is(), overwrite: m.cli_way_overwrite() }));
      return leftAlone(report) ? exitCodes.usage : exitCodes.ok;
    });
}

const stepWords: Readonly<Record<(WorkbookProgress | CorrectingProgress)['step'], (inputs: { readonly count: number }) => string>> = { read: m.cli_rows_read, compare: m.cli_rows_compared, keys: m.cli_looked_through, rows: m.cli_rows_corrected };

/** Whether a change in the workbook was, or would be, left out. */
function leftAlone({ becomes, conflicts, conflictCells, mixedUp, movedHeaders, asItIs, withoutId, damagedId, twice, ofOtherJobs, cellsLeft, columnsRenamed = [] }: WorkbookReport): boolean {
  if (!asItIs && mixedUp.count + movedHeaders.length > 0) return true;
  return becomes.refused + conflicts.count + conflictCells.count + withoutId.count + damagedId.count + twice.count + ofOtherJobs.count + cellsLeft.unreadable.count + columnsRenamed.length > 0;
}

/** What rows have become, or would become where nothing was done. */
function shownWords(file: JobFile, rows: readonly ChangedRow[], { isDone }: { readonly isDone: boolean }): readonly string[] {
  const done = isDone ? rowsAt(file, positionsOfRows(file, rows.map(({ row }) => row))) : [];
  return rows.flatMap((changed) => {
    const now = changed.refused === undefined ? done.find(({ row }) => row === changed.row) : undefined;
    return [now === undefined ? rowLine(changed, isDone ? m.cli_not_corrected : m.cli_would_not_be_corrected) : rowNowWords(now), ...changed.cells.map((cell) => `  ${changeWords(cell)}`)];
  });
}

function rowLine(changed: ChangedRow, notCorrected: (of: { readonly reason: string }) => string): string {
  const { row, state, refused } = changed;
  const words = refused === undefined ? becomesWords(changed) : notCorrected({ reason: changeRefusedWords(refused, changed.errors, { again }) });
  return m.cli_row_line({ row, state: rowStateNames[state](), words });
}

function changeWords({ column, header, since, ...cells }: ChangedRow['cells'][number]): string {
  const [before, after] = [cellWords(cells.before), cellWords(cells.after)];
  const change = header === '' ? m.cli_change({ column, before, after }) : m.cli_change_header({ column, header, before, after });
  return since === undefined ? change : m.cli_changed_since({ change, act: actWords(since) });
}
