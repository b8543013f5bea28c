import { m } from '#messages';
import { actWords, besideWords, underMergeWords, refusedLines, type BatchResult, type CorrectionBatch, type NotDone } from '#contract/corrections.ts';
import { becomesWords, changeRefusedWords, rowNowWords } from '#contract/correctingWords.ts';
import { wouldWords } from '#contract/reopenedWords.ts';
import { dateTime } from '#contract/formats.ts';
import type { JobRow } from '#contract/job.ts';
import { usageFault } from '#contract/spokenFault.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { applyBatch } from '#engine/jobs/corrections/applyBatch.ts';
import { typedCell } from '#engine/jobs/corrections/typedCell.ts';
import { batches, redoBatch, undoBatch, whyNotTurned } from '#engine/jobs/corrections/undoBatch.ts';
import type { CorrectingOptions, CorrectingProgress } from '#engine/jobs/corrections/correcting.ts';
import { jobColumns } from '#engine/jobs/jobRows.ts';
import { previewEdit, type EditPreview } from '#engine/jobs/mending/previewEdit.ts';
import { rowsAt } from '#engine/jobs/rows/rowsAt.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { withJob, type Command, type CommandContext } from '../context.ts';
import { exitCodes, type ExitCode } from '../exitCodes.ts';
import { columnNamed, positionOfRow } from '../jobPlaces.ts';
import { countWords, result, say, shownCell } from '../output.ts';
import { showProgress, shownWork } from '../progress.ts';
import { rowStateNames } from '../stateNames.ts';
import { beginPreview } from './previewing.ts';

export interface EditOptions {
  /** The sheet's number. */
  readonly row: number;
  /** By its header, or @ and its letter. */
  readonly column: string;
  readonly value: string;
  readonly preview: boolean;
  readonly sendAgain: boolean;
  readonly adopt: boolean;
}

/** `edit J --row N --column C --value V`: one cell, as one batch. */
export function edit(job: string, { row, column: ref, value, preview, sendAgain, adopt }: EditOptions): Command {
  return (context) =>
    withJob(job, async (file) => {
      const { index, letter } = columnNamed(file, ref);
      const position = positionOfRow(file, row);
      if (preview) beginPreview(context, file, adopt);
      if (preview) return tellPreview(context, previewEdit(file, { position, column: index, value, sendAgain }));
      const made = await withOptions(context, adopt, (options) =>
        applyBatch(file, { ...options, origin: 'command-line', act: { kind: 'edit', row, column: letter }, cells: [{ position, column: index, after: typedCell(value) }], total: 1, sendAgain }),
      );
      const [now] = rowsAt(file, [position]);
      const state = made.refusedRows > 0 ? whyUnfit(previewEdit(file, { position, column: index, value, sendAgain })) : now === undefined ? [] : [rowNowWords(now)];
      return tell(context, made, { done: doneWords(made, m.cli_done_corrected), more: state, value: now === undefined ? made : { ...made, row: rowNow(now) } });
    });
}

/** What would be wrong with a row that is left as it is for that; nothing where it is left for something else. */
function whyUnfit(preview: EditPreview): readonly string[] {
  const { row, state, refusal } = preview;
  return refusal === 'accepted-invalid' ? [m.cli_row_line({ row, state: rowStateNames[state](), words: becomesWords({ ...preview, becomes: 'invalid' }) })] : [];
}

function tellPreview({ output }: CommandContext, preview: EditPreview): ExitCode {
  const { row, state, before, after, mended, becomes, refusal } = preview;
  result(output, preview, () => {
    if (becomes === 'same') return m.cli_edit_same({ row, cell: shownCell(before) });
    const change = { before: shownCell(before), after: shownCell(after) };
    return [
      m.cli_row_line({ row, state: rowStateNames[state](), words: refusal === null ? becomesWords({ ...preview, becomes }) : m.cli_would_not_be_corrected({ reason: changeRefusedWords(refusal, preview.errors, { again }) }) }),
      `  ${mended === undefined ? m.cli_edit_change(change) : m.cli_edit_change_mended({ ...change, mended: shownCell(mended) })}`,
      ...(preview.statusless === true ? [`  ${m.mends_no_status()}`] : []),
      ...wouldWords(preview).map((words) => `  ${words}`),
      ...(preview.underMerge === undefined ? [] : [`  ${underMergeWords(preview.underMerge)}`]),
    ];
  });
  return becomes === 'refused' ? exitCodes.usage : exitCodes.ok;
}

export interface UndoOptions {
  readonly list: boolean;
  readonly redo: boolean;
  readonly preview: boolean;
  readonly sendAgain: boolean;
  readonly adopt: boolean;
}

/** `undo J [--list] [--redo] [--preview] [--send-again]`: takes the newest batch of corrections back, or brings back the one undone last; with --preview tells what would come of it. */
export function undo(job: string, { list, redo, preview, sendAgain, adopt }: UndoOptions): Command {
  return (context) =>
    withJob(job, async (file) => {
      jobColumns(file);
      const beside = redo ? '--redo' : preview ? '--preview' : sendAgain ? again : null;
      if (list && beside !== null) throw usageFault(() => m.cli_usage_list_alone({ option: beside }));
      if (list) {
        const made = batches(file);
        result(context.output, made, () => (made.length === 0 ? m.cli_corrections_none() : made.map((batch) => batchWords(file, batch, made))));
        return exitCodes.ok;
      }
      if (preview) beginPreview(context, file, adopt);
      const turned = await withOptions(context, adopt, (options) => (redo ? redoBatch : undoBatch)(file, { ...options, sendAgain }), { isPreview: preview });
      if (preview) return tellTurn(context, turned, redo ? m.cli_would_be_redone : m.cli_would_be_undone);
      return tellBatch(context, turned, redo ? { done: m.cli_done_redone, notDone: 'turned' } : { done: m.cli_done_undone, notDone: 'turned' });
    });
}

/** Where rows would be left as they are, nothing of it would be turned back. */
function tellTurn({ output }: CommandContext, { batch, ...made }: BatchResult, words: DoneWords): ExitCode {
  const lines = [...refusedLines(made, { done: 'turned', would: true, again }), ...besideLine({ batch, ...made })];
  result(output, { batch, ...made }, () => [batch === null ? m.cli_nothing_would_change() : words({ act: actWords(batch) }), m.cli_counts_then({ counts: countWords(made.after) }), ...lines]);
  return made.refusedRows > 0 ? exitCodes.usage : exitCodes.ok;
}

const batchStates: Readonly<Record<CorrectionBatch['state'], () => string>> = { applied: m.cli_batch_applied, undone: m.cli_batch_undone, dropped: m.cli_batch_dropped };
const origins: Readonly<Record<CorrectionBatch['origin'], () => string>> = { window: m.cli_from_window, 'command-line': m.cli_from_command_line, workbook: m.cli_from_workbook, export: m.cli_from_export };

function batchWords(file: JobFile, batch: CorrectionBatch, all: readonly CorrectionBatch[]): string {
  const width = Math.max(...Object.values(batchStates).map((name) => name().length));
  return `${batch.id}  ${dateTime(batch.at)}  ${batchStates[batch.state]().padEnd(width)}  ${m.cli_batch({ act: actWords(batch), origin: origins[batch.origin]() })}${nextWords(file, batch, all)}`;
}

/** Which batch is taken back next, and which one brought back; of one that is neither, why. */
function nextWords(file: JobFile, batch: CorrectionBatch, all: readonly CorrectionBatch[]): string {
  const isNext = batch === all.findLast(({ state }) => state === 'applied');
  if (!isNext && batch !== all.find(({ state }) => state === 'undone')) return '';
  const why = whyNotTurned(file, batch.id);
  if (why !== null) return `  (${why === 'sent' ? m.cli_batch_sent() : m.cli_batch_lost()})`;
  return isNext ? '  ← undo' : '  ← undo --redo';
}

/** Progress is told where it takes long; the first interrupt cancels. */
export async function withOptions(context: CommandContext, adopt: boolean, work: (options: CorrectingOptions) => Promise<BatchResult>, { isPreview = false }: { readonly isPreview?: boolean } = {}): Promise<BatchResult> {
  const progress = showProgress(context.output, isPreview ? 'mend' : 'correct');
  const told = ({ step, rows, total }: CorrectingProgress): void => progress.update(rows, total ?? rows, step === 'keys' ? m.cli_looked_through({ count: rows }) : isPreview ? m.cli_rows_looked_at({ count: rows }) : m.cli_rows_corrected({ count: rows }));
  return shownWork(progress, work({ clock: systemClock, adopt, isPreview, signal: context.stop, onProgress: told }), ({ rows }) => (isPreview ? m.cli_rows_looked_at : m.cli_rows_corrected)({ count: rows }));
}

/** What a row has become: all that the grid of the window shows of it, without its cells. */
function rowNow({ row, state, errors, duplicateOf }: JobRow): Pick<JobRow, 'row' | 'state' | 'errors' | 'duplicateOf'> {
  return { row, state, errors, duplicateOf };
}

/** What "send again" is called here. */
export const again = '--send-again';

/** Tells what became of a batch. */
export function tellBatch(context: CommandContext, made: BatchResult, { done, notDone }: { readonly done: DoneWords; readonly notDone: NotDone }): ExitCode {
  return tell(context, made, { done: doneWords(made, done), notDone });
}

/** That it was done: “corrected: …”. */
type DoneWords = (inputs: { readonly act: string }) => string;

/** That it was done, or that nothing was. */
export function doneWords({ batch }: Pick<BatchResult, 'batch'>, words: DoneWords): string {
  return batch === null ? m.cli_nothing_changed() : words({ act: actWords(batch) });
}

/** What else has to be told, such as what the platform keeps of rows that were sent with another match key. */
export function besideLine(made: BatchResult): readonly string[] {
  const words = besideWords(made);
  return words === null ? [] : [words];
}

export interface Told {
  /** That it was done. */
  readonly done: string;
  /** What else there is to tell of it. */
  readonly more?: readonly string[];
  /** What was not done to rows that were left as they are. */
  readonly notDone?: NotDone;
  /** The result as JSON, where it says more than what came of the batch. */
  readonly value?: object;
}

/** Rows that were left as they are make it a refusal. */
export function tell({ output }: CommandContext, made: BatchResult, { done, more = [], notDone = 'corrected', value = made }: Told): ExitCode {
  result(output, value, () => [done, ...more, countWords(made.after)]);
  say(output, [...refusedLines(made, { done: notDone, again }), ...besideLine(made)]);
  return made.refusedRows > 0 ? exitCodes.usage : exitCodes.ok;
}
