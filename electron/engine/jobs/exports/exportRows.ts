import { basename, extname } from 'node:path';
import { m } from '#messages';
import { inflateRawSync } from 'node:zlib';
import { shownText } from '#contract/cells.ts';
import type { ExportChoice, ExportDelimiter, ExportLocale, ExportProgress, ExportWritten } from '#contract/exports.ts';
import { Fault } from '#contract/faults.ts';
import type { JobRow } from '#contract/job.ts';
import type { RowFilter } from '#contract/rowFilter.ts';
import { usageFault } from '#contract/spokenFault.ts';
import { readProfileId } from '../../api/answerCodes.ts';
import { answerValue } from '../../api/answerValue.ts';
import type { JobFile } from '../../store/jobFile.ts';
import { positionsOf as positionsOfRuns } from '../../store/runs.ts';
import { inStep } from '../fullDisk.ts';
import { describeRow } from '../jobRows.ts';
import { turns, type TurnOptions } from '../turns.ts';
import { correctingPlan } from './correcting/correctingPlan.ts';
import { correctingRows } from './correcting/correctingRows.ts';
import { failureCells } from './correcting/failureCells.ts';
import { sentInstead } from './correcting/sentInstead.ts';
import { marksOf, toCorrect } from './correcting/toCorrect.ts';
import { chosenRows } from './chosenRows.ts';
import { planExport, rowsPerTurn, type ExportPlan } from './exportPlan.ts';
import type { ExportedRow } from './rowWriter.ts';
import { openTableWriter, rowsByEnding, type RowsInto } from './tableWriter.ts';
import { shownNumber, shownState, verdict } from './verdict.ts';

/** Aborted: nothing is left of the export; Fault cancelled. */
export interface ExportOptions extends TurnOptions<ExportProgress> {
  /** Whether a file that is there may be replaced. */
  readonly replace: boolean;
  /** Whose Excel a CSV file is for: the language of its system decides what parts columns and decimals. Default "en". */
  readonly locale?: ExportLocale | undefined;
  /** CSV; by the language when left out. */
  readonly delimiter?: ExportDelimiter | undefined;
  /** Of the rows chosen, those alone that it leaves. */
  readonly filter?: RowFilter | undefined;
  /** A workbook made for correcting, to be taken back into the job: coloured cells, notes, lists, and ids of the rows. */
  readonly forCorrecting?: boolean | undefined;
}

/** An answer as the client takes one at most, unpacked. */
const answerBytesAtMost = 64 * 1024 * 1024;

/**
 * Writes rows of a job to an .xlsx or .csv (by the name's ending): the original columns, then row number, status, code,
 * text and the profile id where the platform gave one, and what the cells alone do not say (see rowNote.ts). Prepared
 * again, the file gives the same items, errors and picks of duplicates; made for correcting, it comes back into the job (see
 * corrections/workbook). It must not be shared with a run: its connection is busy reading
 * until the end. Faults: usage (another ending), output-exists, output-unwritable, export-too-wide, disk-full, job-corrupt, cancelled.
 */
export async function exportRows(file: JobFile, choice: ExportChoice, out: string, options: ExportOptions): Promise<ExportWritten> {
  const { forCorrecting = false } = options;
  const chosen = await chosenRows(file, choice, options);
  // What a row is said to be is of the item that it has now.
  file.items.mustBeLatest(chosen());
  const turn = turns<ExportProgress>(options);
  const total = countOf(chosen());
  const plan = await planExport(file, chosen(), (rows) => turn({ step: 'look', rows, total }));
  const writer = await openTableWriter(out, options, forCorrecting ? rowsForCorrecting(file, out, plan) : rowsByEnding(out, options, plan));
  const picks = file.corrections.picks();
  const refused = failureCells(plan.recipe, plan.columns);
  const instead = forCorrecting ? sentInstead(file, plan.recipe) : () => 0;
  let rows = 0;
  try {
    const ids = await profileIds(file, choice, () => turn({ step: 'look', rows: total, total }));
    for (const stored of file.blocks.rowsAt(chosen())) {
      const row = describeRow(file, stored);
      await writer.write(forCorrecting ? toCorrect(row, refused, instead) : { ...exported(row, row.profileId ?? ids.get(row.position) ?? null, plan, picks), marks: marksOf(row, refused(row)) });
      rows += 1;
      if (rows % rowsPerTurn === 0) await turn({ step: 'write', rows, total });
    }
    await turn({ step: 'write', rows, total });
    await writer.finish();
  } catch (error) {
    await writer.discard();
    throw inStep(error, 'export');
  }
  const unnoted = writer.unnoted();
  return { rows, tooLong: plan.tooLong, ...(unnoted === 0 ? {} : { unnoted }) };
}

function countOf(positions: Iterable<number>): number {
  let count = 0;
  for (const _ of positions) count += 1;
  return count;
}

/** Fault usage for another ending than .xlsx: a text file has neither colours nor types. */
function rowsForCorrecting(file: JobFile, out: string, plan: ExportPlan): RowsInto {
  if (extname(out).toLowerCase() !== '.xlsx') throw usageFault(() => m.exports_ending_correcting({ name: basename(out) }));
  return (stream, name) => correctingRows(stream, correctingPlan(file, plan), name);
}

type Picks = ReturnType<JobFile['corrections']['picks']>;

function exported(row: JobRow, profileId: string | null, plan: ExportPlan, picks: Picks): ExportedRow {
  const { code, text } = verdict(row);
  const status = [shownNumber(row), shownState(row), code, text, profileId];
  // Of one that stands back again another one is picked.
  const pick = row.state === 'duplicate' ? undefined : picks.get(row.position);
  const picked = pick === undefined ? {} : { picked: [pick.low, pick.high] as const };
  return { position: row.position, row: row.row, cells: row.cells, status, note: { ...noteOf(row, plan), ...picked, texts: plan.texts } };
}

/** What the mapping was told of the whole row beside its cells. */
function noteOf({ state, errors, cells }: JobRow, { columns, places }: ExportPlan): ExportedRow['note'] {
  if (state === 'hidden') return { hidden: true };
  if (errors.some(({ reason }) => reason === 'row-too-long')) return { longFrom: columns.findLastIndex(({ header }) => header !== '') + 1 };
  if (!errors.some(({ reason }) => reason === 'row-cut-off')) return {};
  const last = places.findLastIndex((place) => shownText(cells[place] ?? null) !== '');
  return { cutAt: { index: Math.max(last, 0), shown: shownText(cells[places[last] ?? 0] ?? null) } };
}

/**
 * Profile ids of accepted rows, from the answers as they came; only an export of all rows speaks of them.
 * A later round's answer stands for the row.
 */
async function profileIds(file: JobFile, choice: ExportChoice, turn: () => Promise<void>): Promise<ReadonlyMap<number, string>> {
  const ids = new Map<number, string>();
  if (choice !== 'all') return ids;
  for (const { members, answer } of file.attempts.answers()) {
    await turn();
    const body = answerValue(inflated(answer));
    const results = typeof body === 'object' && body !== null && 'result' in body && Array.isArray(body.result) ? body.result : [];
    let index = 0;
    for (const position of positionsOfRuns(members)) {
      const entry: unknown = results[index];
      index += 1;
      const id = typeof entry === 'object' && entry !== null && 'profile_id' in entry ? readProfileId(entry.profile_id) : null;
      if (id !== null) ids.set(position, id);
    }
  }
  return ids;
}

/** Fault job-unreadable for what no answer of ours inflates to. */
function inflated(answer: Buffer): Buffer {
  try {
    return inflateRawSync(answer, { maxOutputLength: answerBytesAtMost });
  } catch (error) {
    throw new Fault('job-unreadable', { reason: 'answer' }, { cause: error });
  }
}
