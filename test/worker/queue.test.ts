import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startPractice, type PracticeServer } from '../../electron/practice/index.ts';
import { makeJob, profiles, temporaryFolder } from '../support/jobs.ts';
import { openHost, type OpenHost } from './openHost.ts';

let folder: ReturnType<typeof temporaryFolder>;
let server: PracticeServer;
let host: OpenHost;
let arrived: () => void = () => undefined;

beforeEach(async () => {
  folder = temporaryFolder();
  server = await startPractice({ population: 10_000, onRequest: () => arrived() });
  host = openHost(join(folder.path, 'home'));
});
afterEach(async () => {
  await host.ask('shutdown', { waitMs: 0 }).catch(() => null);
  await server.close();
  folder.remove();
});

async function ready(name: string): Promise<string> {
  const path = join(folder.path, `${name}.importjob`);
  makeJob(path, profiles(200)).close();
  return (await host.ask('openJobFile', { path })).jobId;
}

const start = (jobId: string, connectionId = 'c1', more: { readonly token?: string; readonly confirmed?: number; readonly trial?: number } = {}) =>
  host.ask('runJob', { jobId, connectionId, ...(more.confirmed === undefined ? {} : { confirmed: more.confirmed }), ...(more.trial === undefined ? {} : { trial: more.trial }), access: { baseUrl: server.url, token: more.token ?? server.token, tokenInBody: true }, streams: 1, chunkProfiles: 100, chunkBytes: 1_000_000, pauseWhenRefused: null });
const status = (jobId: string) => host.ask('jobStatus', { jobId });
const finished = ({ state }: { readonly state: string }): boolean => state === 'finished';
const waiting = async (): Promise<readonly string[]> => (await host.ask('queuedJobs', {})).map(({ jobId }) => jobId);

/** A job whose first request is not answered until it is released. */
async function hanging(): Promise<string> {
  server.setFaults({ rules: [{ kind: 'hang', requests: [1] }] });
  const reached = new Promise<void>((resolve) => (arrived = resolve));
  const jobId = await ready('first');
  await start(jobId);
  await reached;
  return jobId;
}

describe('A second job on a connection that sends', () => {
  it('waits, sends nothing, and begins by itself when the first has ended', async () => {
    const first = await hanging();
    const [second, third] = [await ready('second'), await ready('third')];
    await start(second);
    await start(third);
    expect(await waiting()).toEqual([second, third]);
    expect(await status(second)).toMatchObject({ state: 'paused', pause: { reason: 'queued' }, attempts: 0 });
    expect(await host.ask('runningJobs', {})).toEqual([first, second, third]);
    await expect(start(second)).rejects.toMatchObject({ code: 'job-busy' });
    await expect(async () => host.ask('deleteJob', { jobId: second })).rejects.toMatchObject({ code: 'job-busy' });
    const ends = [host.next(finished), new Promise<void>((resolve) => void host.next((one) => one.state === 'finished' && server.journal.summary().requests >= 6).then(() => resolve()))];
    server.release();
    await Promise.all(ends);
    expect([(await status(first)).state, (await status(second)).state, (await status(third)).state, await waiting()]).toEqual(['finished', 'finished', 'finished', []]);
    // Never two at once: what the first and the second sent was told as running before the first's end.
    const told = host.events.flatMap((event) => (event.kind === 'job' ? [`${event.jobId === first ? 1 : event.jobId === second ? 2 : 3} ${event.status.state}`] : []));
    expect(told.indexOf('2 running')).toBeGreaterThan(-1);
    expect(told.lastIndexOf('1 running')).toBeLessThan(told.indexOf('2 running'));
  });

  it('does not wait on another connection', async () => {
    await hanging();
    const other = await ready('other');
    const ended = host.next(finished);
    await start(other, 'c2');
    await ended;
    expect((await status(other)).state).toBe('finished');
  });

  it('is taken out, and is as ready as before', async () => {
    await hanging();
    const second = await ready('second');
    await start(second);
    await host.ask('pauseJob', { jobId: second, now: false });
    expect([await waiting(), await status(second)]).toMatchObject([[], { state: 'ready', pause: null }]);
  });

  it('stands paused with its reason after the program was closed', async () => {
    await hanging();
    const second = await ready('second');
    await start(second);
    await host.ask('shutdown', { waitMs: 0 });
    host = openHost(join(folder.path, 'home'));
    expect(await status(second)).toMatchObject({ state: 'paused', pause: { reason: 'queued' }, attempts: 0 });
    expect(await waiting()).toEqual([]);
    server.setFaults({ rules: [] });
    const ended = host.next(finished);
    await start(second);
    await ended;
  });

  it('does not run into what has stopped the first', async () => {
    const first = await hanging();
    const second = await ready('second');
    await start(second);
    server.setFaults({ rules: [{ kind: 'status', status: 401, from: 1 }] });
    const ended = host.next(({ state, pause }) => state === 'paused' && pause?.reason === 'token');
    server.release();
    await ended;
    expect([(await status(first)).pause?.reason, (await status(second)).pause?.reason, await waiting()]).toEqual(['token', 'queued', []]);
  });
});

describe('A connection that asks for the number of profiles', () => {
  it('sends no job without it, whatever the page has let through, neither at once nor from the queue', async () => {
    const mark = { kind: 'production', colour: 'red', askAbove: 150 } as const;
    await host.ask('writeConnection', { connectionId: 'c1', name: 'Live', baseUrl: server.url, tokenInBody: true, format: 'json', practice: false, mark });
    const first = await ready('first');
    for (const confirmed of [undefined, 199, 2_000]) {
      await expect(start(first, 'c1', confirmed === undefined ? {} : { confirmed })).rejects.toMatchObject({ code: 'number-unconfirmed', detail: { profiles: 200, above: 150, ...(confirmed === undefined ? {} : { confirmed }) } });
    }
    expect(server.journal.summary().requests).toBe(0);
    const tried = host.next(({ pause }) => pause?.reason === 'trial');
    await start(first, 'c1', { trial: 150 });
    await tried;
    server.setFaults({ rules: [{ kind: 'hang', requests: [2] }] });
    const reached = new Promise<void>((resolve) => (arrived = resolve));
    const [second, third] = [await ready('second'), await ready('third')];
    await start(second, 'c1', { confirmed: 200 });
    await reached;
    await expect(start(third)).rejects.toMatchObject({ code: 'number-unconfirmed' });
    expect(await waiting()).toEqual([]);
    await start(third, 'c1', { confirmed: 200 });
    expect(await waiting()).toEqual([third]);
  });
});
