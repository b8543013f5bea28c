import type { JobRow } from '#contract/job.ts';
import { printable } from '#contract/printable.ts';
import { reasonSentence } from '#contract/rowErrors.ts';

export interface Verdict {
  readonly code: string | number | null;
  readonly text: string;
}

/** A row's number in the sheet; null where a repair could not save it. */
export const shownNumber = ({ row }: Pick<JobRow, 'row'>): number | null => (row === 0 ? null : row);

/** What came of a row, and what it is sent without. */
export function verdict(row: JobRow): Verdict {
  const { code, text } = verdictOf(row);
  if (row.state === 'invalid' || row.errors.length === 0) return { code, text };
  // Sent whole: what is wrong is what is left of its cells.
  const [lost, without] = [row.errors.filter(isLost), row.errors.filter((error) => !isLost(error))];
  const parts = [text, without.length === 0 ? '' : `without ${problemsOf(without)}`, problemsOf(lost)];
  return { code, text: parts.filter((part) => part !== '').join('; ') };
}

const isLost = ({ reason }: JobRow['errors'][number]): boolean => reason === 'correction-lost';

/** `column D "Phone": incorrect phone; …` */
function problemsOf(errors: JobRow['errors']): string {
  return errors.map((error) => `${where(error.column, error.header)}: ${reasonSentence(error.reason, error.value)}`).join('; ');
}

function verdictOf(row: JobRow): Verdict {
  switch (row.state) {
    case 'invalid':
      return {
        code: row.errors.find(({ leftOut }) => leftOut !== true)?.reason ?? null,
        text: problemsOf(row.errors),
      };
    case 'duplicate':
      return { code: null, text: row.duplicateOf === null ? '' : `${row.duplicateOf === 0 ? 'another row' : `row ${row.duplicateOf}`} has the same match key and is sent instead` };
    case 'unchanged':
      return { code: null, text: 'the platform accepted the very same profile data last time; not sent again' };
    case 'hidden':
      return { code: null, text: 'hidden in the workbook, and left out as chosen' };
    case 'unknown':
      return { code: null, text: 'sent, but the platform’s answer is not known' };
    default:
      // A terminal that shows the file, or a program that opens it, must not act on the platform's words.
      return { code: row.code, text: printable(row.text ?? '') };
  }
}

function where(column: string | null, header: string | null): string {
  if (column === null) return 'row';
  return header === null || header === '' ? `column ${column}` : `column ${column} "${header}"`;
}

