import type { ComparedRow, Comparison } from '#contract/comparison.ts';
import type { EngineInput } from '#contract/engine.ts';
import type { EngineEvent } from '#contract/events.ts';
import type { Transport } from '#engine/api/transport.ts';
import { isoTime, systemClock } from '#engine/jobs/clock.ts';
import { countsOf, fieldCountsOf } from '#engine/jobs/comparison/comparedRow.ts';
import { compareSample } from '#engine/jobs/comparison/compareSample.ts';
import { keepProfiles, type FoundProfile } from '#engine/jobs/comparison/keepProfiles.ts';
import { spread, takeSample, type Sample } from '#engine/jobs/comparison/takeSample.ts';
import type { EngineHost } from './host.ts';
import type { ReadableJobs } from './jobRegistry.ts';

/** Comparisons of jobs with the profiles as they are now, one a job at most. */
export interface Comparisons {
  readonly commands: Pick<EngineHost, 'compareWith' | 'cancelComparison'>;
  /** Ends a job's comparison, and forgets it. */
  end(jobId: string): Promise<void>;
  stop(): Promise<void>;
}

interface Work {
  readonly abort: AbortController;
  readonly done: Promise<Comparison>;
}

/** A comparison that was ended before its end, to be gone on with. */
interface Begun {
  /** Of the whole sample. */
  readonly positions: readonly number[];
  readonly rows: readonly ComparedRow[];
}

export function createComparisons(jobs: ReadableJobs, transport: Transport, emit: (event: EngineEvent) => void): Comparisons {
  const underWay = new Map<string, Work>();
  const begun = new Map<string, Begun>();

  async function compare({ jobId, access, sample: size, goOn, keep }: EngineInput<'compareWith'>, signal: AbortSignal): Promise<Comparison> {
    const earlier = goOn ? begun.get(jobId) : undefined;
    // The file is closed while the platform is asked: nothing that others do with it has to wait.
    const whole = jobs.read(jobId, (file) => file.snapshot(() => takeSample(file, access, size, earlier?.positions)));
    const known = earlier?.rows.filter(({ position }) => whole.rows.some((row) => row.position === position)) ?? [];
    const sample: Sample = { ...whole, rows: whole.rows.filter(({ position }) => known.every((row) => row.position !== position)) };
    const found: FoundProfile[] = [];
    const made = await compareSample(sample, {
      access,
      transport,
      clock: systemClock,
      random: Math.random,
      signal,
      onFound: ({ position }, profile) => void found.push({ position, profile }),
      onProgress: throttled((progress) => emit({ kind: 'fetching', jobId, ...progress, profiles: progress.profiles + known.length, total: whole.rows.length })),
    });
    const rows = [...known, ...made.rows].sort((one, other) => one.position - other.position);
    const kept = jobs.read(jobId, (file) => (keep && found.length > 0 ? keepProfiles(file, found, isoTime(systemClock)) : file.kept.count()));
    begun.set(jobId, { positions: whole.rows.map(({ position }) => position), rows });
    return { rows, counts: countsOf(rows), fields: fieldCountsOf(rows), sample: spread(whole.waiting, size).length, waiting: whole.waiting, ended: made.ended, fault: made.fault?.data ?? null, kept };
  }

  const end = async (works: readonly Work[]): Promise<void> => {
    for (const { abort } of works) abort.abort();
    await Promise.allSettled(works.map(({ done }) => done));
  };

  return {
    commands: {
      async compareWith(input) {
        const { jobId } = input;
        const before = underWay.get(jobId);
        const abort = new AbortController();
        const work = { abort, done: end(before === undefined ? [] : [before]).then(() => compare(input, abort.signal)) };
        underWay.set(jobId, work);
        try {
          return await work.done;
        } finally {
          if (underWay.get(jobId) === work) underWay.delete(jobId);
        }
      },
      cancelComparison({ jobId }) {
        underWay.get(jobId)?.abort.abort();
        return null;
      },
    },
    async end(jobId) {
      const work = underWay.get(jobId);
      await end(work === undefined ? [] : [work]);
      begun.delete(jobId);
    },
    stop: () => end([...underWay.values()]),
  };
}

const progressEveryMs = 200;

/** What says that something is waited for, and that it is not any more, is always told. */
function throttled<Progress extends { readonly waiting: number | null }>(tell: (progress: Progress) => void): (progress: Progress) => void {
  let [told, wasWaiting] = [-Infinity, false];
  return (progress) => {
    const now = performance.now();
    const isWaiting = progress.waiting !== null;
    if (now - told < progressEveryMs && !isWaiting && !wasWaiting) return;
    [told, wasWaiting] = [now, isWaiting];
    tell(progress);
  };
}
