import { m } from '#messages';
import type { SourceNote, SourceNoteKind } from './sourceNote.ts';

/** Where a sentence is read: what can be chosen has a control in the window, and an option or a member of the recipe on the command line. */
export type Audience = 'window' | 'command';

/** What reading a source found, as one sentence with what it means for the import and, where something can be chosen, what. */
export function noteSentence({ kind, count, rows, columns, example, shown = [] }: SourceNote, audience: Audience = 'window'): string {
  const told = shown.map((text, index) => m.notes_row_at({ row: rows[index] ?? '', text })).join(', ');
  return notes[kind]({
    count,
    rows: shown.length > 0 ? ` (${told})` : first(m.notes_rows, rows, count),
    columns: first(m.notes_columns, columns, columns.length),
    example: example === undefined ? '' : m.notes_example({ row: rows[0] ?? '', ...example }),
    audience,
  });
}

interface Told {
  readonly count: number;
  /** ` (rows 3, 4, …)`, ` (row 3: 31/12/2024, row 4: 12/31/2024)`, or nothing. */
  readonly rows: string;
  readonly columns: string;
  /** `, first row 5: 45000 → 14.03.2023`, or nothing. */
  readonly example: string;
  readonly audience: Audience;
}

type Choice = 'leaveOut' | 'leftOut' | 'merged' | 'decimal' | 'order';

/** What can be chosen, by where it is read. */
const choices: Readonly<Record<Audience, Readonly<Record<Choice, () => string>>>> = {
  window: { leaveOut: m.notes_leave_out_window, leftOut: m.notes_left_out_window, merged: m.notes_merged_window, decimal: m.notes_decimal_window, order: m.notes_order_window },
  command: { leaveOut: m.notes_leave_out_command, leftOut: m.notes_left_out_command, merged: m.notes_merged_command, decimal: m.notes_decimal_command, order: m.notes_order_command },
};

const choice = ({ audience }: Told, of: Choice): string => choices[audience][of]();

const notes: Readonly<Record<SourceNoteKind, (told: Told) => string>> = {
  'hidden-rows': (told) => m.notes_hidden_rows({ ...told, leave_out: choice(told, 'leaveOut') }),
  'hidden-columns': (told) => m.notes_hidden_columns({ ...told, leave_out: choice(told, 'leaveOut') }),
  'hidden-left-out': (told) => m.notes_hidden_left_out({ ...told, left_out: choice(told, 'leftOut') }),
  merged: (told) => m.notes_merged({ ...told, merged: choice(told, 'merged') }),
  'beyond-header': (told) => m.notes_beyond_header(told),
  'short-rows': (told) => m.notes_short_rows(told),
  damaged: (told) => m.notes_damaged(told),
  'value-hidden': (told) => m.notes_value_hidden(told),
  'number-days': (told) => m.notes_number_days(told),
  'number-open': (told) => {
    const decimal = choice(told, 'decimal');
    return told.count === 1 ? m.notes_number_open_one({ ...told, decimal }) : m.notes_number_open({ ...told, decimal });
  },
  'date-open': (told) => {
    const order = choice(told, 'order');
    return told.count === 1 ? m.notes_date_open_one({ ...told, order }) : m.notes_date_open({ ...told, order });
  },
  'headers-alike': (told) => m.notes_headers_alike(told),
  'changed-since': (told) => m.notes_changed_since(told),
  'unchanged-sent': (told) => m.notes_unchanged_sent(told),
  'sent-late': (told) => m.notes_sent_late(told),
  'other-digits': (told) => m.notes_other_digits(told),
  'picks-carried': (told) => m.notes_picks_carried(told),
  'date-mixed': (told) => m.notes_date_mixed({ ...told, order: choice(told, 'order') }),
};

function first(say: (of: { readonly list: string; readonly count: number }) => string, places: readonly (number | string)[], all: number): string {
  return places.length === 0 ? '' : say({ count: places.length, list: `${places.join(', ')}${all > places.length ? ', …' : ''}` });
}
