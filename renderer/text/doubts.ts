import { m } from '#messages';
import type { Difference } from '#contract/differences.ts';

/** What somebody goes on with all the same: "1 field is unknown to the database: consent_xyz." */
export function doubtsSummary(differences: readonly Difference[]): readonly string[] {
  const named = (kinds: readonly Difference['kind'][]): readonly string[] => [...new Set(differences.filter(({ kind }) => kinds.includes(kind)).map(({ field }) => field))];
  const say = (fields: readonly string[], sentence: typeof m.results_doubts_type): readonly string[] => (fields.length === 0 ? [] : [sentence({ count: fields.length, fields: fields.join(', ') })]);
  return [...say(named(['missing', 'renamed']), m.results_doubts_unknown), ...say(named(['type']), m.results_doubts_type)];
}
