import { counted } from './counted.ts';
import type { FaultDetail } from './faults.ts';

type Sentences = readonly [what: string, meaning: string, action: string];

/** Detail read: event (undo or redo). */
export function nothingToUndo({ event }: FaultDetail): Sentences {
  return event === 'redo'
    ? ['There is no correction to redo.', 'None was undone, or another one was made since; nothing was changed.', 'Correct the rows anew.']
    : ['There is no correction to undo.', 'None was made, or all of them are undone already; nothing was changed.', 'Look at the list of corrections.'];
}

/** Details read: row (of the sheet) or key. */
export function noDuplicates({ row, key }: FaultDetail): Sentences {
  const which = row === undefined ? (key === undefined ? 'this row' : 'this match key') : `row ${String(row)}`;
  return [`There are no duplicates of ${which}.`, 'No other row stands back for it; nothing was changed.', 'Look at the list of duplicates.'];
}

/** Details read: rows (how many), row (the first of them). */
export function correctionSent({ rows, row }: FaultDetail): Sentences {
  const count = typeof rows === 'number' ? counted(rows, 'row') : 'rows';
  const first = row === undefined ? '' : `, row ${String(row)} first,`;
  return [
    `The correction cannot be undone or redone as a whole: ${count} of it${first} ${rows === 1 ? 'was' : 'were'} sent since.`,
    'What was sent cannot be taken back, and half of a correction is not undone; nothing was changed.',
    'Correct these rows once more by what they are to be, and send them again (“send again”). Where their match key was corrected, the profile of the key that they were sent with keeps their data: send the row that belongs to it once more, too, or put it right in the platform.',
  ];
}

/** Detail read: event (undo or redo). */
export function correctionLost({ event }: FaultDetail): Sentences {
  return [
    `The correction cannot be ${event === 'redo' ? 'redone' : 'undone'}: corrections were lost when the job’s file was damaged.`,
    'What its rows were before it is not known any more, so that a wrong value could come back; nothing was changed.',
    'Type into its cells what they are to be.',
  ];
}

const workbook = ({ file }: FaultDetail): string => (typeof file === 'string' && file !== '' ? `The workbook “${file}”` : 'The workbook');

/** Of workbooks that were made for correcting and come back. Detail read: file. */
export const workbookSentences: Readonly<Record<'workbook-text' | 'workbook-not-ours' | 'workbook-other-job' | 'workbook-no-job', (detail: FaultDetail) => Sentences>> = {
  'workbook-text': (d) => [
    `${workbook(d)} was saved as a text file (CSV).`,
    'A text file has no kinds of cells, so that nobody could tell what was changed in it by hand; nothing was changed.',
    'Open the .xlsx file that was exported for correcting, correct it, and save it as .xlsx.',
  ],
  'workbook-not-ours': (d) => [
    `${workbook(d)} was not made for correcting rows of a job, or its column “[Import] Id” is gone.`,
    'No row of it says which row of the job it is; nothing was changed.',
    'Export the rows for correcting, and correct them there; or import the workbook as a job of its own.',
  ],
  'workbook-other-job': (d) => [
    `${workbook(d)} holds rows of another job.`,
    'What is corrected in it belongs to the job that it was exported from; nothing was changed.',
    'Take it back into that job, or export this job’s rows for correcting.',
  ],
  'workbook-no-job': (d) => [
    `${workbook(d)} was exported for correcting from a job that is not in the list.`,
    'The job was deleted, or lies on another computer: its rows cannot be corrected here; nothing was changed.',
    'Open that job’s file first, if there still is one; else begin a new import with the source.',
  ],
};
