import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { JobFile } from '#engine/store/jobFile.ts';
import type { Clock } from '#engine/jobs/clock.ts';
import { jobStatus } from '#engine/jobs/jobStatus.ts';
import { hostileAnswers, type CameTo, type HostileAnswer } from '../../support/hostileAnswers.ts';
import { hostileServer, type HostileServer } from '../../support/hostileServer.ts';
import { makeJob, profiles, run, temporaryFolder } from '../../support/jobs.ts';

const rows = 6;

/** Every wait is over at once, and has lasted as long as it was to. */
function skippingClock(): Clock {
  let skipped = 0;
  return { now: () => Date.now() + skipped, sleep: (ms) => ((skipped += ms), Promise.resolve()) };
}

const cleanUp: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

async function jobAt(answer: HostileAnswer): Promise<{ readonly file: JobFile; readonly server: HostileServer; readonly send: () => ReturnType<typeof run> }> {
  const folder = temporaryFolder();
  cleanUp.push(() => folder.remove());
  const server = await hostileServer(answer);
  cleanUp.push(() => server.close());
  const file = makeJob(join(folder.path, 'a.importjob'), profiles(rows));
  cleanUp.push(() => file.close());
  const limits = { profiles: 3, bytes: 1_000_000 };
  const clock = skippingClock();
  return { file, server, send: () => run(file, { url: server.url, token: 'a-token-of-a-test', limits, clock, streams: 1, timeoutMs: 5_000 }) };
}

/** The figures that the table speaks of, of a job as it stands. */
function cameTo(file: JobFile): Required<Omit<CameTo, 'code' | 'text'>> {
  const { counts, pause, state, calledErrors } = jobStatus(file, null);
  const { accepted, failed, unknown, notSent } = counts;
  return { accepted, failed, unknown, notSent, pause: state === 'paused' ? (pause?.reason ?? '') : '', calledErrors };
}

describe('an answer as wild as HTTP and JSON allow', () => {
  it.each(hostileAnswers.map((answer) => [answer.name, answer] as const))('%s', async (_, answer) => {
    const { file, server, send } = await jobAt(answer);
    await send();
    const { code, text, ...expected } = answer.cameTo;
    expect(cameTo(file)).toEqual({ accepted: 0, failed: 0, unknown: 0, notSent: 0, pause: '', calledErrors: 0, ...expected });
    if (expected.failed !== undefined) {
      const groups = file.failures.groups(1_000).groups;
      expect(groups.map((group) => group.code)).toEqual(groups.map(() => code));
      for (const group of groups) expect(group.text).toContain(text);
    }
    // Whatever it was: once the server is well the job goes on to its end, and nothing was applied twice.
    server.becomeWell();
    if (jobStatus(file, null).state === 'paused') await send();
    const { state, counts, countsAddUp } = jobStatus(file, null);
    expect({ state, countsAddUp }).toEqual({ state: 'finished', countsAddUp: true });
    expect(counts.accepted + counts.failed + counts.unknown).toBe(rows);
    expect([...server.applied.values()].filter((times) => times !== 1)).toEqual([]);
    expect(server.applied.size).toBeGreaterThanOrEqual(counts.accepted);
  });
});
