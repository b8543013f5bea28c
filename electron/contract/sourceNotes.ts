import type { SourceNote, SourceNoteKind } from './job.ts';

/** What reading a source found, as one sentence with what it means for the import and, where something can be chosen, what. */
export function noteSentence({ kind, count, rows, columns, example }: SourceNote): string {
  return notes[kind](number(count), count === 1, {
    rows: first('row', rows, count),
    columns: first('column', columns, columns.length),
    example: example === undefined ? '' : `, first row ${rows[0] ?? ''}: ${example.shown} → ${example.read}`,
  });
}

interface Places {
  /** ` (row 3, 4, …)`, or nothing. */
  readonly rows: string;
  readonly columns: string;
  /** `, first row 5: 45000 → 14.03.2023`, or nothing. */
  readonly example: string;
}

const notes: Readonly<Record<SourceNoteKind, (count: string, one: boolean, places: Places) => string>> = {
  'hidden-rows': (count, one, { rows }) => `${count} ${one ? 'row is' : 'rows are'} hidden or filtered out in the workbook${rows}, and read like all others. They can be left out: visible ones only.`,
  'hidden-columns': (count, one, { columns }) => `${count} ${one ? 'column is' : 'columns are'} hidden in the workbook${columns}, and read like all others. They can be left out: visible ones only.`,
  'hidden-left-out': (count, one, { rows }) => `${count} hidden ${one ? 'row is' : 'rows are'} left out${rows}, as only visible ones were to be read.`,
  merged: (count, one, { rows, columns }) => `${count} ${one ? 'cell lies' : 'cells lie'} under a merge${columns}${rows}. Left alone unless the mapping gives each the merge’s value.`,
  'beyond-header': (count, one, { rows, columns }) => `${count} ${one ? 'row has' : 'rows have'} values in columns without a header${columns}${rows}.`,
  'short-rows': (count, one, { rows }) => `${count} ${one ? 'row has' : 'rows have'} fewer fields than the header${rows}. Nothing is deleted or emptied for what is not there.`,
  damaged: (count, one, { rows, columns }) => `${count} ${one ? 'cell has' : 'cells have'} damaged content or invisible control characters${columns}${rows}. No such cell is sent: rows in which the mapping reads one are invalid.`,
  'number-days': (count, one, { columns, example }) => `Numbers without a date format are read as days${columns}: ${count} ${one ? 'cell' : 'cells'}${example}. Map another column where they are no days.`,
  'number-open': (count, one, { columns }) => `Numbers of ${one ? 'a column' : `${count} columns`} can be read with thousands and with decimals${columns}. Choose the decimal mark in the mapping.`,
  'date-open': (count, one, { rows, columns }) => `Dates of ${one ? 'a column' : `${count} columns`} can be read day first and month first${columns}${rows}. They are read day first. Choose the order in the mapping.`,
};

function first(noun: string, places: readonly (number | string)[], all: number): string {
  if (places.length === 0) return '';
  return ` (${noun} ${places.join(', ')}${all > places.length ? ', …' : ''})`;
}

/** 1234567 → "1,234,567". */
function number(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}
