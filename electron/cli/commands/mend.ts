import { counted, grouped } from '#contract/counted.ts';
import { shownText, type Column } from '#contract/cells.ts';
import { actWords } from '#contract/corrections.ts';
import { Fault } from '#contract/faults.ts';
import { rowStates, type RowState } from '#contract/job.ts';
import { mendsWords, mendText, previewWords, readMend } from '#contract/mendWords.ts';
import { mendsAtMost, type GroupProposals, type Mend, type MendPreview, type MendRequest, type MendSample, type MendSelection } from '#contract/mends.ts';
import { reasonSentence, rowErrorReasons, type RowErrorReason } from '#contract/rowErrors.ts';
import { jobColumns } from '#engine/jobs/jobRows.ts';
import { applyMend } from '#engine/jobs/mending/applyMend.ts';
import { ruleOf } from '#engine/jobs/mending/keptMend.ts';
import type { MendingOptions } from '#engine/jobs/mending/mending.ts';
import { listProposals } from '#engine/jobs/mending/proposals.ts';
import { previewMend } from '#engine/jobs/mending/previewMend.ts';
import { columnFinder } from '#engine/mapping/index.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { withJob, type Command, type CommandContext } from '../context.ts';
import { exitCodes } from '../exitCodes.ts';
import { result } from '../output.ts';
import { showProgress } from '../progress.ts';
import { tell, withOptions } from './correct.ts';
import { keeper } from './keepMend.ts';

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
  /** A recipe file that the mend is added to. */
  readonly keep?: string | undefined;
  readonly preview: boolean;
  readonly sendAgain: boolean;
  readonly adopt: boolean;
}

/** `mend J --column C --do …`: the cells of a column alike, as one batch; with --preview nothing is changed, with --keep the next file is mended so as it is read. */
export function mend(job: string, options: MendOptions): Command {
  return (context) =>
    withJob(job, async (file) => {
      const request = requestOf(file, options);
      if (options.preview && options.keep !== undefined) throw new Fault('usage', { problem: '--preview changes nothing, so nothing can be kept by it' });
      const keep = options.keep === undefined ? null : keeper(options.keep, ruleOf(request, columnNamed(file, options.column)));
      if (options.preview) {
        const preview = await withProgress(context, (progress) => previewMend(file, request, { ...progress, sendAgain: options.sendAgain }));
        result(context.output, preview, () => previewLines(request.mends, preview));
        return exitCodes.ok;
      }
      const made = await withOptions(context, options.adopt, (more) => applyMend(file, request, { ...more, origin: 'command-line', sendAgain: options.sendAgain }));
      keep?.();
      return tell(context, made, made.batch === null ? 'nothing is changed' : `mended: ${actWords(made.batch)}`);
    });
}

function requestOf(file: JobFile, options: MendOptions): MendRequest {
  const { index } = columnNamed(file, options.column);
  if (options.do.length === 0 || options.do.length > mendsAtMost) throw new Fault('usage', { problem: `--do says what to do, once or up to ${mendsAtMost} times` });
  return { column: index, mends: options.do.map(mendOf), selection: selectionOf(file, options), onlyFixing: options.onlyFixing };
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

function previewLines(mends: readonly Mend[], preview: MendPreview): readonly string[] {
  return [`${mendsWords(mends)}: ${previewWords(preview)} (of ${counted(preview.rows, 'row')}; nothing is changed yet)`, ...preview.samples.map(sampleWords)];
}

/** “ 12 ” → “12”, and what is still wrong. */
function sampleWords({ row, before, after, reason }: MendSample): string {
  const cell = (one: MendSample['before']): string => (one === null ? 'empty' : `“${shownText(one)}”`);
  return `  row ${row}: ${cell(before)} → ${cell(after)}${reason === null ? '' : ` (still: ${reasonSentence(reason, shownText(after))})`}`;
}

export interface ProposalsChoice {
  readonly column?: string | undefined;
  readonly reason?: string | undefined;
}

/** `proposals J`: for every group of problems, the mends that would put rows right. Nothing is changed. */
export function proposals(job: string, { column: ref, reason }: ProposalsChoice): Command {
  return (context) =>
    withJob(job, async (file) => {
      const column = ref === undefined ? undefined : columnNamed(file, ref).letter;
      const groups = await withProgress(context, (options) => listProposals(file, { ...options, column, reason: reason === undefined ? undefined : reasonOf(reason) }));
      result(context.output, groups, () => (groups.length === 0 ? 'nothing is wrong with any value' : groups.flatMap((group) => groupLines(job, group))));
      return exitCodes.ok;
    });
}

function groupLines(job: string, { column, header, reason, leftOut, rows, proposals: list }: GroupProposals): readonly string[] {
  const what = reason === null ? 'valid addresses with a domain that is hardly meant' : `${reason}${leftOut ? ', left out' : ''}`;
  return [
    `column ${column} “${header}”, ${what}: ${counted(rows, 'row')}`,
    ...(list.length === 0 ? ['  nothing to propose'] : []),
    ...list.flatMap(({ request: { mends, selection, onlyFixing }, preview, loses }) => [
      `  ${mendsWords(mends)}${loses ? ' (its values are lost)' : ''}: ${previewWords(preview)}`,
      ...preview.samples.slice(0, shownSamples).map((sample) => `  ${sampleWords(sample)}`),
      `    mend ${quoted(job)} --column @${column} ${selection.kind === 'problem' ? `--reason ${selection.reason}` : selection.kind === 'state' ? `--state ${selection.state}` : ''} ${mends.map((one) => `--do ${quoted(mendText(one))}`).join(' ')}${onlyFixing ? ' --only-fixing' : ''}`,
    ]),
  ];
}

const shownSamples = 3;

/** For a shell. */
const quoted = (text: string): string => (/^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

async function withProgress<Value>(context: CommandContext, work: (options: MendingOptions) => Promise<Value>): Promise<Value> {
  const progress = showProgress(context.output, 'mend', 'rows');
  try {
    return await work({ signal: context.stop, onProgress: ({ rows, total }) => progress.update(rows, total, `${grouped(rows)} rows looked at`) });
  } finally {
    progress.end();
  }
}

function columnNamed(file: JobFile, ref: string): Column {
  const found = columnFinder(jobColumns(file))(ref);
  if (!found.ok) throw new Fault('usage', { problem: found.problem });
  return found.column;
}
