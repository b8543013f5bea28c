import { m } from '#messages';
import { refusedLines } from '#contract/corrections.ts';
import { rowStates, type RowState } from '#contract/job.ts';
import { keepingWords } from '#contract/keptMends.ts';
import { mendsWords, mendText, previewWords, readMend, stillWords } from '#contract/mendWords.ts';
import { mendsAtMost, type GroupProposals, type Mend, type MendPreview, type MendRequest, type MendSample, type MendSelection } from '#contract/mends.ts';
import { reasonSentence, rowErrorReasons, type RowErrorReason } from '#contract/rowErrors.ts';
import { saidText } from '#contract/saidCell.ts';
import { usageFault } from '#contract/spokenFault.ts';
import { jobColumns } from '#engine/jobs/jobRows.ts';
import { applyMend } from '#engine/jobs/mending/applyMend.ts';
import { ruleOf } from '#engine/jobs/mending/keptMend.ts';
import type { MendingOptions } from '#engine/jobs/mending/mending.ts';
import { listProposals } from '#engine/jobs/mending/proposals.ts';
import { previewMend } from '#engine/jobs/mending/previewMend.ts';
import { isPhoneCountry } from '#engine/mapping/index.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { withJob, type Command, type CommandContext } from '../context.ts';
import { exitCodes } from '../exitCodes.ts';
import { columnNamed, positionsOfRows } from '../jobPlaces.ts';
import { result, shownCell } from '../output.ts';
import { showProgress, shownWork } from '../progress.ts';
import { again, doneWords, tell, withOptions } from './correct.ts';
import { keeper } from './keepMend.ts';
import { beginPreview } from './previewing.ts';

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
  readonly onlyValid: boolean;
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
      if (options.preview && options.keep !== undefined) throw usageFault(m.cli_usage_keep_preview);
      const keep = options.keep === undefined ? null : keeper(options.keep, ruleOf(request, columnNamed(file, options.column)), jobColumns(file));
      if (options.preview) {
        beginPreview(context, file, options.adopt);
        const preview = await withProgress(context, 'mend', m.cli_rows_looked_at, (progress) => previewMend(file, request, { ...progress, sendAgain: options.sendAgain }));
        result(context.output, preview, () => previewLines(request.mends, preview));
        return preview.refused > 0 ? exitCodes.usage : exitCodes.ok;
      }
      const made = await withOptions(context, options.adopt, (more) => applyMend(file, request, { ...more, origin: 'command-line', sendAgain: options.sendAgain }));
      const kept = keep?.(made.batch !== null);
      return tell(context, made, { done: doneWords(made, m.cli_done_mended), ...(kept === undefined ? {} : { more: keepingWords(kept), value: { ...made, kept } }) });
    });
}

function requestOf(file: JobFile, options: MendOptions): MendRequest {
  const { index } = columnNamed(file, options.column);
  if (options.onlyFixing && options.onlyValid) throw usageFault(m.cli_usage_fixing_valid);
  if (options.do.length === 0 || options.do.length > mendsAtMost) throw usageFault(() => m.cli_usage_do_count({ most: mendsAtMost }));
  return { column: index, mends: options.do.map(mendOf), selection: selectionOf(file, options), onlyFixing: options.onlyFixing, ...(options.onlyValid ? { onlyValid: true } : {}) };
}

function mendOf(written: string): Mend {
  const reading = readMend(written);
  if (!reading.ok) throw usageFault(reading.problem);
  const { mend } = reading;
  const country = 'country' in mend ? mend.country : undefined;
  if (country !== undefined && !isPhoneCountry(country)) throw usageFault(() => m.cli_usage_phone_country({ country }));
  return mend;
}

function selectionOf(file: JobFile, { reason, row, state }: MendOptions): MendSelection {
  if ([reason !== undefined, row.length > 0, state !== undefined].filter(Boolean).length > 1) throw usageFault(m.cli_usage_one_selection);
  if (reason !== undefined) return { kind: 'problem', reason: reasonOf(reason) };
  if (state !== undefined) return { kind: 'state', state: stateOf(state) };
  if (row.length === 0) return { kind: 'all' };
  return { kind: 'rows', positions: [...positionsOfRows(file, row)] };
}

function reasonOf(written: string): RowErrorReason {
  const reason = rowErrorReasons.find((one) => one === written);
  if (reason === undefined) throw usageFault(() => m.cli_usage_reason_unknown({ reason: written }));
  return reason;
}

function stateOf(written: string): RowState {
  const state = rowStates.find((one) => one === written);
  if (state === undefined) throw usageFault(() => m.cli_usage_state_unknown({ state: written, states: rowStates.join(', ') }));
  return state;
}

function previewLines(mends: readonly Mend[], preview: MendPreview): readonly string[] {
  return [
    m.cli_mend_preview({ mends: mendsWords(mends), preview: previewWords(preview), rows: m.units_rows({ count: preview.rows }) }),
    ...preview.samples.map(sampleWords),
    ...(preview.left?.samples ?? []).map(({ row, cell, reason, value }) => `  ${m.cli_mend_left({ row, cell: shownCell(cell), problem: reasonSentence(reason, value) })}`),
    ...(preview.refusals === undefined ? [] : refusedLines(preview.refusals, { would: true, again })),
  ];
}

/** “ 12 ” → “12”, and what is still wrong. */
function sampleWords(sample: MendSample): string {
  const problem = stillWords(sample);
  const words = { row: sample.row, before: shownCell(sample.before), after: changedCell(sample) };
  if (problem === null) return `  ${m.cli_mend_sample(words)}`;
  return `  ${sample.outcome === 'wrong' || sample.reason === null ? m.cli_mend_sample_then({ ...words, problem }) : m.cli_mend_sample_still({ ...words, problem })}`;
}

/** A number that was a text before looks the same. */
function changedCell({ before, after }: MendSample): string {
  return before?.t === 's' && after?.t === 'n' ? m.cli_cell_number({ number: saidText(after) }) : shownCell(after);
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
      const groups = await withProgress(context, 'proposals', m.cli_cells_looked_at, (options) => listProposals(file, { ...options, column, reason: reason === undefined ? undefined : reasonOf(reason) }));
      result(context.output, groups, () => (groups.length === 0 ? nothingWords(file, column, reason) : groups.flatMap((group) => groupLines(job, group))));
      return exitCodes.ok;
    });
}

function nothingWords(file: JobFile, column: string | undefined, reason: string | undefined): string {
  if (column !== undefined) return reason === undefined ? m.cli_wrong_none_column({ column }) : m.cli_wrong_none_both({ column, reason });
  if (reason !== undefined) return m.cli_wrong_none_reason({ reason });
  return file.problems.groups().length === 0 ? m.cli_wrong_none() : m.cli_wrong_whole_rows();
}

function groupLines(job: string, { column, header, reason, leftOut, rows, proposals: list, values }: GroupProposals): readonly string[] {
  const what = reason === null ? m.cli_proposals_mistyped() : leftOut ? m.cli_proposals_left_out({ problem: reasonSentence(reason), reason }) : m.cli_proposals_wrong({ problem: reasonSentence(reason), reason });
  return [
    header === '' ? m.cli_proposals_no_header({ column, what, rows: m.units_rows({ count: rows }) }) : m.cli_proposals({ column, header, what, rows: m.units_rows({ count: rows }) }),
    ...(list.length > 0 ? [] : reason === null || values === undefined ? [`  ${m.cli_proposals_none()}`] : toSay(job, { column, reason, values })),
    ...list.flatMap(({ request: { mends, selection, onlyFixing, onlyValid = false }, preview, loses }) => [
      `  ${loses ? m.cli_proposal_loses({ mends: mendsWords(mends), loss: m.mends_loses(), preview: previewWords(preview) }) : m.cli_proposal({ mends: mendsWords(mends), preview: previewWords(preview) })}`,
      ...preview.samples.map((sample) => `  ${sampleWords(sample)}`),
      `    ${['mend', quoted(job), '--column', `@${column}`, ...selectionOption(selection), ...mends.flatMap((one) => ['--do', quoted(mendText(one))]), ...(onlyFixing ? ['--only-fixing'] : []), ...(onlyValid ? ['--only-valid'] : [])].join(' ')}`,
    ]),
  ];
}

/** Of values that only a person knows the meaning of: which there are, and the command that says it. */
function toSay(job: string, { column, reason, values }: Pick<GroupProposals, 'column'> & { readonly reason: RowErrorReason; readonly values: NonNullable<GroupProposals['values']> }): readonly string[] {
  const map = JSON.stringify(Object.fromEntries(values.map(({ value }) => [value, '…'])));
  return [
    `  ${m.cli_proposals_values({ values: values.map(({ value, rows }) => m.cli_proposals_value({ value, rows })).join(', ') })}`,
    `    ${['mend', quoted(job), '--column', `@${column}`, '--reason', reason, '--do', quoted(`map:${map}`)].join(' ')}`,
  ];
}

function selectionOption(selection: MendSelection): readonly string[] {
  if (selection.kind === 'problem') return ['--reason', selection.reason];
  return selection.kind === 'state' ? ['--state', selection.state] : [''];
}

/** For a shell. */
const quoted = (text: string): string => (/^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

async function withProgress<Value>(context: CommandContext, kind: 'mend' | 'proposals', looked: (inputs: { readonly count: number }) => string, work: (options: MendingOptions) => Promise<Value>): Promise<Value> {
  const progress = showProgress(context.output, kind);
  let all = 0;
  const onProgress: MendingOptions['onProgress'] = ({ rows, total }) => {
    all = total;
    progress.update(rows, total, looked({ count: rows }));
  };
  return shownWork(progress, work({ signal: context.stop, onProgress }), () => looked({ count: all }));
}
