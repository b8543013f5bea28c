import { m } from '#messages';
import { columnLetter } from '#contract/cells.ts';
import type { BatchResult } from '#contract/corrections.ts';
import { Fault } from '#contract/faults.ts';
import type { ToldAhead } from '#contract/reopenedWords.ts';
import type { ChangedCell, ChangedRow, WorkbookReport, WorkbookChoices, WorkbookTaken } from '#contract/workbook.ts';
import type { StoredBatch } from '../../../store/corrections.ts';
import type { JobFile } from '../../../store/jobFile.ts';
import type { JobRecord } from '../../../store/jobTable.ts';
import { jobMark } from '../../exports/correcting/rowId.ts';
import { jobColumns } from '../../jobRows.ts';
import { jobCounts } from '../../jobStatus.ts';
import { applyBatch, ownOf, type CellChange } from '../applyBatch.ts';
import type { CorrectingOptions } from '../correcting.ts';
import { compareWorkbook, type Compared } from './compareWorkbook.ts';
import { outcomes, type Outcomes } from './outcome.ts';
import { readWorkbook, type ReadWorkbook } from './readWorkbook.ts';
import { toldAtMost } from './some.ts';
import { Met, workbookChanges, type CellEdit, type EditedRow } from './workbookChanges.ts';

export interface WorkbookProgress {
  /** read: the workbook's rows. compare: with the job's. */
  readonly step: 'read' | 'compare';
  readonly rows: number;
  /** Null where it is not known. */
  readonly total: number | null;
}

export interface PreviewOptions extends Partial<WorkbookChoices> {
  readonly signal?: AbortSignal | undefined;
  readonly onWorkbook?: ((progress: WorkbookProgress) => void) | undefined;
}

/**
 * What a workbook that was exported for correcting would change in its job, cell by cell; nothing is changed. Nothing of it is taken where rows or columns have
 * cells of others, see compareWorkbook, unless `asItIs`. Faults of readWorkbook; job-state, job-corrupt, job-unreadable, recipe-columns.
 */
export async function previewWorkbook(file: JobFile, path: string, options: PreviewOptions): Promise<WorkbookReport> {
  const job = readJob(file);
  return withWorkbook(job, path, options, async (read) => {
    const report = await looked(file, job, read, options);
    if (report.isBelieved) for await (const row of workbookChanges(file, read, { ...report.going, overwrite: options.overwrite, signal: options.signal, onProgress: progressOf(report.differing, options) })) report.add(row);
    return { ...report.of(file, read, job), ...report.toldAhead() };
  });
}

/**
 * Takes a workbook that was exported for correcting into its job, as one batch: of its rows those are corrected that were
 * changed in it, and the others stay as they are. Faults of readWorkbook and applyBatch.
 */
export async function correctFromWorkbook(file: JobFile, path: string, options: PreviewOptions & CorrectingOptions): Promise<WorkbookTaken> {
  const job = readJob(file);
  return withWorkbook(job, path, options, async (read) => {
    const report = await looked(file, job, read, options);
    if (!report.isBelieved) return { report: report.of(file, read, job), result: nothingDone(file) };
    const total = report.differing;
    const act = { kind: 'workbook' as const, name: read.name, stamps: read.wanted.stamps(stampsAtMost) };
    const result = await applyBatch(file, { ...options, origin: 'workbook', act, total, cells: changes(file, read, report, options), ahead: () => report.ahead() });
    return { report: report.of(file, read, job), result };
  });
}

/** Exports whose rows are in one workbook; more than a few are hardly put together by hand. */
const stampsAtMost = 100;

function readJob(file: JobFile): JobRecord {
  // Fault job-state.
  jobColumns(file);
  const job = file.job.read();
  if (job === null) throw new Fault('job-missing');
  return job;
}

async function withWorkbook<Value>({ jobId, recipe, columns }: JobRecord, path: string, { signal, onWorkbook }: PreviewOptions, work: (read: ReadWorkbook) => Promise<Value>): Promise<Value> {
  const onProgress = (rows: number): void => onWorkbook?.({ step: 'read', rows, total: null });
  const read = await readWorkbook(path, { job: jobMark(jobId), columns, locale: recipe.source?.locale, signal, onProgress });
  try {
    return await work(read);
  } finally {
    read.wanted.close();
  }
}

function progressOf(total: number, { onWorkbook }: PreviewOptions): (rows: number) => void {
  return (rows) => onWorkbook?.({ step: 'compare', rows, total });
}

async function looked(file: JobFile, job: JobRecord, read: ReadWorkbook, options: PreviewOptions): Promise<Report> {
  const all = await compared(file, job, read, options);
  const { sendAgain = false, overwrite, signal } = options;
  const changes = async function* (): AsyncGenerator<CellChange> {
    for await (const row of workbookChanges(file, read, { met: new Met(), marks: all.marks, overwrite, signal })) yield* cellsOf(row);
  };
  return new Report(await outcomes(file, job, read, { sendAgain, changes }), all, options);
}

function* cellsOf({ stored: { position }, edits }: EditedRow): Generator<CellChange> {
  for (const { column, after } of edits) yield { position, column, after };
}

async function* changes(file: JobFile, read: ReadWorkbook, report: Report, { signal, overwrite }: PreviewOptions): AsyncGenerator<CellChange> {
  for await (const row of workbookChanges(file, read, { ...report.going, overwrite, signal })) {
    report.add(row);
    yield* cellsOf(row);
  }
}

function compared(file: JobFile, job: JobRecord, read: ReadWorkbook, options: PreviewOptions): Promise<Compared> {
  return compareWorkbook(file, job, read, { signal: options.signal, onProgress: progressOf(read.wanted.count(), options) });
}

function nothingDone(file: JobFile): BatchResult {
  const counts = jobCounts(file, file.states.bytes());
  return { batch: null, rows: 0, cells: 0, refused: [], refusedRows: 0, before: counts, after: counts };
}

function sinceOf(batch: StoredBatch): NonNullable<ChangedCell['since']> {
  const { at, act, rows, cells } = ownOf(batch);
  return { at, act, rows, cells };
}

/** `instead`: position of the row that is sent instead of one; 0 where it is sent itself. */
function standsBack(file: JobFile, instead: number): Partial<Pick<ChangedRow, 'becomes' | 'instead'>> {
  return instead === 0 ? {} : { becomes: 'duplicate', instead: file.blocks.rowNumber(instead) };
}

/** Gathers what is told of a workbook while its rows go by. */
class Report {
  readonly #met = new Met();
  readonly #outcomes: Outcomes;
  readonly #becomes: Record<ChangedRow['becomes'], number> = { ready: 0, duplicate: 0, invalid: 0, empty: 0, refused: 0 };
  readonly #shown: { readonly row: EditedRow; readonly changed: Omit<ChangedRow, 'cells'> }[] = [];
  #rows = 0;
  #cells = 0;

  readonly #compared: Compared;
  readonly #asItIs: boolean;

  constructor(made: Outcomes, all: Compared, { asItIs = false }: Partial<WorkbookChoices>) {
    this.#asItIs = asItIs;
    this.#outcomes = made;
    this.#compared = all;
  }

  get isBelieved(): boolean {
    return this.#asItIs || !this.#isMixedUp;
  }

  ahead(): ReturnType<Outcomes['ahead']> {
    return this.#outcomes.ahead();
  }

  toldAhead(): ToldAhead {
    return this.#outcomes.toldAhead();
  }

  get #isMixedUp(): boolean {
    const { mixedUp, movedHeaders } = this.#compared;
    return mixedUp.count > 0 || movedHeaders.length > 0;
  }

  /** Rows that are not as in the job. */
  get differing(): number {
    return this.#compared.differing;
  }

  /** For workbookChanges. */
  get going(): Pick<Parameters<typeof workbookChanges>[2], 'met' | 'marks'> {
    return { met: this.#met, marks: this.#compared.marks };
  }

  add(row: EditedRow): void {
    const outcome = this.#outcomes.of(row);
    this.#becomes[outcome.becomes] += 1;
    this.#rows += 1;
    this.#cells += row.edits.length;
    if (this.#shown.length < toldAtMost) this.#shown.push({ row, changed: outcome });
  }

  of(file: JobFile, { name, wanted, layouts, withoutId, damagedId, ofOtherJobs }: ReadWorkbook, { columns }: JobRecord): WorkbookReport {
    const { standing } = this.#outcomes;
    const back = standing.count().rows;
    const twice = wanted.doubles(toldAtMost);
    const named = (names: (layout: ReadWorkbook['layouts'][number]) => readonly string[]): readonly string[] => [...new Set(layouts.flatMap(names))].slice(0, toldAtMost);
    const cellOf = ({ column, before, after, since }: CellEdit): ChangedCell => ({ column: columnLetter(column), header: columns[column]?.header ?? '', before, after, ...(since === undefined ? {} : { since: sinceOf(since) }) });
    const nameOf = (column: number): string => columns[column]?.header || m.workbook_column({ letter: columnLetter(column) });
    const { converted, formatted, unreadable, cut, kept, undone } = this.#met.left;
    return {
      name,
      rows: wanted.count() + twice.count,
      untouched: this.isBelieved ? this.#compared.same + this.#met.untouched : 0,
      changedRows: this.#rows,
      changedCells: this.#cells,
      changes: this.#shown.map(({ row, changed }) => ({ ...changed, ...standsBack(file, standing.instead(row.stored.position)), cells: row.edits.map(cellOf) })),
      becomes: { ...this.#becomes, ready: this.#becomes.ready - back, duplicate: back },
      conflicts: this.#met.conflicts.some,
      conflictCells: { count: this.#met.conflictCells.count, first: this.#met.conflictCells.first.map((one) => ({ row: one.row, ...cellOf(one) })) },
      mixedUp: this.#compared.mixedUp,
      mixedUpColumns: this.#compared.mixedUpColumns.map(nameOf),
      movedHeaders: this.#compared.movedHeaders.map(({ column, has }) => ({ header: nameOf(column), has: has === null ? null : nameOf(has) })),
      asItIs: this.#asItIs && this.#isMixedUp,
      withoutId,
      damagedId,
      twice: { count: twice.count, first: twice.first.map((position) => file.blocks.rowNumber(position)) },
      ofOtherJobs,
      cellsLeft: { converted: converted.some, formatted: formatted.some, unreadable: unreadable.some, cut: cut.some, kept: kept.some, undone: undone.some },
      ...(this.#compared.renamedHeaders.length === 0 ? {} : { columnsRenamed: this.#compared.renamedHeaders.map(({ column, as }) => ({ header: nameOf(column), as })) }),
      columnsMissing: named(({ missing }) => missing),
      columnsTwice: named(({ twice: names }) => names),
      columnsAdded: named(({ added }) => added),
    };
  }
}
