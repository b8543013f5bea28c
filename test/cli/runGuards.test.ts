import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { JobStatus } from '#contract/job.ts';
import { openCatalogue } from '#engine/store/catalogue.ts';
import { startPractice, type FaultPlan, type PracticeServer } from '../../electron/practice/index.ts';
import { cli } from '../support/cli.ts';
import { makeJob, profiles, temporaryFolder } from '../support/jobs.ts';

let folder: ReturnType<typeof temporaryFolder>;
let server: PracticeServer | null = null;

beforeAll(() => {
  folder = temporaryFolder();
});
afterEach(async () => {
  await server?.close();
  server = null;
});
afterAll(() => folder.remove());

async function serve(...rules: NonNullable<FaultPlan['rules']>): Promise<PracticeServer> {
  server = await startPractice({ faults: { rules } });
  return server;
}

function job(name: string, rows: number): string {
  const path = join(folder.path, `${name}.importjob`);
  makeJob(path, profiles(rows)).close();
  return path;
}

const refuseAll = { kind: 'reject-items', everyNth: 1, code: 404, text: 'Profile not found' } as const;

describe('a run on the command line', () => {
  it('ends with 4 when most rows are refused, goes on with what was chosen before, and to the end when told so', async () => {
    const { url, token, journal } = await serve(refuseAll);
    const path = job('refused', 3_000);
    const paused = await cli(['run', path, '--url', url, '--chunk-profiles', '500', '--streams', '1'], { token });
    expect(paused.code).toBe(4);
    expect(paused.err).toContain('All 500 rows answered last were refused by the platform, with: “Profile not found” (code 404).');
    const again = await cli(['run', path, '--url', url, '--json'], { token });
    expect(again.code).toBe(4);
    expect(JSON.parse(again.out)).toMatchObject({ counts: { failed: 1_000 }, runSettings: { chunkProfiles: 500, streams: 1, pauseWhenRefused: 90 } });
    expect(journal.requests().map(({ profiles: sent }) => sent)).toEqual([500, 500]);
    const whole = await cli(['run', path, '--url', url, '--pause-when-refused', 'off'], { token });
    expect(whole.code).toBe(3);
    expect(whole.err).toContain('Nothing was updated: the platform accepted no row of this job.');
    const status: JobStatus = JSON.parse((await cli(['status', path, '--json'])).out);
    expect(status).toMatchObject({ state: 'finished', counts: { failed: 3_000 }, runSettings: { chunkProfiles: 500, pauseWhenRefused: null } });
  });

  it('sends more than the window’s connection lets go unasked only where their number is given', async () => {
    const { url, token, journal } = await serve();
    const home = join(folder.path, 'home');
    mkdirSync(join(home, 'data'), { recursive: true });
    const catalogue = openCatalogue(join(home, 'data', 'catalogue.sqlite'));
    catalogue.saveConnection({ connectionId: 'c1', name: 'Live', baseUrl: url, tokenInBody: true, format: 'json', practice: true, mark: { kind: 'production', colour: 'red', askAbove: 10 } });
    catalogue.close();
    const path = job('asked', 20);
    const send = (...more: readonly string[]): ReturnType<typeof cli> => cli(['run', path, '--url', url, '--home', home, ...more], { token });
    const refused = await send();
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('20 profiles would be sent, more than the 10 that this connection lets go unasked')]);
    expect((await send('--confirm', '21')).err).toContain('21 is the number that was given');
    expect(journal.requests()).toEqual([]);
    expect((await send('--trial', '5')).code).toBe(0);
    expect((await send('--confirm', '20')).code).toBe(2);
    expect((await send('--confirm', '15')).code).toBe(0);
  });

  it('takes a share only where it is one', async () => {
    for (const share of ['0%', '101', 'half', '']) {
      const ended = await cli(['run', 'x.importjob', '--url', 'https://example.com', '--pause-when-refused', share], { token: 'x' });
      expect(ended).toMatchObject({ code: 2, err: expect.stringContaining('a share from 1% to 100%, or off') });
    }
  });

  it('waits by one name and without a pace while the server has asked for it', async () => {
    const { url, token } = await serve({ kind: 'status', status: 503, retryAfter: 2, requests: [1] });
    const ended = await cli(['run', job('waits', 10), '--url', url, '--streams', '2'], { token });
    expect(ended.code).toBe(0);
    expect(ended.err).toContain('waiting for the server, 2 s left: the server asked to wait (503)');
    expect(ended.err).not.toContain('the server had an error');
  });

  it('goes on with a job on the practice server at another port, and on no other server of this computer', async () => {
    const path = job('practice', 20);
    const first = await serve();
    expect((await cli(['run', path, '--url', first.url, '--trial', '5'], { token: first.token })).code).toBe(0);
    const tunnel = createServer((_, response) => response.writeHead(404).end('{}'));
    await new Promise<void>((resolve) => tunnel.listen(0, '127.0.0.1', resolve));
    const address = tunnel.address();
    const refused = await cli(['run', path, '--url', `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`], { token: first.token });
    tunnel.close();
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('was begun on another server: the practice server') });
    await first.close();
    const { url, token } = await serve();
    expect((await cli(['run', path, '--url', url], { token })).code).toBe(0);
  });
});
