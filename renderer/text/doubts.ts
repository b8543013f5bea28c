import type { Difference } from '#contract/differences.ts';
import { counted } from './formats.ts';

/** What somebody goes on with all the same: "1 field is unknown to the database: consent_xyz." */
export function doubtsSummary(differences: readonly Difference[]): readonly string[] {
  const named = (kinds: readonly Difference['kind'][]): readonly string[] => [...new Set(differences.filter(({ kind }) => kinds.includes(kind)).map(({ field }) => field))];
  const say = (fields: readonly string[], what: string): readonly string[] =>
    fields.length === 0 ? [] : [`${counted(fields.length, 'field')} ${fields.length === 1 ? 'is' : 'are'} ${what}: ${fields.join(', ')}.`];
  return [...say(named(['missing', 'renamed']), 'unknown to the database'), ...say(named(['type']), 'of another type in the platform')];
}
