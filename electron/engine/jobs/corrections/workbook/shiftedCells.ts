import { chance, type Frequency } from './frequency.ts';

/** By so many rows cells are looked for: of those that were deleted or inserted at once. */
const rowsAtMost = 64;
/** Values of a run that are weighed; more say nothing more. */
const weighedAtMost = 64;
const fewest = 4;
/** What is as likely as one in so many to happen by itself is no shift; in powers of ten. */
const evidence = 2;

interface Row {
  readonly old: string;
  readonly now: string;
  readonly isChanged: boolean;
}

/** Rows that follow each other and have, one by one, what stood so many rows below, or above: the values that changed cells got so. */
interface Run {
  cells: number;
  /** Of cells below each other with one value only the first: they may have been filled. */
  values: string[];
  last: string | null;
}

/** By how many rows: those below are above 0. `best`: the run that says the most, which may still be going on. */
interface Shift {
  readonly by: number;
  run: Run;
  best: Run;
}

/**
 * Looks at a column row by row whether cells were moved by some rows, as by deleting, inserting or dragging cells of it: then row for row the
 * cells have what stood so many rows below, or above. Corrections meet that by chance only, which is reckoned by how frequent their values are.
 */
export class ShiftedCells {
  readonly #rows: Row[] = [];
  readonly #shifts: readonly Shift[] = [1, -1].flatMap((to) => Array.from({ length: rowsAtMost }, (_, index) => ({ by: to * (index + 1), run: emptyRun(), best: emptyRun() })));
  #count = 0;
  #changedAt = -Infinity;

  /** A row's value in the job and in the workbook, empty where there is none; `isChanged`: somebody has changed it there. */
  add(old: string, now: string, isChanged: boolean): void {
    const row = { old, now, isChanged };
    if (isChanged) {
      if (this.#count - this.#changedAt > rowsAtMost) for (const one of this.#shifts) one.run = emptyRun();
      this.#changedAt = this.#count;
    }
    if (this.#count - this.#changedAt <= rowsAtMost) for (const one of this.#shifts) this.#follow(one, row);
    this.#rows[this.#count % rowsAtMost] = row;
    this.#count += 1;
  }

  #follow(one: Shift, row: Row): void {
    const other = this.#rows[(this.#count - Math.abs(one.by) + rowsAtMost) % rowsAtMost];
    if (other === undefined || this.#count < Math.abs(one.by)) return;
    // The one above has what stood in this one, or this one has what stood above.
    const [moved, stood] = one.by > 0 ? [other, row.old] : [row, other.old];
    if (moved.now !== stood) {
      one.run = emptyRun();
      return;
    }
    const { run } = one;
    if (moved.isChanged) {
      run.cells += 1;
      if (run.last !== moved.now && run.values.length < weighedAtMost) run.values.push(moved.now);
    }
    run.last = moved.now;
    if (run.values.length > one.best.values.length || (run.values.length === one.best.values.length && run.cells > one.best.cells)) one.best = run;
  }

  /** `values`: how often each stands in the column. */
  isShifted(values: Frequency): boolean {
    return this.#shifts.some(({ by, best }) => {
      const wanted = evidence + Math.log10(Math.abs(by)) + Math.log10(Math.max(1, values.rows));
      return best.cells >= fewest && best.values.reduce((sum, value) => sum - Math.log10(chance(values, value)), 0) >= wanted;
    });
  }
}

const emptyRun = (): Run => ({ cells: 0, values: [], last: null });
