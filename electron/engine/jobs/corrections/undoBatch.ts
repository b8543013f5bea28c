import type { BatchResult, CorrectionBatch } from '#contract/corrections.ts';
import { Fault } from '#contract/faults.ts';
import type { StoredBatch } from '../../store/corrections.ts';
import type { JobFile } from '../../store/jobFile.ts';
import { isFew, rowWas, statesFrom } from './applyBatch.ts';
import { rowsOfKey } from './rowsOfKey.ts';
import { correcting, type Correcting, type CorrectingOptions } from './correcting.ts';
import { flawAfter, settleRows, type ChangedRow } from './settleRows.ts';

/** The batches of a job in their order, the dropped ones too. Fault job-corrupt. */
export function batches(file: JobFile): readonly CorrectionBatch[] {
  return file.corrections.batches().map(({ chunk: _, ...batch }) => batch);
}

/**
 * Takes the newest batch that counts back, as a whole. Faults nothing-to-undo; correction-sent where a row of it was sent
 * since, since what was sent cannot be taken back; and those of correcting.
 */
export function undoBatch(file: JobFile, options: CorrectingOptions): Promise<BatchResult> {
  return correcting(file, options, (c) => turnBatch(c, file.corrections.batches().findLast(({ state }) => state === 'applied'), 'undone'));
}

/** Brings the oldest batch that was undone back, as a whole. Faults as undoBatch. */
export function redoBatch(file: JobFile, options: CorrectingOptions): Promise<BatchResult> {
  return correcting(file, options, (c) => turnBatch(c, file.corrections.batches().find(({ state }) => state === 'undone'), 'applied'));
}

async function turnBatch(c: Correcting, batch: StoredBatch | undefined, state: 'applied' | 'undone'): Promise<CorrectionBatch> {
  const { file, tally } = c;
  if (batch === undefined) throw new Fault('nothing-to-undo', { event: state === 'undone' ? 'undo' : 'redo' });
  const positions = file.corrections.rowsOf(batch.id);
  if (positions.length !== batch.rows) throw new Fault('job-corrupt', { part: 'correction' });
  mustNotBeSent(c, batch, batch.act.kind === 'pick' ? withTheirKeys(c, positions) : positions);
  // From here on rows are read as they count then.
  file.corrections.setBatchState(batch.id, state, file.chunks.lastId());
  for (let at = 0; at < positions.length; ) {
    const rows = blockFrom(c, positions, at);
    turnRows(c, batch.id, rows, state === 'undone');
    at += rows.length;
    tally.rows += rows.length;
    await c.turn({ step: 'rows', rows: tally.rows, total: positions.length });
  }
  tally.cells = batch.cells;
  const { chunk: _, ...made } = batch;
  return { ...made, state };
}

/** Also one whose rows were put into a new round since: the platform knows the corrected profile. */
function mustNotBeSent({ file, open, job }: Correcting, { chunk }: StoredBatch, positions: readonly number[]): void {
  const sent = open.slice();
  for (const { members } of file.chunks.sentAfter(chunk)) for (const { from, to } of members) sent.fill(1, from, to + 1);
  const rows = positions.filter((position) => position <= job.rowsRead && sent[position] === 1);
  const [first] = rows;
  if (first !== undefined) throw new Fault('correction-sent', { rows: rows.length, row: file.blocks.rowNumber(first) });
}

/** With the other rows of their match keys: of these another one would be sent, and it must not be sent after one that was. */
function withTheirKeys({ file, mapper }: Correcting, positions: readonly number[]): readonly number[] {
  const found = new Set(positions);
  for (const position of positions) for (const member of rowsOfKey({ file, mapper }, position)) found.add(member.position);
  return [...found].sort((a, b) => a - b);
}

/** Positions of the batch from an index on, as far as they lie in one block. */
function blockFrom({ file }: Correcting, positions: readonly number[], at: number): readonly number[] {
  const { first, states } = file.states.blockAt(positions[at] ?? 0);
  const end = first + states.length;
  let to = at;
  while (to < positions.length && (positions[to] ?? end) < end) to += 1;
  return positions.slice(at, to);
}

function turnRows(c: Correcting, batch: number, positions: readonly number[], isUndone: boolean): void {
  const { file, mapper } = c;
  const before = file.corrections.rowsBetween(batch, positions[0] ?? 0, positions.at(-1) ?? 0);
  const stored = [...file.blocks.rowsAt(positions, { few: isFew(positions.length) })];
  const stateAt = statesFrom(file, positions[0] ?? 1);
  const changed = before.flatMap((was, index): readonly ChangedRow[] => {
    const row = stored[index];
    if (row === undefined) return [];
    const { position, cells } = row;
    const state = stateAt(position);
    const now = isUndone ? was.was : { ...rowWas(file, position, state), ...(was.was.picked === undefined ? {} : { picked: was.was.picked }) };
    const flaw = isUndone ? was.was.flaw : flawRedone(c, batch, position, now.flaw, cells);
    const mapped = mapper.map({ row: row.row, cells, ...(flaw === undefined ? {} : { flaw }) });
    if (!isUndone) file.corrections.putRow(batch, { position, state, was: now });
    return [{ position, state, mapped, back: isUndone ? was : null }];
  });
  settleRows(c, changed);
}

function flawRedone({ file, job }: Correcting, batch: number, position: number, flaw: 'long' | 'cut' | undefined, after: ChangedCells): 'long' | 'cut' | undefined {
  if (flaw === undefined) return undefined;
  const own = file.corrections.cellsOf(position).filter((cell) => cell.batch === batch);
  const before = [...after];
  for (const { column, before: cell } of own) before[column] = cell;
  return flawAfter({ flaw, before, after, changed: new Set(own.map(({ column }) => column)), columns: job.columns });
}

type ChangedCells = Parameters<typeof flawAfter>[0]['after'];
