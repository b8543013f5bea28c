import Database from 'better-sqlite3';
import { randomUUID } from 'node:crypto';
import { copyFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Fault } from '#contract/faults.ts';
import type { JobStatus } from '#contract/job.ts';
import type { Recipe } from '#contract/recipe.ts';
import { explain, inOneLine } from '#contract/sentences.ts';
import { startPractice, type PracticeServer } from '../../../electron/practice/index.ts';
import { redoBatch, undoBatch } from '#engine/jobs/corrections/undoBatch.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { handOver } from '#engine/jobs/handOver.ts';
import { prepareJob } from '#engine/jobs/prepare/prepareJob.ts';
import { repairJob } from '#engine/jobs/repair/repairJob.ts';
import { openJobFile, type JobFile } from '#engine/store/jobFile.ts';
import { edit, mustHold, set } from '../../support/corrections.ts';
import { run, temporaryFolder } from '../../support/jobs.ts';

const recipe: Recipe = {
  version: 1,
  request: { db_id: 7, matching: 'custom', field_name: 'Custom_ID' },
  fields: [
    { field: 'Custom_ID', type: 'int', column: 'No' },
    { field: '_fname', type: 'string', column: 'Name' },
  ],
};

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

type Row = readonly [number: number, name: string];

async function prepare(rows: readonly Row[], earlier: readonly string[] = [], with_: Partial<Recipe> = {}): Promise<{ readonly path: string; readonly status: JobStatus }> {
  jobs += 1;
  const source = join(folder.path, `${jobs}.csv`);
  const path = join(folder.path, `${jobs}.importjob`);
  writeFileSync(source, ['No,Name', ...rows.map((row) => row.join(','))].join('\n'));
  const status = await prepareJob({ source, recipe: { ...recipe, ...with_ }, job: path, jobId: randomUUID(), clock: systemClock, unchangedSince: earlier });
  return { path, status };
}

async function send(path: string): Promise<JobStatus> {
  const file = openJobFile(path, { create: false });
  try {
    return await run(file, server);
  } finally {
    file.close();
  }
}

describe('leaving out what is unchanged', () => {
  it('sends only the rows that differ from what was accepted last', async () => {
    const first = await prepare([[1, 'Anna'], [2, 'Boris'], [3, 'Vera']]);
    await send(first.path);
    const second = await prepare([[1, 'Anna'], [2, 'Bob'], [4, 'Gleb']], [first.path]);
    expect(second.status).toMatchObject({ countsAddUp: true, counts: { read: 3, unchanged: 1, notSent: 2 } });
    expect(await send(second.path)).toMatchObject({ state: 'finished', countsAddUp: true, counts: { unchanged: 1, accepted: 2 } });
    expect(server.journal.requests().at(-1)?.profiles).toBe(2);
  });

  it('of the same file again sends nothing, and says so', async () => {
    const first = await prepare([[1, 'Anna'], [2, 'Boris']]);
    await send(first.path);
    const second = await prepare([[1, 'Anna'], [2, 'Boris']], [first.path]);
    expect(await send(second.path)).toMatchObject({ state: 'finished', attempts: 0, counts: { unchanged: 2 } });
    expect(server.journal.requests()).toHaveLength(1);
  });

  it('lets the later of two earlier jobs speak, in whatever order they are named', async () => {
    const first = await prepare([[1, 'Anna'], [2, 'Boris']]);
    await send(first.path);
    const second = await prepare([[1, 'Alla']]);
    await send(second.path);
    const third = await prepare([[1, 'Anna'], [2, 'Boris']], [first.path, second.path]);
    expect(third.status.counts).toMatchObject({ unchanged: 1, notSent: 1 });
    expect(await send(third.path)).toMatchObject({ counts: { accepted: 1 } });
  });

  it('sends again what failed or has no answer, whatever an earlier job says of it', async () => {
    const first = await prepare([[1, 'Anna'], [2, 'Boris']]);
    await send(first.path);
    server.setFaults({ rules: [{ kind: 'reject-items', keys: [1], code: 500, text: 'no' }] });
    const second = await prepare([[1, 'Alla']]);
    await send(second.path);
    server.setFaults({ rules: [] });
    const third = await prepare([[1, 'Anna'], [2, 'Boris']], [first.path, second.path]);
    expect(third.status.counts).toMatchObject({ unchanged: 1, notSent: 1 });
  });

  it('counts a row that another with its key replaces as a duplicate', async () => {
    const first = await prepare([[1, 'Anna']]);
    await send(first.path);
    const second = await prepare([[1, 'Anna'], [1, 'Alla']], [first.path]);
    expect(second.status.counts).toMatchObject({ unchanged: 0, duplicate: 1, notSent: 1 });
  });

  it('looks again at rows that are corrected, so that one with the very same data again is not sent', async () => {
    const first = await prepare([[1, 'Anna'], [2, 'Boris'], [3, 'Vera']]);
    await send(first.path);
    const second = await prepare([[1, 'Anna'], [2, 'Boris'], [3, 'Bad']], [first.path]);
    const file = openJobFile(second.path, { create: false });
    const states = (): readonly string[] => [1, 2, 3].map((position) => file.states.at(position));
    await edit(file, [set(1, 1, 'Olga'), set(2, 1, 'Boris ')]);
    expect(states()).toEqual(['ready', 'unchanged', 'ready']);
    await edit(file, [set(1, 1, 'Anna')]);
    expect(states()).toEqual(['unchanged', 'unchanged', 'ready']);
    mustHold(file);
    await undoBatch(file, { clock: systemClock });
    expect(states()).toEqual(['ready', 'unchanged', 'ready']);
    await redoBatch(file, { clock: systemClock });
    expect(states()).toEqual(['unchanged', 'unchanged', 'ready']);
    expect(await run(file, server)).toMatchObject({ state: 'finished', counts: { accepted: 1, unchanged: 2 } });
    expect(server.journal.requests().at(-1)?.profiles).toBe(1);
    // What was sent since may have overwritten the profile.
    await edit(file, [set(1, 1, 'Olga')]);
    await edit(file, [set(1, 1, 'Anna')]);
    expect(states()).toEqual(['ready', 'unchanged', 'accepted']);
    file.close();
  });

  it('binds the new job to the server that the earlier ones know', async () => {
    const first = await prepare([[1, 'Anna']]);
    await send(first.path);
    const second = await prepare([[1, 'Alla']], [first.path]);
    const file = openJobFile(second.path, { create: false });
    await expect(run(file, { ...server, url: 'https://platform.example.com' })).rejects.toThrowError('job-other-server');
    file.close();
  });

  it('is refused for a job of another database, one never sent, and where all rows of a key are sent', async () => {
    const never = await prepare([[1, 'Anna']]);
    await expect(prepare([[1, 'Anna']], [never.path])).rejects.toThrowError('usage');
    await send(never.path);
    await expect(prepare([[1, 'Anna']], [never.path], { request: { ...recipe.request, db_id: 1 } })).rejects.toThrowError('usage');
    await expect(prepare([[1, 'Anna']], [never.path], { duplicates: 'all' })).rejects.toThrowError('usage');
  });
});

describe('leaving out what is unchanged since a job whose rows were corrected', () => {
  async function corrected(rows: readonly Row[], work: (file: JobFile) => Promise<void>): Promise<string> {
    const { path } = await prepare(rows);
    const file = openJobFile(path, { create: false });
    await run(file, server);
    await work(file);
    file.close();
    return path;
  }
  const unchanged = async (rows: readonly Row[], ...earlier: readonly string[]): Promise<number> => (await prepare(rows, earlier)).status.counts.unchanged;
  const move = (file: JobFile, position: number, column: number, value: string): Promise<unknown> => edit(file, [set(position, column, value)], { sendAgain: true });

  it('compares with the row that overwrote a profile by mistake, although its key was put right since', async () => {
    const path = await corrected([[1, 'Anna'], [2, 'Boris']], async (file) => {
      await move(file, 2, 0, '1');
      await run(file, server);
      await move(file, 2, 0, '3');
      await run(file, server);
    });
    expect(server.journal.item(1)).toMatchObject({ _fname: 'Boris' });
    expect(await unchanged([[1, 'Anna']], path)).toBe(0);
    expect(await unchanged([[1, 'Boris']], path)).toBe(1);
    expect(await unchanged([[2, 'Boris'], [3, 'Boris']], path)).toBe(2);
  });

  it('compares with the last of several corrections, and with the later of two rows that have one key', async () => {
    const path = await corrected([[1, 'Anna'], [2, 'Boris']], async (file) => {
      for (const name of ['Ann', 'Annie']) {
        await move(file, 1, 1, name);
        await run(file, server);
      }
      await move(file, 2, 0, '1');
      await run(file, server);
    });
    expect(await unchanged([[1, 'Annie']], path)).toBe(0);
    expect(await unchanged([[1, 'Boris']], path)).toBe(1);
    const again = await corrected([[1, 'Anna']], (file) => move(file, 1, 1, 'Ann').then(() => undefined));
    // The correction waits, so that the platform still has what was sent before it.
    expect(await unchanged([[1, 'Anna']], again)).toBe(1);
    expect(await unchanged([[1, 'Ann']], again)).toBe(0);
  });

  it('goes by what was sent last for a key, not by which job was run last', async () => {
    const first = await corrected([[1, 'Anna'], [2, 'Boris']], async () => {});
    const second = await corrected([[1, 'Alla']], async () => {});
    const file = openJobFile(first, { create: false });
    await move(file, 2, 1, 'Bob');
    await run(file, server);
    file.close();
    expect(await unchanged([[1, 'Anna']], first, second)).toBe(0);
    expect(await unchanged([[1, 'Alla'], [2, 'Bob']], first, second)).toBe(2);
  });

  it('sends what failed under a former key, or may have been applied, once more', async () => {
    const path = await corrected([[1, 'Anna'], [2, 'Boris']], async (file) => {
      server.setFaults({ rules: [{ kind: 'reject-items', keys: [2], code: 500, text: 'no' }] });
      await move(file, 2, 1, 'Bob');
      await run(file, server);
      await move(file, 2, 0, '3');
      server.setFaults({ rules: [] });
      await run(file, server);
    });
    expect(await unchanged([[2, 'Boris'], [2, 'Bob']], path)).toBe(0);
    expect(await unchanged([[3, 'Bob'], [1, 'Anna']], path)).toBe(2);
  });
});

describe('leaving out what is unchanged by a job that another file knows more of', () => {
  const open = async (path: string, work: (file: JobFile) => Promise<unknown>): Promise<void> => {
    const file = openJobFile(path, { create: false });
    await work(file).finally(() => file.close());
  };
  const at = (name: string): string => join(folder.path, `${name}.importjob`);
  const sent = async (): Promise<string> => {
    const { path } = await prepare([[1, 'Anna'], [2, 'Boris']]);
    await send(path);
    return path;
  };
  /** Corrected and sent once more, so that what it said before is over. */
  const changed = (path: string): Promise<void> =>
    open(path, async (file) => {
      await edit(file, [set(1, 1, 'Olga')], { sendAgain: true });
      await run(file, server);
    });
  const damage = (path: string): void => {
    const db = new Database(path);
    db.exec("UPDATE block SET cells = replace(cells, 'Boris', 'Baris')");
    db.close();
  };
  /** Of which file, and what then: the file to name and how it is refused. */
  const cases: readonly (readonly [name: string, code: string, words: RegExp, make: (path: string) => Promise<string>])[] = [
    ['a copy', 'job-elsewhere', /This file is another one\. What was sent since .* Name the file that was run last/, async (path) => {
      copyFileSync(path, at('copy'));
      await changed(path);
      return at('copy');
    }],
    ['a backup put back', 'job-elsewhere', /holds an older state/, async (path) => {
      copyFileSync(path, at('backup'));
      await changed(path);
      copyFileSync(at('backup'), path);
      return path;
    }],
    ['the file it was before it was sent, put back', 'job-elsewhere', /holds an older state/, async () => {
      const { path } = await prepare([[1, 'Anna'], [2, 'Boris']]);
      copyFileSync(path, at('backup'));
      await send(path);
      copyFileSync(at('backup'), path);
      return path;
    }],
    ['one that was handed over', 'job-handed-over', /was handed over to .*given\.importjob.* What was sent since .* Name the file/, async (path) => {
      await open(path, (file) => handOver(file, { to: at('given'), clock: systemClock }));
      await changed(at('given'));
      return path;
    }],
    ['one that was repaired into another', 'job-elsewhere', /was repaired into .*made\.importjob.* Name the file/, async (path) => {
      damage(path);
      await repairJob({ job: path, out: at('made'), source: undefined, clock: systemClock });
      return path;
    }],
    ['one of which a copy was taken over', 'job-elsewhere', /copy\.importjob.* Name the file/, async (path) => {
      copyFileSync(path, at('copy'));
      await open(at('copy'), async (file) => {
        await edit(file, [set(1, 1, 'Olga')], { sendAgain: true, adopt: true });
        await run(file, server);
      });
      return path;
    }],
  ];

  it.each(cases)('is refused: %s', async (_, code, words, make) => {
    const path = await make(await sent());
    const error = await prepare([[1, 'Anna'], [2, 'Boris']], [path]).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code });
    expect(error instanceof Fault && inOneLine(explain(error.data))).toMatch(words);
    expect(error instanceof Fault && inOneLine(explain(error.data))).not.toContain('--adopt');
  });

  it('goes by the file that is the last: moved, handed over, or run since', async () => {
    const path = await sent();
    await open(path, (file) => handOver(file, { to: at('given'), clock: systemClock }));
    const unchanged = async (earlier: string): Promise<number> => (await prepare([[1, 'Anna'], [2, 'Boris']], [earlier])).status.counts.unchanged;
    expect(await unchanged(at('given'))).toBe(2);
    await changed(at('given'));
    expect(await unchanged(at('given'))).toBe(1);
    renameSync(at('given'), at('moved'));
    expect(await unchanged(at('moved'))).toBe(1);
  });
});
