import { counted } from './counted.ts';
import type { SourceNote, SourceNoteKind } from './sourceNote.ts';

/** Where a sentence is read: what can be chosen has a control in the window, and an option or a member of the recipe on the command line. */
export type Audience = 'window' | 'command';

/** What reading a source found, as one sentence with what it means for the import and, where something can be chosen, what. */
export function noteSentence({ kind, count, rows, columns, example, shown = [] }: SourceNote, audience: Audience = 'window'): string {
  const places = {
    rows: shown.length > 0 ? ` (${shown.map((text, index) => `row ${rows[index] ?? ''}: ${text}`).join(', ')})` : first('row', rows, count),
    columns: first('column', columns, columns.length),
    example: example === undefined ? '' : `, first row ${rows[0] ?? ''}: ${example.shown} → ${example.read}`,
  };
  return notes[kind](count, places, choices[audience]);
}

interface Places {
  /** ` (row 3, 4, …)`, ` (row 3: 31/12/2024, row 4: 12/31/2024)`, or nothing. */
  readonly rows: string;
  readonly columns: string;
  /** `, first row 5: 45000 → 14.03.2023`, or nothing. */
  readonly example: string;
}

interface Choices {
  readonly leaveOut: string;
  readonly leftOut: string;
  readonly merged: string;
  readonly decimal: string;
  readonly order: string;
}

const choices: Readonly<Record<Audience, Choices>> = {
  window: {
    leaveOut: 'They can be left out: visible ones only.',
    leftOut: 'as only visible ones were to be read',
    merged: 'unless the mapping gives each the merge’s value',
    decimal: 'Choose the decimal mark in the mapping.',
    order: 'choose the order in the mapping',
  },
  command: {
    leaveOut: '--hidden skip leaves them out, or "hidden": "skip" in the recipe’s source.',
    leftOut: 'by --hidden skip, or by "hidden": "skip" in the recipe’s source',
    merged: 'unless "merged": "value" in the recipe’s rule gives each the merge’s value',
    decimal: 'Say "decimal" in the recipe’s rule.',
    order: 'say "order" in the recipe’s rule',
  },
};

const notes: Readonly<Record<SourceNoteKind, (count: number, places: Places, choice: Choices) => string>> = {
  'hidden-rows': (count, { rows }, { leaveOut }) => `${counted(count, 'row is', 'rows are')} hidden or filtered out in the workbook${rows}, and read like all others. ${leaveOut}`,
  'hidden-columns': (count, { columns }, { leaveOut }) => `${counted(count, 'column is', 'columns are')} hidden in the workbook${columns}, and read like all others. ${leaveOut}`,
  'hidden-left-out': (count, { rows }, { leftOut }) => `${counted(count, 'hidden row is', 'hidden rows are')} left out${rows}, ${leftOut}.`,
  merged: (count, { rows, columns }, { merged }) => `${counted(count, 'cell lies', 'cells lie')} under a merge${columns}${rows}. Left alone ${merged}.`,
  'beyond-header': (count, { rows, columns }) => `${counted(count, 'row has', 'rows have')} values in columns without a header${columns}${rows}.`,
  'short-rows': (count, { rows }) => `${counted(count, 'row has', 'rows have')} fewer fields than the header${rows}. Nothing is deleted or emptied for what is not there.`,
  damaged: (count, { rows, columns }) => `${counted(count, 'cell has', 'cells have')} damaged content or invisible control characters${columns}${rows}. No such cell is sent: a row is invalid where a column that is sent has one.`,
  'value-hidden': (count, { rows, columns }) => `${counted(count, 'cell holds', 'cells hold')} a value that the number format does not show${columns}${rows}. Fields of numbers and dates take a hidden number; for all else nothing is sent, deleted or emptied.`,
  'number-days': (count, { columns, example }) => `Numbers without a date format are read as days${columns}: ${counted(count, 'cell')}${example}. Map another column where they are no days.`,
  'number-open': (count, { columns }, { decimal }) => `Numbers of ${columnsOf(count)} can be read with thousands and with decimals${columns}. ${decimal}`,
  'date-open': (count, { rows, columns }, { order }) => `Dates of ${columnsOf(count)} can be read two ways, day first and month first${columns}${rows}. They are read day first; ${order}.`,
  'headers-alike': (_, { columns }) => `Headers look the same and are different ones, by letters of another alphabet or by signs${columns}. Make sure that the right one is mapped.`,
  'changed-since': (count, { rows }) => `${counted(count, 'row was', 'rows were')} left out as unchanged and ${count === 1 ? 'is' : 'are'} sent after all${rows}: what ${count === 1 ? 'it was' : 'they were'} compared with has sent something else since.`,
  'date-mixed': (count, { rows, columns }, { order }) => `${counted(count, 'column has', 'columns have')} day-first and month-first dates${columns}${rows}. Rows whose date is not certainly day first are invalid; correct them, or ${order}.`,
};

const columnsOf = (count: number): string => (count === 1 ? 'a column' : counted(count, 'column'));

function first(noun: string, places: readonly (number | string)[], all: number): string {
  if (places.length === 0) return '';
  return ` (${noun} ${places.join(', ')}${all > places.length ? ', …' : ''})`;
}
