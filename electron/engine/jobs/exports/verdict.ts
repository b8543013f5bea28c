import { m } from '#messages';
import type { JobRow, RowState } from '#contract/job.ts';
import { answerText } from '#contract/ownAnswers.ts';
import { printable } from '#contract/printable.ts';
import { reasonSentence, toldOnce } from '#contract/rowErrors.ts';

export interface Verdict {
  readonly code: string | number | null;
  readonly text: string;
}

/** A row's number in the sheet; null where a repair could not save it. */
export const shownNumber = ({ row }: Pick<JobRow, 'row'>): number | null => (row === 0 ? null : row);

const states: Readonly<Record<RowState, () => string>> = {
  ready: m.exports_state_not_sent,
  empty: m.exports_state_empty,
  invalid: m.exports_state_invalid,
  duplicate: m.exports_state_duplicate,
  sending: m.exports_state_sending,
  accepted: m.exports_state_accepted,
  failed: m.exports_state_failed,
  unknown: m.exports_state_unknown,
  unchanged: m.exports_state_unchanged,
  hidden: m.exports_state_hidden,
  queued: m.broker_row,
};

/** What its state is called in an export. */
export const shownState = ({ state }: Pick<JobRow, 'state'>): string => states[state]();

/** What came of a row, and what it is sent without. */
export function verdict(row: JobRow): Verdict {
  const { code, text } = verdictOf(row);
  if (row.state === 'invalid' || row.errors.length === 0) return { code, text };
  // Sent whole: what is wrong is what is left of its cells.
  const [lost, without] = [row.errors.filter(isLost), row.errors.filter((error) => !isLost(error))];
  const parts = [text, without.length === 0 ? '' : m.exports_without({ problems: problemsOf(without) }), problemsOf(lost)];
  return { code, text: parts.filter((part) => part !== '').join('; ') };
}

const isLost = ({ reason }: JobRow['errors'][number]): boolean => reason === 'correction-lost';

/** `column D "Phone": incorrect phone; …` */
function problemsOf(errors: JobRow['errors']): string {
  return toldOnce(errors).map(problemOf).join('; ');
}

function problemOf({ column, header, reason, value }: JobRow['errors'][number]): string {
  const problem = reasonSentence(reason, value);
  if (column === null) return m.exports_problem_row({ problem });
  return header === null || header === '' ? m.exports_problem({ column, problem }) : m.exports_problem_header({ column, header, problem });
}

function verdictOf(row: JobRow): Verdict {
  switch (row.state) {
    case 'invalid':
      return {
        code: row.errors.find(({ leftOut }) => leftOut !== true)?.reason ?? null,
        text: problemsOf(row.errors),
      };
    case 'duplicate':
      return { code: null, text: row.duplicateOf === null ? '' : row.duplicateOf === 0 ? m.exports_instead_other() : m.exports_instead({ row: row.duplicateOf }) };
    case 'unchanged':
      return { code: null, text: m.exports_unchanged() };
    case 'hidden':
      return { code: null, text: m.exports_hidden() };
    case 'unknown':
      return { code: null, text: m.exports_unknown() };
    case 'queued':
      return { code: null, text: m.broker_row_text() };
    default:
      // A terminal that shows the file, or a program that opens it, must not act on the platform's words.
      return { code: row.code, text: printable(answerText(row.text ?? '')) };
  }
}
