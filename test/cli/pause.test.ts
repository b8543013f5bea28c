import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPractice } from '../../electron/practice/index.ts';
import { cli, cliProcess, type Ended } from '../support/cli.ts';
import { makeJob, profiles, temporaryFolder } from '../support/jobs.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeAll(() => {
  folder = temporaryFolder();
});
afterAll(() => folder.remove());

describe('a pause that is asked for from elsewhere, as where no signal can be sent', () => {
  it('lets the requests under way be answered, and the run goes on when it is begun again', async () => {
    const job = join(folder.path, 'asked.importjob');
    makeJob(job, profiles(1_000)).close();
    const asking: Promise<Ended>[] = [];
    const server = await startPractice({ faults: { rules: [{ kind: 'slow', ms: 20 }] }, onRequest: ({ number }) => { if (number === 5) asking.push(cli(['pause', job, '--json'])); } });
    const run = ['run', job, '--url', server.url, '--chunk-profiles', '10', '--json'];
    const ended = await cliProcess(run, { token: server.token });
    expect([ended.code, JSON.parse(ended.out)]).toMatchObject([130, { state: 'paused', pause: { reason: 'asked' }, counts: { sending: 0, unknown: 0 } }]);
    const [asked] = await Promise.all(asking);
    expect(JSON.parse(asked?.out ?? 'null')).toMatchObject({ state: 'paused', pause: { reason: 'asked' } });
    expect(readdirSync(folder.path)).toEqual(['asked.importjob']);
    expect((await cli(run, { token: server.token })).code).toBe(0);
    expect([server.journal.applied().size, server.journal.appliedMoreThanOnce()]).toEqual([1_000, []]);
    await server.close();
  });

  it('is told to be none where nobody runs the job, and leaves nothing that would pause it later', async () => {
    const job = join(folder.path, 'resting.importjob');
    makeJob(job, profiles(20)).close();
    const asked = await cli(['pause', job]);
    expect([asked.code, asked.err]).toEqual([0, expect.stringContaining('No process runs this job')]);
    expect((await cli(['pause', join(folder.path, 'none.importjob')])).code).toBe(2);
    expect(readdirSync(folder.path).filter((name) => name.endsWith('-pause'))).toEqual([]);
  });
});
