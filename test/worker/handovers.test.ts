import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startPractice, type PracticeServer } from '../../electron/practice/index.ts';
import { makeJob, profiles, temporaryFolder } from '../support/jobs.ts';
import { openHost, still, type OpenHost } from './openHost.ts';

let folder: ReturnType<typeof temporaryFolder>;
let server: PracticeServer;
let host: OpenHost;

beforeEach(async () => {
  folder = temporaryFolder();
  mkdirSync(at('stick'));
  server = await startPractice({ population: 1_000 });
  host = openHost(at('home'));
});
afterEach(async () => {
  await host.ask('shutdown', { waitMs: 0 });
  await server.close();
  folder.remove();
});

const at = (name: string): string => join(folder.path, name);

async function job(rows = 20): Promise<string> {
  makeJob(at('a.importjob'), profiles(rows)).close();
  return (await host.ask('openJobFile', { path: at('a.importjob') })).jobId;
}

const run = (on: OpenHost, jobId: string, trial?: number) =>
  on.ask('runJob', { jobId, access: { baseUrl: server.url, token: server.token, tokenInBody: true }, streams: 1, chunkProfiles: 5, chunkBytes: 1_000_000, pauseWhenRefused: null, trial });

async function runToEnd(on: OpenHost, jobId: string, trial?: number): Promise<string> {
  const ended = on.next(still);
  await run(on, jobId, trial);
  return (await ended).state;
}

describe('a job that is handed over by the window', () => {
  it('goes on where it was given to, in another list, and sends nothing from this one', async () => {
    const jobId = await job();
    expect(await runToEnd(host, jobId, 5)).toBe('paused');
    const told = host.next(({ state }) => state === 'handed-over');
    expect(await host.ask('handOverTo', { jobId, path: at('stick/b.importjob') })).toEqual({ to: at('stick/b.importjob'), at: expect.any(String), step: 'done' });
    expect(await told).toMatchObject({ handedOver: { to: at('stick/b.importjob'), step: 'done' } });
    await expect(run(host, jobId)).rejects.toMatchObject({ code: 'job-handed-over' });
    const other = openHost(at('other home'));
    const { jobId: there } = await other.ask('openJobFile', { path: at('stick/b.importjob') });
    expect(await runToEnd(other, there)).toBe('finished');
    await other.ask('shutdown', { waitMs: 0 });
    expect([server.journal.applied().size, server.journal.appliedMoreThanOnce()]).toEqual([20, []]);
    await host.ask('deleteJob', { jobId });
    expect(readdirSync(folder.path)).not.toContain('a.importjob');
  });

  it('is refused while it runs, and where something lies already; then it goes on here', async () => {
    const jobId = await job();
    server.setFaults({ rules: [{ kind: 'slow', ms: 50 }] });
    const ended = host.next(still);
    await run(host, jobId);
    await expect(host.ask('handOverTo', { jobId, path: at('stick/b.importjob') })).rejects.toMatchObject({ code: 'job-busy' });
    expect((await ended).state).toBe('finished');
    await expect(host.ask('handOverTo', { jobId, path: at('stick') })).resolves.toMatchObject({ to: at('stick/a.importjob') });
    await expect(host.ask('handOverTo', { jobId, path: at('stick/c.importjob') })).rejects.toMatchObject({ code: 'job-handed-over' });
    expect(existsSync(at('stick/c.importjob'))).toBe(false);
  });
});
