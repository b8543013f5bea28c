import type { Cell } from '#contract/cells.ts';
import type { ComparedRow } from './comparedRows.ts';
import { valueSigns } from './valueSigns.ts';

/** A column under whose header another one's cells stand. */
export interface MovedHeader {
  readonly column: number;
  /** The column of the job that they are of; null where they are of none. */
  readonly has: number | null;
}

/** So many cells of which none has anything of what was exported are no corrections of a column that was moved. */
const cellsAtLeast = 4;
/** Rows of which every column is held against every other one; of wide sheets, where that takes its time, the first ones only. */
const [rowsWide, pairsNarrow] = [5_000, 400];

/** Of a column, and another one: rows in which the two had nothing in common, and its cell has what it had, or what the other had. */
interface Against {
  own: number;
  other: number;
}

interface Tally {
  readonly column: number;
  readonly isElsewhere: boolean;
  /** Cells that had something, and those that still have something of that. */
  cells: number;
  own: number;
  readonly against: Map<number, Against>;
}

type Signs = readonly string[];

/** Whether two cells say the same, of which one may say nothing. */
const haveCommon = (one: Signs, other: Signs): boolean => (one.length === 0 ? other.length === 0 : one.some((sign) => other.includes(sign)));

/**
 * Looks whether headers were exchanged or shifted without their columns, row by row: then a column stands where it was not exported, with
 * what another one had. Rows in which both had the same say nothing of it, however many they are. One that was moved as a whole has its own
 * cells, and cells exchanged under headers left alone are a correction.
 */
export class MovedHeaders {
  readonly #date1904: boolean;
  readonly #tallies = new Map<string, Tally>();
  #rows = 0;

  constructor(date1904: boolean) {
    this.#date1904 = date1904;
  }

  /** `changed`: places of the row's cells that somebody has changed. */
  add({ row, exported, layout }: ComparedRow, changed: ReadonlySet<number>): void {
    this.#rows += 1;
    const { places, elsewhere } = layout;
    const isWide = places.length * places.length > pairsNarrow && this.#rows > rowsWide;
    if (isWide && changed.size === 0) return;
    const was = exported.map((cell) => this.#signs(cell));
    for (const [at, [column]] of places.entries()) {
      if (isWide && !changed.has(at)) continue;
      const key = `${row.layout}:${column}`;
      const tally = this.#tallies.get(key) ?? { column, isElsewhere: elsewhere.includes(at), cells: 0, own: 0, against: new Map<number, Against>() };
      this.#tallies.set(key, tally);
      this.#weigh(tally, changed.has(at) ? this.#signs(row.cells[at] ?? null) : (was[column] ?? []), was);
    }
  }

  #weigh(tally: Tally, now: Signs, was: readonly Signs[]): void {
    const own = was[tally.column] ?? [];
    const hasOwn = haveCommon(own, now);
    if (own.length > 0 && now.length > 0) {
      tally.cells += 1;
      if (hasOwn) tally.own += 1;
    }
    for (const [column, other] of was.entries()) {
      if (column === tally.column || other.length === 0 || haveCommon(own, other)) continue;
      const hasOther = !hasOwn && haveCommon(other, now);
      if (!hasOwn && !hasOther) continue;
      const against = tally.against.get(column) ?? { own: 0, other: 0 };
      tally.against.set(column, { own: against.own + (hasOwn ? 1 : 0), other: against.other + (hasOther ? 1 : 0) });
    }
  }

  #signs(cell: Cell | undefined): Signs {
    return valueSigns(cell ?? null, this.#date1904);
  }

  /** To be asked once all rows were added. */
  found(): readonly MovedHeader[] {
    const tallies = [...this.#tallies.values()];
    const found = new Map<number, MovedHeader>();
    for (const tally of tallies.filter(({ isElsewhere }) => isElsewhere)) {
      const { column, own, cells } = tally;
      const has = columnIn(tally, tallies);
      if (has !== null || (own === 0 && cells >= cellsAtLeast)) found.set(column, { column, has });
    }
    // One of those that were exchanged may stand just where it was exported, as columns were added or deleted.
    const had = new Set([...found.values()].map(({ has }) => has));
    for (const tally of tallies.filter(({ column, isElsewhere }) => !isElsewhere && had.has(column))) {
      const has = columnIn(tally, tallies);
      if (has !== null) found.set(tally.column, { column: tally.column, has });
    }
    return [...found.values()].sort((one, other) => one.column - other.column);
  }
}

/** The column whose cells stand under the header of another one; null where its own do, or where that has kept them: then its values were put in here. */
function columnIn({ column, against }: Tally, tallies: readonly Tally[]): number | null {
  const keepsOwn = (other: number, rows: number): boolean => tallies.some((one) => one.column === other && (one.against.get(column)?.own ?? 0) >= rows);
  const [most] = [...against].filter(([other, rows]) => rows.other > rows.own && !keepsOwn(other, rows.other)).sort(([, one], [, other]) => other.other - one.other);
  return most?.[0] ?? null;
}
