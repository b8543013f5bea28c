import { basename } from 'node:path';
import { rowStates, type RowState } from '#contract/job.ts';
import type { ChangedRow } from '#contract/workbook.ts';
import type { Cell, RowFlaw } from '#contract/cells.ts';
import { unfitFault } from '../../../mapping/index.ts';
import type { MappedRow } from '../../../mapping/types.ts';
import type { ToldAhead } from '#contract/reopenedWords.ts';
import type { JobFile } from '../../../store/jobFile.ts';
import type { JobRecord } from '../../../store/jobTable.ts';
import { jobMapping } from '../../jobMapping.ts';
import { refusalOf } from '../applyBatch.ts';
import { isLeft, lookAtKeys } from '../correcting.ts';
import type { DateCell } from '../dateProof.ts';
import { DatesAhead } from '../datesAgain.ts';
import { lostMarks, marksAfter, withMarks } from '../lostMarks.ts';
import { Standing } from '../standing.ts';
import { flawAfter } from '../settleRows.ts';
import { cellsIn, type ReadWorkbook } from './readWorkbook.ts';
import { Told } from './some.ts';
import type { EditedRow } from './workbookChanges.ts';

export interface Outcomes {
  /** `becomes` is ready also for a row that stands back: that is known once all rows were looked at. */
  readonly of: (row: EditedRow) => Omit<ChangedRow, 'cells'>;
  readonly standing: Standing;
  /** What else the batch would do. To be asked once all rows were looked at. */
  readonly toldAhead: () => ToldAhead;
  /** See BatchOptions. */
  readonly ahead: () => AsyncIterable<DateCell>;
}

interface OutcomeOptions {
  readonly sendAgain: boolean;
  /** The cells that the workbook changes. */
  readonly changes: () => AsyncIterable<DateCell>;
}

/** What would come of rows if they were corrected as they stand in a workbook. Fault recipe-columns. */
export async function outcomes(file: JobFile, job: JobRecord, read: ReadWorkbook, { sendAgain, changes }: OutcomeOptions): Promise<Outcomes> {
  const made = jobMapping(file, job);
  if (!made.ok) throw unfitFault(made, { file: basename(file.path) });
  const look = lookAtKeys(file, job, made.mapper);
  const ahead = async function* (): AsyncGenerator<DateCell> {
    for (const cell of cellsIn(read)) yield { ...cell, isLeft: true };
    // Which of its cells are written matters only where they may take the proof of another order away.
    if (look.dates.hasContraries()) yield* changes();
  };
  if (look.dates.concerns()) for await (const cell of ahead()) look.dates.take({ isLeft: isLeft(look, cell.position, sendAgain), ...cell });
  const facts = blockFacts(file);
  const [standing, dates, overwrites] = [new Standing(look), new DatesAhead(look), new Told<number>()];
  const of: Outcomes['of'] = ({ stored: { position, row, cells }, edits }) => {
    const { state, flaw: had } = facts(position);
    const after: Cell[] = [...cells];
    for (const { column, after: cell } of edits) {
      while (after.length <= column) after.push(null);
      after[column] = cell;
    }
    const changed = new Set(edits.map(({ column }) => column));
    const flaw = flawAfter({ flaw: had, before: cells, after, changed, columns: job.columns });
    const marks = marksAfter(lostMarks({ file, job }, position), changed, job.columns);
    const mapped = withMarks(look.dates.map({ row, cells: after, ...(flaw === undefined ? {} : { flaw }) }, position, changed), marks);
    const refused = refusalOf(look, { position, state, columns: changed, mapped, sendAgain });
    if (refused === null) {
      standing.plan(position, state, mapped);
      for (const other of look.settled.overwritten({ position, state, mapped })) overwrites.add(other);
      for (const { column, after: cell } of edits) dates.add({ position, row }, column, cell);
    }
    return { row, state, becomes: refused === null ? kindOf(mapped) : 'refused', ...(refused === null ? {} : { refused }), errors: errorsOf(mapped) };
  };
  return { of, standing, toldAhead: () => ({ ...dates.told(), ...(overwrites.count === 0 ? {} : { overwrites: overwrites.some }) }), ahead };
}

interface RowFacts {
  readonly state: RowState;
  readonly flaw: RowFlaw | undefined;
}

/** States and flaws of rows that are asked for in their order, each block of them read once. */
function blockFacts(file: JobFile): (position: number) => RowFacts {
  let block: ReturnType<JobFile['states']['blockAt']> = { first: 0, states: new Uint8Array() };
  let long: ReadonlySet<number> = new Set();
  let cut: ReadonlySet<number> = new Set();
  return (position) => {
    if (position < block.first || position >= block.first + block.states.length) {
      block = file.states.blockAt(position);
      const last = block.first + block.states.length - 1;
      long = file.problems.positionsWith(block.first, last, { reason: 'row-too-long' });
      cut = file.problems.positionsWith(block.first, last, { reason: 'row-cut-off' });
    }
    return { state: rowStates[block.states[position - block.first] ?? 0] ?? 'empty', flaw: long.has(position) ? 'long' : cut.has(position) ? 'cut' : undefined };
  };
}

function kindOf({ kind }: MappedRow): 'ready' | 'invalid' | 'empty' {
  return kind === 'item' ? 'ready' : kind;
}

function errorsOf(mapped: MappedRow): ChangedRow['errors'] {
  return mapped.kind === 'invalid' ? mapped.errors : mapped.kind === 'item' ? (mapped.leftOut ?? []) : [];
}
