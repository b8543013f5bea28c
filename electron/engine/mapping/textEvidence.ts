import type { Column, ColumnTexts } from '#contract/cells.ts';
import { rowsInNote, type SourceNote } from '#contract/sourceNote.ts';
import { DigitEvidence } from './digitEvidence.ts';
import { dateKind, type DateKind } from './suggest/dateOrders.ts';
import { decimalMarkOf, type DecimalMark, type NumberReadings } from './values/numberText.ts';
import { withoutHidden } from './values/reader.ts';

/**
 * What the texts of a column prove about how they are to be read, gathered over all rows: the first rows alone decide
 * before any is sent on, and what comes behind them may prove them wrong.
 */

/** How a rule read the dates of its column: in one order, or only what is certain. */
export type ReadOrder = 'dmy' | 'mdy' | 'mixed';

interface Proof {
  readonly row: number;
  readonly shown: string;
}

/** Two groups of digits in front; only of texts that are dates. */
const groups = /^(\d{1,2})\D{1,3}(\d{1,2})\D/;

/** Of day and month in one column. Memory: one proof of each order, and a few rows. */
export class OrderEvidence {
  readonly columns: readonly Column[];
  readonly #told: ColumnTexts['order'];
  readonly #used = new Set<ReadOrder>();
  readonly #proofs: { dmyOnly: Proof | null; mdyOnly: Proof | null } = { dmyOnly: null, mdyOnly: null };
  readonly #either: number[] = [];

  constructor(columns: readonly Column[]) {
    this.columns = columns;
    this.#told = columns[0]?.texts?.order;
  }

  /** Another rule reads the column, in this way. */
  use(order: ReadOrder): void {
    this.#used.add(order);
  }

  /** The order that all its rules read it in; null where they differ. */
  get readIn(): ReadOrder | null {
    const [order = null] = this.#used;
    return this.#used.size === 1 ? order : null;
  }

  /** Takes a text in; `readIn`: the order in which it has just been read as a date, null where it was refused. */
  take(text: string, readIn: 'dmy' | 'mdy' | null, row: number): void {
    const { dmyOnly, mdyOnly } = this.#proofs;
    const hasAll = this.#either.length >= rowsInNote;
    if (hasAll && (readIn === null ? dmyOnly !== null && mdyOnly !== null : this.#proofs[`${readIn}Only`] !== null)) return;
    const kind = (readIn === null ? null : quickKind(text)) ?? dateKind(withoutHidden(text));
    if (kind === null) return;
    if (kind !== 'either') this.#proofs[kind] ??= { row, shown: text };
    else if (!hasAll && this.#either.at(-1) !== row) this.#either.push(row);
  }

  /** What the column is read by: what was told of it, else what all its rows say. */
  get verdict(): ColumnTexts['order'] {
    if (this.#told !== undefined) return this.#told;
    const { dmyOnly, mdyOnly } = this.#proofs;
    if (dmyOnly !== null) return mdyOnly === null ? 'dmy' : 'mixed';
    if (mdyOnly !== null) return 'mdy';
    return this.#either.length > 0 ? 'open' : undefined;
  }

  /** Whether some rule has read dates otherwise than all rows together say. */
  get isContradicted(): boolean {
    const { verdict } = this;
    if (verdict === undefined || this.#told !== undefined) return false;
    const right = verdict === 'open' ? 'dmy' : verdict;
    // Without dates that can be read both ways, day first and what is certainly day first are the same.
    return [...this.#used].some((used) => used !== right && !(used === 'dmy' && right === 'mixed' && this.#either.length === 0));
  }

  notes(): readonly SourceNote[] {
    const columns = this.columns.map(({ letter }) => letter);
    if (this.verdict === 'open' && this.#either.length > 0) return [{ kind: 'date-open', count: columns.length, rows: this.#either, columns }];
    if (this.verdict !== 'mixed') return [];
    const proofs = [this.#proofs.dmyOnly, this.#proofs.mdyOnly].filter((proof) => proof !== null);
    return [{ kind: 'date-mixed', count: columns.length, rows: proofs.map(({ row }) => row), columns, shown: proofs.map(({ shown }) => shown) }];
  }
}

/** As dateKind, for a text that is a date in one order; null where its form is another than the usual ones. */
function quickKind(text: string): DateKind | null {
  const match = groups.exec(text);
  if (match === null) return null;
  const [first, second] = [Number(match[1]), Number(match[2])];
  return first > 12 ? 'dmyOnly' : second > 12 ? 'mdyOnly' : first === second ? null : 'either';
}

/** Of the decimal mark in one column. */
export class DecimalEvidence {
  readonly columns: readonly Column[];
  readonly #told: ColumnTexts['decimal'];
  readonly #used = new Set<DecimalMark | null>();
  readonly #counts = { points: 0, commas: 0 };
  readonly #either: number[] = [];

  constructor(columns: readonly Column[]) {
    this.columns = columns;
    this.#told = columns[0]?.texts?.decimal;
  }

  use(mark: DecimalMark | null): void {
    this.#used.add(mark);
  }

  takePoint(): void {
    this.#counts.points += 1;
  }

  take({ point, comma }: NumberReadings, row: number): void {
    if (point === comma) return;
    if (comma === null) this.#counts.points += 1;
    else if (point === null) this.#counts.commas += 1;
    else if (this.#either.length < rowsInNote && this.#either.at(-1) !== row) this.#either.push(row);
  }

  get verdict(): ColumnTexts['decimal'] {
    if (this.#told !== undefined) return this.#told;
    const { points, commas } = this.#counts;
    if (points + commas + this.#either.length === 0) return undefined;
    return decimalMarkOf(points, commas) ?? 'open';
  }

  get isContradicted(): boolean {
    const { verdict } = this;
    if (verdict === undefined || this.#told !== undefined) return false;
    const right = verdict === 'open' ? null : verdict;
    // Numbers that can be read one way only are the same number whether the column has decided or not.
    const matters = (used: DecimalMark | null): boolean => used !== null || this.#either.length > 0 || Math.min(this.#counts.points, this.#counts.commas) > 0;
    return [...this.#used].some((used) => used !== right && matters(used));
  }

  notes(): readonly SourceNote[] {
    if (this.verdict !== 'open' || this.#either.length === 0) return [];
    return [{ kind: 'number-open', count: this.columns.length, rows: this.#either, columns: this.columns.map(({ letter }) => letter) }];
  }
}

/** What the rows mapped so far have decided, by column letters. */
export interface DecidedTexts {
  readonly texts: Readonly<Record<string, ColumnTexts>>;
  /** The rows were read otherwise, and have to be read again. */
  readonly isContradicted: boolean;
}

/** Of all rules; those that begin with the same column share what it says. */
export class TextEvidence {
  readonly #orders = new Map<string, OrderEvidence>();
  readonly #decimals = new Map<string, DecimalEvidence>();
  readonly digits = new DigitEvidence();

  orders(columns: readonly Column[]): OrderEvidence {
    return shared(this.#orders, columns, () => new OrderEvidence(columns));
  }

  decimals(columns: readonly Column[]): DecimalEvidence {
    return shared(this.#decimals, columns, () => new DecimalEvidence(columns));
  }

  decided(): DecidedTexts {
    const texts: Record<string, ColumnTexts> = {};
    for (const [letter, { verdict: order }] of this.#orders) if (order !== undefined) texts[letter] = { order };
    for (const [letter, { verdict: decimal }] of this.#decimals) if (decimal !== undefined) texts[letter] = { ...texts[letter], decimal };
    return { texts, isContradicted: [...this.#orders.values(), ...this.#decimals.values()].some((one) => one.isContradicted) };
  }

  /** By letters of columns, in which order each is read. */
  readOrders(): ReadonlyMap<string, ReadOrder> {
    return new Map([...this.#orders].flatMap(([letter, { readIn }]) => (readIn === null ? [] : [[letter, readIn] as const])));
  }

  notes(): readonly SourceNote[] {
    return [...this.#orders.values(), ...this.#decimals.values(), this.digits].flatMap((one) => one.notes());
  }
}

function shared<Evidence>(all: Map<string, Evidence>, [first]: readonly Column[], make: () => Evidence): Evidence {
  const letter = first?.letter ?? '';
  const found = all.get(letter) ?? make();
  all.set(letter, found);
  return found;
}

/** Columns with what is decided of them. */
export function withTexts(columns: readonly Column[], texts: Readonly<Record<string, ColumnTexts>>): readonly Column[] {
  return columns.map((column) => (texts[column.letter] === undefined ? column : { ...column, texts: texts[column.letter] }));
}
