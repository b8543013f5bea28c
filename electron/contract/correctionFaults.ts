import { counted } from './counted.ts';
import type { FaultDetail } from './faults.ts';

type Sentences = readonly [what: string, meaning: string, action: string];

/** Detail read: event (undo or redo). */
export function nothingToUndo({ event }: FaultDetail): Sentences {
  return event === 'redo'
    ? ['There is no correction to redo.', 'None was undone, or another one was made since; nothing was changed.', 'Correct the rows anew.']
    : ['There is no correction to undo.', 'None was made, or all of them are undone already; nothing was changed.', 'Look at the list of corrections.'];
}

/** Details read: rows (how many), row (the first of them). */
export function correctionSent({ rows, row }: FaultDetail): Sentences {
  const count = typeof rows === 'number' ? counted(rows, 'row') : 'rows';
  const first = row === undefined ? '' : `, row ${String(row)} first,`;
  return [
    `The correction cannot be undone or redone as a whole: ${count} of it${first} ${rows === 1 ? 'was' : 'were'} sent since.`,
    'What was sent cannot be taken back, and half of a correction is not undone; nothing was changed.',
    'Correct these rows once more by what they are to be, and send them again.',
  ];
}
