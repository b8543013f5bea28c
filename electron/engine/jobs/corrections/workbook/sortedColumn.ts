/** Values of a column that are told apart; a column of more is known by them instead, see MovedValues. */
const valuesAtMost = 1_000;
/** So many changed cells are no few corrections that happen to lie in order. */
const manyCells = 6;
/** Cells moved by one to the next row, as by deleting a cell of the column or inserting one. */
const shiftedCells = 4;

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
  readonly #shift = { up: 0, down: 0, most: 0 };
  #before: { readonly old: string; readonly now: string; readonly isChanged: boolean } | null = null;
  #changed = 0;
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
    if (this.#isBeyond) {
      this.#before = { old, now, isChanged };
      return;
    }
    const became = this.#became.get(old);
    this.#became.set(old, became === undefined || became === now ? now : null);
    this.#addShift(old, now, isChanged);
    if (isChanged) {
      this.#gone.set(old, (this.#gone.get(old) ?? 0) + 1);
      this.#come.set(now, (this.#come.get(now) ?? 0) + 1);
      this.#changed += 1;
    }
    if (this.#changed > 0) this.#addToRun(old, now, isChanged);
    this.#before = { old, now, isChanged };
    this.#isBeyond = this.#became.size > valuesAtMost || this.#within.size > valuesAtMost;
  }

  #addShift(old: string, now: string, isChanged: boolean): void {
    const { up, down } = this.#shift;
    const before = this.#before;
    this.#shift.up = before !== null && before.now === old ? up + (before.isChanged ? 1 : 0) : 0;
    this.#shift.down = before !== null && now === before.old ? down + (isChanged ? 1 : 0) : 0;
    this.#shift.most = Math.max(this.#shift.most, this.#shift.up, this.#shift.down);
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
    if (this.#isBeyond || this.#changed < 2) return false;
    const { rows: covered, old, now, values, changed: heads } = this.#span;
    const isMapped = [...this.#gone].every(([value]) => typeof this.#became.get(value) === 'string') && this.#changed >= 2 * this.#gone.size;
    if (this.#shift.most >= shiftedCells && !isMapped) return true;
    if (values < 2 || now !== values - 1 || (covered * 2 < rows && this.#changed < manyCells)) return false;
    const kept = this.#kept();
    // Cells filled down begin with one that nobody has changed.
    const share = heads === 0 ? 0.9 : 0.5;
    return kept === this.#changed || (kept >= share * this.#changed && old > now && !isMapped);
  }

  /** Whether the changed cells have the same values as before, in other rows. */
  get isExchanged(): boolean {
    return !this.#isBeyond && this.#changed > 1 && this.#kept() === this.#changed;
  }

  /** Changed cells whose values went from other changed ones. */
  #kept(): number {
    return [...this.#come].reduce((sum, [value, count]) => sum + Math.min(count, this.#gone.get(value) ?? 0), 0);
  }
}
