import { rowStates, type RowState } from '#contract/job.ts';
import type { Connection } from './database.ts';
import type { Run } from './runs.ts';

/** The stored number of a state. */
export function stateNumber(state: RowState): number {
  return rowStates.indexOf(state);
}

/** How many rows are in each state. */
export type StateCounts = Readonly<Record<RowState, number>>;

/** The table block_state: one byte a row. */
export function stateQueries(db: Connection) {
  const selectAt = db.prepare<[number], { first: number; states: Buffer }>(
    'SELECT first, states FROM block_state WHERE first <= ? ORDER BY first DESC LIMIT 1',
  );
  const selectAll = db.prepare<[], { first: number; states: Buffer }>('SELECT first, states FROM block_state ORDER BY first');
  const update = db.prepare<[Buffer, number]>('UPDATE block_state SET states = ? WHERE first = ?');

  return {
    /**
     * Gives each row of the runs the state that `next` names for its present one; inside the caller's
     * transaction. `next` throws for a move that must not be, and then nothing is written.
     */
    change(runs: readonly Run[], next: (state: RowState, position: number) => RowState): void {
      let block: { first: number; states: Buffer } | null = null;
      for (const run of runs) {
        for (let position = run.from; position <= run.to; position += 1) {
          if (block === null || position < block.first || position >= block.first + block.states.length) {
            if (block !== null) update.run(block.states, block.first);
            block = selectAt.get(position) ?? null;
            if (block === null || position >= block.first + block.states.length) throw new RangeError('position beyond the last block');
          }
          const present = rowStates[block.states[position - block.first] ?? 0] ?? 'empty';
          block.states[position - block.first] = stateNumber(next(present, position));
        }
      }
      if (block !== null) update.run(block.states, block.first);
    },

    /** Counted from the rows themselves at every call: no counter can run away from them. */
    count(): StateCounts {
      const sums = new Uint32Array(256);
      for (const { states } of selectAll.iterate()) for (const state of states) sums[state] = (sums[state] ?? 0) + 1;
      const counts: Record<RowState, number> = { empty: 0, invalid: 0, duplicate: 0, ready: 0, sending: 0, accepted: 0, failed: 0, unknown: 0, unchanged: 0, hidden: 0 };
      rowStates.forEach((state, index) => (counts[state] = sums[index] ?? 0));
      return counts;
    },

    at(position: number): RowState {
      const block = selectAt.get(position);
      return rowStates[block?.states[position - block.first] ?? 0] ?? 'empty';
    },

    /** Positions of rows in one of the states, rising. */
    *positions(states: ReadonlySet<RowState>): Generator<number> {
      const wanted = rowStates.map((state) => states.has(state));
      for (const block of selectAll.iterate()) {
        for (let index = 0; index < block.states.length; index += 1) {
          if (wanted[block.states[index] ?? 0] === true) yield block.first + index;
        }
      }
    },
  };
}

export type StateQueries = ReturnType<typeof stateQueries>;
