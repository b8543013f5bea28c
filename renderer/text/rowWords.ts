import { m } from '#messages';
import { actWords, besideWords, refusalWords, type BatchResult, type CorrectionBatch, type CorrectionOrigin, type RefusalReason } from '#contract/corrections.ts';
import type { JobRow, JobState, RowState } from '#contract/job.ts';
import { answerText } from '#contract/ownAnswers.ts';
import { isFiltering, type RowFilter } from '#contract/rowFilter.ts';
import { toldOnce } from '#contract/rowErrors.ts';
import { spoken } from '#contract/spoken.ts';
import { capital } from './capital.ts';
import { count } from './formats.ts';
import { reasonSentence } from './sentences.ts';
import { rowStateNames } from './words.ts';

/** Words about rows in the grid. */

/** "Row 7"; a repair may have lost the number. */
export const rowName = ({ row }: Pick<JobRow, 'row'>): string => (row === 0 ? m.row_words_name_lost() : m.row_words_name({ row }));

/** What came of a row: why it is invalid, who is sent instead, what the platform said, what it is sent without. */
export function outcomeOf(row: JobRow): string {
  const told = (between: string, errors = row.errors): string => toldOnce(errors).map((error) => `${error.column ?? ''}${between}${reasonSentence(error.reason, error.value)}`.trim()).join('; ');
  if (row.state === 'invalid') return told(' ');
  const came = cameOf(row);
  // Such a row was sent whole; what is wrong is what is left of its cells.
  const [lost, without] = [row.errors.filter(({ reason }) => reason === 'correction-lost'), row.errors.filter(({ reason }) => reason !== 'correction-lost')];
  return [came, without.length === 0 ? '' : m.row_words_without({ told: told(': ', without) }), told(': ', lost)].filter((part) => part !== '').join('; ');
}

function cameOf(row: JobRow): string {
  if (row.duplicateOf !== null) return row.duplicateOf === 0 ? m.row_words_instead_other() : m.row_words_instead({ row: row.duplicateOf });
  if (row.text !== null && row.text !== '') return row.code === null || row.code === 0 ? answerText(row.text) : `${row.code}: ${answerText(row.text)}`;
  return row.profileId ?? '';
}

/** Why no row of the job can be corrected now; null where they can. */
export function readOnlyWords(state: JobState): string | null {
  switch (state) {
    case 'running':
      return m.row_words_locked_running();
    case 'preparing':
      return m.row_words_locked_preparing();
    case 'cancelled':
      return m.row_words_locked_cancelled();
    case 'handed-over':
      return m.row_words_locked_handed_over();
    case 'ready':
    case 'paused':
    case 'finished':
      return null;
  }
}

const refusedStates: Readonly<Partial<Record<RowState, RefusalReason>>> = { unknown: 'unknown', queued: 'queued', sending: 'sending', hidden: 'hidden' };

/** Why a single row cannot be corrected now, whatever the operator says; null where it can. */
export function rowRefusalWords({ row, state }: Pick<JobRow, 'row' | 'state'>): string | null {
  const reason = refusedStates[state];
  return reason === undefined ? null : m.row_words_stays({ row, why: refusalWords(reason) });
}

/** What a batch did. */
export const actOf = (batch: CorrectionBatch): string => actWords(batch);

/** What came of a batch that was made, undone or redone, for the line below the grid. */
export function batchWords(result: BatchResult, kind: 'made' | 'undone' | 'redone'): string {
  const { batch } = result;
  const done = batch === null ? m.row_words_nothing_changed() : { made: m.row_words_made, undone: m.row_words_undone, redone: m.row_words_redone }[kind]({ act: actWords(batch) });
  const behind = besideWords(result);
  return [done, ...changeWords(result), ...refusedWords(result), ...(behind === null ? [] : [capital(behind)])].join(' ');
}

function changeWords({ before, after }: BatchResult): readonly string[] {
  const parts = ([['invalid', m.row_words_now_invalid], ['notSent', m.row_words_now_ready], ['duplicate', m.row_words_now_duplicate]] as const).filter(([name]) => before[name] !== after[name]);
  return parts.length === 0 ? [] : [m.row_words_now({ parts: parts.map(([name, say]) => say({ now: count(after[name]), before: count(before[name]) })).join(', ') })];
}

function refusedWords({ refused, refusedRows }: BatchResult): readonly string[] {
  const [first] = refused;
  if (first === undefined) return [];
  const why = [...new Set(refused.map(({ reason }) => refusalWords(reason, { many: refusedRows > 1 })))].join('; ');
  if (refusedRows > 1) return [m.row_words_left({ count: refusedRows, why })];
  return [first.row === 0 ? m.row_words_left_lost({ why }) : m.row_words_left_row({ row: first.row, why })];
}

/** Whether rows were left alone only because nobody said that they, or others of their match keys, are to be sent again. */
export function asksSendAgain({ refused, refusedRows }: BatchResult): boolean {
  return refusedRows > 0 && refused.some(({ reason }) => reason === 'accepted' || reason === 'key-accepted');
}

/** What is asked then. */
export function againTitle({ refused: [first], refusedRows }: BatchResult): string {
  return refusedRows === 1 && first !== undefined ? m.row_words_again_row({ row: first.row }) : m.row_words_again({ count: refusedRows });
}

/** What is said then: which profiles are written once more. */
export function againWords({ refused, refusedRows }: BatchResult): string {
  const isOne = refusedRows === 1;
  const has = (wanted: RefusalReason): boolean => refused.some(({ reason }) => reason === wanted);
  const [first] = refused;
  return [
    ...(has('accepted') ? [isOne ? m.row_words_accepted_one() : m.row_words_accepted_many()] : []),
    ...(has('key-accepted') ? [isOne && first !== undefined ? m.row_words_key_one({ row: first.row }) : m.row_words_key_many()] : []),
    m.row_words_not_taken_back(),
  ].join(' ');
}

export const originNames: Readonly<Record<CorrectionOrigin, string>> = spoken({ window: m.row_words_origin_window, 'command-line': m.row_words_origin_command_line, workbook: m.row_words_origin_workbook, export: m.row_words_origin_export });
export const batchStateNames: Readonly<Record<CorrectionBatch['state'], string>> = spoken({ applied: () => '', undone: m.row_words_batch_undone, dropped: m.row_words_batch_dropped });

/** What a filter shows, for its line: "Invalid rows, column D: incorrect email". */
export function filterWords({ states, problem, failure, corrected }: RowFilter): string {
  if (!isFiltering({ states, problem, failure, corrected })) return m.row_words_all();
  const parts = [
    ...(states === undefined ? [] : [states.map((state) => rowStateNames[state]).join(m.row_words_or())]),
    ...(problem?.leftOut === undefined ? [] : [problem.leftOut ? m.row_words_sent_without() : m.row_words_invalid()]),
    ...(problem?.column === undefined ? [] : [problem.column === null ? m.row_words_whole_row() : m.row_words_column({ column: problem.column })]),
    ...(problem?.reason === undefined ? [] : [reasonSentence(problem.reason)]),
    ...(failure === undefined ? [] : [m.row_words_refused({ text: `${failure.code === null ? '' : `${failure.code} `}${answerText(failure.text)}` })]),
    ...(corrected === undefined ? [] : [m.row_words_corrected()]),
  ];
  return parts.join(', ');
}
