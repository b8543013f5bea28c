import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startPractice, type PracticeServer } from '../../electron/practice/index.ts';
import { cli, type Ended } from '../support/cli.ts';
import { temporaryFolder } from '../support/jobs.ts';

const email = 'anna.petrova@mail-of-anna.example';
const people = Array.from({ length: 60 }, (_, index) => `${email.replace('anna.', `anna${index}.`)},+7916555${String(1_000 + index)},Анна${index},${index + 1}`);
const recipe = {
  version: 1,
  request: { db_id: 7, matching: 'custom', field_name: 'Custom_ID' },
  fields: [
    { field: 'Custom_ID', type: 'int', column: 'Id' },
    { field: 'email', type: 'email', column: 'Email' },
    { field: 'phones', type: 'phones', column: 'Phone', country: 'RU' },
    { field: '_fname', type: 'string', column: 'Name' },
  ],
};

let folder: ReturnType<typeof temporaryFolder>;
let server: PracticeServer;

beforeAll(async () => {
  folder = temporaryFolder();
  server = await startPractice({ faults: { rules: [{ kind: 'reject-items', everyNth: 7, code: 404, text: `No profile ${email}` }] } });
});
afterAll(async () => {
  await server.close();
  folder.remove();
});

const at = (name: string): string => join(folder.path, name);
const run = (...args: readonly string[]): Promise<Ended> => cli(args, { token: server.token, env: { PROFILE_IMPORTER_HOME: at('home') } });

/** What must stand in no log and no report: of people, of the connection, of this computer. */
function secretsIn(text: string): readonly string[] {
  const known = [server.token, new URL(server.url).host, 'Анна', 'petrova', 'people-of-anna', folder.path, 'Custom_ID'].filter((secret) => text.includes(secret));
  return [...known, ...(text.match(/[\w.+-]+@[\w-]+\.[\w.-]+|\+?7[\s(-]*9\d{2}[\s)-]*\d{3}[\s-]*\d{2}[\s-]*\d{2}|[0-9a-f]{32}/gi) ?? [])];
}

it('After a journey with failures neither the log nor a report tells anything of anybody', async () => {
  mkdirSync(at('home'), { recursive: true });
  writeFileSync(at('people-of-anna.csv'), ['Email,Phone,Name,Id', ...people, 'no-email-of-anna,abc,Анна,x'].join('\n'));
  writeFileSync(at('r.json'), JSON.stringify(recipe));
  const job = at('people-of-anna.importjob');
  expect((await run('prepare', at('people-of-anna.csv'), '--recipe', at('r.json'), '--job', job)).code).toBe(0);
  expect((await run('databases', '--url', 'http://127.0.0.1:1')).code).toBe(4);
  expect((await cli(['run', job, '--url', server.url], { token: 'f'.repeat(32), env: { PROFILE_IMPORTER_HOME: at('home') } })).code).toBe(4);
  expect((await run('run', job, '--url', server.url, '--chunk-profiles', '20', '--pause-when-refused', 'off')).code).toBe(3);
  expect((await run('edit', job, '--row', '2', '--column', 'Email', '--value', `new-${email}`)).code).toBe(2);
  expect((await run('export', job, '--rows', 'failed', '--out', at('people-of-anna.csv'))).code).toBe(2);
  const printed = await run('diagnose');
  expect((await run('diagnose', '--out', at('report.json'))).code).toBe(0);

  const logs = at('home/state/logs');
  const texts = [printed.out, readFileSync(at('report.json'), 'utf8'), ...readdirSync(logs).map((name) => readFileSync(join(logs, name), 'utf8'))];
  expect(texts).toHaveLength(3);
  expect(texts.flatMap(secretsIn)).toEqual([]);
  const { log, program } = JSON.parse(printed.out);
  expect(program.version).toMatch(/^\d+\.\d+\.\d+/);
  expect(log.command).toEqual(expect.arrayContaining([
    expect.objectContaining({ event: 'request', failure: 'refused', code: 'ECONNREFUSED' }),
    expect.objectContaining({ event: 'command', name: 'export', fault: 'output-exists' }),
    expect.objectContaining({ event: 'request', status: 200 }),
    expect.objectContaining({ event: 'end', code: 3 }),
    expect.objectContaining({ event: 'end', code: 4 }),
  ]));
});

it('A report is made under a policy with a mistake too, which is what it may have to tell', async () => {
  writeFileSync(at('policy.json'), '{"update":"off"}');
  const ended = await cli(['diagnose'], { env: { PROFILE_IMPORTER_HOME: at('home'), PROFILE_IMPORTER_POLICY: at('policy.json') } });
  expect(ended.code).toBe(0);
  expect(JSON.parse(ended.out).settings.policyProblems).toEqual(['unknown-key']);
});
