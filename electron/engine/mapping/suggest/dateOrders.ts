import { shownText, type Cell } from '#contract/cells.ts';
import { dateText } from '../values/calendar.ts';
import { parseMoment } from '../values/dates.ts';
import { withoutHidden } from '../values/reader.ts';

/**
 * What the dates typed as text in a column say about the order of day and month.
 * - none: nothing to decide; no such dates, or only ones that are the same day either way
 * - proven: at least one date can be read in one order only, and none in the other only
 * - contradictory: some can only be day-month, others only month-day; whatever is chosen, the others are refused
 * - ambiguous: every date can be read either way, to different days; only the operator can know
 */
export interface DateOrderReport {
  readonly verdict: 'none' | 'proven' | 'contradictory' | 'ambiguous';
  /** proven: the order. */
  readonly order: 'dmy' | 'mdy' | null;
  /** Cells that can only be day-month, only month-day, and either to different days. */
  readonly dmyOnly: number;
  readonly mdyOnly: number;
  readonly either: number;
  /** Up to three different texts of each, for the operator to look at. */
  readonly examples: { readonly dmyOnly: readonly string[]; readonly mdyOnly: readonly string[]; readonly either: readonly string[] };
}

const mostExamples = 3;
export type DateKind = keyof DateOrderReport['examples'];

/** Judges a column's cells; date and number cells, and texts that are no dates, say nothing. */
export function dateOrderReport(cells: Iterable<Cell>): DateOrderReport {
  const counts = { dmyOnly: 0, mdyOnly: 0, either: 0 };
  const examples: Readonly<Record<DateKind, Set<string>>> = { dmyOnly: new Set(), mdyOnly: new Set(), either: new Set() };
  for (const cell of cells) {
    const kind = cell?.t === 's' ? dateKind(withoutHidden(cell.v.trim())) : null;
    if (kind === null) continue;
    counts[kind] += 1;
    if (examples[kind].size < mostExamples) examples[kind].add(shownText(cell).trim());
  }
  const { dmyOnly, mdyOnly, either } = counts;
  const order = dmyOnly > 0 === mdyOnly > 0 ? null : dmyOnly > 0 ? 'dmy' : 'mdy';
  const verdict = order !== null ? 'proven' : dmyOnly > 0 ? 'contradictory' : either > 0 ? 'ambiguous' : 'none';
  return { verdict, order, ...counts, examples: { dmyOnly: [...examples.dmyOnly], mdyOnly: [...examples.mdyOnly], either: [...examples.either] } };
}

/** In which orders a text is a date; null for a text that is none, or the same day in both. */
export function dateKind(text: string): DateKind | null {
  const [dmy, mdy] = [parseMoment(text, 'dmy'), parseMoment(text, 'mdy')];
  if (dmy === null) return mdy === null ? null : 'mdyOnly';
  if (mdy === null) return 'dmyOnly';
  return dateText(dmy.clock) === dateText(mdy.clock) ? null : 'either';
}
