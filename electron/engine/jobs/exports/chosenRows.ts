import type { ExportChoice } from '#contract/exports.ts';
import { rowStates, type RowState } from '#contract/job.ts';
import { isFiltering } from '#contract/rowFilter.ts';
import type { JobFile } from '../../store/jobFile.ts';
import { filterRows } from '../rows/filterRows.ts';
import type { ExportOptions } from './exportRows.ts';

/** Gives the positions of the rows chosen anew at every call, rising. Faults cancelled, job-corrupt. */
export async function chosenRows(file: JobFile, choice: ExportChoice, { filter = {}, signal }: Pick<ExportOptions, 'filter' | 'signal'>): Promise<() => Iterable<number>> {
  if (!isFiltering(filter)) return () => ofChoice(file, choice);
  const left = await filterRows(file, filter, signal);
  return () => (choice === 'all' ? left : inBoth(ofChoice(file, choice), left));
}

/** Both rising. */
function* inBoth(positions: Iterable<number>, others: Uint32Array): Generator<number> {
  let at = 0;
  for (const position of positions) {
    while ((others[at] ?? Infinity) < position) at += 1;
    if (others[at] === position) yield position;
  }
}

/** Positions of the rows chosen, rising. */
function ofChoice(file: JobFile, choice: ExportChoice): Iterable<number> {
  if (choice === 'warnings') return file.problems.warnedRows();
  if (choice === 'wrong') return wrongRows(file);
  return file.states.positions(new Set<RowState>(choice === 'all' ? rowStates : [choice]));
}

/** Rows that somebody has to look at: refused, invalid, unknown, and those without a value. */
function* wrongRows(file: JobFile): Generator<number> {
  const warned = file.problems.warnedRows();
  let at = 0;
  for (const position of file.states.positions(new Set<RowState>(['failed', 'invalid', 'unknown', 'queued']))) {
    while ((warned[at] ?? position) < position) yield warned[at++] ?? position;
    if (warned[at] === position) at += 1;
    yield position;
  }
  yield* warned.subarray(at);
}
