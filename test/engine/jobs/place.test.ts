import { copyFileSync, linkSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openJob } from '#engine/jobs/recover.ts';
import { retryRound } from '#engine/jobs/retryRound.ts';
import { run } from '../../support/jobs.ts';
import { placedJob } from '../../support/placedJob.ts';
import { practiceJob } from '../../support/practiceJob.ts';

const practice = practiceJob();
const { folder, server } = { folder: () => practice.folder, server: () => practice.server };
const at = (name: string): string => join(folder(), name);
const { runAt, refusal, prepared: preparedOf } = placedJob(practice);
/** A job of twenty profiles as prepared from a file, closed. */
const prepared = (name = 'a.importjob'): Promise<string> => preparedOf(at(name), 20);

describe('a copy of a job', () => {
  it('made before the first run says where the other was prepared, and sends nothing until told that it is to go on', async () => {
    const path = await prepared();
    copyFileSync(path, at('copy.importjob'));
    expect(await refusal(at('copy.importjob'))).toMatch(/^The job “copy\.importjob” was prepared on this computer as “.*a\.importjob” on \d{1,2} \w+ \d{4} \d\d:\d\d UTC, and not run there as far as this file knows\./);
    expect(server().journal.summary().requests).toBe(0);
    expect(await runAt(at('copy.importjob'), { adopt: true })).toBe('finished');
    practice.expectAppliedOnce(20);
  });

  it('made after a run says when that was and how it ended', async () => {
    const path = await prepared();
    expect(await runAt(path, { trial: 5 })).toBe('paused');
    copyFileSync(path, at('copy.importjob'));
    expect(await refusal(at('copy.importjob'))).toMatch(/was last run on this computer as “.*a\.importjob” on .* UTC; that run came to its end\. This file is another one\./);
    expect(await runAt(path)).toBe('finished');
  });

  it('is at home in its new place once it was taken over, under any name of it', async () => {
    const path = await prepared();
    copyFileSync(path, at('copy.importjob'));
    expect(await runAt(at('copy.importjob'), { adopt: true, stop: AbortSignal.abort() })).toBe('paused');
    renameSync(at('copy.importjob'), at('renamed.importjob'));
    expect(await runAt(at('renamed.importjob'))).toBe('finished');
  });

  it('is refused a new round too, and taken over by it', async () => {
    const path = await prepared();
    server().setFaults({ rules: [{ kind: 'reject-items', everyNth: 10, code: 500, text: 'internal error', perKey: 1 }] });
    await runAt(path);
    copyFileSync(path, at('copy.importjob'));
    const copy = openJob(at('copy.importjob'));
    expect(() => retryRound(copy, {}, Date.now())).toThrowError('job-elsewhere');
    expect(retryRound(copy, { adopt: true }, Date.now()).rows).toBe(2);
    copy.close();
    expect(await runAt(at('copy.importjob'))).toBe('finished');
  });

  it('from another computer names it', async () => {
    const path = await prepared();
    const file = openJob(path);
    file.transaction(() => file.job.setPlace({ ...file.job.place()!, machine: 'another', host: 'PC-7', path: 'D:\\jobs\\march.importjob', event: 'run' }));
    file.close();
    expect(await refusal(path)).toContain('was last run on the computer PC-7 as “D:\\jobs\\march.importjob”');
  });
});

describe('a backup', () => {
  it.each([
    ['put in the place of the original', (backup: string, path: string) => { rmSync(path); copyFileSync(backup, path); }],
    ['renamed to the original’s name', (backup: string, path: string) => { renameSync(backup, path); }],
    ['written over the original, which stays the same file', (backup: string, path: string) => { copyFileSync(backup, path); }],
  ])('made before the run and %s is no original', async (_, putBack) => {
    const path = await prepared();
    copyFileSync(path, at('backup'));
    expect(await runAt(path)).toBe('finished');
    putBack(at('backup'), path);
    expect(await refusal(path)).toMatch(/is another one|holds an older state/);
    expect(server().journal.summary().itemsApplied).toBe(20);
  });

  it('made in mid-run and written over the original is told too', async () => {
    const path = await prepared();
    let copied = false;
    const file = openJob(path);
    await run(file, { ...server(), onProgress: () => { if (!copied) copyFileSync(path, at('backup')); copied = true; } });
    file.close();
    copyFileSync(at('backup'), path);
    expect(await refusal(path)).toContain('holds an older state than the one that was last run from this very file');
  });
});

describe('the same file', () => {
  it('goes on under a new name, in another folder and after its run was interrupted', async () => {
    const path = await prepared();
    expect(await runAt(path, { trial: 5 })).toBe('paused');
    renameSync(path, at('b.importjob'));
    expect(await runAt(at('b.importjob'), { trial: 5 })).toBe('paused');
    renameSync(folder(), `${folder()}-moved`);
    expect(await runAt(join(`${folder()}-moved`, 'b.importjob'))).toBe('finished');
    renameSync(`${folder()}-moved`, folder());
    practice.expectAppliedOnce(20);
  });

  it('with a second hard link is refused under both names', async () => {
    const path = await prepared();
    linkSync(path, at('link.importjob'));
    await expect(runAt(path)).rejects.toMatchObject({ code: 'job-linked' });
    await expect(runAt(at('link.importjob'))).rejects.toMatchObject({ code: 'job-linked' });
    expect(server().journal.summary().requests).toBe(0);
  });

  it('knows its own computer by name and leaves nothing beside it', async () => {
    const path = await prepared();
    const file = openJob(path);
    expect(file.job.place()).toMatchObject({ host: hostname(), event: 'prepared', markBefore: null });
    file.close();
    expect(readdirSync(folder()).filter((name) => name.startsWith('a.'))).toEqual(['a.importjob']);
  });
});
