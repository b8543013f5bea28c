import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPractice, type PracticeServer } from '../../electron/practice/index.ts';
import { cli, type Ended } from '../support/cli.ts';
import { makeJob, profiles, temporaryFolder } from '../support/jobs.ts';

let folder: ReturnType<typeof temporaryFolder>;
let server: PracticeServer;

beforeAll(async () => {
  folder = temporaryFolder();
  server = await startPractice();
});
afterAll(async () => {
  await server.close();
  folder.remove();
});

/** Carries out a command under a policy of the computer, as a file that is named in its place. */
async function under(policy: unknown, ...args: readonly string[]): Promise<Ended> {
  const path = join(folder.path, 'policy.json');
  writeFileSync(path, JSON.stringify(policy));
  return cli(args, { token: server.token, env: { PROFILE_IMPORTER_POLICY: path, PROFILE_IMPORTER_HOME: folder.path } });
}

describe('Under a policy the command line', () => {
  it('sends to allowed hosts alone', async () => {
    const job = join(folder.path, 'hosts.importjob');
    makeJob(job, profiles(3)).close();
    const before = server.journal.requests().length;
    const refused = await under({ allowedHosts: ['eu.example.com', '*.example.org'] }, 'run', job, '--url', server.url);
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('Your administrator does not allow anything to be sent to 127.0.0.1.')]);
    expect((await under({ allowedHosts: ['eu.example.com'] }, 'databases', '--url', server.url)).code).toBe(2);
    expect(server.journal.requests()).toHaveLength(before);
    expect((await under({ allowedHosts: ['127.0.0.1'] }, 'run', job, '--url', server.url)).code).toBe(0);
  });

  it('asks for the number above the limit for production, also of a server that the window does not know', async () => {
    const job = join(folder.path, 'limit.importjob');
    makeJob(job, profiles(3)).close();
    // The practice server itself is not production.
    expect((await under({ productionLimit: 2 }, 'run', job, '--url', server.url)).code).toBe(0);
  });

  it('starts no practice server where that is turned off', async () => {
    const ended = await under({ practiceServer: false }, 'practice');
    expect([ended.code, ended.err]).toEqual([2, expect.stringContaining('The practice server is turned off.')]);
  });

  it('does nothing under one with a mistake, says where it is, in JSON too, and ends with 2', async () => {
    const ended = await under({ update: 'off' }, 'databases', '--url', server.url, '--json');
    expect([ended.code, ended.err]).toEqual([2, expect.stringMatching(/policy\.json” has a key that this version does not know: “update”/)]);
    expect(JSON.parse(ended.out)).toMatchObject({ fault: { code: 'policy-invalid', detail: { kind: 'unknown-key', key: 'update' } } });
  });

  it('tells what is wrong in the person’s own settings, and goes on', async () => {
    writeFileSync(join(folder.path, 'settings.json'), '{"theme":"pink","allowedHosts":["127.0.0.1"]}');
    const ended = await under({}, 'databases', '--url', server.url, '--json');
    expect([ended.code, ended.err]).toEqual([0, expect.stringContaining('has a value for “theme” that it does not take')]);
  });
});
