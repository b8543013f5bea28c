import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EngineEvent } from '#contract/events.ts';
import type { JobStatus } from '#contract/job.ts';
import { undiciTransport } from '#engine/api/undiciTransport.ts';
import { openJobFile } from '#engine/store/jobFile.ts';
import { startPractice, type FaultPlan, type PracticeServer } from '../../electron/practice/index.ts';
import { createEngineHost } from '../../electron/worker/engineHost.ts';
import type { EngineHost } from '../../electron/worker/host.ts';
import { customRecipe, makeJob, profiles, temporaryFolder } from '../support/jobs.ts';

let folder: ReturnType<typeof temporaryFolder>;
let server: PracticeServer;
let hosts: EngineHost[] = [];
let arrived: () => void = () => undefined;

beforeEach(async () => {
  folder = temporaryFolder();
  server = await startPractice({ population: 10_000, onRequest: () => arrived() });
});
afterEach(async () => {
  for (const host of hosts) await Promise.resolve(host.shutdown({ waitMs: 0 })).catch(() => null);
  hosts = [];
  await server.close();
  folder.remove();
});

const home = () => join(folder.path, 'home');
const access = () => ({ baseUrl: server.url, token: server.token, tokenInBody: true });

/** A host over the test's folder, with its events kept and a way to wait for one. */
function openHost() {
  const events: EngineEvent[] = [];
  const waiting: { matches: (event: EngineEvent) => boolean; resolve: (event: EngineEvent) => void }[] = [];
  const host = createEngineHost({
    home: home(),
    transport: undiciTransport(),
    emit(event) {
      events.push(event);
      for (const each of waiting.filter(({ matches }) => matches(event))) each.resolve(event);
    },
  });
  hosts.push(host);
  const jobEvent = (matches: (status: JobStatus) => boolean) =>
    new Promise<JobStatus>((resolve) => {
      waiting.push({
        matches: (event) => event.kind === 'job' && matches(event.status),
        resolve: (event) => resolve((event as { status: JobStatus }).status),
      });
    });
  return { host, events, jobEvent };
}

/** A ready job of so many profiles, taken into the host's list. */
function readyJob(host: EngineHost, rows = 400) {
  const path = join(folder.path, `${randomUUID()}.importjob`);
  makeJob(path, profiles(rows)).close();
  return host.openJobFile({ path }) as { jobId: string };
}

const settings = (jobId: string) => ({ jobId, access: access(), streams: 2, chunkProfiles: 100, chunkBytes: 1_000_000 });
const still = (status: JobStatus) => status.state !== 'running';
/** Resolves when so many more batch requests have been read by the server. */
const requests = (count: number) =>
  new Promise<void>((resolve) => {
    let left = count;
    arrived = () => {
      left -= 1;
      if (left === 0) resolve();
    };
  });
const faults = (...rules: NonNullable<FaultPlan['rules']>) => server.setFaults({ rules });

describe('the engine’s host', () => {
  it('runs a job to its end and tells of it by events', async () => {
    const { host, events, jobEvent } = openHost();
    const { jobId } = readyJob(host);
    const ended = jobEvent(still);
    await host.runJob(settings(jobId));
    expect(await ended).toMatchObject({ state: 'finished', counts: { read: 400, accepted: 400 }, live: null });
    expect(events.some((event) => event.kind === 'job' && event.status.live !== null)).toBe(true);
    expect(host.jobStatus({ jobId })).toMatchObject({ state: 'finished' });
    expect(host.listJobs({})).toMatchObject([{ jobId, status: { state: 'finished' } }]);
  });

  it('pauses a job without losing the chunks in flight, and resumes it', async () => {
    const { host, jobEvent } = openHost();
    const { jobId } = readyJob(host);
    faults({ kind: 'slow', ms: 100, when: 'before' });
    const sending = requests(1);
    await host.runJob(settings(jobId));
    await sending;
    const ended = jobEvent(still);
    host.pauseJob({ jobId, now: false });
    expect(await ended).toMatchObject({ state: 'paused', pause: { reason: 'asked' }, counts: { sending: 0, unknown: 0 } });
    const finished = jobEvent(still);
    faults();
    await host.runJob(settings(jobId));
    expect(await finished).toMatchObject({ state: 'finished', counts: { accepted: 400 } });
    expect(server.journal.summary()).toMatchObject({ appliedMoreThanOnce: 0 });
  });

  it('pauses at once when asked to, and settles what was cut off on resume', async () => {
    const { host, jobEvent } = openHost();
    const { jobId } = readyJob(host);
    faults({ kind: 'hang', requests: [1, 2] });
    const sending = requests(2);
    await host.runJob(settings(jobId));
    await sending;
    const ended = jobEvent(still);
    host.pauseJob({ jobId, now: true });
    expect(await ended).toMatchObject({ state: 'paused', counts: { sending: 0, unknown: 200, notSent: 200 } });
    const finished = jobEvent(still);
    await host.runJob(settings(jobId));
    expect(await finished).toMatchObject({ state: 'finished', counts: { accepted: 400 }, replayed: 2 });
  });

  it('refuses a second start, a retry and a deletion while the job runs', async () => {
    const { host, jobEvent } = openHost();
    const { jobId } = readyJob(host);
    faults({ kind: 'hang' });
    const ended = jobEvent(still);
    await host.runJob(settings(jobId));
    await expect(host.runJob(settings(jobId))).rejects.toMatchObject({ code: 'job-busy' });
    expect(() => host.retryJob({ jobId, unknown: false })).toThrowError(expect.objectContaining({ code: 'job-busy' }));
    expect(() => host.deleteJob({ jobId })).toThrowError(expect.objectContaining({ code: 'job-busy' }));
    host.pauseJob({ jobId, now: true });
    await ended;
  });

  it('refuses a start that makes no sense with the reason, and the job stands as it stood', async () => {
    const { host, jobEvent } = openHost();
    const { jobId } = readyJob(host);
    const ended = jobEvent(still);
    await host.runJob(settings(jobId));
    await ended;
    await expect(host.runJob(settings(jobId))).rejects.toMatchObject({ code: 'job-state' });
    expect(() => host.pauseJob({ jobId, now: false })).toThrowError(expect.objectContaining({ code: 'job-state' }));
    expect(host.jobStatus({ jobId })).toMatchObject({ state: 'finished' });
  });

  it('retries only what failed', async () => {
    const { host, jobEvent } = openHost();
    const { jobId } = readyJob(host);
    faults({ kind: 'reject-items', everyNth: 100, code: 500, text: 'internal error', perKey: 1 });
    const first = jobEvent(still);
    await host.runJob(settings(jobId));
    expect(await first).toMatchObject({ state: 'finished', counts: { accepted: 396, failed: 4 } });
    expect(host.jobFailures({ jobId })).toMatchObject([{ code: 500, text: 'internal error', rows: 4 }]);
    expect(host.retryJob({ jobId, codes: [500], unknown: false })).toEqual({ rows: 4 });
    const second = jobEvent(still);
    await host.runJob(settings(jobId));
    expect(await second).toMatchObject({ state: 'finished', round: 2, counts: { accepted: 400, failed: 0 } });
  });

  it('cancels a running job after its chunks in flight are recorded, and a resting one at once', async () => {
    const { host, jobEvent } = openHost();
    const { jobId } = readyJob(host);
    faults({ kind: 'slow', ms: 50 });
    const sending = requests(1);
    await host.runJob(settings(jobId));
    await sending;
    await host.cancelJob({ jobId });
    const status = (await host.jobStatus({ jobId }))!;
    expect(status).toMatchObject({ state: 'cancelled', counts: { sending: 0, unknown: 0 } });
    expect(status.counts.accepted + status.counts.notSent).toBe(400);
    const other = readyJob(host);
    await host.cancelJob(other);
    expect(host.jobStatus(other)).toMatchObject({ state: 'cancelled', counts: { notSent: 400 } });
    await expect(host.cancelJob(other)).rejects.toMatchObject({ code: 'job-state' });
  });

  it('shuts down within its bound: what hangs is cut off, and the next start settles it', async () => {
    const { host, jobEvent } = openHost();
    const { jobId } = readyJob(host);
    faults({ kind: 'hang', requests: [1, 2] });
    const sending = requests(2);
    await host.runJob(settings(jobId));
    await sending;
    await host.shutdown({ waitMs: 1 });
    hosts = [];
    const next = openHost();
    expect(next.host.listJobs({})).toMatchObject([{ jobId, status: { state: 'paused', counts: { unknown: 200, notSent: 200 } } }]);
    const finished = next.jobEvent(still);
    await next.host.runJob(settings(jobId));
    expect(await finished).toMatchObject({ state: 'finished', counts: { accepted: 400 } });
  });

  it('exports over a file that may be replaced, and leaves it alone when it fails', async () => {
    const { host, jobEvent } = openHost();
    const { jobId } = readyJob(host, 3);
    const ended = jobEvent(still);
    await host.runJob(settings(jobId));
    await ended;
    const path = join(folder.path, 'out.csv');
    writeFileSync(path, 'older');
    expect(await host.exportTo({ jobId, rows: 'all', path })).toEqual({ name: 'out.csv', rows: 3 });
    const lines = readFileSync(path, 'utf8').trim().split('\r\n');
    expect(lines).toHaveLength(4);
    await expect(host.exportTo({ jobId, rows: 'all', path: join(folder.path, 'none', 'out.csv') })).rejects.toMatchObject({
      code: 'output-unwritable',
      detail: { name: 'out.csv' },
    });
    await expect(host.exportTo({ jobId, rows: 'all', path: folder.path })).rejects.toMatchObject({ detail: { name: expect.any(String) } });
    expect(readdirSync(folder.path).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('deletes a job with its file', () => {
    const { host } = openHost();
    const path = join(folder.path, 'mine.importjob');
    makeJob(path, profiles(3)).close();
    const { jobId, name } = host.openJobFile({ path }) as { jobId: string; name: string };
    expect(name).toBe('mine');
    host.deleteJob({ jobId });
    expect([existsSync(path), host.listJobs({})]).toEqual([false, []]);
    expect(() => host.jobStatus({ jobId })).toThrowError(expect.objectContaining({ code: 'job-missing' }));
  });

  it('lists a job whose file is broken without a status, and forgets it when it is deleted', () => {
    const { host } = openHost();
    const path = join(folder.path, 'mine.importjob');
    const file = makeJob(path, profiles(3));
    file.close();
    const { jobId } = host.openJobFile({ path }) as { jobId: string };
    for (const name of readdirSync(folder.path)) if (name.startsWith('mine')) writeFileSync(join(folder.path, name), 'broken');
    expect(host.listJobs({})).toMatchObject([{ jobId, status: null }]);
    host.deleteJob({ jobId });
    expect(host.listJobs({})).toEqual([]);
  });

  it('sweeps away what a crash in mid-preparation left, and lists a job that was complete but not listed', async () => {
    const { host } = openHost();
    await host.shutdown({ waitMs: 0 });
    hosts = [];
    const jobs = join(home(), 'jobs');
    const unfinished = openJobFile(join(jobs, 'left.importjob'), { create: true });
    unfinished.job.create({ jobId: 'left', createdAt: '2026-01-01T00:00:00.000Z', recipe: customRecipe, columns: [] });
    unfinished.close();
    openJobFile(join(jobs, 'hardly.importjob'), { create: true }).close();
    makeJob(join(jobs, 'whole.importjob'), profiles(3)).close();
    writeFileSync(join(jobs, 'strange.importjob'), 'not ours');
    expect(openHost().host.listJobs({})).toMatchObject([{ name: 'whole', status: { state: 'ready' } }]);
    expect(readdirSync(jobs).filter((name) => name.endsWith('.importjob')).sort()).toEqual(['strange.importjob', 'whole.importjob']);
  });

  it('keeps connections and recipes from one start to the next, and no token', async () => {
    const { host } = openHost();
    const connection = { connectionId: 'c1', name: 'Main', baseUrl: 'https://eu.example.com', tokenInBody: true, practice: false };
    host.writeConnection(connection);
    host.saveRecipe({ name: 'weekly', recipe: customRecipe });
    await host.shutdown({ waitMs: 0 });
    hosts = [];
    const next = openHost().host;
    expect([next.readConnections({}), next.listRecipes({})]).toMatchObject([[connection], [{ name: 'weekly', recipe: customRecipe }]]);
    next.removeConnection({ connectionId: 'c1' });
    next.deleteRecipe({ name: 'weekly' });
    expect([next.readConnections({}), next.listRecipes({})]).toEqual([[], []]);
  });

  it('writes the token into no file, whatever it was used for', async () => {
    const { host, jobEvent } = openHost();
    const { jobId } = readyJob(host);
    await host.readDatabases({ access: access() });
    await host.readFields({ access: access(), dbId: 7 });
    faults({ kind: 'hang', requests: [1] });
    const sending = requests(1);
    await host.runJob(settings(jobId));
    await sending;
    const inFlight = filesWith(server.token);
    const ended = jobEvent(still);
    host.pauseJob({ jobId, now: true });
    await ended;
    expect([inFlight, filesWith(server.token)]).toEqual([[], []]);
  });

  it('says of a token that is refused what the platform said, without the token', async () => {
    const { host } = openHost();
    const wrong = { ...access(), token: 'wrong-token' };
    const error = await Promise.resolve(host.readDatabases({ access: wrong })).catch((fault: unknown) => fault);
    expect(error).toMatchObject({ code: 'server-refused' });
    expect(JSON.stringify(error)).not.toContain('wrong-token');
  });

  it('takes only files that are there as sources', () => {
    const { host } = openHost();
    const path = join(folder.path, 'clients.csv');
    writeFileSync(path, 'Client No\n1\n');
    expect(host.registerSource({ path })).toMatchObject({ name: 'clients.csv', bytes: 12 });
    expect(() => host.registerSource({ path: join(folder.path, 'none.csv') })).toThrowError(expect.objectContaining({ code: 'source-missing' }));
    expect(() => host.registerSource({ path: folder.path })).toThrowError(expect.objectContaining({ code: 'source-unreadable' }));
  });
});

/** Files below the test's folder that hold the text. */
function filesWith(text: string): string[] {
  return readdirSync(folder.path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(text));
}
