import { KeyHash } from './keyHash.ts';
import { KeyTable } from './keyTable.ts';

/** Which rows share a match key, and which of them is sent. Positions count from 1. */
export interface KeyIndex {
  /** Takes a sendable row in; the sheet row of the earlier one with the same key where it is a duplicate of that, else 0. */
  add(key: string, position: number, row: number): number;
  /** The hash of the key taken in last. */
  readonly hash: Pick<KeyHash, 'low' | 'high'>;
  /** Rows whose key came again and that are therefore not sent: their positions, rising, and the sheet row sent instead. */
  superseded(): Superseded;
  close(): void;
}

export interface Superseded {
  readonly positions: Uint32Array;
  readonly ofRows: Uint32Array;
}

export type DuplicatePolicy = 'first' | 'last' | 'all';

const none: Superseded = { positions: new Uint32Array(0), ofRows: new Uint32Array(0) };

export function createKeyIndex(policy: DuplicatePolicy): KeyIndex {
  if (policy === 'all') return allSent();
  return policy === 'first' ? firstWins() : lastWins();
}

/** Keys are not compared, but by their hashes a run keeps the order of their rows. */
function allSent(): KeyIndex {
  const hash = new KeyHash();
  return {
    hash,
    add(key) {
      hash.measure(key);
      return 0;
    },
    superseded: () => none,
    close: () => undefined,
  };
}

function firstWins(): KeyIndex {
  const known = new KeyTable();
  let rows = new Uint32Array(1_024);
  return {
    hash: known.hash,
    add(key, _, row) {
      const entry = known.find(key);
      if (entry >= 0) return rows[entry] ?? 0;
      rows = withRoom(rows, known.add(key));
      rows[known.count - 1] = row;
      return 0;
    },
    superseded: () => none,
    close: () => { known.close(); },
  };
}

function lastWins(): KeyIndex {
  const known = new KeyTable();
  let rows = new Uint32Array(1_024);
  let positions = new Uint32Array(1_024);
  const replaced: { readonly position: number; readonly entry: number }[] = [];
  return {
    hash: known.hash,
    add(key, position, row) {
      let entry = known.find(key);
      if (entry >= 0) replaced.push({ position: positions[entry] ?? 0, entry });
      else {
        entry = known.add(key);
        rows = withRoom(rows, entry);
        positions = withRoom(positions, entry);
      }
      rows[entry] = row;
      positions[entry] = position;
      return 0;
    },
    superseded() {
      replaced.sort((a, b) => a.position - b.position);
      return {
        positions: Uint32Array.from(replaced, ({ position }) => position),
        ofRows: Uint32Array.from(replaced, ({ entry }) => rows[entry] ?? 0),
      };
    },
    close: () => { known.close(); },
  };
}

function withRoom(numbers: Uint32Array<ArrayBuffer>, index: number): Uint32Array<ArrayBuffer> {
  if (index < numbers.length) return numbers;
  const grown = new Uint32Array(numbers.length * 2);
  grown.set(numbers);
  return grown;
}
