import type { SourceInspection } from '#contract/source.ts';
import type { SeenColumn } from '../../mapping/index.ts';

/** The columns of a file that was looked at, as lists are held against them. What this program wrote into an export is no column of a list. */
export function seenColumns({ columns }: Pick<SourceInspection, 'columns'>): readonly SeenColumn[] {
  return columns
    .filter(({ own }) => own !== true)
    .map(({ ref, header, letter, guessedType, samples, suggestion }) => ({ ref, header, letter, type: samples.length === 0 ? null : guessedType, suggestion: suggestion?.field ?? null }));
}
