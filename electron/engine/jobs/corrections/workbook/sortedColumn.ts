import { crc32 } from 'node:zlib';
import { chanceOfAll, chanceOfGroups } from './frequency.ts';
import { ShiftedCells } from './shiftedCells.ts';

/** Values of a column that are told apart; a column of more is known by them too, see MovedValues. */
const valuesAtMost = 1_000;
/** So many changed cells are no few corrections that happen to lie in order. */
const manyCells = 6;
const fewestExchanged = 4;
/** Less likely than this, in powers of ten, changed cells do not happen to have just the values that they had, in other rows. */
const evidence = -4;

/**
 * Looks at a column of few different values, such as a status, row by row: whether it was sorted, or its cells shifted, without the other
 * columns. Corrections that change each value to another one everywhere are none of that, nor those that make all rows alike.
 */
export class SortedColumn {
  /** What each value has become: another one everywhere, or null where that differs. */
  readonly #became = new Map<string, string | null>();
  readonly #gone = new Map<string, number>();
  readonly #come = new Map<string, number>();
  readonly #within = new Set<string>();
  readonly #shifted = new ShiftedCells();
  /** How often each value stands in the job, of the first ones. */
  readonly #counts = new Map<string, number>();
  #rows = 0;
  /** Of changed cells alone: what they had and have, by sums that do not go by their order, and how often it differs from the one before. */
  #exchange = { cells: 0, gone: 0, come: 0, heads: 0, last: '' };
  #before: { readonly old: string; readonly now: string; readonly isChanged: boolean } | null = null;
  #isBeyond = false;
  /** From the first changed cell on: rows, how often a value differs from the one above it, and how often by a change of it. */
  #run = { rows: 0, old: 0, now: 0, changed: 0 };
  /** The same up to the last changed cell. */
  #span = { rows: 0, old: 0, now: 0, changed: 0, values: 0 };

  /** Whether the last two rows are the end of a shift: one has the other's value over its own, and the other is left without. */
  #isEndOfShift = false;
  /** How many such pairs there were. */
  ends = 0;

  /** Whether the last row ends a shift: nothing is below it. */
  get isEndOfShift(): boolean {
    return this.#isEndOfShift;
  }

  /** A row's value in the job and in the workbook, empty where there is none; `isChanged`: somebody has changed it there. */
  add(old: string, now: string, isChanged: boolean): void {
    const before = this.#before;
    const pair = [{ old, now, isChanged }, before] as const;
    this.#isEndOfShift = before !== null && isChanged && before.isChanged && [pair, [...pair].reverse()].some(([left, got]) => left?.now === '' && left.old !== '' && got?.now === left.old && got.old !== '');
    if (this.#isEndOfShift) this.ends += 1;
    this.#shifted.add(old, now, isChanged);
    this.#count(old);
    if (isChanged) this.#addExchange(old, now);
    if (this.#isBeyond) {
      this.#before = { old, now, isChanged };
      return;
    }
    const became = this.#became.get(old);
    this.#became.set(old, became === undefined || became === now ? now : null);
    if (isChanged) {
      this.#gone.set(old, (this.#gone.get(old) ?? 0) + 1);
      this.#come.set(now, (this.#come.get(now) ?? 0) + 1);
    }
    if (this.#exchange.cells > 0) this.#addToRun(old, now, isChanged);
    this.#before = { old, now, isChanged };
    this.#isBeyond = this.#became.size > valuesAtMost || this.#within.size > valuesAtMost;
  }

  #count(old: string): void {
    this.#rows += 1;
    const count = this.#counts.get(old);
    if (count !== undefined || this.#counts.size < valuesAtMost) this.#counts.set(old, (count ?? 0) + 1);
  }

  #addExchange(old: string, now: string): void {
    const { cells, gone, come, heads, last } = this.#exchange;
    this.#exchange = { cells: cells + 1, gone: gone + crc32(old), come: come + crc32(now), heads: heads + (cells === 0 || last !== now ? 1 : 0), last: now };
  }

  #addToRun(old: string, now: string, isChanged: boolean): void {
    const isFirst = this.#run.rows === 0;
    this.#run.rows += 1;
    if (!isFirst && this.#before?.old !== old) this.#run.old += 1;
    const isHead = isFirst || this.#before?.now !== now;
    if (isHead && !isFirst) this.#run.now += 1;
    if (isHead && isChanged && !(isFirst && this.#before?.now === now)) this.#run.changed += 1;
    this.#within.add(now);
    if (isChanged) this.#span = { ...this.#run, values: this.#within.size };
  }

  /** `rows`: of the whole workbook. */
  isMixedUp(rows: number): boolean {
    if (this.#exchange.cells < 2) return false;
    const isMapped = this.#isMapped();
    if (!isMapped && (this.#shifted.isShifted(this.#frequency()) || this.#isShuffled())) return true;
    if (this.#isBeyond) return false;
    const { rows: covered, old, now, values, changed: heads } = this.#span;
    if (values < 2 || now !== values - 1 || (covered * 2 < rows && this.#exchange.cells < manyCells)) return false;
    const kept = this.#kept();
    // Cells filled down begin with one that nobody has changed.
    const share = heads === 0 ? 0.9 : 0.5;
    return kept === this.#exchange.cells || (kept >= share * this.#exchange.cells && old > now && !isMapped);
  }

  /** Whether each value has become another one everywhere, and often enough for that to say something. */
  #isMapped(): boolean {
    return !this.#isBeyond && [...this.#gone].every(([value]) => typeof this.#became.get(value) === 'string') && this.#exchange.cells >= 2 * this.#gone.size;
  }

  #frequency(): Parameters<typeof chanceOfAll>[0] {
    return { counts: this.#counts, rows: this.#rows, valuesAtMost };
  }

  /** Whether changed cells have exchanged their values, as rows do that were sorted among others that a filter has hidden. */
  #isShuffled(): boolean {
    const { cells, gone, come, heads } = this.#exchange;
    if (cells < fewestExchanged || gone !== come) return false;
    if (this.#isBeyond) return cells >= manyCells;
    const isGrouped = heads === this.#come.size;
    return chanceOfAll(this.#frequency(), this.#come) + (isGrouped ? chanceOfGroups(this.#come) : 0) < evidence;
  }

  /** Whether the changed cells have the same values as before, in other rows. */
  get isExchanged(): boolean {
    return !this.#isBeyond && this.#exchange.cells > 1 && this.#kept() === this.#exchange.cells;
  }

  /** Changed cells whose values went from other changed ones. */
  #kept(): number {
    return [...this.#come].reduce((sum, [value, count]) => sum + Math.min(count, this.#gone.get(value) ?? 0), 0);
  }
}
