import { counted, rowList } from './counted.ts';
import type { Some } from './some.ts';

/** Of rows with dates typed in before that are refused, as a batch has dates of the other order. */
export function reopenedWords({ count, first }: Some<number>): string {
  return `${count === 1 ? `The date typed into row ${first.join()} before is` : `Dates typed into ${counted(count, 'row')} before (row ${rowList(first, count)}) are`} not sent any more: this batch has a date of the other order, so that ${count === 1 ? 'it' : 'they'} may have been read wrongly. Say the order of all of them by a proposal, or write them as 2024-01-31.`;
}

/** The same before anything is changed, within a sentence. */
export function wouldReopenWords({ count, first }: Some<number>): string {
  return `${count === 1 ? `the date typed into row ${first.join()} before` : `dates typed into ${counted(count, 'row')} before (row ${rowList(first, count)})`} would not be sent any more: beside a date of the other order ${count === 1 ? 'it' : 'they'} may have been read wrongly`;
}
