import { m } from '#messages';
import { grouped } from './counted.ts';
import { inQuotes } from './faultParts.ts';
import type { JobCounts, Pause, RefusedRows } from './job.ts';

/** What came of a job's rows, in words for the window and the command line alike. */

/** "4,900 of 5,000 rows answered were refused, 4,800 of them with: “Profile not found” (code 404)." */
export function refusedWords({ code, text }: Pause, { answered, refused, alike }: RefusedRows): string {
  const quoted = text === null || text === '' ? m.outcomes_no_words() : inQuotes(text).trim();
  const said = `${quoted}${code === null ? '' : ` (${m.faults_code({ value: String(code) })})`}`;
  const words = alike === refused ? m.outcomes_with_words({ said }) : m.outcomes_alike_with_words({ alike: grouped(alike), said });
  if (refused >= answered) return answered === 1 ? m.outcomes_refused_only({ words }) : m.outcomes_refused_all({ answered, words });
  return refused === 1 ? m.outcomes_refused_one_of({ answered, words }) : m.outcomes_refused_part({ refused: grouped(refused), answered, words });
}

/** Whether a finished job has updated nobody: nothing to be glad about, unless all was so already. */
export function nothingAccepted({ accepted, unchanged }: JobCounts): boolean {
  return accepted === 0 && unchanged === 0;
}

/** Rows that were read and left out, by why: "208 invalid, 3 duplicates"; null where there are none. Empty rows are no loss. */
export function leftOutWords({ invalid, duplicate, unchanged, hidden }: JobCounts): string | null {
  const parts = [
    ...(invalid > 0 ? [m.outcomes_invalid({ count: grouped(invalid) })] : []),
    ...(duplicate > 0 ? [m.outcomes_duplicates({ count: duplicate })] : []),
    ...(unchanged > 0 ? [m.outcomes_unchanged({ count: grouped(unchanged) })] : []),
    ...(hidden > 0 ? [m.outcomes_hidden({ count: hidden })] : []),
  ];
  return parts.length === 0 ? null : parts.join(', ');
}

/** Whether there is nothing to send since the platform has it all already. */
export function allUnchanged({ unchanged, notSent, accepted, failed, unknown, sending }: JobCounts): boolean {
  return unchanged > 0 && notSent + accepted + failed + unknown + sending === 0;
}

/** "All 276 rows are unchanged: nothing to send."; rows left out for another reason are named beside them. */
export function unchangedWords(counts: JobCounts): string {
  const { unchanged } = counts;
  const others = leftOutWords({ ...counts, unchanged: 0 });
  if (others !== null) return m.outcomes_unchanged_others({ count: unchanged, others });
  return unchanged === 1 ? m.outcomes_unchanged_only() : m.outcomes_unchanged_all({ count: unchanged });
}
