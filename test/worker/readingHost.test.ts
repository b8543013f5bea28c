import { copyFileSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EngineInput, EngineName, EngineOutput } from '#contract/engine.ts';
import { announceJob } from '#files/announcedJobs.ts';
import { openJobFile, type JobFile } from '#engine/store/jobFile.ts';
import { lockJob } from '#engine/store/lock.ts';
import { startPractice, type PracticeServer } from '../../electron/practice/index.ts';
import { createReadingHost } from '../../electron/worker/readingHost.ts';
import type { ReadingHost } from '../../electron/worker/host.ts';
import { makeJob, profileRow, profiles, temporaryFolder } from '../support/jobs.ts';
import { openHost, still, type OpenHost } from './openHost.ts';

let folder: ReturnType<typeof temporaryFolder>;
let engine: OpenHost;
let server: PracticeServer | null = null;
let reading: ReadingHost;
let path: string;
let jobId: string;
let writer: JobFile | null = null;

const announced = () => join(folder.path, 'announced');

beforeEach(async () => {
  folder = temporaryFolder();
  engine = openHost(join(folder.path, 'home'), announced());
  path = join(folder.path, 'a.importjob');
  // Nobody has number 0, and 5 comes twice.
  makeJob(path, [...profiles(300), profileRow(5, { again: true }), { kind: 'invalid', errors: [{ row: 303, column: 'A', header: 'Client No', field: 'Custom_ID', value: 'x', reason: 'not-integer' }] }]).close();
  ({ jobId } = await engine.ask('openJobFile', { path }));
  reading = createReadingHost({ home: join(folder.path, 'home'), announced: announced(), emit: () => undefined });
});
afterEach(async () => {
  writer?.close();
  writer = null;
  await reading.shutdown({ waitMs: 0 });
  await engine.ask('shutdown', { waitMs: 0 }).catch(() => null);
  await server?.close();
  server = null;
  folder.remove();
});

async function ask<Name extends EngineName & keyof ReadingHost>(name: Name, input: EngineInput<Name>): Promise<EngineOutput<Name>> {
  const handler: (given: EngineInput<Name>) => EngineOutput<Name> | Promise<EngineOutput<Name>> = reading[name];
  return handler(input);
}

const stateOf = async (position: number) => (await ask('rowsAt', { jobId, positions: [position] }))[0]?.state;

async function send(): Promise<void> {
  server = await startPractice({ population: 200 });
  await engine.ask('runJob', { jobId, access: { baseUrl: server.url, token: server.token, tokenInBody: true }, streams: 2, chunkProfiles: 50, chunkBytes: 1_000_000, pauseWhenRefused: null });
  await engine.next(still);
}

describe('a look at the list beside the process that writes', () => {
  it('is what that process would tell, also of a job that has gone on since', async () => {
    expect(await ask('listJobs', { look: true })).toEqual(await engine.ask('listJobs', {}));
    await send();
    const [looked] = await ask('listJobs', { look: true });
    expect(looked?.status).toMatchObject({ state: 'finished', counts: { accepted: 199, failed: 101 } });
    expect(await engine.ask('listJobs', {})).toEqual([looked]);
  });

  it('is left to that process while the command line has told of a job, which is in the list then and leaves it with its file', async () => {
    const other = join(folder.path, 'b.importjob');
    makeJob(other, profiles(3)).close();
    announceJob(other, announced());
    await expect(ask('listJobs', { look: true })).rejects.toMatchObject({ code: 'job-busy' });
    expect((await engine.ask('listJobs', {})).map(({ name }) => name).sort()).toEqual(['a', 'b']);
    expect((await ask('listJobs', { look: true })).map(({ name }) => name).sort()).toEqual(['a', 'b']);
    rmSync(other);
    rmSync(path);
    expect((await engine.ask('listJobs', {})).map(({ name, status }) => [name, status])).toEqual([['a', null]]);
  });
});

describe('reading jobs beside the process that writes', () => {
  it('gives a page, the counts and a search while a transaction is open, as of what is committed', async () => {
    const first = await ask('rowsAt', { jobId, positions: [1, 2] });
    writer = openJobFile(path, { create: false });
    const file = writer;
    await file.longTransaction(async () => {
      file.states.change([{ from: 1, to: 100 }], () => 'accepted');
      // The transaction goes on until all of this is answered.
      expect(await ask('rowsAt', { jobId, positions: [1, 2] })).toEqual(first);
      expect((await ask('jobStatus', { jobId })).counts).toMatchObject({ accepted: 0 });
      expect(await ask('filterRows', { jobId, filter: { states: ['accepted'] } })).toHaveLength(0);
      expect((await ask('findText', { jobId, text: '77', limit: 10 })).cells).toHaveLength(3);
    });
    expect(await stateOf(1)).toBe('accepted');
    expect((await ask('jobStatus', { jobId })).counts).toMatchObject({ accepted: 100 });
    expect(await ask('filterRows', { jobId, filter: { states: ['accepted'] } })).toHaveLength(100);
  });

  it('says of every job just what the engine says', async () => {
    await send();
    const requests: [EngineName & keyof ReadingHost, object][] = [
      ['jobStatus', {}], ['jobProblems', {}], ['jobFailures', {}], ['previewItems', { limit: 5 }], ['jobColumns', {}],
      ['filterRows', { filter: { states: ['failed'] } }], ['rowsAt', { positions: [1, 5, 201, 301, 302, 303, 999] }], ['rowPosition', { row: 40 }],
      ['rowDetails', { position: 201 }], ['rowDetails', { position: 302 }], ['listCorrections', {}], ['listDuplicates', { offset: 0, limit: 10 }],
      ['duplicateRows', { position: 301, offset: 0 }], ['findText', { text: '20', limit: 100 }],
    ];
    for (const [name, wish] of requests) {
      const input = { jobId, ...wish } as never;
      expect([name, await ask(name, input)]).toEqual([name, await engine.ask(name, input)]);
    }
    expect((await ask('jobFailures', { jobId })).groups.length).toBeGreaterThan(0);
    expect(await ask('listJobs', { kept: true })).toEqual(await engine.ask('listJobs', {}));
  });

  it('holds nothing back: what is committed can be moved into the file at once, and the log is gone when it lets go', async () => {
    await stateOf(1);
    writer = openJobFile(path, { create: false });
    writer.transaction(() => writer?.states.change([{ from: 1, to: 1 }], () => 'accepted'));
    expect(writer.checkpoint({ wait: false })).toBe(true);
    expect(await stateOf(1)).toBe('accepted');
    writer.close();
    writer = null;
    expect(existsSync(`${path}-wal`)).toBe(true);
    await ask('releaseJob', { jobId });
    expect([existsSync(`${path}-wal`), existsSync(`${path}-shm`)]).toEqual([false, false]);
    expect(await stateOf(1)).toBe('accepted');
  });

  it('writes nothing, not even the step to a newer version', async () => {
    await ask('releaseJob', { jobId });
    const before = readFileSync(path);
    await ask('rowsAt', { jobId, positions: [1] });
    await ask('rowDetails', { jobId, position: 1 });
    await ask('listJobs', { kept: true });
    await ask('releaseJob', { jobId });
    expect(readFileSync(path).equals(before)).toBe(true);
    const db = new Database(path);
    db.pragma('user_version = 3');
    db.close();
    await expect(ask('rowsAt', { jobId, positions: [1] })).rejects.toMatchObject({ code: 'job-unreadable' });
    expect(new Database(path).pragma('user_version', { simple: true })).toBe(3);
  });

  it('leaves a job that was interrupted to the engine, which writes that down; one that runs is read', async () => {
    const file = openJobFile(path, { create: false });
    file.job.setState('running', null);
    file.close();
    await expect(ask('rowsAt', { jobId, positions: [1] })).rejects.toMatchObject({ code: 'job-busy' });
    const lock = lockJob(path);
    expect(await stateOf(1)).toBe('ready');
    lock.release();
  });

  it('leaves its log to a job whose run has died, also while it is held: without it nothing proves what was not sent', async () => {
    const sender = openJobFile(path, { create: false });
    const lock = lockJob(path);
    sender.transaction(() => sender.job.setState('running', null));
    expect(await stateOf(1)).toBe('ready');
    sender.transaction(() => sender.states.change([{ from: 1, to: 50 }], () => 'sending'));
    // As after a kill: the log lies there, and nobody has it open but this one.
    const died = join(folder.path, 'died.importjob');
    for (const suffix of ['', '-wal']) copyFileSync(path + suffix, died + suffix);
    sender.close();
    lock.release();
    expect(existsSync(`${path}-wal`)).toBe(true);
    await ask('releaseJob', { jobId });
    await ask('listJobs', { kept: true });
    await expect(ask('rowsAt', { jobId, positions: [1] })).rejects.toMatchObject({ code: 'job-busy' });
    await expect(ask('filterRows', { jobId, filter: {} })).rejects.toMatchObject({ code: 'job-busy' });
    expect(existsSync(`${path}-wal`)).toBe(true);
    for (const one of [path, died]) {
      const file = openJobFile(one, { create: false });
      expect([file.job.state(), file.states.at(1), file.inDoubt]).toEqual(['running', 'sending', false]);
      file.close();
    }
  });

  it.each<[string, () => void, string]>([
    ['deleted', () => rmSync(path), 'job-missing'],
    ['moved away', () => renameSync(path, `${path}.old`), 'job-missing'],
    ['overwritten by another file', () => copyFileSync(import.meta.filename, path), 'job-unreadable'],
  ])('is not fooled by a file that was %s while it was held', async (_, change, code) => {
    await stateOf(1);
    rmSync(`${path}-wal`, { force: true });
    rmSync(`${path}-shm`, { force: true });
    if (code === 'job-unreadable') rmSync(path);
    change();
    await expect(ask('rowsAt', { jobId, positions: [1] })).rejects.toMatchObject({ code });
  });

  it('sees another job that was put in the place of one that it held', async () => {
    await stateOf(1);
    const other = join(folder.path, 'b.importjob');
    makeJob(other, profiles(7)).close();
    renameSync(other, path);
    rmSync(`${path}-wal`, { force: true });
    rmSync(`${path}-shm`, { force: true });
    expect((await ask('jobStatus', { jobId })).counts.read).toBe(7);
  });

  it('knows no job that the list does not have, and nothing before there is a list', async () => {
    await expect(ask('rowsAt', { jobId: 'none', positions: [1] })).rejects.toMatchObject({ code: 'job-missing' });
    expect(() => createReadingHost({ home: join(folder.path, 'nowhere'), emit: () => undefined })).toThrow(expect.objectContaining({ code: 'job-missing' }));
    expect(existsSync(join(folder.path, 'nowhere'))).toBe(false);
  });

  it('lists a job whose file is gone as that', async () => {
    rmSync(path);
    expect(await ask('listJobs', { kept: true })).toMatchObject([{ jobId, status: null, gone: true }]);
  });
});
