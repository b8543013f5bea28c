import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { startPractice } from '../../electron/practice/index.ts';
import { cli } from '../support/cli.ts';
import { makeJob, profiles, temporaryFolder } from '../support/jobs.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

describe('the token', () => {
  it('is in no file and no output of a whole job', async () => {
    const token = 'c0ffee00c0ffee00c0ffee00c0ffee00';
    const own = await startPractice({ token, faults: { rules: [{ kind: 'status', status: 500, text: `token ${token} is tired`, requests: [1] }] } });
    const job = join(folder.path, 'secret.importjob');
    makeJob(job, profiles(20, 550_000)).close();
    const ran = await cli(['run', job, '--url', own.url, '--json'], { token });
    expect(ran.code).toBe(0);
    await cli(['export', job, '--rows', 'all', '--out', join(folder.path, 'secret.csv')]);
    expect(ran.out + ran.err).not.toContain(token);
    expect(own.journal.summary().tokenInUrl).toBe(0);
    for (const entry of readdirSync(folder.path, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) expect(readFileSync(join(entry.parentPath, entry.name)).includes(token), entry.name).toBe(false);
    }
    await own.close();
  });
});
