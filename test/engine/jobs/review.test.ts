import { copyFileSync, existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startPractice, type PracticeServer } from '../../../electron/practice/index.ts';
import type { HttpAnswer, HttpRequest, Transport } from '#engine/api/transport.ts';
import { nodeTransport } from '#engine/api/nodeTransport.ts';
import { exportRows } from '#engine/jobs/exports/exportRows.ts';
import { jobStatus } from '#engine/jobs/jobStatus.ts';
import { openJob } from '#engine/jobs/recover.ts';
import { retryRound } from '#engine/jobs/retryRound.ts';
import { deleteJobFile } from '#engine/store/deleteJobFile.ts';
import { openJobFile, type JobFile } from '#engine/store/jobFile.ts';
import { lockJob } from '#engine/store/lock.ts';
import { makeJob, profiles, run, temporaryFolder } from '../../support/jobs.ts';
import { rowsIn } from '../../support/rows.ts';

/** Places where rows could be applied twice, or told differently by two views of one job. */
let folder: ReturnType<typeof temporaryFolder>;
let server: PracticeServer;
let file: JobFile;
let path: string;

beforeEach(async () => {
  folder = temporaryFolder();
  path = join(folder.path, 'a.importjob');
  server = await startPractice();
});

afterEach(async () => {
  file.close();
  await server.close();
  folder.remove();
});

/** The real transport, with some answers replaced on their way back. */
function tampered(change: (number: number, request: HttpRequest, answer: () => Promise<HttpAnswer>) => Promise<HttpAnswer>): Transport {
  const real = nodeTransport();
  let number = 0;
  return { send: (request) => change((number += 1), request, () => real.send(request)), close: () => real.close() };
}

function page(status: number): HttpAnswer {
  return { status, headers: {}, body: Buffer.from(`<html><body>${status}</body></html>`) };
}

describe('a chunk that may have been applied', () => {
  it.each([413, 400])('is not halved on a proxy’s %i: its halves would be applied a second time', async (status) => {
    file = makeJob(path, profiles(10));
    const transport = tampered(async (number, _, answer) => {
      if (number === 1) {
        await answer();
        return page(502);
      }
      return number === 2 ? page(status) : answer();
    });
    const ended = await run(file, { ...server, transport });
    expect(ended).toMatchObject({ state: 'finished', counts: { accepted: 10 } });
    expect(server.journal.appliedMoreThanOnce()).toEqual([]);
  });

  it('is asked for again, not sent anew, when the operator retries unknown rows', async () => {
    file = makeJob(path, profiles(10));
    const abort = new AbortController();
    const transport = tampered(async (_, __, answer) => {
      await answer();
      abort.abort();
      return page(502);
    });
    expect(await run(file, { ...server, transport, stop: abort.signal, abort: abort.signal })).toMatchObject({ counts: { unknown: 10 } });
    expect(() => retryRound(file, { unknown: true }, Date.now())).toThrowError('unknown-can-be-settled');
    expect(await run(file, server)).toMatchObject({ state: 'finished', counts: { accepted: 10 } });
    expect(server.journal.appliedMoreThanOnce()).toEqual([]);
  });

  it('may be sent anew once the platform has forgotten its id', async () => {
    file = makeJob(path, profiles(10));
    const transport = tampered(() => Promise.resolve(page(502)));
    await run(file, { ...server, transport });
    expect(retryRound(file, { unknown: true }, Date.now() + 24 * 3_600_000).rows).toBe(10);
    expect(await run(file, server)).toMatchObject({ state: 'finished', counts: { accepted: 10 } });
  });
});

describe('a job left in flight by a dead process', () => {
  it('says the same in status, rows and exports', async () => {
    const arrived = Promise.withResolvers<void>();
    file = makeJob(path, profiles(30));
    const abort = new AbortController();
    const transport = tampered(() => {
      arrived.resolve();
      return new Promise((_, reject) => {
        abort.signal.addEventListener('abort', () => reject(new Error('gone')));
      });
    });
    const running = run(file, { ...server, transport, streams: 1, limits: { profiles: 10, bytes: 100_000 } });
    await arrived.promise;
    // The file as a SIGKILL would leave it: copied with its -wal while the chunk is in flight.
    const copy = join(folder.path, 'copy.importjob');
    copyFileSync(path, copy);
    copyFileSync(`${path}-wal`, `${copy}-wal`);
    abort.abort();
    await expect(running).rejects.toThrowError('gone');

    const dead = openJob(copy);
    expect(jobStatus(dead, null)).toMatchObject({ state: 'paused', pause: { reason: 'interrupted' }, counts: { unknown: 10, sending: 0 } });
    expect(await rowsIn(dead, 'unknown')).toHaveLength(10);
    expect(await exportRows(dead, 'unknown', join(folder.path, 'unknown.csv'), { replace: false })).toMatchObject({ rows: 10 });
    dead.close();
  });

  it('even as a copy without its -wal sends under the ids that were planned', async () => {
    const copy = join(folder.path, 'copy.importjob');
    file = makeJob(path, profiles(500));
    const transport = tampered((number, _, answer) => {
      if (number === 3) copyFileSync(path, copy);
      return answer();
    });
    await run(file, { ...server, transport, streams: 1 });
    const old = openJobFile(copy, { create: false });
    expect(await run(old, { ...server, adopt: true })).toMatchObject({ state: 'finished', counts: { accepted: 500 } });
    old.close();
    expect(server.journal.appliedMoreThanOnce()).toEqual([]);
  });

  it('by an error of this side rests with nothing on its way', async () => {
    file = makeJob(path, profiles(30));
    const transport = tampered(() => Promise.reject(new TypeError('a bug')));
    await expect(run(file, { ...server, transport })).rejects.toThrowError('a bug');
    expect(jobStatus(file, null)).toMatchObject({ state: 'paused', pause: { reason: 'error' }, counts: { sending: 0, unknown: 30 } });
    expect(await run(file, server)).toMatchObject({ state: 'finished', counts: { accepted: 30 } });
  });
});

describe('two processes', () => {
  it('cannot both hold a job through two of its names', () => {
    file = makeJob(path, profiles(1));
    const link = join(folder.path, 'link.importjob');
    symlinkSync(path, link);
    const lock = lockJob(path);
    expect(() => lockJob(link, 0)).toThrowError('job-busy');
    lock.release();
  });

  it('cannot both hold it when one waited for the other to end', () => {
    file = makeJob(path, profiles(1));
    for (let round = 0; round < 50; round += 1) {
      const first = lockJob(path);
      first.release();
      const second = lockJob(path);
      expect(() => lockJob(path, 0)).toThrowError('job-busy');
      second.release();
    }
    expect(existsSync(`${path}-lock`)).toBe(process.platform === 'win32');
  });

  it('the one that was overtaken writes nothing more', async () => {
    file = makeJob(path, profiles(10));
    const transport = tampered((_, __, answer) => {
      file.transaction(() => file.job.beginRun('somebody-else', 'other.example.com', '2026-01-01T00:00:00.000Z'));
      return answer();
    });
    await expect(run(file, { ...server, transport })).rejects.toThrowError('job-busy');
    expect(file.states.count()).toMatchObject({ sending: 10, accepted: 0 });
  });
});

describe('many bad rows in one chunk', () => {
  it('are isolated in one run: refusals in a row stay few when halves go first', async () => {
    const bad = Array.from({ length: 32 }, (_, index) => 1 + index * 80);
    server.setFaults({ rules: [{ kind: 'refuse-batch', keys: bad, code: 400, text: 'Incorrect request' }] });
    file = makeJob(path, profiles(2_560));
    const ended = await run(file, { ...server, limits: { profiles: 5_000, bytes: 5_000_000 } });
    expect(ended).toMatchObject({ state: 'finished', counts: { accepted: 2_528, failed: 32 } });
    // Five hundred requests, each written down to the disk: a slow one takes its time.
  }, 60_000);
});

describe('names that SQLite takes for something else', () => {
  it.each(['', ':memory:', ' a.importjob', 'a.importjob '])('%j is refused', (name) => {
    file = makeJob(path, profiles(1));
    expect(() => openJobFile(name, { create: true })).toThrowError('usage');
  });
});

describe('a deleted job', () => {
  it('leaves nothing', () => {
    file = makeJob(path, profiles(1));
    file.close();
    deleteJobFile(path, { keepLock: false });
    for (const suffix of ['', '-wal', '-shm', '-lock']) expect(existsSync(path + suffix)).toBe(false);
    file = makeJob(path, profiles(1));
  });
});
