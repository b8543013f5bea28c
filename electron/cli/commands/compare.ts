import { m } from '#messages';
import type { ComparedField, ComparedRow, Comparison } from '#contract/comparison.ts';
import { comparedFieldName, comparedKindNames, comparisonCountWords, doubtWords, fieldChangeNames, shownAfter, shownBefore } from '#contract/comparisonWords.ts';
import { grouped } from '#contract/counted.ts';
import { waitSeconds } from '#contract/formats.ts';
import { practiceServer } from '#contract/url.ts';
import { isPracticeServer } from '#engine/api/practice.ts';
import { isoTime, systemClock } from '#engine/jobs/clock.ts';
import { countsOf, fieldCountsOf } from '#engine/jobs/comparison/comparedRow.ts';
import { compareSample } from '#engine/jobs/comparison/compareSample.ts';
import { keepProfiles, type FoundProfile } from '#engine/jobs/comparison/keepProfiles.ts';
import { spread, takeSample } from '#engine/jobs/comparison/takeSample.ts';
import { openTransport, readAccess, type AccessOptions } from '../access.ts';
import { withJob, type Command } from '../context.ts';
import { exitCodeOfFault, exitCodes, type ExitCode } from '../exitCodes.ts';
import { result, say, sayFault } from '../output.ts';
import { showProgress } from '../progress.ts';

export interface CompareCommandOptions extends AccessOptions {
  readonly job: string;
  readonly sample: number;
  /** Keep the profiles inside the job. */
  readonly keep: boolean;
}

/** `compare J --url U`: profiles as they are now beside what a run would make of them; nothing is changed. */
export function compare({ job, sample: size, keep, ...options }: CompareCommandOptions): Command {
  return async ({ host, output, env, settings, stop }) => {
    const asked = readAccess(options, { env, settings });
    const transport = await openTransport(options, asked, { host, env, settings });
    const progress = showProgress(output, 'fetch');
    try {
      const practice = await isPracticeServer(transport, asked.baseUrl);
      const sample = await withJob(job, (file) => {
        // Where nothing answers, it may be the practice server that the job belongs to.
        const access = { ...asked, practice: practice ?? file.job.read()?.server === practiceServer };
        return { ...takeSample(file, access, size), access };
      });
      const found: FoundProfile[] = [];
      const { rows, ended, fault } = await compareSample(sample, {
        access: sample.access,
        transport,
        clock: systemClock,
        random: Math.random,
        signal: stop,
        onFound: ({ position }, profile) => void found.push({ position, profile }),
        onProgress({ profiles, total, waiting }) {
          progress.update(profiles, total, m.compare_progress({ profiles: grouped(profiles), total: grouped(total) }));
          if (waiting !== null && waiting >= 1_000) say(output, m.compare_waiting({ time: waitSeconds(waiting) }));
        },
      });
      progress.end();
      const kept = await withJob(job, (file) => (keep && found.length > 0 ? keepProfiles(file, found, isoTime(systemClock)) : file.kept.count()));
      const made: Comparison = { rows, counts: countsOf(rows), fields: fieldCountsOf(rows), sample: spread(sample.waiting, size).length, waiting: sample.waiting, ended, fault: fault?.data ?? null, kept };
      if (fault !== null && rows.length === 0) throw fault;
      result(output, made, () => comparisonWords(made));
      if (fault !== null) sayFault({ ...output, json: false }, fault);
      return exitCodeOfEnd(made);
    } finally {
      progress.end();
      await transport.close();
    }
  };
}

function exitCodeOfEnd({ ended, fault }: Comparison): ExitCode {
  if (fault !== null) return exitCodeOfFault(fault.code);
  return ended === 'asked' ? exitCodes.interrupted : exitCodes.ok;
}

function comparisonWords({ rows, counts, fields, waiting, ended, kept }: Comparison): readonly string[] {
  if (waiting === 0) return [m.compare_none_waits()];
  return [
    ...rows.flatMap(rowWords),
    ...fields.map((field) => {
      const changes = (['filled', 'changed', 'emptied', 'unclear', 'same'] as const).filter((change) => field[change] > 0);
      return m.compare_field_counts({ field: comparedFieldName(field), counts: changes.map((change) => `${fieldChangeNames[change]} ${grouped(field[change])}`).join(', ') });
    }),
    m.compare_compared({ compared: grouped(rows.length), waiting: grouped(waiting), counts: comparisonCountWords(counts) }),
    ...(kept > 0 ? [m.compare_kept({ count: grouped(kept) })] : []),
    ...(ended === 'asked' ? [m.compare_ended_asked()] : []),
  ];
}

/** The row, what changes in it, and what cannot be known of it. */
function rowWords({ row, key, kind, fields, doubts, words }: ComparedRow): readonly string[] {
  const told = fields.filter(({ change }) => change !== 'same');
  return [
    `${m.compare_row({ row, key, kind: comparedKindNames[kind] })}${words === null ? '' : `. ${words}`}`,
    ...told.flatMap(fieldWords),
    ...doubts.map((doubt) => `    ${doubtWords[doubt]}`),
  ];
}

function fieldWords(field: ComparedField): readonly string[] {
  const line = m.compare_line({ field: comparedFieldName(field), change: fieldChangeNames[field.change], before: shownBefore(field), after: shownAfter(field) });
  return [`  ${line}`, ...field.doubts.map((doubt) => `    ${doubtWords[doubt]}`)];
}
