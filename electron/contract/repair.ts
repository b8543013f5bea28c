import type { RowState } from './job.ts';

/** What is proved of one table of a job file. */
export interface DamagedTable {
  readonly table: 'block' | 'block_item' | 'item_patch' | 'block_state' | 'row_error' | 'duplicate' | 'chunk' | 'attempt' | 'failure' | 'block_key' | 'correction_batch' | 'correction' | 'corrected_row' | 'kept_profile';
  /** Records that fit their seals. */
  readonly proved: number;
  /** Records that do not; null where nobody can count them. */
  readonly lost: number | null;
  /** Runs of rows in the sheet's numbers ("2-501"). Of blocks: the rows of those that are lost; of refusals and reasons: the rows whose states say otherwise. */
  readonly rows: readonly string[];
  /** The same of rows whose numbers are lost, by their place among the rows read. */
  readonly positions: readonly string[];
}

/** What a repair without the workbook would make of the rows. */
export interface SavedRows {
  /** False where the record of the job itself is lost. */
  readonly possible: boolean;
  readonly counts: Readonly<Partial<Record<RowState, number>>>;
  readonly cellsLost: number;
  readonly profilesLost: number;
  /** Runs of sheet rows, as "2-501,503", that are proved to be accepted, or refused. */
  readonly accepted: string;
  readonly failed: string;
}

/** What of a job file is whole. */
export interface JobCheck {
  readonly job: string;
  /** All of it: it can be run as it is. */
  readonly whole: boolean;
  /** It was left running without its journal, or with a damaged one. */
  readonly inDoubt: boolean;
  /** Whose journal lies beside it; one that is not its own is left out of all that is told here. */
  readonly journal: 'own' | 'other-job' | 'other-time';
  /** Whether all of it is of one and the same time: none was put back, or lost, by itself. */
  readonly oneTime: boolean;
  /** Whether the pages of the file hang together. */
  readonly structure: boolean;
  /** Whether recipe, columns and source are proved; and where the job stands. */
  readonly record: boolean;
  readonly standing: boolean;
  readonly rows: number | null;
  /** Name of the workbook that it was made from. */
  readonly source: string | null;
  readonly tables: readonly DamagedTable[];
  readonly repair: SavedRows;
}
