import { rowStates } from '#contract/job.ts';
import type { MappedRow, RowMapper } from '../../mapping/types.ts';
import { rowWasSchema } from '../../store/corrections.ts';
import type { JobFile } from '../../store/jobFile.ts';
import { loadError } from '../../store/problems.ts';
import type { Salvage, SavedItems } from '../../store/salvage/salvage.ts';
import { uint32 } from '../../store/uint32.ts';
import { jobMapping } from '../jobMapping.ts';
import { lost } from './decide.ts';

/** What is left of the corrections of a damaged job. */
export interface SavedCorrections {
  /** All of them are there, or there were none. Half a batch is nothing that anybody has asked for. */
  readonly isWhole: boolean;
  /** Rows that were ever corrected, as far as anything tells, rising. */
  readonly positions: readonly number[];
}

export function savedCorrections({ batches, corrections, correctedRows }: Salvage): SavedCorrections {
  const positions = [...new Set([...corrections, ...correctedRows].map(({ position }) => position))].sort((a, b) => a - b);
  const counted = (list: readonly { readonly batch: number }[]): ReadonlyMap<number, number> => {
    const counts = new Map<number, number>();
    for (const { batch } of list) counts.set(batch, (counts.get(batch) ?? 0) + 1);
    return counts;
  };
  const [cells, rows] = [counted(corrections), counted(correctedRows)];
  const isWhole = cells.size === batches.filter(({ cell_count: count }) => count > 0).length && rows.size === batches.length
    && batches.every(({ id, row_count: rowCount, cell_count: cellCount }, index) => id === index + 1 && rows.get(id) === rowCount && (cells.get(id) ?? 0) === cellCount);
  return { isWhole, positions };
}

/**
 * Brings corrections back into a job file that has all its blocks, with the items and errors that follow from them. Where
 * some of them are lost, rows whose items are lost too have none: read again they would be sent as they were before.
 * `prepared`: the states that preparing gave, where the source was read again; gives them without those of corrected rows, which are
 * what their cells are now, else what requests and answers say. Inside the caller's transaction.
 */
export function restoreCorrections(file: JobFile, saved: Salvage, prepared: Uint8Array | null): Uint8Array | null {
  const { isWhole, positions } = savedCorrections(saved);
  if (positions.length === 0 && isWhole) return prepared;
  // Those of the cells as read, where the source was read again.
  file.keys.clear();
  if (prepared !== null) for (const block of saved.items.values()) if (block.version > 1) file.items.replace(itemsIn(block));
  const after = prepared?.slice() ?? null;
  for (const position of positions) if (after !== null) after[position - 1] = lost;
  const job = file.job.read();
  const mapping = !isWhole || job === null ? null : jobMapping(file, job);
  if (mapping?.ok !== true) forgetLost(file, saved);
  else {
    for (const batch of saved.batches) file.corrections.restoreBatch(batch);
    for (const cell of saved.corrections) file.corrections.restoreCell(cell);
    mapAgain(file, saved, positions, { mapper: mapping.mapper, prepared: after });
  }
  return after;
}

/** Takes the items of blocks away that were lost. */
function forgetLost(file: JobFile, { items }: Salvage): void {
  for (const { first, states } of [...file.items.sizes()]) {
    if (items.get(first)?.ends.length === states.length * 4) continue;
    file.items.replace(new Map(Array.from(states, (_, index) => [first + index, null])));
  }
}

/** The items of a block as they were saved, by position. */
function itemsIn({ first, ends, items }: SavedItems): ReadonlyMap<number, string | null> {
  const bytes = Buffer.from(items);
  let start = 0;
  return new Map(Array.from(uint32(ends), (end, index) => {
    const item = end > start ? bytes.toString('utf8', start, end - 1) : null;
    start = end;
    return [first + index, item];
  }));
}

interface Again {
  readonly mapper: RowMapper;
  readonly prepared: Uint8Array | null;
}

function mapAgain(file: JobFile, saved: Salvage, positions: readonly number[], { mapper, prepared }: Again): void {
  const last = positions.at(-1) ?? 0;
  const isSaved = coverage(last, saved.items.values(), ({ first, ends }) => [first, ends.length / 4]);
  const hasCells = prepared !== null ? () => true : coverage(last, saved.blocks.values(), ({ first, count }) => [first, count]);
  for (const row of file.blocks.rowsAt(positions, { few: true })) {
    const { position } = row;
    if (!hasCells(position)) continue;
    const mapped = mapper.map(row);
    if (!isSaved(position)) file.items.replace(new Map([[position, mapped.kind === 'item' ? mapped.json : null]]));
    if (prepared !== null && mapped.kind !== 'item') prepared[position - 1] = rowStates.indexOf(mapped.kind);
    writeErrors(file, saved, position, mapped);
  }
}

function coverage<Block>(rows: number, blocks: Iterable<Block>, spanOf: (block: Block) => readonly [first: number, count: number]): (position: number) => boolean {
  const covered = new Uint8Array(rows + 1);
  for (const block of blocks) {
    const [first, count] = spanOf(block);
    covered.fill(1, first, first + count);
  }
  return (position) => covered[position] === 1;
}

/** As they were saved; else as the cells give them. */
function writeErrors(file: JobFile, { errors }: Salvage, position: number, mapped: MappedRow): void {
  file.problems.removeErrors(position);
  const made = mapped.kind === 'invalid' ? mapped.errors : mapped.kind === 'item' ? (mapped.leftOut ?? []) : [];
  file.problems.addErrors(position, errors.get(position)?.map(loadError) ?? made);
}

/** What undoing gives back; `attempts`: the new numbers of the sendings that refusals came by. */
export function restoreCorrectedRows(file: JobFile, saved: Salvage, attempts: ReadonlyMap<number, number>): void {
  if (!savedCorrections(saved).isWhole) return;
  for (const row of saved.correctedRows) {
    const was = rowWasSchema.parse(JSON.parse(row.was));
    const failure = was.failure === undefined ? {} : { failure: { ...was.failure, attempt: attempts.get(was.failure.attempt ?? 0) ?? null } };
    file.corrections.restoreRow({ ...row, was: JSON.stringify({ ...was, ...failure }) });
  }
}
