import { copyFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { jobStatus } from '#engine/jobs/jobStatus.ts';
import { openJob } from '#engine/jobs/recover.ts';
import { openJobFile, type JobFile } from '#engine/store/jobFile.ts';
import { readWal } from '#engine/store/walLog.ts';
import { copyAsKilled } from '../../support/chaos.ts';
import { profiles, run } from '../../support/jobs.ts';
import { practiceJob } from '../../support/practiceJob.ts';

const here = practiceJob();
const { serve, job, expectAppliedOnce } = here;
const rows = 1_000;
const otherLimits = { profiles: 37, bytes: 1_000_000 };

/** The job as it lay there when its fifth request had reached the server, at another place; the original went on to its end. */
async function killedAtFifth(): Promise<string> {
  const path = join(here.folder, 'killed.importjob');
  await serve({ rules: [] }, { onRequest: ({ number }: { number: number }) => number === 5 && copyAsKilled(here.file.path, path) });
  job(profiles(rows));
  expect(await run(here.file, { ...here.server, streams: 1 })).toMatchObject({ state: 'finished' });
  return path;
}

const walDamages: readonly (readonly [string, (wal: string) => void])[] = [
  ['missing', (wal) => rmSync(wal)],
  ['empty', (wal) => truncateSync(wal)],
  ['cut', (wal) => truncateSync(wal, readFileSync(wal).length - 5_000)],
  ['cut within its header', (wal) => truncateSync(wal, 20)],
  ['changed in its header', (wal) => flip(wal, 17)],
  ['changed in its first frame', (wal) => flip(wal, 32 + 24 + 100)],
  ['changed in a frame’s own header', (wal) => flip(wal, 32 + 5)],
  ['zero from its first page on', (wal) => writeFileSync(wal, Buffer.concat([readFileSync(wal).subarray(0, 32), Buffer.alloc(2 * (24 + 16_384))]))],
];

function flip(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes[at] = (bytes[at] ?? 0) ^ 0x10;
  writeFileSync(path, bytes);
}

describe('a job killed in mid-run', () => {
  it('has its plan in its own file, and repeats what was sent under the same ids, though its -wal be gone', async () => {
    const path = await killedAtFifth();
    rmSync(`${path}-wal`);
    const first = here.server.journal.requests().map(({ requestId }) => requestId);
    const file = openJobFile(path, { create: false });
    expect(file.job.state()).toBe('running');
    await run(file, { ...here.server, adopt: true, streams: 1 });
    file.close();
    expect(here.server.journal.requests().slice(first.length).map(({ requestId }) => requestId)).toEqual(first);
  });

  it('has the halves of a refused request in it too: the whole is not sent once more where it would be taken now', async () => {
    const path = join(here.folder, 'killed.importjob');
    const kill = new AbortController();
    await serve({ rules: [{ kind: 'refuse-batch', keys: [17], code: 400, text: 'Incorrect request' }] }, {
      onRequest: ({ number }: { number: number }) => {
        if (number !== 6) return;
        copyFileSync(here.file.path, path);
        kill.abort();
      },
    });
    job(profiles(rows));
    await run(here.file, { ...here.server, streams: 1, limits: { profiles: 300, bytes: 1_000_000 }, abort: kill.signal });
    here.server.setFaults({ rules: [] });
    const file = openJobFile(path, { create: false });
    expect(await run(file, { ...here.server, adopt: true, limits: otherLimits })).toMatchObject({ state: 'finished', counts: { accepted: rows } });
    file.close();
    expectAppliedOnce(rows);
  });

  it.each(walDamages)('sends nothing twice when its -wal is %s, whatever limits it is run with, and says so', async (_, damage) => {
    const path = await killedAtFifth();
    damage(`${path}-wal`);
    const looked = openJob(path);
    expect(jobStatus(looked, null)).toMatchObject({ state: 'paused', pause: { reason: 'journal-lost' }, countsAddUp: true, counts: { notSent: 0, unknown: rows - (jobStatus(looked, null).counts.accepted) } });
    looked.close();
    // Written down by the one who only looked: the next one to open it finds a -wal that is whole.
    const file = openJob(path);
    expect(jobStatus(file, null).pause?.reason).toBe('journal-lost');
    expect(await run(file, { ...here.server, adopt: true, limits: otherLimits })).toMatchObject({ state: 'finished', counts: { accepted: rows } });
    file.close();
    expectAppliedOnce(rows);
  });

  it('does the same when it is resumed at once, with nobody having looked', async () => {
    const path = await killedAtFifth();
    rmSync(`${path}-wal`);
    const file = openJobFile(path, { create: false });
    expect(await run(file, { ...here.server, adopt: true, limits: otherLimits })).toMatchObject({ state: 'finished', counts: { accepted: rows } });
    file.close();
    expectAppliedOnce(rows);
  });

  it('leaves the rows to the operator once the platform has forgotten their ids', async () => {
    const path = await killedAtFifth();
    rmSync(`${path}-wal`);
    const file = openJob(path);
    const before = here.server.journal.requests().length;
    const clock = { now: () => Date.now() + 24 * 3_600_000, sleep: () => Promise.resolve() };
    expect(await run(file, { ...here.server, adopt: true, clock, limits: otherLimits })).toMatchObject({ state: 'paused', pause: { reason: 'unsettled' } });
    file.close();
    expect(here.server.journal.requests().length).toBe(before);
  });

  it('is only interrupted when its -wal is whole: what was not sent is planned as it is asked for', async () => {
    const path = await killedAtFifth();
    expect(readWal(path).state).toBe('whole');
    const file = openJob(path);
    expect(jobStatus(file, null)).toMatchObject({ pause: { reason: 'interrupted' }, counts: { accepted: 400, unknown: 100, notSent: 500 } });
    file.close();
  });
});

describe('a copy made in mid-run', () => {
  it('without its -wal sends nothing that the original sends, also in requests of another size', async () => {
    const path = join(here.folder, 'copy.importjob');
    let copy: JobFile | null = null;
    let status: Promise<unknown> = Promise.resolve();
    await serve({ rules: [] }, {
      onRequest: ({ number }: { number: number }) => {
        if (number !== 5) return;
        copyFileSync(here.file.path, path);
        copy = openJob(path);
        status = run(copy, { ...here.server, adopt: true, limits: otherLimits });
      },
    });
    job(profiles(rows));
    expect(await run(here.file, { ...here.server, streams: 1 })).toMatchObject({ state: 'finished' });
    expect(await status).toMatchObject({ state: 'finished', counts: { accepted: rows } });
    (copy as JobFile | null)?.close();
    expectAppliedOnce(rows);
  });
});
