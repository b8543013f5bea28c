import { m } from '#messages';
import { checkWords, repairWords } from '#contract/repairWords.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { threadReader } from '#engine/jobs/prepare/readerThread.ts';
import { checkJob } from '#engine/jobs/repair/checkJob.ts';
import { repairJob } from '#engine/jobs/repair/repairJob.ts';
import { announceJob } from '#files/announcedJobs.ts';
import type { Command } from '../context.ts';
import { exitCodes } from '../exitCodes.ts';
import { result, stateLine } from '../output.ts';
import { showProgress } from '../progress.ts';

/** `check J`: what of a job file is whole, and what `repair` would save. */
export function check(job: string): Command {
  return ({ output }) => {
    const found = checkJob(job);
    result(output, found, () => checkWords(found));
    return Promise.resolve(found.whole ? exitCodes.ok : exitCodes.internal);
  };
}

export interface RepairCommandOptions {
  readonly job: string;
  readonly out: string;
  readonly source?: string | undefined;
}

/** `repair J --out K`: a new job of what can be proved of a damaged one. */
export function repair({ job, out, source }: RepairCommandOptions): Command {
  return async ({ host, output, stop }) => {
    const progress = showProgress(output, 'reading');
    try {
      const { status, note } = await repairJob({
        job,
        out,
        source,
        clock: systemClock,
        reader: threadReader(host.reader),
        signal: stop,
        onProgress: ({ rows, bytesRead, bytesTotal }) => progress.update(bytesRead, bytesTotal, m.units_rows({ count: rows })),
      });
      progress.end(m.units_rows({ count: status.counts.read }));
      announceJob(out);
      result(output, { job: out, state: status.state, counts: status.counts, countsAddUp: status.countsAddUp, repaired: note }, () => [
        stateLine(status),
        ...repairWords(note),
      ]);
      return note.unknown + note.lost + (note.cells ?? 0) + (note.corrections ?? 0) > 0 ? exitCodes.rowsLeft : exitCodes.ok;
    } finally {
      progress.end();
    }
  };
}
