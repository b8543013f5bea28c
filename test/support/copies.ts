import { randomUUID } from 'node:crypto';
import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '#contract/faults.ts';
import { openJob } from '#engine/jobs/recover.ts';
import { retryRound } from '#engine/jobs/retryRound.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { settleHere, remember } from '#engine/jobs/place.ts';
import { startPractice, type PracticeServer } from '../../electron/practice/index.ts';
import { copyAsKilled } from './chaos.ts';
import { makeJob, profiles, run, temporaryFolder } from './jobs.ts';

export const copiedWhen = ['before the first run', 'in mid-run', 'among halves', 'before a retry'] as const;
export const originals = ['goes on', 'killed', 'finished'] as const;

/** One way in which a job is copied and both files are run. */
export interface CopyCase {
  readonly when: (typeof copiedWhen)[number];
  readonly wal: boolean;
  readonly sameLimits: boolean;
  readonly original: (typeof originals)[number];
}

export interface CopyFigures {
  readonly doubled: number;
  readonly lost: number;
  /** The copy sent something before it was told that it is to go on. */
  readonly silent: number;
}

export const copyCases: readonly CopyCase[] = copiedWhen.flatMap((when) =>
  originals.flatMap((original) => [true, false].flatMap((wal) => [true, false].map((sameLimits) => ({ when, original, wal, sameLimits })))));

const limits = { profiles: 40, bytes: 1_000_000 };
const otherLimits = { profiles: 17, bytes: 1_000_000 };
const copiedAt = { 'before the first run': 0, 'in mid-run': 3, 'among halves': 5, 'before a retry': 0 } as const;
/** Refused as a whole with whoever stands beside it, in that case. */
const bad = 17;

/** Prepares, copies and runs: a copy is always refused first, then taken over. */
export async function tryCopy({ when, wal, sameLimits, original }: CopyCase, rows: number): Promise<CopyFigures> {
  const folder = temporaryFolder();
  const [path, copyPath] = [join(folder.path, 'a.importjob'), join(folder.path, 'copy.importjob')];
  const kill = new AbortController();
  let counted = 0;
  let copied: Promise<boolean> | null = null;
  const rules = when === 'among halves' ? [{ kind: 'refuse-batch' as const, keys: [bad], code: 400, text: 'Incorrect request' }] : [];
  const server: PracticeServer = await startPractice({ faults: { rules }, dedupRefusals: true, onRequest: () => { counted += 1; if (counted === copiedAt[when]) copy(); } });
  const runCopy = (): Promise<boolean> => tryAdopted(copyPath, server, sameLimits ? limits : otherLimits, when === 'before a retry');
  const take = (): void => {
    if (wal) copyAsKilled(path, copyPath);
    else copyFileSync(path, copyPath);
  };
  const copy = (): void => {
    take();
    if (original === 'goes on') copied = runCopy();
    if (original === 'killed') kill.abort();
  };
  const file = makeJob(path, profiles(rows));
  try {
    remember(file.job.read()?.jobId ?? '', file.transaction(() => settleHere(file, 'prepared', new Date().toISOString(), false)));
    if (when === 'before a retry') {
      server.setFaults({ rules: [{ kind: 'reject-items', everyNth: 3, perKey: 1 }] });
      await run(file, { ...server, limits });
      retryRound(file, {}, Date.now());
    }
    file.checkpoint({ wait: true });
    if (copiedAt[when] === 0) take();
    const first = run(file, { ...server, limits, streams: 1, abort: kill.signal, onProgress: () => { if (copiedAt[when] === 0 && original === 'killed' && counted > 2) kill.abort(); } });
    if (copiedAt[when] === 0 && original === 'goes on') copied = runCopy();
    await first;
    const isSilent = await (copied ?? runCopy());
    return { doubled: server.journal.appliedMoreThanOnce().length, lost: rows - server.journal.applied().size - rules.length, silent: isSilent ? 1 : 0 };
  } finally {
    file.close();
    await server.close();
    folder.remove();
  }
}

/** Whether the copy began to send without a word; then it is run as taken over. */
async function tryAdopted(path: string, server: PracticeServer, limits: { readonly profiles: number; readonly bytes: number }, retried: boolean): Promise<boolean> {
  if (!existsSync(path)) throw new Error('it was not copied');
  const file = openJob(path);
  try {
    const told = await run(file, { ...server, limits }).then(() => false, (error: unknown) => error instanceof Fault && error.code === 'job-elsewhere');
    const { state, counts } = await run(file, { ...server, limits, adopt: true, clock: systemClock, newId: randomUUID });
    const whole = state === 'finished' && counts.accepted + counts.failed === counts.read && (retried ? counts.failed === 0 : counts.failed <= 1);
    if (!whole) throw new Error(`the copy ended ${state}: ${JSON.stringify(counts)}`);
    return !told;
  } finally {
    file.close();
  }
}
