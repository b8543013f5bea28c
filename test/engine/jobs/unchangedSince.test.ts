import { randomUUID } from 'node:crypto';
import { copyFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JobStatus } from '#contract/job.ts';
import { explain, inOneLine } from '#contract/sentences.ts';
import { noteSentence } from '#contract/sourceNotes.ts';
import { systemClock as clock } from '#engine/jobs/clock.ts';
import { undoBatch } from '#engine/jobs/corrections/undoBatch.ts';
import { handOver } from '#engine/jobs/handOver.ts';
import { prepareJob } from '#engine/jobs/prepare/prepareJob.ts';
import { retryRound } from '#engine/jobs/retryRound.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { startPractice, type PracticeServer } from '../../../electron/practice/index.ts';
import { correctedRecipe, edit, mustHold, open, set } from '../../support/corrections.ts';
import { run, temporaryFolder } from '../../support/jobs.ts';

let folder: ReturnType<typeof temporaryFolder>;
let server: PracticeServer;
let jobs = 0;

beforeEach(async () => {
  folder = temporaryFolder();
  server = await startPractice({ keepItems: true });
});

afterEach(async () => {
  await server.close();
  folder.remove();
});

async function prepare(names: readonly string[], earlier: readonly string[] = []): Promise<string> {
  const path = join(folder.path, `${(jobs += 1)}.importjob`);
  writeFileSync(`${path}.csv`, ['No,Name,Born', ...names.map((name, index) => `${index + 1},${name},`)].join('\n'));
  await prepareJob({ source: `${path}.csv`, recipe: correctedRecipe, job: path, jobId: randomUUID(), clock, unchangedSince: earlier });
  return path;
}

async function on<Value>(path: string, work: (file: JobFile) => Promise<Value>): Promise<Value> {
  const file = open(path);
  return work(file).finally(() => file.close());
}

const send = (path: string, more: object = {}): Promise<JobStatus> => on(path, (file) => run(file, { ...server, ...more }));
const sent = async (...names: readonly string[]): Promise<string> => {
  const path = await prepare(names);
  await send(path);
  return path;
};
/** Row 2 is corrected and sent once more. */
const change = (path: string, name = 'Bob'): Promise<JobStatus> =>
  on(path, async (file) => {
    await edit(file, [set(2, 1, name)], { sendAgain: true });
    return run(file, server);
  });
const name = (key: number): unknown => Object.entries(server.journal.item(key) ?? {}).find(([field]) => field === '_fname')?.[1];

describe('rows left out as unchanged, where the earlier job has sent something since', () => {
  it('are sent where the platform does not hold them just so any more, and that is told', async () => {
    const earlier = await sent('Anna', 'Boris', 'Vera');
    const later = await prepare(['Anna', 'Boris', 'Vera'], [earlier]);
    await change(earlier);
    expect(name(2)).toBe('Bob');
    const status = await send(later);
    expect(status).toMatchObject({ state: 'finished', countsAddUp: true, counts: { accepted: 1, unchanged: 2 } });
    expect(name(2)).toBe('Boris');
    expect(status.notes.map((note) => noteSentence(note, 'command'))).toEqual(['1 row was left out as unchanged and is sent after all (row 3): what it was compared with has sent something else since.']);
    await on(later, (file) => Promise.resolve(mustHold(file)));
  });

  it('stay left out where it has sent other rows, or the very same once more', async () => {
    const earlier = await sent('Anna', 'Boris', 'Vera');
    const later = await prepare(['Anna', 'Boris', 'New'], [earlier]);
    await on(earlier, async (file) => {
      retryRound(file, { rows: [2], sendAgain: true }, Date.now());
      await edit(file, [set(3, 1, 'Other')], { sendAgain: true });
      return run(file, server);
    });
    expect(await send(later)).toMatchObject({ notes: [], counts: { accepted: 1, unchanged: 2 } });
    expect([1, 2, 3].map(name)).toEqual(['Anna', 'Boris', 'New']);
  });

  it('stay left out where a correction of it still waits to be sent', async () => {
    const earlier = await sent('Anna', 'Boris');
    const later = await prepare(['Anna', 'Boris'], [earlier]);
    await on(earlier, (file) => edit(file, [set(2, 1, 'Bob')], { sendAgain: true }));
    expect(await send(later)).toMatchObject({ attempts: 0, counts: { unchanged: 2 } });
  });

  it('are looked at whether they were corrected and are the same again, or a correction of them was undone', async () => {
    const earlier = await sent('Anna', 'Boris', 'Vera');
    const [back, undone] = [await prepare(['Anna', 'Boris', 'x'], [earlier]), await prepare(['Anna', 'Boris', 'y'], [earlier])];
    for (const path of [back, undone]) await on(path, (file) => edit(file, [set(2, 1, 'c')]));
    await change(earlier);
    await on(back, (file) => edit(file, [set(2, 1, 'Boris')]));
    await on(undone, (file) => undoBatch(file, { clock }));
    expect(await send(back)).toMatchObject({ counts: { accepted: 2, unchanged: 1 } });
    await change(earlier, 'Rob');
    expect(await send(undone)).toMatchObject({ counts: { accepted: 2, unchanged: 1 } });
    expect(name(2)).toBe('Boris');
  });

  it('are looked at again at the next start where nothing has left at the first, whatever was corrected between', async () => {
    const earlier = await sent('Anna', 'Boris');
    const later = await prepare(['Anna', 'Boris'], [earlier]);
    await change(earlier);
    const stop = new AbortController();
    await send(later, { stop: stop.signal, onBegun: () => stop.abort() });
    await on(later, async (file) => {
      await edit(file, [set(2, 1, 'c')]);
      await edit(file, [set(2, 1, 'Boris')]);
    });
    expect(await send(later)).toMatchObject({ counts: { accepted: 1, unchanged: 1 } });
    expect(name(2)).toBe('Boris');
  });

  it('are all still left out where comparing them is cancelled, and nothing is sent', async () => {
    const earlier = await sent('Anna', 'Boris', 'Vera');
    const later = await prepare(['Anna', 'Boris', 'New'], [earlier]);
    await change(earlier);
    const requests = server.journal.requests().length;
    await expect(send(later, { stop: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' });
    expect(await on(later, (file) => Promise.resolve(file.states.count()))).toMatchObject({ unchanged: 2, ready: 1 });
    expect(server.journal.requests()).toHaveLength(requests);
    expect(await send(later)).toMatchObject({ state: 'finished', counts: { accepted: 2, unchanged: 1 } });
  });

  it('are not given back as unchanged by undoing once anything was sent', async () => {
    const earlier = await sent('Anna', 'Boris', 'Vera');
    const later = await prepare(['x', 'Boris', 'Vera'], [earlier]);
    await on(later, (file) => edit(file, [set(2, 1, 'c')]));
    await change(earlier);
    expect(await send(later, { trial: 1 })).toMatchObject({ counts: { accepted: 1, unchanged: 1, notSent: 1 } });
    await on(later, (file) => undoBatch(file, { clock }));
    expect(await send(later)).toMatchObject({ state: 'finished', counts: { accepted: 2, unchanged: 1 } });
    expect([1, 2, 3].map(name)).toEqual(['x', 'Boris', 'Vera']);
  });

  it('are sent where one of several earlier jobs has sent something else since', async () => {
    const earlier = [await sent('Anna', 'Boris'), await sent('Anna', 'Boris')];
    const later = await prepare(['Anna', 'Boris'], earlier);
    await change(earlier[0]!);
    expect(await send(later)).toMatchObject({ counts: { accepted: 1, unchanged: 1 } });
  });
});

describe('a job that leaves rows out by the word of an earlier one that cannot be asked', () => {
  const cases: readonly (readonly [name: string, words: RegExp, spoil: (path: string) => Promise<unknown>])[] = [
    ['deleted', /is not there any more/, async (path) => rmSync(path)],
    ['moved', /is not there any more/, async (path) => renameSync(path, `${path}-moved`)],
    ['replaced by another', /is another job by now/, async (path) => copyFileSync(await sent('Anna'), path)],
    ['put back as it was before', /is not the file that went on/, async (path) => {
      copyFileSync(path, `${path}-backup`);
      await change(path);
      copyFileSync(`${path}-backup`, path);
    }],
    ['handed over', /is not the file that went on/, (path) => on(path, (file) => handOver(file, { to: `${path}-given.importjob`, clock }))],
    ['no job any more', /cannot be read any more/, async (path) => writeFileSync(path, 'nothing')],
  ];

  it.each(cases)('is not run where it was %s, and says what to do', async (_, words, spoil) => {
    const earlier = await sent('Anna', 'Boris');
    const later = await prepare(['Anna', 'Boris', 'New'], [earlier]);
    await spoil(earlier);
    const requests = server.journal.requests().length;
    const fault = await send(later).then(() => null, (error: unknown) => error);
    expect(fault).toMatchObject({ code: 'unchanged-unproved' });
    const said = inOneLine(explain(fault as Parameters<typeof explain>[0]));
    expect(said).toMatch(words);
    expect(said).toMatch(/Nothing was sent\. Put that file back where it was, or prepare the job again .*--send-unchanged/);
    expect(server.journal.requests()).toHaveLength(requests);
  });

  it.each(cases)('is run where it was %s and the operator has those rows sent after all, each once', async (_, __, spoil) => {
    const earlier = await sent('Anna', 'Boris');
    const later = await prepare(['Anna', 'Boris', 'New'], [earlier]);
    await spoil(earlier);
    const status = await send(later, { sendUnchanged: true });
    expect(status).toMatchObject({ state: 'finished', countsAddUp: true, counts: { accepted: 3, unchanged: 0 } });
    expect(status.notes.map((note) => noteSentence(note, 'command'))).toEqual(['2 rows were left out as unchanged and are sent after all (rows 2, 3), as was asked for.']);
    expect([1, 2, 3].map(name)).toEqual(['Anna', 'Boris', 'New']);
    await on(later, (file) => Promise.resolve(mustHold(file)));
  });

  it('sends them after all also where others were sent already, or none is left but them', async () => {
    const earlier = await sent('Anna', 'Boris');
    const [begun, all] = [await prepare(['Anna', 'Boris', 'New', 'Other'], [earlier]), await prepare(['Anna', 'Boris'], [earlier])];
    await send(begun, { trial: 1 });
    rmSync(earlier);
    expect(await send(begun, { sendUnchanged: true })).toMatchObject({ state: 'finished', counts: { accepted: 4, unchanged: 0 } });
    expect(await send(all, { sendUnchanged: true })).toMatchObject({ state: 'finished', counts: { accepted: 2, unchanged: 0 } });
  });

  it('counts them among the profiles whose number the connection wants, though nobody knew before that they would go', async () => {
    const earlier = await sent('Anna', 'Boris');
    const later = await prepare(['Anna', 'Boris', 'New'], [earlier]);
    rmSync(earlier);
    const requests = server.journal.requests().length;
    await expect(send(later, { sendUnchanged: true, confirmation: { above: 2 } })).rejects.toMatchObject({ code: 'number-unconfirmed', detail: { profiles: 3, above: 2 } });
    expect(server.journal.requests()).toHaveLength(requests);
    const unasked = (): Promise<number> => Promise.reject(new Error('looked up though the number was given'));
    expect(await send(later, { confirmation: { above: unasked, confirmed: 3 } })).toMatchObject({ state: 'finished', counts: { accepted: 3 } });
  });

  it('sends them after all as a new round of a finished job, each once, and what was accepted not again', async () => {
    const earlier = await sent('Anna', 'Boris');
    const later = await prepare(['Anna', 'Boris', 'New'], [earlier]);
    expect(await send(later)).toMatchObject({ state: 'finished', round: 1, counts: { accepted: 1, unchanged: 2 } });
    await change(earlier);
    const before = server.journal.requests().length;
    expect(await send(later, { sendUnchanged: true })).toMatchObject({ state: 'finished', round: 2, countsAddUp: true, counts: { accepted: 3, unchanged: 0 } });
    expect([server.journal.requests().length - before, name(1), name(2), name(3)]).toEqual([1, 'Anna', 'Boris', 'New']);
    await on(later, (file) => Promise.resolve(mustHold(file)));
  });

  it('is refused on a finished job that leaves none out, and says what can be done', async () => {
    const path = await sent('Anna');
    const fault = await send(path, { sendUnchanged: true }).then(() => null, (error: unknown) => error);
    expect(fault).toMatchObject({ code: 'job-state' });
    expect(inOneLine(explain(fault as Parameters<typeof explain>[0]))).toMatch(/Nothing of it waits to be sent\. Correct rows or retry/);
  });

  it('sends single ones of them after all, by their rows', async () => {
    const earlier = await sent('Anna', 'Boris');
    const later = await prepare(['Anna', 'Boris'], [earlier]);
    await send(later);
    expect(await on(later, (file) => Promise.resolve(retryRound(file, { rows: [3], sendAgain: true }, clock.now())))).toMatchObject({ rows: 1, standBack: 0 });
    const before = server.journal.requests().length;
    expect(await send(later)).toMatchObject({ state: 'finished', countsAddUp: true, counts: { accepted: 1, unchanged: 1 } });
    expect(server.journal.requests().length - before).toBe(1);
  });

  it('is run where it leaves no row out', async () => {
    const earlier = await sent('Anna', 'Boris');
    const later = await prepare(['Alla', 'Bob'], [earlier]);
    rmSync(earlier);
    expect(await send(later)).toMatchObject({ counts: { accepted: 2 } });
  });
});
