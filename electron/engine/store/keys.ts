import { damaged } from './damage.ts';
import type { Connection } from './database.ts';
import type { PackedBlock } from './packBlock.ts';
import { sealedRecords } from './sealedRecords.ts';
import { statement } from './statement.ts';
import type { WriteCount } from './written.ts';

/** As it is stored. */
export interface KeyRecord {
  readonly first: number;
  readonly keys: Uint8Array;
  readonly version: number;
  readonly seal: number;
}

/** Hashes of a block's match keys: two numbers a row, both zero where the row has no item. */
export interface BlockKeys {
  readonly first: number;
  readonly keys: Int32Array;
}

/** The numbers that the bytes are; a blob's buffer may be unaligned, and then they are a copy. */
function int32(bytes: Uint8Array): Int32Array {
  if (bytes.byteOffset % 4 === 0) return new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  const copy = new Int32Array(bytes.length / 4);
  new Uint8Array(copy.buffer).set(bytes);
  return copy;
}

function missingKeys(db: Connection) {
  const selectMissing = statement<[], { first: number; count: number }>(
    db,
    `SELECT block_state.first AS first, octet_length(states) AS count FROM block_state LEFT JOIN block_key USING (first)
     WHERE octet_length(keys) IS NOT 8 * octet_length(states) ORDER BY block_state.first`,
  );
  /** Another number whenever another connection has committed. */
  const selectVersion = statement<[], number>(db, 'PRAGMA data_version').pluck();
  /** As of when none was missing: to look for them reads a page of every block. */
  let completeAt: number | null = null;

  return {
    forget(): void {
      completeAt = null;
    },
    /** Blocks that have none: where they begin, and how many rows they have. */
    missing(): readonly { readonly first: number; readonly count: number }[] {
      const version = selectVersion.get() ?? 0;
      if (version === completeAt) return [];
      const found = selectMissing.all();
      if (found.length === 0) completeAt = version;
      return found;
    },
  };
}

/** The table block_key. Whatever is read fits its seal, or is Fault job-corrupt. `toldVersions`: see Written, as of the last commit. */
export function keyQueries(db: Connection, written: WriteCount, toldVersions: () => number | undefined) {
  const { checked, insert } = sealedRecords<KeyRecord>(db, 'block_key', 'key', 'first');
  const selectAt = statement<[number], KeyRecord>(db, 'SELECT * FROM block_key WHERE first = ?');
  const selectAll = statement<[], KeyRecord>(db, 'SELECT * FROM block_key ORDER BY first');
  const insertSealed = statement<[number, Uint8Array, number]>(db, 'INSERT INTO block_key (first, keys, version, seal) VALUES (?, ?, 1, ?)');
  const clear = statement(db, 'DELETE FROM block_key');
  const selectVersions = statement<[], number>(db, 'SELECT coalesce(sum(version), 0) FROM block_key').pluck();
  const absent = missingKeys(db);
  const loaded = (record: KeyRecord): BlockKeys => ({ first: record.first, keys: int32(checked(record).keys) });

  return {
    /** Stores those of a new block, where there are any; inside the caller's transaction. */
    append({ first, keys, seals }: Pick<PackedBlock, 'first' | 'keys' | 'seals'>): void {
      if (keys.length === 0) return;
      insertSealed.run(first, keys, seals.keys);
      written.add('keys', 1);
    },
    /** Those of the block that begins there. */
    of(first: number): BlockKeys {
      const record = selectAt.get(first);
      if (record === undefined) throw damaged('key', { positions: `${first}+` });
      return loaded(record);
    },
    put({ first, keys }: BlockKeys): void {
      const version = (selectAt.get(first)?.version ?? 0) + 1;
      insert({ first, keys: new Uint8Array(keys.buffer, keys.byteOffset, keys.byteLength), version });
      written.add('keys', 1);
    },
    /** Forgets all of them: they are made anew before the next correction. */
    clear(): void {
      absent.forget();
      written.add('keys', -(selectVersions.get() ?? 0));
      clear.run();
    },
    missing: () => absent.missing(),
    /** Every block's keys, in their order; after the last one Fault job-corrupt where some are of an earlier time: a row would be missed that has the key of another. */
    *all(): Generator<BlockKeys> {
      const told = toldVersions();
      const counted = written.counted('keys');
      let versions = 0;
      for (const record of selectAll.iterate()) {
        versions += record.version;
        yield loaded(record);
      }
      // Where another process has written meanwhile, they may be of either time.
      if (told !== undefined && versions !== told + counted && toldVersions() === told) throw damaged('times');
    },
  };
}

export type KeyQueries = ReturnType<typeof keyQueries>;
