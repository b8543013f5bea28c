import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openJob } from '#engine/jobs/recover.ts';
import { retryRound } from '#engine/jobs/retryRound.ts';
import { requestIdOf, type RequestContent } from '#engine/jobs/run/requestId.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { profiles, run } from '../../support/jobs.ts';
import { practiceJob } from '../../support/practiceJob.ts';

const here = practiceJob();
const { serve, job, expectAppliedOnce } = here;

/** A copy of the job as it lies there, its -wal left behind: it has to be closed first where that matters. */
function copyOf(file: JobFile, name: string): JobFile {
  const path = join(here.folder, name);
  file.checkpoint();
  copyFileSync(file.path, path);
  return openJob(path);
}

function idsOf(server: typeof here.server): readonly (string | null)[] {
  return server.journal.requests().map(({ requestId }) => requestId);
}

describe('a job copied before its first run, with both copies run', () => {
  it('is answered from memory the second time: nothing is applied twice', async () => {
    await serve();
    job(profiles(1_000));
    const copy = copyOf(here.file, 'copy.importjob');
    expect(await run(here.file, here.server)).toMatchObject({ state: 'finished', counts: { accepted: 1_000 } });
    const first = new Set(idsOf(here.server));
    expect(await run(copy, { ...here.server, adopt: true })).toMatchObject({ state: 'finished', counts: { accepted: 1_000 }, replayed: 10, replayedUnasked: 10 });
    copy.close();
    expect(new Set(idsOf(here.server))).toEqual(first);
    expectAppliedOnce(1_000);
  });

  it('does so for the halves of requests refused as a whole', async () => {
    await serve({ rules: [{ kind: 'refuse-batch', keys: [17, 444], code: 400, text: 'Incorrect request' }] }, { dedupRefusals: true });
    job(profiles(500));
    const copy = copyOf(here.file, 'copy.importjob');
    const limits = { profiles: 250, bytes: 1_000_000 };
    expect(await run(here.file, { ...here.server, limits, streams: 1 })).toMatchObject({ counts: { accepted: 498, failed: 2 } });
    const first = idsOf(here.server);
    expect(await run(copy, { ...here.server, adopt: true, limits, streams: 4 })).toMatchObject({ counts: { accepted: 498, failed: 2 } });
    copy.close();
    expect(new Set(idsOf(here.server))).toEqual(new Set(first));
    expect(here.server.journal.appliedMoreThanOnce()).toEqual([]);
  });

  it('does so for a new round of the failed rows', async () => {
    await serve({ rules: [{ kind: 'reject-items', everyNth: 7, perKey: 1 }] });
    job(profiles(300));
    await run(here.file, here.server);
    const copy = copyOf(here.file, 'copy.importjob');
    for (const file of [here.file, copy]) {
      retryRound(file, { adopt: true }, Date.now());
      expect(await run(file, here.server)).toMatchObject({ state: 'finished', counts: { accepted: 300 } });
    }
    copy.close();
    expectAppliedOnce(300);
  });
});

describe('one job', () => {
  it('sends what was refused in a form that was given up for another, and taken up again, under ids of its own', async () => {
    await serve({ rules: [{ kind: 'auth', status: 402 }] }, { dedupRefusals: true });
    job(profiles(30));
    await run(here.file, { ...here.server, format: 'json' });
    await run(here.file, { ...here.server, format: 'xml' });
    here.server.setFaults({ rules: [] });
    expect(await run(here.file, { ...here.server, format: 'json' })).toMatchObject({ state: 'finished', counts: { accepted: 30 } });
    expect(new Set(idsOf(here.server)).size).toBe(3);
    expectAppliedOnce(30);
  });

  it('gives a new round ids of its own, also for the same rows', async () => {
    await serve({ rules: [{ kind: 'reject-items', everyNth: 1, perKey: 1 }] });
    job(profiles(20));
    await run(here.file, here.server);
    retryRound(here.file, {}, Date.now());
    expect(await run(here.file, here.server)).toMatchObject({ state: 'finished', counts: { accepted: 20 } });
    expect(new Set(idsOf(here.server)).size).toBe(2);
    expectAppliedOnce(20);
  });
});

describe('the id of a request', () => {
  const content: RequestContent = { jobId: 'j', round: 1, members: [{ from: 1, to: 9 }], format: 'json', bytes: 100, check: 7, renewed: 0 };

  it('is a UUID of version 8 that follows from its content', () => {
    const id = requestIdOf(content);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(requestIdOf({ ...content })).toBe(id);
  });

  it('differs for everything that makes it another request', () => {
    const others: readonly Partial<RequestContent>[] = [
      { jobId: 'k' }, { round: 2 }, { members: [{ from: 1, to: 8 }, { from: 10, to: 10 }] }, { format: 'xml' }, { bytes: 101 }, { check: 8 }, { renewed: 1 },
    ];
    expect(new Set([content, ...others.map((other) => ({ ...content, ...other }))].map(requestIdOf)).size).toBe(8);
  });
});
