import { actWords, leftBehindWords, refusedLines, type BatchResult, type CorrectionBatch } from '#contract/corrections.ts';
import { grouped } from '#contract/counted.ts';
import { Fault } from '#contract/faults.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { applyBatch } from '#engine/jobs/corrections/applyBatch.ts';
import { typedCell } from '#engine/jobs/corrections/typedCell.ts';
import { batches, redoBatch, undoBatch } from '#engine/jobs/corrections/undoBatch.ts';
import type { CorrectingOptions, CorrectingProgress } from '#engine/jobs/corrections/correcting.ts';
import { jobColumns } from '#engine/jobs/jobRows.ts';
import { columnFinder } from '#engine/mapping/index.ts';
import { withJob, type Command, type CommandContext } from '../context.ts';
import { exitCodes, type ExitCode } from '../exitCodes.ts';
import { countWords, result, say } from '../output.ts';
import { showProgress } from '../progress.ts';

export interface EditOptions {
  /** The sheet's number. */
  readonly row: number;
  /** By its header, or @ and its letter. */
  readonly column: string;
  readonly value: string;
  readonly sendAgain: boolean;
  readonly adopt: boolean;
}

/** `edit J --row N --column C --value V`: one cell, as one batch. */
export function edit(job: string, { row, column: ref, value, sendAgain, adopt }: EditOptions): Command {
  return (context) =>
    withJob(job, async (file) => {
      const found = columnFinder(jobColumns(file))(ref);
      if (!found.ok) throw new Fault('usage', { problem: found.problem });
      const [position] = file.blocks.positionsOfRows(new Set([row]));
      if (position === undefined) throw new Fault('usage', { problem: `the job has no row ${row} of the sheet` });
      const { index, letter } = found.column;
      const made = await withOptions(context, adopt, (options) =>
        applyBatch(file, { ...options, origin: 'command-line', act: { kind: 'edit', row, column: letter }, cells: [{ position, column: index, after: typedCell(value) }], total: 1, sendAgain }),
      );
      return tellBatch(context, made, 'corrected');
    });
}

export interface UndoOptions {
  readonly list: boolean;
  readonly redo: boolean;
  readonly sendAgain: boolean;
  readonly adopt: boolean;
}

/** `undo J [--list] [--redo] [--send-again]`: takes the newest batch of corrections back, or brings the oldest undone one back. */
export function undo(job: string, { list, redo, sendAgain, adopt }: UndoOptions): Command {
  return (context) =>
    withJob(job, async (file) => {
      jobColumns(file);
      if (list) {
        const made = batches(file);
        result(context.output, made, () => (made.length === 0 ? 'no corrections' : made.map(batchWords)));
        return exitCodes.ok;
      }
      const turned = await withOptions(context, adopt, (options) => (redo ? redoBatch : undoBatch)(file, { ...options, sendAgain }));
      return tellBatch(context, turned, redo ? 'redone' : 'undone');
    });
}

function batchWords(batch: CorrectionBatch): string {
  return `${batch.id}  ${batch.at.slice(0, 19).replace('T', ' ')}  ${batch.state.padEnd(7)}  ${actWords(batch)} (${batch.origin})`;
}

/** Progress is told where it takes long; the first interrupt cancels. */
export async function withOptions(context: CommandContext, adopt: boolean, work: (options: CorrectingOptions) => Promise<BatchResult>): Promise<BatchResult> {
  const progress = showProgress(context.output, 'correct', 'rows');
  const told = ({ step, rows, total }: CorrectingProgress): void => progress.update(rows, total ?? rows, `${grouped(rows)} rows ${step === 'keys' ? 'looked through' : 'corrected'}`);
  try {
    return await work({ clock: systemClock, adopt, signal: context.stop, onProgress: told });
  } finally {
    progress.end();
  }
}

/** Tells what became of a batch; `word`: that it was done. */
export function tellBatch(context: CommandContext, made: BatchResult, word: string): ExitCode {
  return tell(context, made, made.batch === null ? 'nothing is changed' : `${word}: ${actWords(made.batch)}`, word === 'undone' || word === 'redone');
}

/** What the platform keeps of rows that were sent with another match key. */
export function leftBehindLine(made: BatchResult): readonly string[] {
  const words = leftBehindWords(made);
  return words === null ? [] : [words];
}

/** Rows that were left as they are make it a refusal. */
export function tell({ output }: CommandContext, made: BatchResult, done: string, isTurned = false): ExitCode {
  result(output, made, () => [done, countWords(made.after)]);
  say(output, [...refusedLines(made, isTurned ? 'turned back' : 'corrected'), ...leftBehindLine(made)]);
  return made.refusedRows > 0 ? exitCodes.usage : exitCodes.ok;
}
