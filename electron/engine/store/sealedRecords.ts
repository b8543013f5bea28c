import { damaged, type DamagedPart } from './damage.ts';
import type { Connection } from './database.ts';
import { sealedColumns, sealOfRecord, type SealedTable, type Stored } from './seal.ts';
import { statement } from './statement.ts';

type Columns<Record> = Readonly<{ [Name in keyof Record]: Stored }>;

/** Reading and writing whole records of one table under their seals. */
export interface SealedRecords<Record> {
  /** The very record, where its seal fits it; Fault job-corrupt else. Every record read goes through here. */
  readonly checked: (record: Record) => Record;
  /** Writes a record with its seal. */
  readonly insert: (record: Omit<Record, 'seal'>) => void;
}

/** Tables with one record for a place, which a newer one takes. */
const replaced: ReadonlySet<SealedTable> = new Set(['failure', 'duplicate', 'block_key', 'corrected_row', 'kept_profile'] as const);

/** `part` is told of a record whose seal does not fit, with the column `named` of it. */
export function sealedRecords<Record extends Columns<Record> & { readonly seal: number }>(
  db: Connection,
  table: SealedTable,
  part: DamagedPart,
  named: keyof Record & string,
): SealedRecords<Record> {
  const columns: readonly string[] = sealedColumns[table];
  const insert = statement<[Readonly<{ [name: string]: Stored }>]>(
    db,
    `INSERT ${replaced.has(table) ? 'OR REPLACE ' : ''}INTO ${table} (${columns.join(', ')}, seal) VALUES (${columns.map((name) => `@${name}`).join(', ')}, @seal)`,
  );
  return {
    checked(record) {
      if (sealOfRecord(table, record) !== record.seal) throw damaged(part, part === 'correction' || part === 'kept' ? {} : { [part === 'chunk' || part === 'attempt' ? part : 'rows']: String(record[named]) });
      return record;
    },
    insert(record) {
      insert.run({ ...record, seal: sealOfRecord(table, record) });
    },
  };
}

/** A record of a table that is changed after it was written. */
export interface VersionedRecords<Record> extends SealedRecords<Record> {
  /**
   * Changes some columns of a record, raises its version and seals it anew: the one way to write to it. What is there
   * is checked before, so that no damage is sealed. Fault job-corrupt, also where there is no such record.
   */
  readonly change: (id: number, columns: (record: Record) => Partial<Record>) => void;
}

/** As sealedRecords, for tables with a key `id` and a version; `wrote` is told of each write by how many versions it adds. */
export function versionedRecords<Record extends Columns<Record> & { readonly id: number; readonly version: number; readonly seal: number }>(
  db: Connection,
  table: 'chunk' | 'attempt' | 'correction_batch',
  wrote: (versions: number) => void,
): VersionedRecords<Record> {
  const part = table === 'correction_batch' ? 'correction' : table;
  const records = sealedRecords<Record>(db, table, part, 'id');
  const select = statement<[number], Record>(db, `SELECT * FROM ${table} WHERE id = ?`);
  const changeable = sealedColumns[table].filter((name) => name !== 'id');
  const update = statement<[Readonly<{ [name: string]: Stored }>]>(
    db,
    `UPDATE ${table} SET ${[...changeable, 'seal'].map((name) => `${name} = @${name}`).join(', ')} WHERE id = @id`,
  );
  return {
    ...records,
    insert(record) {
      records.insert(record);
      wrote(record.version);
    },
    change(id, columns) {
      const found = select.get(id);
      if (found === undefined) throw damaged(part, part === 'correction' ? {} : { [part]: String(id) });
      const before = records.checked(found);
      const after = { ...before, ...columns(before), version: before.version + 1 };
      update.run({ ...after, seal: sealOfRecord(table, after) });
      wrote(1);
    },
  };
}
