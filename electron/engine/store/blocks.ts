import type { Cell } from '#contract/cells.ts';
import { loadCell, loadRows } from './cellCodec.ts';
import type { Connection } from './database.ts';
import type { PackedBlock } from './packBlock.ts';
import { uint32 } from './uint32.ts';

export interface StoredRow {
  readonly position: number;
  readonly row: number;
  readonly cells: readonly Cell[];
}

/** The table block, and the first state of its rows. Positions count from 1. */
export function blockQueries(db: Connection) {
  const insertBlock = db.prepare<[number, number, Uint8Array, Uint8Array]>(
    // The cells are UTF-8 already: a cast takes them as they are, where a string would be written out once more.
    'INSERT INTO block (first, count, source_rows, cells) VALUES (?, ?, ?, CAST(? AS TEXT))',
  );
  const insertStates = db.prepare<[number, Uint8Array]>('INSERT INTO block_state (first, states) VALUES (?, ?)');
  const selectRows = db.prepare<[number], { first: number; source_rows: Buffer; cells: string }>(
    'SELECT first, source_rows, cells FROM block WHERE first <= ? ORDER BY first DESC LIMIT 1',
  );
  const selectNumbers = db.prepare<[number], { first: number; source_rows: Buffer }>(
    'SELECT first, source_rows FROM block WHERE first <= ? ORDER BY first DESC LIMIT 1',
  );
  const selectAllNumbers = db.prepare<[], { first: number; source_rows: Buffer }>('SELECT first, source_rows FROM block ORDER BY first');

  return {
    /** Stores the rows of a block and their states; inside the caller's transaction. */
    append({ first, count, sourceRows, cells, states }: PackedBlock): void {
      insertBlock.run(first, count, sourceRows, cells);
      insertStates.run(first, states);
    },

    /** The rows of rising positions, each block read once. */
    *rowsAt(positions: Iterable<number>): Generator<StoredRow> {
      let block: { first: number; numbers: Uint32Array; cells: ReturnType<typeof loadRows> } | null = null;
      for (const position of positions) {
        if (block === null || position < block.first || position >= block.first + block.numbers.length) {
          const found = selectRows.get(position);
          if (found === undefined) continue;
          block = { first: found.first, numbers: uint32(found.source_rows), cells: loadRows(found.cells) };
        }
        const row = block.numbers[position - block.first];
        if (row !== undefined) yield { position, row, cells: (block.cells[position - block.first] ?? []).map(loadCell) };
      }
    },

    /** The sheet row number of a position; 0 where there is none. */
    rowNumber(position: number): number {
      const found = selectNumbers.get(position);
      return found === undefined ? 0 : (uint32(found.source_rows)[position - found.first] ?? 0);
    },

    /** Positions of the given sheet rows, in rising order; unknown rows are passed over. */
    positionsOfRows(rows: ReadonlySet<number>): readonly number[] {
      const positions: number[] = [];
      for (const { first, source_rows } of selectAllNumbers.iterate()) {
        uint32(source_rows).forEach((row, index) => {
          if (rows.has(row)) positions.push(first + index);
        });
      }
      return positions;
    },
  };
}

export type BlockQueries = ReturnType<typeof blockQueries>;
