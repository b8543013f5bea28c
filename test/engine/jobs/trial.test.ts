import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startPractice, type PracticeServer } from '../../../electron/practice/index.ts';
import type { Transport } from '#engine/api/transport.ts';
import { nodeTransport } from '#engine/api/nodeTransport.ts';
import { simulateRun } from '#engine/jobs/run/simulateRun.ts';
import { jobStatus } from '#engine/jobs/jobStatus.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { customRecipe, makeJob, profileRow, profiles, run, temporaryFolder } from '../../support/jobs.ts';

let folder: ReturnType<typeof temporaryFolder>;
let server: PracticeServer;
let file: JobFile;

beforeEach(async () => {
  folder = temporaryFolder();
  server = await startPractice();
});

afterEach(async () => {
  file.close();
  await server.close();
  folder.remove();
});

describe('a trial run', () => {
  it('sends the first rows only, pauses, and the rest follows without them', async () => {
    file = makeJob(join(folder.path, 'a.importjob'), [{ kind: 'empty' }, ...profiles(500)]);
    const tried = await run(file, { ...server, trial: 10 });
    expect(tried).toMatchObject({ state: 'paused', pause: { reason: 'trial' }, counts: { accepted: 10, notSent: 490 } });
    expect(server.journal.requests().map(({ profiles: sent }) => sent)).toEqual([10]);
    expect(await run(file, server)).toMatchObject({ state: 'finished', counts: { accepted: 500 } });
    expect(server.journal.appliedMoreThanOnce()).toEqual([]);
    expect(server.journal.applied().size).toBe(500);
  });

  it('of a job that is smaller than the trial is the whole job', async () => {
    file = makeJob(join(folder.path, 'a.importjob'), profiles(5));
    expect(await run(file, { ...server, trial: 10 })).toMatchObject({ state: 'finished', counts: { accepted: 5 } });
  });

  it('can be repeated with the next rows', async () => {
    file = makeJob(join(folder.path, 'a.importjob'), profiles(50));
    await run(file, { ...server, trial: 10 });
    expect(await run(file, { ...server, trial: 15 })).toMatchObject({ counts: { accepted: 25, notSent: 25 } });
    expect(server.journal.appliedMoreThanOnce()).toEqual([]);
  });
});

it('A trial behind a run whose request was refused whole sends no more rows than it says', async () => {
  file = makeJob(join(folder.path, 'a.importjob'), profiles(500));
  expect(await run(file, { ...server, token: 'f'.repeat(32) })).toMatchObject({ state: 'paused', counts: { accepted: 0, notSent: 500 } });
  expect(await run(file, { ...server, trial: 10 })).toMatchObject({ state: 'paused', pause: { reason: 'trial' }, counts: { accepted: 10, notSent: 490 } });
  expect(await run(file, server)).toMatchObject({ state: 'finished', counts: { accepted: 500 } });
  expect([server.journal.appliedMoreThanOnce(), server.journal.applied().size]).toEqual([[], 500]);
});

describe('a simulation', () => {
  it('writes byte for byte what a run then sends, and leaves the job as it was', async () => {
    file = makeJob(join(folder.path, 'a.importjob'), Array.from({ length: 330 }, (_, index) => profileRow(index + 1, { _fname: `Имя ${index}` })));
    const before = jobStatus(file, null);
    const out = join(mkdtempSync(join(folder.path, 'out-')), 'bodies');
    const limits = { profiles: 100, bytes: 1_000_000 };
    const simulation = await simulateRun(file, { limits, format: 'json', out });
    expect(jobStatus(file, null)).toEqual(before);
    expect(simulation.chunks.map(({ profiles: count }) => count)).toEqual([100, 100, 100, 30]);
    expect(readdirSync(out).sort()).toEqual(['plan.json', 'request-00001.json', 'request-00002.json', 'request-00003.json', 'request-00004.json']);

    const sent: Buffer[] = [];
    const real = nodeTransport();
    const transport: Transport = { send: (request) => (sent.push(Buffer.from(request.body)), real.send(request)), close: () => real.close() };
    await run(file, { ...server, transport, limits, streams: 1, tokenInBody: false });
    expect(sent.map((body) => body.toString('utf8'))).toEqual(simulation.chunks.map(({ file: name }) => readFileSync(join(out, name), 'utf8')));
  });

  it('does not write over a folder, nor takes away what is in it', async () => {
    file = makeJob(join(folder.path, 'a.importjob'), profiles(5));
    await expect(simulateRun(file, { limits: { profiles: 100, bytes: 100_000 }, format: 'json', out: folder.path })).rejects.toThrowError('output-exists');
    expect(readdirSync(folder.path)).toContain('a.importjob');
  });

  it('that is stopped on the way leaves nothing behind', async () => {
    file = makeJob(join(folder.path, 'a.importjob'), profiles(500));
    const out = join(folder.path, 'bodies');
    const stop = new AbortController();
    const simulation = simulateRun(file, { limits: { profiles: 100, bytes: 100_000 }, format: 'json', out, signal: stop.signal });
    // The first body is being written by now, to a folder that gets its name when it is whole.
    const beside = (): readonly string[] => readdirSync(folder.path).filter((name) => !name.startsWith('a.importjob'));
    expect([beside().length, existsSync(out)]).toEqual([1, false]);
    stop.abort();
    await expect(simulation).rejects.toThrowError('cancelled');
    expect(beside()).toEqual([]);
  });

  it('leaves no folder where the recipe cannot be said in the form wanted', async () => {
    const extra = { segment: null };
    file = makeJob(join(folder.path, 'a.importjob'), profiles(5), { ...customRecipe, version: 2, request: { ...customRecipe.request, extra } });
    const out = join(folder.path, 'bodies');
    await expect(simulateRun(file, { limits: { profiles: 100, bytes: 100_000 }, format: 'xml', out })).rejects.toThrowError('recipe-invalid');
    expect(existsSync(out)).toBe(false);
  });
});
