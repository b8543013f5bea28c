import type { SourceNote } from '#contract/sourceNote.ts';
import type { JobFile } from '../../store/jobFile.ts';
import type { JobRecord } from '../../store/jobTable.ts';

/** The notes of a job but for those that corrections have made which are undone by now. */
export function countingNotes(file: JobFile, { notes }: Pick<JobRecord, 'notes'>): readonly SourceNote[] {
  if (notes.every(({ batch }) => batch === undefined)) return notes;
  const undone = new Set(file.corrections.batches().flatMap(({ id, state }) => (state === 'applied' ? [] : [id])));
  return notes.filter(({ batch }) => batch === undefined || !undone.has(batch)).map(({ batch: _, ...note }) => note);
}
