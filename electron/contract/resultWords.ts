import { counted, grouped } from './counted.ts';
import type { JobCounts, Pause, RefusedRows } from './job.ts';

/** What came of a job's rows, in words for the window and the command line alike. */

/** "4,900 of 5,000 rows answered were refused, 4,800 of them with: “Profile not found” (code 404)." */
export function refusedWords({ code, text }: Pause, { answered, refused, alike }: RefusedRows): string {
  const share = refused < answered ? `${grouped(refused)} of ${counted(answered, 'row')}` : answered === 1 ? 'The only row' : `All ${counted(answered, 'row')}`;
  const words = `${text === null || text === '' ? 'no words' : `“${text}”`}${code === null ? '' : ` (code ${code})`}`;
  return `${share} answered last ${refused === 1 ? 'was' : 'were'} refused by the platform, ${alike === refused ? '' : `${grouped(alike)} of them `}with: ${words}.`;
}

/** Whether a finished job has updated nobody: nothing to be glad about, unless all was so already. */
export function nothingAccepted({ accepted, unchanged }: JobCounts): boolean {
  return accepted === 0 && unchanged === 0;
}

/** Rows that were read and left out, by why: "208 invalid, 3 duplicates"; null where there are none. Empty rows are no loss. */
export function leftOutWords({ invalid, duplicate, unchanged, hidden }: JobCounts): string | null {
  const parts = [
    ...(invalid > 0 ? [`${grouped(invalid)} invalid`] : []),
    ...(duplicate > 0 ? [counted(duplicate, 'duplicate')] : []),
    ...(unchanged > 0 ? [`${grouped(unchanged)} unchanged`] : []),
    ...(hidden > 0 ? [`${grouped(hidden)} hidden`] : []),
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
  if (others !== null) return `${counted(unchanged, 'row is', 'rows are')} unchanged, the others were left out (${others}): nothing to send.`;
  return unchanged === 1 ? 'The only row is unchanged: nothing to send.' : `All ${grouped(unchanged)} rows are unchanged: nothing to send.`;
}
