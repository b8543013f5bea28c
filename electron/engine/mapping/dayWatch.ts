import type { Column } from '#contract/cells.ts';
import type { SourceNote } from '#contract/job.ts';
import { shownText } from '#contract/cells.ts';
import type { NumberCell, Reader } from './values/reader.ts';

const mostRows = 5;
/** Greater numbers are no serials: their digits are a day themselves. */
const mostSerial = 2_958_466;

interface Found {
  count: number;
  readonly rows: number[];
  example: SourceNote['example'];
}

/**
 * What the dates of one rule were made of, while rows are mapped: numbers without a date format, which may be days by
 * accident alone, and texts that are another day in another order, where the first rows had none to decide by. Costs
 * nothing where a column has neither.
 */
export class DayWatch {
  /** The row being read; 0 while constants and maps are. */
  row = 0;
  columns: readonly Column[] = [];
  readonly #numbers: Found = { count: 0, rows: [], example: undefined };
  readonly #texts: Found = { count: 0, rows: [], example: undefined };

  /** The reader, watched. `other`: its like in the other order; null where the order is decided or was told open. */
  watched(reader: Reader<string>, other: Reader<string> | null): Reader<string> {
    const number = (cell: NumberCell): ReturnType<Reader<string>['number']> => {
      const reading = reader.number(cell);
      if (typeof reading === 'string' && cell.v < mostSerial) this.#take(this.#numbers, { shown: shownText(cell), read: dayOf(reading) });
      return reading;
    };
    if (other === null) return { ...reader, number };
    const text: Reader<string>['text'] = (written) => {
      const reading = reader.text(written);
      if (this.#texts.rows.length >= mostRows || typeof reading !== 'string' || isYearFirst(written)) return reading;
      const otherwise = other.text(written);
      if (typeof otherwise === 'string' && otherwise !== reading) this.#take(this.#texts, undefined);
      return reading;
    };
    return { ...reader, number, text };
  }

  #take(found: Found, example: SourceNote['example']): void {
    if (this.row === 0) return;
    found.count += 1;
    found.example ??= example;
    if (found.rows.length < mostRows && found.rows.at(-1) !== this.row) found.rows.push(this.row);
  }

  notes(): readonly SourceNote[] {
    const columns = this.columns.map(({ letter }) => letter);
    const { count, rows, example } = this.#numbers;
    const notes: SourceNote[] = [];
    if (count > 0 && example !== undefined) notes.push({ kind: 'number-days', count, rows, columns, example });
    if (this.#texts.count > 0) notes.push({ kind: 'date-open', count: columns.length, rows: this.#texts.rows, columns });
    return notes;
  }
}

/** Of all rules; a column that several of them read is told once. */
export function notesOfDays(watches: readonly DayWatch[]): readonly SourceNote[] {
  const told = new Map<string, SourceNote>();
  for (const note of watches.flatMap((watch) => watch.notes())) {
    const place = `${note.kind} ${note.columns.join()}`;
    if ((told.get(place)?.count ?? 0) < note.count) told.set(place, note);
  }
  return [...told.values()];
}

/** Three digits in front: a year, or a day without any marks. */
function isYearFirst(text: string): boolean {
  return isDigit(text.charCodeAt(0)) && isDigit(text.charCodeAt(1)) && isDigit(text.charCodeAt(2));
}

const isDigit = (unit: number): boolean => unit > 47 && unit < 58;

/** 2023-03-14T00:00:00Z → 14.03.2023. */
function dayOf(reading: string): string {
  return `${reading.slice(8, 10)}.${reading.slice(5, 7)}.${reading.slice(0, 4)}`;
}
