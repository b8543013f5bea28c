import { counted, grouped } from './counted.ts';
import type { RepairNote, RowState } from './job.ts';

/** What is proved of one table of a job file. */
export interface DamagedTable {
  readonly table: 'block' | 'block_item' | 'item_patch' | 'block_state' | 'row_error' | 'duplicate' | 'chunk' | 'attempt' | 'failure' | 'block_key' | 'correction_batch' | 'correction' | 'corrected_row' | 'kept_profile';
  /** Records that fit their seals. */
  readonly proved: number;
  /** Records that do not; null where nobody can count them. */
  readonly lost: number | null;
  /** In the sheet's numbers where these are known. Of blocks: the rows of those that are lost; of refusals and reasons: the rows whose states say otherwise. */
  readonly rows: readonly string[];
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

const names: Readonly<Record<DamagedTable['table'], string>> = {
  block: 'cells (blocks of rows)',
  block_item: 'profiles as they are sent (blocks)',
  item_patch: 'profiles of corrected rows (blocks)',
  block_state: 'states (blocks)',
  row_error: 'reasons why rows are invalid',
  duplicate: 'duplicates',
  chunk: 'requests',
  attempt: 'sendings and their answers',
  failure: 'refusals of rows',
  block_key: 'what tells rows with the same match key (blocks)',
  correction_batch: 'batches of corrections',
  correction: 'corrected cells',
  corrected_row: 'corrected rows',
  kept_profile: 'profiles kept as they were before',
};

/** A check in words, line by line. */
export function checkWords(check: JobCheck): readonly string[] {
  if (check.whole) return [`${check.job} is whole: ${counted(check.rows ?? 0, 'row')}, all proved by their seals${check.inDoubt ? '; its journal is lost or cut, so a run repeats what may have been sent under the same ids' : ''}`];
  const lines = [`${check.job} is damaged and cannot be run as it is.`];
  if (check.journal !== 'own') lines.push(`the journal (-wal) beside it belongs to ${check.journal === 'other-job' ? 'another job' : 'another time of this job'} and is left out`);
  if (!check.oneTime) lines.push('parts of it are of an earlier time than others, as after a write that the drive has lost: what was sent meanwhile is told by what is left of its requests');
  if (!check.structure) lines.push('the structure of the file is broken: what is lost is told by rows where that is known');
  if (!check.record) lines.push('the record of the job is lost: its recipe, its columns and its source are not known');
  else if (!check.standing) lines.push('where the job stands is lost');
  for (const { table, proved, lost, rows } of check.tables) {
    const missing = lost === null || lost === 0 ? '' : `, ${grouped(lost)} damaged`;
    lines.push(`${names[table]}: ${grouped(proved)} proved${missing}${rows.length === 0 ? '' : `; lost: rows ${rows.slice(0, 10).join(', ')}${rows.length > 10 ? ' and more' : ''}`}`);
  }
  return [...lines, ...repairable(check)];
}

const ofCorrections: ReadonlySet<DamagedTable['table']> = new Set(['correction_batch', 'correction', 'corrected_row'] as const);

function repairable({ repair, source, rows, tables }: JobCheck): readonly string[] {
  const told = Object.entries(repair.counts).filter(([, count]) => count > 0).map(([state, count]) => `${grouped(count)} ${state}`);
  if (!repair.possible) return [`proved of its rows: ${told.join(', ') || 'nothing'}; the sheet rows are listed by --json. A repair cannot make a job of it.`];
  const lost = repair.profilesLost + repair.cellsLost;
  const areCorrectionsHit = tables.some(({ table, lost: records }) => ofCorrections.has(table) && records !== 0);
  return [
    `a repair without the workbook saves, of ${counted(rows ?? 0, 'row')}: ${told.join(', ')}; without profiles ${grouped(repair.profilesLost)}, without cells ${grouped(repair.cellsLost)}`,
    ...(areCorrectionsHit ? ['it keeps every correction that is proved; rows that lost one, so that their cells do not give what was to be sent, are marked and not sent'] : []),
    ...(lost === 0 ? [] : [`with --source${source === null ? '' : ` “${source}”`} these are read again, and rows proved not to be sent stay ready`]),
  ];
}

/** What a repair did, in words. */
export function repairWords({ unknown, lost, ...note }: Pick<RepairNote, 'unknown' | 'lost' | 'cells' | 'numbers' | 'profiles' | 'requests' | 'corrections' | 'correctionsKept' | 'correctionsLost'>): readonly string[] {
  return [
    ...(unknown === 0 ? [] : [`${counted(unknown, 'row is', 'rows are')} unknown: nothing proves whether they were sent. A run settles those that can still be asked for; the others are yours to decide on (retry --unknown)`]),
    ...(lost === 0 ? [] : [`${counted(lost, 'row has', 'rows have')} lost what would be sent for them; with the workbook (--source) they are read again`]),
    ...(note.cells === undefined ? [] : [`${cellsWords(note.cells, note.numbers)}: they are empty in the window and in exports. Repair the damaged file once more with the workbook (--source), which gives them back`]),
    ...(note.profiles === undefined ? [] : [`of the profiles kept as they were before some are lost; ${counted(note.profiles, 'is', 'are')} left, and an undo workbook takes back no other`]),
    ...(note.requests === undefined ? [] : [`${counted(note.requests, 'request')} left after all that the file tells of its rows: rows that ${note.requests === 1 ? 'it' : 'they'} sent for the first time are among the unknown ones, and what was corrected before is lost without a trace. Look into the platform before you send unknown rows again: it may hold newer values than this file`]),
    ...correctionWords(note),
    'The damaged file was left as it is; do not run it any more.',
  ];
}

/** "500 rows have lost their cells and row numbers". */
function cellsWords(cells: number, numbers = 0): string {
  const alsoNumbers = numbers === 0 ? '' : numbers < cells ? `, ${grouped(numbers)} of them ${numbers === 1 ? 'its row number' : 'their row numbers'} too` : ` and ${cells === 1 ? 'its row number' : 'row numbers'}`;
  return `${counted(cells, 'row has', 'rows have')} lost ${cells === 1 ? 'its' : 'their'} cells${alsoNumbers}`;
}

/** What became of corrections, where not all of them could be saved. */
function correctionWords({ corrections, correctionsKept = 0, correctionsLost }: Pick<RepairNote, 'corrections' | 'correctionsKept' | 'correctionsLost'>): readonly string[] {
  if (corrections === undefined) return [];
  const saved = `${counted(correctionsKept, 'correction is', 'corrections are')} kept, ${correctionsLost === undefined ? 'how many are lost is not known' : correctionsLost === 0 ? 'none is lost' : `${counted(correctionsLost, 'is', 'are')} lost`}`;
  const none = 'All rows are to be sent as they were corrected';
  const marked = `${counted(corrections, 'row is', 'rows are')} marked “a correction was lost”: rows that were not sent yet are invalid now, and wait for the right values; requests that left, or may have left, with others of them are still settled by what they were sent with, where that is proved. Nothing is sent by what is left of the cells of such a row. List them among the invalid rows, and type the right values into the cells they name`;
  return [`${saved}. ${corrections === 0 ? none : marked}. What was corrected before cannot be undone or redone where it would bring back what is lost`];
}

/** That a job was saved from a damaged file, for its status. */
export function repairedWords({ at, from, unknown, lost, cells = 0, corrections = 0 }: RepairNote): string {
  const left = [
    ...(unknown > 0 ? [`${counted(unknown, 'row')} unknown since`] : []),
    ...(lost > 0 ? [`${counted(lost, 'row')} without profile`] : []),
    ...(cells > 0 ? [`${counted(cells, 'row')} without cells`] : []),
    ...(corrections > 0 ? [`${counted(corrections, 'row')} of which a correction was lost`] : []),
  ];
  return `repaired on ${at.slice(0, 10)} from ${from}${left.length === 0 ? '' : `: ${left.join(', ')}`}`;
}
