import type { RowMapper } from '../../mapping/types.ts';
import type { JobFile } from '../../store/jobFile.ts';
import type { BlockKeys } from '../../store/keys.ts';
import { keysOf } from './makeKeys.ts';

/** The hashes that a job has kept of so many rows: low and high half of each, that of position 1 first; zeros where it has none. Fault job-corrupt. */
export function keptHashes(file: Pick<JobFile, 'keys'>, rows: number): Int32Array {
  const hashes = new Int32Array(rows * 2);
  for (const { first, keys } of file.keys.all()) hashes.set(keys, (first - 1) * 2);
  return hashes;
}

/** The hashes of all match keys of a job in memory, eight bytes a row, read when they are first asked for. */
export class JobKeys {
  readonly #file: JobFile;
  readonly #mapper: RowMapper;
  readonly #rows: number;
  #keys: Int32Array | null = null;

  constructor(file: JobFile, mapper: RowMapper, rows: number) {
    this.#file = file;
    this.#mapper = mapper;
    this.#rows = rows;
  }

  /** Low and high half of each row, that of position 1 first; both zero where a row has no item. Fault job-corrupt. */
  get all(): Int32Array {
    if (this.#keys !== null) return this.#keys;
    const keys = keptHashes(this.#file, this.#rows);
    // A preview of a job of an earlier version writes nothing, so that it has to make them for itself.
    for (const { first, count } of this.#file.keys.missing()) keys.set(keysOf(this.#file, this.#mapper, first, count), (first - 1) * 2);
    this.#keys = keys;
    return keys;
  }

  /** The same block by block, without taking the memory for all where nobody has asked for it yet. */
  *blocks(): Generator<BlockKeys> {
    if (this.#keys === null) yield* this.#file.keys.all();
    else yield { first: 1, keys: this.#keys };
  }

  /** Follows what was written to the file. */
  set(position: number, low: number, high: number): void {
    if (this.#keys === null) return;
    this.#keys[(position - 1) * 2] = low;
    this.#keys[(position - 1) * 2 + 1] = high;
  }
}
