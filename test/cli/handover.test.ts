import { randomUUID } from 'node:crypto';
import { copyFileSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { takeAnnounced } from '#files/announcedJobs.ts';
import { prepareJob } from '#engine/jobs/prepare/prepareJob.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { startPractice, type PracticeServer } from '../../electron/practice/index.ts';
import { cli, type Ended } from '../support/cli.ts';
import { customRecipe, temporaryFolder } from '../support/jobs.ts';

let folder: ReturnType<typeof temporaryFolder>;
let server: PracticeServer;
beforeAll(async () => {
  folder = temporaryFolder();
  mkdirSync(at('stick'));
  server = await startPractice({ faults: { rules: [{ kind: 'reject-items', everyNth: 10, code: 500, text: 'internal error', perKey: 1 }] } });
});
afterAll(async () => {
  await server.close();
  folder.remove();
});

const at = (name: string): string => join(folder.path, name);
const command = (...args: readonly string[]): Promise<Ended> => cli(args, { token: server.token });
const run = (job: string, ...more: readonly string[]): Promise<Ended> => command('run', job, '--url', server.url, ...more);

describe('a job on its way to another place', { timeout: 180_000 }, () => {
  it('is handed over once, and refused as a copy until it is taken over', async () => {
    writeFileSync(at('clients.csv'), `Client No\n${Array.from({ length: 20 }, (_, index) => index + 1).join('\n')}\n`);
    await prepareJob({ source: at('clients.csv'), recipe: customRecipe, job: at('a.importjob'), jobId: randomUUID(), clock: systemClock });

    const over = await command('handover', at('a.importjob'), at('stick'), '--json', '--home', at('home'));
    expect(over.code).toBe(0);
    expect(JSON.parse(over.out)).toEqual({ to: at('stick/a.importjob'), at: expect.any(String) });
    // The window lists it by itself.
    expect(takeAnnounced(at('home/state/announced'))).toEqual([realpathSync(at('stick/a.importjob'))]);
    expect(await run(at('a.importjob'), '--adopt')).toMatchObject({ code: 2, err: expect.stringContaining('was handed over to') });
    expect(await command('handover', at('a.importjob'), at('b.importjob'))).toMatchObject({ code: 2, err: expect.stringContaining('It goes on there; this file sends nothing any more') });

    expect((await run(at('stick/a.importjob'))).code).toBe(3);
    copyFileSync(at('stick/a.importjob'), at('copy.importjob'));
    const asked = await command('retry', at('copy.importjob'));
    expect(asked.code).toBe(2);
    expect(asked.err).toContain('that run came to its end. This file is another one. It is a copy or a backup put back.');
    expect(await command('retry', at('copy.importjob'), '--adopt')).toMatchObject({ code: 0 });

    copyFileSync(at('copy.importjob'), at('second.importjob'));
    expect(await run(at('second.importjob'))).toMatchObject({ code: 2, err: expect.stringContaining('take it over (--adopt on the command line') });
    expect((await run(at('second.importjob'), '--adopt')).code).toBe(0);
    copyFileSync(at('second.importjob'), at('third.importjob'));
    for (const ended of [await run(at('third.importjob')), await command('status', at('third.importjob'))]) expect(ended).toMatchObject({ code: 0, err: expect.stringMatching(/note: The job “third\.importjob” was .*second\.importjob.*This file is another one/) });
    expect((await run(at('second.importjob'))).err).not.toContain('note: The job');
    expect([server.journal.applied().size, server.journal.appliedMoreThanOnce()]).toEqual([20, []]);
  });

  it('to itself, by whatever name, is told as one and the same file', async () => {
    writeFileSync(at('own.csv'), 'Client No\n1\n');
    await prepareJob({ source: at('own.csv'), recipe: customRecipe, job: at('own.importjob'), jobId: randomUUID(), clock: systemClock });
    symlinkSync(at('own.importjob'), at('other.importjob'));
    for (const to of [at('own.importjob'), folder.path, at('other.importjob')]) {
      const { code, err } = await command('handover', at('own.importjob'), to);
      expect(code).toBe(2);
      expect(err.match(/both names are the same file/g)).toHaveLength(1);
    }
  });
});
