import { shownText, type Column } from '#contract/cells.ts';
import { rowsInNote, type SourceNote } from '#contract/sourceNote.ts';
import type { DecimalEvidence, OrderEvidence } from './textEvidence.ts';
import type { NumberReadings } from './values/numberText.ts';
import type { NumberCell, Reader } from './values/reader.ts';

/** Greater numbers are no serials: their digits are a day themselves. */
const mostSerial = 2_958_466;

/** Told by a member which row it reads. */
export interface RowWatch {
  /** 0 while constants and maps are read. */
  row: number;
  columns: readonly Column[];
}

/**
 * What the dates of one rule were made of, while rows are mapped: numbers without a date format, which may be days by
 * accident alone, and texts, which say something about the order of day and month. Costs nothing where a column has neither.
 */
export class DayWatch implements RowWatch {
  row = 0;
  columns: readonly Column[] = [];
  readonly #orders: OrderEvidence | null;
  #count = 0;
  readonly #rows: number[] = [];
  #example: SourceNote['example'];

  /** `orders`: null where the order was told. */
  constructor(orders: OrderEvidence | null) {
    this.#orders = orders;
  }

  /** The reader, watched; `order`: the one it reads in. */
  watched(reader: Reader<string>, order: 'dmy' | 'mdy'): Reader<string> {
    const orders = this.#orders;
    const number = (cell: NumberCell): ReturnType<Reader<string>['number']> => {
      const reading = reader.number(cell);
      if (typeof reading === 'string' && cell.v < mostSerial) this.#take(cell, reading);
      return reading;
    };
    if (orders === null) return { ...reader, number };
    const text: Reader<string>['text'] = (written) => {
      const reading = reader.text(written);
      if (this.row > 0 && !isYearFirst(written)) orders.take(written, typeof reading === 'string' ? order : null, this.row);
      return reading;
    };
    return { ...reader, number, text };
  }

  #take(cell: NumberCell, reading: string): void {
    if (this.row === 0) return;
    this.#count += 1;
    this.#example ??= { shown: shownText(cell), read: dayOf(reading) };
    if (this.#rows.length < rowsInNote && this.#rows.at(-1) !== this.row) this.#rows.push(this.row);
  }

  notes(): readonly SourceNote[] {
    if (this.#count === 0) return [];
    return [{ kind: 'number-days', count: this.#count, rows: this.#rows, columns: this.columns.map(({ letter }) => letter), example: this.#example }];
  }
}

/** What the numbers in the texts of one rule say about the decimal mark. */
export class NumberWatch implements RowWatch {
  row = 0;
  columns: readonly Column[] = [];
  readonly #decimals: DecimalEvidence;

  constructor(decimals: DecimalEvidence) {
    this.#decimals = decimals;
  }

  take(readings: NumberReadings): void {
    if (this.row > 0) this.#decimals.take(readings, this.row);
  }

  /** A plain number in ASCII, whose point can be nothing but the decimal one. */
  takeUsual(text: string): void {
    if (this.row > 0 && text.includes('.')) this.#decimals.takePoint();
  }
}

/** Of all rules; a column that several of them read is told once. */
export function notesOfDays(watches: readonly DayWatch[]): readonly SourceNote[] {
  const told = new Map<string, SourceNote>();
  for (const note of watches.flatMap((watch) => watch.notes())) {
    const place = note.columns.join();
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
