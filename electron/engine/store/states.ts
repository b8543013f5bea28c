import { rowStates, type RowState } from '#contract/job.ts';
import { damaged, damagedBlock } from './damage.ts';
import type { Connection } from './database.ts';
import type { PackedBlock } from './packBlock.ts';
import type { Run } from './runs.ts';
import { sealOfBlock } from './seal.ts';
import { statement } from './statement.ts';
import type { WriteCount } from './written.ts';

/** The stored number of a state. */
export function stateNumber(state: RowState): number {
  return rowStates.indexOf(state);
}

/** How many rows are in each state. */
export type StateCounts = Readonly<Record<RowState, number>>;

export interface StateRecord {
  readonly first: number;
  readonly states: Buffer;
  readonly version: number;
  /** Of the numbers of the block's rows, and of the ends of its items: they are read without the rest of their records. */
  readonly rows_seal: number;
  readonly ends_seal: number;
  readonly seal: number;
}

function sealOfStates({ first, states, version, rows_seal, ends_seal }: Omit<StateRecord, 'seal' | 'states'> & { readonly states: Uint8Array }): number {
  return sealOfBlock('block_state', first, states, [version, rows_seal, ends_seal]);
}

function isSame(one: StateRecord, other: StateRecord): boolean {
  return one.seal === other.seal && one.version === other.version && one.rows_seal === other.rows_seal && one.ends_seal === other.ends_seal && one.states.equals(other.states);
}

/** The block that was asked for last, as of a version of the file, to be read alone: rows are mostly asked for one behind the other. */
function stillBlock(db: Connection, blockAt: (position: number) => StateRecord): { readonly at: (position: number) => Readonly<StateRecord>; readonly forget: () => void } {
  const selectVersion = statement<[], number>(db, 'PRAGMA data_version').pluck();
  let last: { readonly version: number | undefined; readonly record: Readonly<StateRecord> } | null = null;
  return {
    at(position) {
      // What this connection writes may be undone.
      if (db.inTransaction) return blockAt(position);
      const version = selectVersion.get();
      if (last === null || last.version !== version || position < last.record.first || position >= last.record.first + last.record.states.length) {
        last = { version, record: blockAt(position) };
      }
      return last.record;
    },
    forget() {
      last = null;
    },
  };
}

/** Blocks in their order, or the one that holds a position; and writing one back with a new version and seal. */
function stateRecords(db: Connection, written: WriteCount) {
  const selectAt = statement<[number], StateRecord>(db, 'SELECT * FROM block_state WHERE first <= ? ORDER BY first DESC LIMIT 1');
  const selectAll = statement<[], StateRecord>(db, 'SELECT * FROM block_state ORDER BY first');
  const selectRows = statement<[], { rows: number }>(db, 'SELECT rows_read AS rows FROM job');
  const update = statement<[Buffer, number, number, number, number]>(db, 'UPDATE block_state SET states = ?, version = ?, ends_seal = ?, seal = ? WHERE first = ?');

  /** Those that were found to fit, by their first position: a run reads each several times, and to compare them costs less than their seals. None is changed. */
  const fitting = new Map<number, Readonly<StateRecord>>();

  function checked(record: Readonly<StateRecord>): Readonly<StateRecord> {
    const known = fitting.get(record.first);
    if (known !== undefined && isSame(known, record)) return known;
    if (sealOfStates(record) !== record.seal) throw damagedBlock(db, 'states', record.first);
    fitting.set(record.first, record);
    return record;
  }

  /** The caller's own, to be changed and written. */
  function blockAt(position: number): StateRecord {
    const found = selectAt.get(position);
    if (found === undefined) throw damagedBlock(db, 'states', 1);
    const block = checked(found);
    if (position >= block.first + block.states.length) throw damagedBlock(db, 'states', block.first + block.states.length);
    return { ...block, states: Buffer.from(block.states) };
  }

  const still = stillBlock(db, blockAt);

  /** Every block in its order; together they are all rows that were read. */
  function* all(): Generator<Readonly<StateRecord>> {
    let next = 1;
    for (const record of selectAll.iterate()) {
      if (record.first !== next) throw damagedBlock(db, 'states', next);
      next += record.states.length;
      yield checked(record);
    }
    if (next - 1 !== (selectRows.get()?.rows ?? 0)) throw damaged('states', { positions: `${next}+` });
  }

  function write(block: StateRecord): void {
    still.forget();
    const raised = { ...block, version: block.version + 1 };
    const after = { ...raised, seal: sealOfStates(raised) };
    update.run(after.states, after.version, after.ends_seal, after.seal, after.first);
    fitting.set(after.first, after);
    written.add('states', 1);
  }

  return { blockAt, stillAt: still.at, all, write, mustFit: (record: Readonly<StateRecord>): void => void checked(record) };
}

/** From so many on, to add up a table of all pairs pays. */
const manyStates = 2 ** 18;

/** Adds to the sums by two states at a time. */
function sumPairs(states: Uint8Array, sums: Uint32Array): void {
  const pairs = new Uint16Array(states.buffer, states.byteOffset, states.length >> 1);
  const counts = new Uint32Array(2 ** 16);
  for (let at = 0; at < pairs.length; at += 1) counts[pairs[at] ?? 0] = (counts[pairs[at] ?? 0] ?? 0) + 1;
  for (let pair = 0; pair < counts.length; pair += 1) {
    const count = counts[pair] ?? 0;
    if (count === 0) continue;
    sums[pair & 255] = (sums[pair & 255] ?? 0) + count;
    sums[pair >> 8] = (sums[pair >> 8] ?? 0) + count;
  }
  if (states.length % 2 === 1) sums[states[states.length - 1] ?? 0] = (sums[states[states.length - 1] ?? 0] ?? 0) + 1;
}

/** Counted from the rows themselves at every call: no counter can run away from them. */
export function countStates(blocks: Iterable<{ readonly states: Uint8Array }>): StateCounts {
  const sums = new Uint32Array(256);
  for (const { states } of blocks) {
    if (states.length >= manyStates && states.byteOffset % 2 === 0) sumPairs(states, sums);
    // By index: the iterator of a Buffer takes several times as long.
    else for (let at = 0; at < states.length; at += 1) sums[states[at] ?? 0] = (sums[states[at] ?? 0] ?? 0) + 1;
  }
  const counts: Record<RowState, number> = { empty: 0, invalid: 0, duplicate: 0, ready: 0, sending: 0, accepted: 0, failed: 0, unknown: 0, unchanged: 0, hidden: 0, queued: 0 };
  rowStates.forEach((state, index) => (counts[state] = sums[index] ?? 0));
  return counts;
}

/** Single blocks. */
function blockStates({ blockAt, write, mustFit }: Pick<ReturnType<typeof stateRecords>, 'blockAt' | 'write' | 'mustFit'>) {
  return {
    /** Of a record that was read together with others. Fault job-corrupt where its seal does not fit. */
    mustFit,

    /** The seal of the ends of a block's items, which were replaced; inside the caller's transaction. */
    sealEnds(first: number, seal: number): void {
      write({ ...blockAt(first), ends_seal: seal });
    },

    /** The block that holds a position: where it begins, and how its rows stand. Fault job-corrupt. */
    blockAt(position: number): { readonly first: number; readonly states: Uint8Array } {
      const { first, states } = blockAt(position);
      return { first, states };
    },
  };
}

/** The table block_state: one byte a row. Whatever is read fits its seal, or is Fault job-corrupt. */
export function stateQueries(db: Connection, written: WriteCount) {
  const insert = statement<[number, Uint8Array, number, number, number]>(
    db,
    'INSERT INTO block_state (first, states, version, rows_seal, ends_seal, seal) VALUES (?, ?, 1, ?, ?, ?)',
  );
  const records = stateRecords(db, written);
  const { blockAt, all, write, stillAt } = records;

  return {
    ...blockStates(records),

    /** Stores the first states of a block; inside the caller's transaction. */
    append({ first, states, seals }: PackedBlock): void {
      const seal = sealOfStates({ first, states, version: 1, rows_seal: seals.rows, ends_seal: seals.ends });
      insert.run(first, states, seals.rows, seals.ends, seal);
      written.add('states', 1);
    },

    /**
     * Gives each row of the runs the state that `next` names for its present one; inside the caller's
     * transaction. `next` throws for a move that must not be, and then nothing is written.
     */
    change(runs: readonly Run[], next: (state: RowState, position: number) => RowState): void {
      let block: StateRecord | null = null;
      for (const run of runs) {
        for (let position = run.from; position <= run.to; position += 1) {
          if (block === null || position < block.first || position >= block.first + block.states.length) {
            if (block !== null) write(block);
            block = blockAt(position);
          }
          const present = rowStates[block.states[position - block.first] ?? 0] ?? 'empty';
          block.states[position - block.first] = stateNumber(next(present, position));
        }
      }
      if (block !== null) write(block);
    },

    count: (): StateCounts => countStates(all()),

    /** The states of all rows as they are stored: that of position 1 first. */
    bytes(): Buffer {
      return Buffer.concat(Array.from(all(), ({ states }) => states));
    },

    at(position: number): RowState {
      const block = stillAt(position);
      return rowStates[block.states[position - block.first] ?? 0] ?? 'empty';
    },

    /** Positions of rows in one of the states, rising. */
    *positions(states: ReadonlySet<RowState>): Generator<number> {
      const wanted = rowStates.map((state) => states.has(state));
      for (const block of all()) {
        for (let index = 0; index < block.states.length; index += 1) {
          if (wanted[block.states[index] ?? 0] === true) yield block.first + index;
        }
      }
    },
  };
}

export type StateQueries = ReturnType<typeof stateQueries>;
