import { actWords, besideWords, refusalWords, type BatchResult, type CorrectionBatch, type CorrectionOrigin, type RefusalReason } from '#contract/corrections.ts';
import type { JobRow, JobState, RowState } from '#contract/job.ts';
import { isFiltering, type RowFilter } from '#contract/rowFilter.ts';
import { count, counted } from './formats.ts';
import { reasonSentence } from './sentences.ts';
import { rowStateNames } from './words.ts';

/** Words about rows in the grid. */

/** "Row 7"; a repair may have lost the number. */
export const rowName = ({ row }: Pick<JobRow, 'row'>): string => (row === 0 ? 'A row without number' : `Row ${row}`);

/** What came of a row: why it is invalid, who is sent instead, what the platform said, what it is sent without. */
export function outcomeOf(row: JobRow): string {
  const told = (between: string, errors = row.errors): string => errors.map((error) => `${error.column ?? ''}${between}${reasonSentence(error.reason, error.value)}`.trim()).join('; ');
  if (row.state === 'invalid') return told(' ');
  const came = cameOf(row);
  // Such a row was sent whole; what is wrong is what is left of its cells.
  const [lost, without] = [row.errors.filter(({ reason }) => reason === 'correction-lost'), row.errors.filter(({ reason }) => reason !== 'correction-lost')];
  return [came, without.length === 0 ? '' : `without ${told(': ', without)}`, told(': ', lost)].filter((part) => part !== '').join('; ');
}

function cameOf(row: JobRow): string {
  if (row.duplicateOf !== null) return `${row.duplicateOf === 0 ? 'another row' : `row ${row.duplicateOf}`} is sent instead`;
  if (row.text !== null && row.text !== '') return row.code === null || row.code === 0 ? row.text : `${row.code}: ${row.text}`;
  return row.profileId ?? '';
}

/** Why no row of the job can be corrected now; null where they can. */
export function readOnlyWords(state: JobState): string | null {
  switch (state) {
    case 'running':
      return 'The job is running. Its rows can be corrected when it is paused or finished.';
    case 'preparing':
      return 'The job is being prepared. Its rows can be corrected when it is ready.';
    case 'cancelled':
      return 'The job is cancelled. Nothing of it is sent any more, so its rows stay as they are.';
    case 'handed-over':
      return 'The job was handed over. Correct its rows where it goes on.';
    case 'ready':
    case 'paused':
    case 'finished':
      return null;
  }
}

const refusedStates: Readonly<Partial<Record<RowState, RefusalReason>>> = { unknown: 'unknown', sending: 'sending', hidden: 'hidden' };

/** Why a single row cannot be corrected now, whatever the operator says; null where it can. */
export function rowRefusalWords({ row, state }: Pick<JobRow, 'row' | 'state'>): string | null {
  const reason = refusedStates[state];
  return reason === undefined ? null : `Row ${row} stays as it is: ${refusalWords(reason)}.`;
}

/** What a batch did. */
export const actOf = (batch: CorrectionBatch): string => actWords(batch);

/** What came of a batch that was made, undone or redone, for the line below the grid. */
export function batchWords(result: BatchResult, kind: 'made' | 'undone' | 'redone'): string {
  const { batch } = result;
  const done = batch === null ? 'Nothing is changed' : `${{ made: 'Corrected', undone: 'Undone', redone: 'Redone' }[kind]}: ${actWords(batch)}`;
  const behind = besideWords(result);
  return [`${done}.`, ...changeWords(result), ...refusedWords(result), ...(behind === null ? [] : [sentence(behind)])].join(' ');
}

const sentence = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;

function changeWords({ before, after }: BatchResult): readonly string[] {
  const parts = ([['invalid', 'invalid'], ['notSent', 'ready to be sent'], ['duplicate', 'duplicate']] as const).filter(([name]) => before[name] !== after[name]);
  return parts.length === 0 ? [] : [`Now ${parts.map(([name, word]) => `${count(after[name])} ${word} (${count(before[name])} before)`).join(', ')}.`];
}

function refusedWords({ refused, refusedRows }: BatchResult): readonly string[] {
  const [first] = refused;
  if (first === undefined) return [];
  const reasons = [...new Set(refused.map(({ reason }) => refusalWords(reason, { many: refusedRows > 1 })))];
  const which = refusedRows === 1 ? (first.row === 0 ? 'A row' : `Row ${first.row}`) : counted(refusedRows, 'row');
  return [`${which} left as ${refusedRows === 1 ? 'it is' : 'they are'}: ${reasons.join('; ')}.`];
}

/** Whether rows were left alone only because nobody said that they, or others of their match keys, are to be sent again. */
export function asksSendAgain({ refused, refusedRows }: BatchResult): boolean {
  return refusedRows > 0 && refused.some(({ reason }) => reason === 'accepted' || reason === 'key-accepted');
}

/** What is asked then. */
export function againTitle({ refused: [first], refusedRows }: BatchResult): string {
  return refusedRows === 1 && first !== undefined ? `Send row ${first.row} all the same?` : `Send ${counted(refusedRows, 'row')} all the same?`;
}

/** What is said then: which profiles are written once more. */
export function againWords({ refused, refusedRows }: BatchResult): string {
  const isOne = refusedRows === 1;
  const has = (wanted: RefusalReason): boolean => refused.some(({ reason }) => reason === wanted);
  const [first] = refused;
  return [
    ...(has('accepted') ? [`The platform has accepted ${isOne ? 'this row' : 'rows of these'} already. Corrected, ${isOne ? 'it is' : 'they are'} sent once more with the next start.`] : []),
    ...(has('key-accepted') ? [`${isOne && first !== undefined ? `Row ${first.row}` : 'Rows of these'} would have the match key of another row that the platform has accepted, and ${isOne ? 'overwrites' : 'overwrite'} its profile with the next start.`] : []),
    'What was sent cannot be taken back.',
  ].join(' ');
}

export const originNames: Readonly<Record<CorrectionOrigin, string>> = { window: 'in the window', 'command-line': 'by the command line', workbook: 'from a workbook' };
export const batchStateNames: Readonly<Record<CorrectionBatch['state'], string>> = { applied: '', undone: 'undone', dropped: 'undone, replaced by later ones' };

/** What a filter shows, for its line: "Invalid rows, column D: incorrect email". */
export function filterWords({ states, problem, failure, corrected }: RowFilter): string {
  if (!isFiltering({ states, problem, failure, corrected })) return 'All rows';
  const parts = [
    ...(states === undefined ? [] : [states.map((state) => rowStateNames[state]).join(' or ')]),
    ...(problem?.leftOut === undefined ? [] : [problem.leftOut ? 'sent without a value' : 'invalid']),
    ...(problem?.column === undefined ? [] : [problem.column === null ? 'about the whole row' : `column ${problem.column}`]),
    ...(problem?.reason === undefined ? [] : [reasonSentence(problem.reason)]),
    ...(failure === undefined ? [] : [`refused: ${failure.code === null ? '' : `${failure.code} `}${failure.text}`]),
    ...(corrected === undefined ? [] : ['corrected']),
  ];
  return parts.join(', ');
}
