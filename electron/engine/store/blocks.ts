import type { Cell } from '#contract/cells.ts';
import { Fault } from '#contract/faults.ts';
import { loadCell, loadRows } from './cellCodec.ts';
import { overlaid, overlayReader, type Overlay } from './corrections.ts';
import { damagedBlock } from './damage.ts';
import type { Connection } from './database.ts';
import type { PackedBlock } from './packBlock.ts';
import { RowSlices } from './rowSlices.ts';
import { sealOf } from './seal.ts';
import { statement } from './statement.ts';
import { uint32 } from './uint32.ts';

export interface StoredRow {
  readonly position: number;
  readonly row: number;
  readonly cells: readonly Cell[];
  /** Columns whose cells were corrected; left out where none was. */
  readonly corrected?: readonly number[];
}

interface BlockRecord {
  readonly first: number;
  readonly count: number;
  readonly source_rows: Buffer;
  readonly cells: Buffer;
  readonly seal: number;
}

interface NumbersRecord {
  readonly first: number;
  readonly source_rows: Buffer | null;
  readonly rows_seal: number;
}

interface Rows {
  readonly first: number;
  readonly numbers: Uint32Array;
  /** The cells of a row by its place in the block, in their stored form. */
  readonly cellsOf: (index: number) => readonly unknown[];
  readonly json: Buffer;
}

/** Sealed, and yet no JSON: such cells were never written by this program. */
function parsed(cells: string): ReturnType<typeof loadRows> {
  try {
    return loadRows(cells);
  } catch (error) {
    throw new Fault('job-unreadable', { reason: 'cells' }, { cause: error });
  }
}

/** The rows of the block that holds a position; its numbers are checked with it. Faults job-corrupt, job-unreadable. */
function rowReader(db: Connection): (position: number, few: boolean) => Rows {
  const select = statement<[number], BlockRecord>(
    db,
    'SELECT first, count, source_rows, CAST(cells AS BLOB) AS cells, seal FROM block WHERE first <= ? ORDER BY first DESC LIMIT 1',
  );
  return (position, few) => {
    const found = select.get(position);
    if (found === undefined || position >= found.first + found.count) throw damagedBlock(db, 'cells', found === undefined ? 1 : found.first + found.count);
    const { first, count, source_rows, cells } = found;
    if (sealOf('block', [first, count, source_rows, cells]) !== found.seal) throw damagedBlock(db, 'cells', first);
    return { first, numbers: uint32(source_rows), cellsOf: few ? oneByOne(cells, count) : atOnce(cells), json: cells };
  };
}

function atOnce(cells: Buffer): Rows['cellsOf'] {
  let rows: ReturnType<typeof parsed> | null = null;
  return (index) => (rows ??= parsed(cells.toString('utf8')))[index] ?? [];
}

function oneByOne(cells: Buffer, count: number): Rows['cellsOf'] {
  const slices = new RowSlices(cells, count);
  return (index) => {
    const rows = parsed(`[${cells.toString('utf8', ...slices.of(index))}]`);
    // Sealed, and yet lines that are no rows: parsed at once, they would be other rows.
    if (rows.length > 1) throw new Fault('job-unreadable', { reason: 'cells' });
    return rows[0] ?? [];
  };
}

/** How rows are read. `original`: as they were read, not as they were corrected. `few`: of each block only some are wanted. */
export interface RowsWish {
  readonly original?: boolean;
  readonly few?: boolean;
  /** Told the cells of a block as they are stored; one that it does not want is passed over unread, unless cells of it were corrected. */
  readonly wants?: (cells: string) => boolean;
}

/** The rows of rising positions, each block read once. */
function rowsReader(db: Connection): (positions: Iterable<number>, wish?: RowsWish) => Generator<StoredRow> {
  const rowsFrom = rowReader(db);
  const corrections = overlayReader(db);
  return function* rowsAt(positions, { original = false, few = false, wants } = {}) {
    let block: Rows | null = null;
    let overlay: Overlay = new Map();
    let isWanted = true;
    const isCorrected = !original && corrections.hasAny();
    for (const position of positions) {
      if (block === null || position < block.first || position >= block.first + block.numbers.length) {
        block = rowsFrom(position, few);
        if (isCorrected) overlay = corrections.between(block.first, block.first + block.numbers.length - 1);
        isWanted = wants === undefined || overlay.size > 0 || wants(block.json.toString('utf8'));
      }
      if (!isWanted) continue;
      const index = position - block.first;
      const cells = block.cellsOf(index).map(loadCell);
      const over = overlay.get(position);
      yield { position, row: block.numbers[index] ?? 0, cells: overlaid(cells, over), ...(over === undefined ? {} : { corrected: [...over.keys()] }) };
    }
  };
}

/** The table block. Positions count from 1. Whatever is read fits its seal, or is Fault job-corrupt. */
export function blockQueries(db: Connection) {
  const insertBlock = statement<[number, number, Uint8Array, Uint8Array, number]>(
    db,
    // The cells are UTF-8 already: a cast takes them as they are, where a string would be written out once more.
    'INSERT INTO block (first, count, source_rows, cells, seal) VALUES (?, ?, ?, CAST(? AS TEXT), ?)',
  );
  const selectNumbers = statement<[number], NumbersRecord>(
    db,
    `SELECT first, source_rows, rows_seal FROM block JOIN block_state USING (first)
     WHERE first = (SELECT max(first) FROM block_state WHERE first <= ?)`,
  );
  const selectAllNumbers = statement<[], NumbersRecord>(db, 'SELECT first, source_rows, rows_seal FROM block_state LEFT JOIN block USING (first) ORDER BY first');

  function numbersOf({ first, source_rows, rows_seal }: NumbersRecord): Uint32Array {
    // A block that is not there comes as null from the outer join.
    if (source_rows === null || sealOf('rows', [first, source_rows]) !== rows_seal) throw damagedBlock(db, 'cells', first);
    return uint32(source_rows);
  }

  return {
    /** Stores the rows of a block; inside the caller's transaction. */
    append({ first, count, sourceRows, cells, seals }: PackedBlock): void {
      insertBlock.run(first, count, sourceRows, cells, seals.block);
    },

    rowsAt: rowsReader(db),

    /** The sheet row number of a position; 0 where there is none. */
    rowNumber(position: number): number {
      const found = selectNumbers.get(position);
      return found === undefined ? 0 : (numbersOf(found)[position - found.first] ?? 0);
    },

    /** The sheet row numbers of all positions, that of position 1 first; `rows`: how many there are. */
    rowNumbers(rows: number): Uint32Array {
      const numbers = new Uint32Array(rows);
      for (const record of selectAllNumbers.iterate()) numbers.set(numbersOf(record), record.first - 1);
      return numbers;
    },

    /** Positions of the given sheet rows, in rising order; unknown rows are passed over. */
    positionsOfRows(rows: ReadonlySet<number>): readonly number[] {
      const positions: number[] = [];
      for (const record of selectAllNumbers.iterate()) {
        numbersOf(record).forEach((row, index) => {
          if (rows.has(row)) positions.push(record.first + index);
        });
      }
      return positions;
    },
  };
}

export type BlockQueries = ReturnType<typeof blockQueries>;
