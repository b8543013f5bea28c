import { countedRecords } from './countedRecords.ts';
import type { Connection } from './database.ts';
import { statement } from './statement.ts';
import type { WriteCount } from './written.ts';

/** As it is stored. */
export interface KeptProfileRecord {
  readonly position: number;
  readonly at: string;
  readonly profile: string;
  readonly seal: number;
}

export type KeptProfile = Omit<KeptProfileRecord, 'seal'>;

/** Beyond this no profile is kept, in UTF-16 units: the platform's own are some thousand. */
export const longestKept = 1_000_000;

/** The table kept_profile: profiles as they were before they were updated, by the rows that would update them. */
export function keptProfileQueries(db: Connection, written: WriteCount) {
  const { checked, put } = countedRecords<KeptProfileRecord>(db, { of: 'kept', part: 'kept', named: 'position' }, written);
  const selectAll = statement<[], KeptProfileRecord>(db, 'SELECT * FROM kept_profile ORDER BY position');
  const selectCount = statement<[], number>(db, 'SELECT count(*) FROM kept_profile').pluck();
  const selectPosition = statement<[number], number>(db, 'SELECT position FROM kept_profile WHERE position = ?').pluck();

  return {
    /** Keeps one, in place of one that is there for its row; inside the caller's transaction. */
    put: (profile: KeptProfile): void => put(profile),
    has: (position: number): boolean => selectPosition.get(position) !== undefined,
    count: (): number => selectCount.get() ?? 0,
    /** All of them by their rows. Fault job-corrupt. */
    all: (): readonly KeptProfile[] => selectAll.all().map((record) => {
      const { seal: _, ...kept } = checked(record);
      return kept;
    }),
  };
}

export type KeptProfileQueries = ReturnType<typeof keptProfileQueries>;
