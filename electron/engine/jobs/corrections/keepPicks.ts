import { rowsInNote } from '#contract/sourceNote.ts';
import { Fault } from '#contract/faults.ts';
import type { JobFile } from '../../store/jobFile.ts';
import { decideAtRest } from './decideAtRest.ts';

/**
 * Of a job in the making: rows that were picked to be sent of those with their match key, in the job whose export is read, are picked in this
 * one, too, each as a batch that can be undone, and noted. One that is sent anyway is left out. Positions rising.
 */
export function keepPicks(file: JobFile, positions: readonly number[], at: string): void {
  const standing = positions.filter((position) => file.states.at(position) === 'duplicate');
  if (standing.length === 0) return;
  const rows = standing.slice(0, rowsInNote).map((position) => file.blocks.rowNumber(position));
  file.transaction(() => {
    const job = file.job.read();
    if (job === null) throw new Fault('job-missing');
    const picks = standing.map((position) => ({ position, hash: hashAt(file, position) }));
    file.job.setNotes([...job.notes, { kind: 'picks-carried', count: standing.length, rows, columns: [] }]);
    for (const { position, hash } of picks) keepPick(file, position, { hash, at });
    decideAtRest(file, job, (affected) => {
      for (const { hash } of picks) affected.add(...hash);
    });
  });
}

type Hash = readonly [low: number, high: number];

function hashAt(file: JobFile, position: number): Hash {
  const { first } = file.states.blockAt(position);
  const { keys } = file.keys.of(first);
  const at = (position - first) * 2;
  return [keys[at] ?? 0, keys[at + 1] ?? 0];
}

function keepPick(file: JobFile, position: number, { hash, at }: { readonly hash: Hash; readonly at: string }): void {
  const id = file.corrections.nextBatch();
  const act = { kind: 'pick', row: file.blocks.rowNumber(position), instead: file.problems.duplicateOf(position) ?? 0 } as const;
  file.corrections.addBatch({ id, at, origin: 'export', act, rows: 1, cells: 0, chunk: 0 });
  file.corrections.putRows(id, [{ position, state: 'duplicate', was: { picked: [...hash] } }]);
}
