import type { DamagedPart } from './damage.ts';
import type { Connection } from './database.ts';
import { sealedColumns, sealOfRecord, type Stored } from './seal.ts';
import { sealedRecords } from './sealedRecords.ts';
import { statement } from './statement.ts';
import type { WriteCount } from './written.ts';

/** Tables of which the job's record keeps the sum of all seals, by the part of what is written that they are. */
const tables = { errors: 'row_error', duplicates: 'duplicate', failures: 'failure', kept: 'kept_profile' } as const;

export interface CountedRecords<Record> {
  /** See sealedRecords. */
  readonly checked: (record: Record) => Record;
  /** Writes a record with its seal; of all but errors in place of the one that is there. */
  readonly put: (record: Omit<Record, 'seal'>) => void;
  /** Prepares the deletion of those at a position, or between two. */
  readonly dropAt: (position: number) => void;
  readonly dropBetween: (from: number, to: number) => void;
}

/**
 * Reading and writing records that have no version of their own: what is written and deleted counts by its seal, so that a
 * table of an earlier time is told though each of its records fits. Whatever writes to the table goes through here.
 */
export function countedRecords<Record extends Readonly<{ [Name in keyof Record]: Stored }> & { readonly position: number; readonly seal: number }>(
  db: Connection,
  { of, part, named }: { readonly of: keyof typeof tables; readonly part: DamagedPart; readonly named: keyof Record & string },
  written: WriteCount,
): CountedRecords<Record> {
  const table = tables[of];
  const columns: readonly string[] = [...sealedColumns[table], 'seal'];
  const insert = (how: string) => statement<[Readonly<{ [name: string]: Stored }>]>(db, `INSERT ${how} INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((name) => `@${name}`).join(', ')})`);
  const { checked } = sealedRecords<Record>(db, table, part, named);
  const [add, replace] = [insert(of === 'errors' ? '' : 'OR IGNORE'), insert('OR REPLACE')];
  const selectAt = statement<[number], number>(db, `SELECT seal FROM ${table} WHERE position = ?`).pluck();
  const dropAt = statement<[number], number>(db, `DELETE FROM ${table} WHERE position = ? RETURNING seal`).pluck();
  const dropBetween = statement<[number, number], number>(db, `DELETE FROM ${table} WHERE position BETWEEN ? AND ? RETURNING seal`).pluck();
  const gone = (seals: readonly number[]): void => {
    for (const seal of seals) written.add(of, -seal);
  };

  return {
    checked,
    put(record) {
      const sealed = { ...record, seal: sealOfRecord(table, record) };
      // Seldom is one there: it is not looked for beforehand.
      if (add.run(sealed).changes === 0) {
        gone(selectAt.all(record.position));
        replace.run(sealed);
      }
      written.add(of, sealed.seal);
    },
    dropAt: (position) => gone(dropAt.all(position)),
    dropBetween: (from, to) => gone(dropBetween.all(from, to)),
  };
}
