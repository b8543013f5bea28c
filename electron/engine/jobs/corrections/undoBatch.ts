import { namedAtMost } from '#contract/counted.ts';
import type { BatchResult, CorrectionBatch } from '#contract/corrections.ts';
import { Fault } from '#contract/faults.ts';
import { rowStates, type RowState } from '#contract/job.ts';
import type { CorrectedRow, StoredBatch } from '../../store/corrections.ts';
import type { JobFile } from '../../store/jobFile.ts';
import { jobCounts } from '../jobStatus.ts';
import { ownOf } from './applyBatch.ts';
import { rowsOfBlock, rowWas, statesFrom } from './rowsOfBlock.ts';
import { lostMarks, marksAfter, withMarks } from './lostMarks.ts';
import { winnerOf } from './decideAgain.ts';
import { hashOfKey } from './keyHashes.ts';
import { keyOf, rowsOfKey } from './rowsOfKey.ts';
import { afterOthers } from './settledKeys.ts';
import { correcting, openRows, refuse, type Correcting, type CorrectingOptions, type Tally } from './correcting.ts';
import { eventOf, flawAfter, settleRows, type ChangedRow } from './settleRows.ts';

/** The batches of a job in their order, the dropped ones too. Fault job-corrupt. */
export function batches(file: JobFile): readonly CorrectionBatch[] {
  return file.corrections.batches().map(({ chunk: _, ...batch }) => ownOf(batch));
}

export interface UndoOptions extends CorrectingOptions {
  /** Also where a row gets a match key back of which another row was accepted since: it is sent after that. */
  readonly sendAgain?: boolean | undefined;
}

/**
 * Takes the newest batch that counts back, as a whole. Where one of its rows would be sent after another of its match key that was
 * accepted since, nothing is changed and these rows are told. Faults nothing-to-undo; correction-sent where a row of it was sent
 * since, since what was sent cannot be taken back; correction-lost where a repair has lost what was before; and those of correcting.
 */
export function undoBatch(file: JobFile, options: UndoOptions): Promise<BatchResult> {
  return turned(file, options, (c) => turnBatch(c, file.corrections.batches().findLast(({ state }) => state === 'applied'), { state: 'undone', ...options }));
}

/** Brings the oldest batch that was undone back, as a whole. Faults as undoBatch. */
export function redoBatch(file: JobFile, options: UndoOptions): Promise<BatchResult> {
  return turned(file, options, (c) => turnBatch(c, file.corrections.batches().find(({ state }) => state === 'undone'), { state: 'applied', ...options }));
}

/** Rows of it cannot be turned back, so none is. */
class Refused extends Error {
  readonly tally: Tally;

  constructor(tally: Tally) {
    super('refused');
    this.tally = tally;
  }
}

async function turned(file: JobFile, options: UndoOptions, work: (c: Correcting) => Promise<CorrectionBatch>): Promise<BatchResult> {
  try {
    return await correcting(file, options, work);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const counts = jobCounts(file, file.states.bytes());
    const { refused, refusedRows, refusedBy } = error.tally;
    return { batch: null, rows: 0, cells: 0, refused, refusedRows, refusedBy, before: counts, after: counts };
  }
}

interface Turn {
  readonly state: 'applied' | 'undone';
  readonly sendAgain?: boolean | undefined;
}

async function turnBatch(c: Correcting, batch: StoredBatch | undefined, { state, sendAgain = false }: Turn): Promise<CorrectionBatch> {
  const { file, tally } = c;
  if (batch === undefined) throw new Fault('nothing-to-undo', { event: state === 'undone' ? 'undo' : 'redo' });
  if (batch.act.kind === 'lost' || batch.act.lost !== undefined) throw new Fault('correction-lost', { event: state === 'undone' ? 'undo' : 'redo' });
  const positions = file.corrections.rowsOf(batch.id);
  if (positions.length !== batch.rows) throw new Fault('job-corrupt', { part: 'correction' });
  mustNotBeSent(c, batch, batch.act.kind === 'pick' ? withTheirKeys(c, positions) : positions);
  // From here on rows are read as they count then.
  file.corrections.setBatchState(batch.id, state, file.chunks.lastSentId());
  for (let at = 0; at < positions.length; ) {
    const rows = blockFrom(c, positions, at);
    turnRows(c, batch.id, rows, { state, sendAgain });
    at += rows.length;
    tally.rows += rows.length;
    await c.turn({ step: 'rows', rows: tally.rows, total: positions.length });
  }
  if (batch.act.kind === 'pick') askOfKey(c, positions, sendAgain);
  if (tally.refusedRows > 0) throw new Refused(tally);
  const { chunk: _, ...made } = ownOf(batch);
  tally.rows = made.rows;
  tally.cells = made.cells;
  return { ...made, state };
}

const [unknown, queued] = [rowStates.indexOf('unknown'), rowStates.indexOf('queued')];

/** Also one whose rows were put into a new round since: the platform knows the corrected profile. */
function mustNotBeSent({ file, open, job, states }: Correcting, { chunk }: StoredBatch, positions: readonly number[]): void {
  const rows = sentOf({ file, open, job, states }, chunk, positions);
  const [first] = rows;
  if (first === undefined) return;
  // Their correction is what is advised, and as long as their outcome is open that is refused.
  const unsettled = rows.filter((position) => open[position] === 1 || states[position - 1] === unknown || states[position - 1] === queued);
  const waits = unsettled.length === 0 ? {} : { unsettled: unsettled.length, unsettledRows: unsettled.slice(0, namedAtMost).map((position) => String(file.blocks.rowNumber(position))) };
  throw new Fault('correction-sent', { rows: rows.length, row: file.blocks.rowNumber(first), ...waits });
}

function sentOf({ file, open, job, states }: Pick<Correcting, 'file' | 'open' | 'states'> & { readonly job: { readonly rowsRead: number } }, chunk: number, positions: readonly number[]): readonly number[] {
  const sent = open.slice();
  for (const { members } of file.chunks.sentAfter(chunk)) for (const { from, to } of members) sent.fill(1, from, to + 1);
  // Of one that a repair found unknown no request may be left that tells.
  return positions.filter((position) => position <= job.rowsRead && (sent[position] === 1 || states[position - 1] === unknown));
}

/** Why a batch is not turned back or brought back, as far as its own rows tell: they were sent since, or a repair has lost what was before. */
export function whyNotTurned(file: JobFile, id: number): 'sent' | 'lost' | null {
  const batch = file.corrections.batches().find((one) => one.id === id);
  const job = file.job.read();
  if (batch === undefined || job === null) return null;
  if (batch.act.kind === 'lost' || batch.act.lost !== undefined) return 'lost';
  return sentOf({ file, job, open: openRows(file, job.rowsRead), states: file.states.bytes() }, batch.chunk, file.corrections.rowsOf(id)).length > 0 ? 'sent' : null;
}

/** With the other rows of their match keys: of these another one would be sent, and it must not be sent after one that was. */
function withTheirKeys({ file, mapper }: Correcting, positions: readonly number[]): readonly number[] {
  const found = new Set(positions);
  for (const position of positions) for (const member of rowsOfKey({ file, mapper }, position)) found.add(member.position);
  return [...found].sort((a, b) => a - b);
}

/** Turning a pick changes which row of its key is sent; as picking does, it asks before that row is sent after one that was accepted. */
function askOfKey(c: Correcting, positions: readonly number[], sendAgain: boolean): void {
  const { file, tally, policy, mapper, open, states } = c;
  const picks = file.corrections.picks();
  const stateAt = (position: number): RowState => rowStates[states[position - 1] ?? 0] ?? 'empty';
  for (const position of positions) {
    const key = keyOf({ file, mapper }, position);
    const members = rowsOfKey({ file, mapper }, position);
    const winner = key === null ? undefined : winnerOf(policy, picks, hashOfKey(key), members);
    if (winner === undefined || stateAt(winner.position) !== 'duplicate') continue;
    const others = members.filter((member) => member !== winner).map((member) => ({ state: stateAt(member.position), isOpen: open[member.position] === 1 }));
    const reason = afterOthers(others, sendAgain);
    if (reason !== null) refuse(tally, winner.row, reason);
    if (others.some(({ state }) => state === 'accepted')) tally.isNewRound = true;
  }
}

/** Positions of the batch from an index on, as far as they lie in one block. */
function blockFrom({ file }: Correcting, positions: readonly number[], at: number): readonly number[] {
  const { first, states } = file.states.blockAt(positions[at] ?? 0);
  const end = first + states.length;
  let to = at;
  while (to < positions.length && (positions[to] ?? end) < end) to += 1;
  return positions.slice(at, to);
}

function turnRows(c: Correcting, batch: number, positions: readonly number[], { state: turn, sendAgain = false }: Turn): void {
  const { file, dates } = c;
  const isUndone = turn === 'undone';
  const before = file.corrections.rowsBetween(batch, positions[0] ?? 0, positions.at(-1) ?? 0);
  const stored = rowsOfBlock(file, positions);
  const stateAt = statesFrom(file, positions[0] ?? 1);
  const anew: CorrectedRow[] = [];
  const changed = before.flatMap((was, index): readonly ChangedRow[] => {
    const found = stored[index];
    if (found === undefined) return [];
    const { position, row: number, cells } = found;
    const state = stateAt(position);
    const now = isUndone ? was.was : { ...rowWas(c, position, state), ...(was.was.picked === undefined ? {} : { picked: was.was.picked }) };
    const flaw = isUndone ? was.was.flaw : flawRedone(c, batch, position, now.flaw, cells);
    const lost = lostMarks(c, position);
    const marks = isUndone ? (was.was.lost ?? lost) : marksAfter(lost, ownColumns(c, batch, position, lost), c.job.columns);
    const mapped = withMarks(dates.map({ row: number, cells, ...(flaw === undefined ? {} : { flaw }) }, position), marks);
    if (!isUndone) anew.push({ position, state, was: now });
    const row: ChangedRow = { position, state, mapped, back: isUndone ? was : null };
    const reason = !isUndone && state === 'accepted' && !sendAgain ? 'accepted' : isSentThen(row) ? c.settled.refusal({ position, state, mapped, sendAgain, isTurned: true }) : null;
    if (reason !== null) refuse(c.tally, number, reason);
    return [row];
  });
  file.corrections.putRows(batch, anew);
  settleRows(c, changed);
}

/** What was answered before the batch is what it was then, and is not sent. */
function isSentThen(row: ChangedRow): boolean {
  const event = eventOf(row);
  return event === 'correct' || event === 'send-again';
}

/** Columns of cells that a batch has corrected in a row; not looked at where the row has no marks. */
function ownColumns({ file }: Correcting, batch: number, position: number, marks: readonly unknown[]): ReadonlySet<number> {
  return new Set(marks.length === 0 ? [] : file.corrections.cellsOf(position).filter((cell) => cell.batch === batch).map(({ column }) => column));
}

function flawRedone({ file, job }: Correcting, batch: number, position: number, flaw: 'long' | 'cut' | undefined, after: ChangedCells): 'long' | 'cut' | undefined {
  if (flaw === undefined) return undefined;
  const own = file.corrections.cellsOf(position).filter((cell) => cell.batch === batch);
  const before = [...after];
  for (const { column, before: cell } of own) before[column] = cell;
  return flawAfter({ flaw, before, after, changed: new Set(own.map(({ column }) => column)), columns: job.columns });
}

type ChangedCells = Parameters<typeof flawAfter>[0]['after'];
