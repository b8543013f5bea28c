import { counted, rowList } from './counted.ts';
import type { Some } from './some.ts';

/** Rows with dates that were typed in before and can be read both ways: those refused by a batch, as it has dates of the other order, and those read again, as it takes the last of these away. */
export interface DatesTold {
  readonly reopened?: Some<number>;
  readonly readAgain?: Some<number>;
}

/** Of rows whose dates are judged otherwise, a sentence each. */
export function datesWords({ reopened, readAgain }: DatesTold): readonly string[] {
  return [...(reopened === undefined ? [] : [reopenedWords(reopened)]), ...(readAgain === undefined ? [] : [`${typedBefore(readAgain, 'The', 'Dates')} ${readAgain.count === 1 ? 'is' : 'are'} read again: no corrected date of the other order is left in the column.`])];
}

function reopenedWords(rows: Some<number>): string {
  const [are, they] = rows.count === 1 ? ['is', 'it'] : ['are', 'they'];
  return `${typedBefore(rows, 'The', 'Dates')} ${are} not sent any more: this batch has a date of the other order, so that ${they} may have been read wrongly. Say the order of all of them by a proposal, or write them as 2024-01-31.`;
}

/** The same before anything is changed, each within a sentence. */
export function wouldWords({ reopened, readAgain }: DatesTold): readonly string[] {
  return [
    ...(reopened === undefined ? [] : [`${typedBefore(reopened, 'the', 'dates')} would not be sent any more: beside a date of the other order ${reopened.count === 1 ? 'it' : 'they'} may have been read wrongly`]),
    ...(readAgain === undefined ? [] : [`${typedBefore(readAgain, 'the', 'dates')} would be read again: no corrected date of the other order would be left in the column`]),
  ];
}

function typedBefore({ count, first }: Some<number>, the: string, dates: string): string {
  return count === 1 ? `${the} date typed into row ${first.join()} before` : `${dates} typed into ${counted(count, 'row')} before (row ${rowList(first, count)})`;
}
