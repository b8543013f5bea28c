import { counted, grouped } from '#contract/counted.ts';
import { shownText } from '#contract/cells.ts';
import { actWords } from '#contract/corrections.ts';
import { Fault } from '#contract/faults.ts';
import { rowStates, type RowState } from '#contract/job.ts';
import { mendsWords, previewWords, readMend } from '#contract/mendWords.ts';
import { mendsAtMost, type Mend, type MendPreview, type MendRequest, type MendSample, type MendSelection } from '#contract/mends.ts';
import { reasonSentence, rowErrorReasons, type RowErrorReason } from '#contract/rowErrors.ts';
import { jobColumns } from '#engine/jobs/jobRows.ts';
import { applyMend } from '#engine/jobs/mending/applyMend.ts';
import { previewMend } from '#engine/jobs/mending/previewMend.ts';
import { columnFinder } from '#engine/mapping/index.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { withJob, type Command } from '../context.ts';
import { exitCodes } from '../exitCodes.ts';
import { result } from '../output.ts';
import { showProgress } from '../progress.ts';
import { tell, withOptions } from './correct.ts';

export interface MendOptions {
  /** By its header, or @ and its letter. */
  readonly column: string;
  /** As readMend reads them, one after another. */
  readonly do: readonly string[];
  readonly reason?: string | undefined;
  /** The sheet's numbers. */
  readonly row: readonly number[];
  readonly state?: string | undefined;
  readonly onlyFixing: boolean;
  readonly preview: boolean;
  readonly sendAgain: boolean;
  readonly adopt: boolean;
}

/** `mend J --column C --do …`: the cells of a column alike, as one batch; with --preview nothing is changed. */
export function mend(job: string, options: MendOptions): Command {
  return (context) =>
    withJob(job, async (file) => {
      const request = requestOf(file, options);
      if (options.preview) {
        const progress = showProgress(context.output, 'mend', 'rows');
        try {
          const preview = await previewMend(file, request, {
            signal: context.stop,
            onProgress: ({ rows, total }) => progress.update(rows, total, `${grouped(rows)} rows looked at`),
          });
          progress.end();
          result(context.output, preview, () => previewLines(request.mends, preview));
        } finally {
          progress.end();
        }
        return exitCodes.ok;
      }
      const made = await withOptions(context, options.adopt, (more) => applyMend(file, request, { ...more, origin: 'command-line', sendAgain: options.sendAgain }));
      return tell(context, made, made.batch === null ? 'nothing is changed' : `mended: ${actWords(made.batch)}`);
    });
}

function requestOf(file: JobFile, options: MendOptions): MendRequest {
  const found = columnFinder(jobColumns(file))(options.column);
  if (!found.ok) throw new Fault('usage', { problem: found.problem });
  if (options.do.length === 0 || options.do.length > mendsAtMost) throw new Fault('usage', { problem: `--do says what to do, once or up to ${mendsAtMost} times` });
  return { column: found.column.index, mends: options.do.map(mendOf), selection: selectionOf(file, options), onlyFixing: options.onlyFixing };
}

function mendOf(written: string): Mend {
  const reading = readMend(written);
  if (!reading.ok) throw new Fault('usage', { problem: reading.problem });
  return reading.mend;
}

function selectionOf(file: JobFile, { reason, row, state }: MendOptions): MendSelection {
  if ([reason !== undefined, row.length > 0, state !== undefined].filter(Boolean).length > 1) throw new Fault('usage', { problem: 'one of --reason, --row and --state can be given' });
  if (reason !== undefined) return { kind: 'problem', reason: reasonOf(reason) };
  if (state !== undefined) return { kind: 'state', state: stateOf(state) };
  if (row.length === 0) return { kind: 'all' };
  const positions = file.blocks.positionsOfRows(new Set(row));
  if (positions.length < new Set(row).size) throw new Fault('usage', { problem: `the job has no row ${missing(file, row)} of the sheet` });
  return { kind: 'rows', positions: [...positions] };
}

function missing(file: JobFile, rows: readonly number[]): string {
  return rows.filter((row) => file.blocks.positionsOfRows(new Set([row])).length === 0).join(', ');
}

function reasonOf(written: string): RowErrorReason {
  const reason = rowErrorReasons.find((one) => one === written);
  if (reason === undefined) throw new Fault('usage', { problem: `there is no reason “${written}”; \`proposals\` names those of the job` });
  return reason;
}

function stateOf(written: string): RowState {
  const state = rowStates.find((one) => one === written);
  if (state === undefined) throw new Fault('usage', { problem: `there is no state “${written}”; there are ${rowStates.join(', ')}` });
  return state;
}

export function previewLines(mends: readonly Mend[], preview: MendPreview): readonly string[] {
  return [`${mendsWords(mends)}: ${previewWords(preview)} (of ${counted(preview.rows, 'row')}; nothing is changed yet)`, ...preview.samples.map(sampleWords)];
}

/** “ 12 ” → “12”, and what is still wrong. */
export function sampleWords({ row, before, after, reason }: MendSample): string {
  const cell = (one: MendSample['before']): string => (one === null ? 'empty' : `“${shownText(one)}”`);
  return `  row ${row}: ${cell(before)} → ${cell(after)}${reason === null ? '' : ` (still: ${reasonSentence(reason, shownText(after))})`}`;
}
