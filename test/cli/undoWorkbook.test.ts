import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { practiceProfile, startPractice, type PracticeServer } from '../../electron/practice/index.ts';
import { cli, type Ended } from '../support/cli.ts';
import { temporaryFolder } from '../support/jobs.ts';

let folder: ReturnType<typeof temporaryFolder>;
let server: PracticeServer;
let job: string;

const recipe = {
  version: 2,
  request: { db_id: 7, matching: 'custom', field_name: 'Custom_ID', skip_triggers: true },
  empty: 'unset',
  fields: [
    { field: 'Custom_ID', type: 'int', column: 'No' },
    { field: '_fname', type: 'string', column: 'Name' },
    { field: '_city', type: 'string', column: 'City' },
    { field: '_bdate', type: 'date', column: 'Born' },
    { field: '_sex', type: 'gender', column: 'Sex' },
    { field: 'bonus', type: 'int', column: 'Bonus', action: 'incr' },
    { field: 'interests', type: 'tags', column: 'Tags', separator: ';', empty: 'skip' },
    { field: 'phones', type: 'phones', column: 'Phone', country: 'RU', empty: 'skip' },
    { field: 'note', type: 'string', column: 'Note' },
  ],
  subscriptions: [
    { channel: 'email', resource_id: 28, email: { column: 'Email' }, status: { column: 'Consent', valueMap: { yes: 'subscribed', no: 'unsubscribed' } }, priority: { value: 3 }, custom_fields: [{ field: 'note', type: 'string', column: 'Source' }, { field: 'visits', type: 'int', column: 'Visits' }] },
    { channel: 'sms', resource_id: 29, phone: { column: 'Sms', country: 'RU' }, status: { value: 'suspended' } },
  ],
};

beforeEach(async () => {
  folder = temporaryFolder();
  server = await startPractice({ population: 100 });
  const source = join(folder.path, 'clients.csv');
  const email = (number: number): string => practiceProfile(number).email;
  const phone = (number: number): string => practiceProfile(number).phone;
  writeFileSync(source, ['No;Name;City;Born;Sex;Bonus;Tags;Phone;Note;Email;Consent;Source;Visits;Sms', `6;Olga;Perm;1990-02-22;female;4;"art;cars";+79161234567;new;${email(6)};no;shop;;${phone(6)}`, `7;;;;;;;;;${email(7)};no;;;`, `8;Pavel;;1991-03-23;male;;art;;;${email(8)};;site;4;+79169999999`].join('\n'));
  writeFileSync(join(folder.path, 'recipe.json'), JSON.stringify(recipe));
  job = join(folder.path, 'clients.importjob');
  expect((await cli(['prepare', source, '--recipe', join(folder.path, 'recipe.json'), '--job', job])).code).toBe(0);
});
afterEach(async () => {
  await server.close();
  folder.remove();
});

const withServer = (command: string, path: string, ...args: readonly string[]): Promise<Ended> => cli([command, path, '--url', server.url, ...args], { token: server.token });

/** The profile as the platform tells it. */
async function profile(number: number): Promise<Record<string, unknown>> {
  const body = JSON.stringify({ token: server.token, db_id: 7, matching: 'custom', field_name: 'Custom_ID', field_value: number });
  const answer = await fetch(`${server.url}/api/v1.1/profiles/get/`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const { subscriptions = [], ...fields } = ((await answer.json()) as { data: Record<string, unknown> & { subscriptions?: readonly { custom_fields?: object }[] } }).data;
  // Fields that were all deleted are told as none.
  return { ...fields, subscriptions: subscriptions.map(({ custom_fields: own = {}, ...rest }) => ({ ...rest, own })) };
}

describe('undo-workbook', { timeout: 60_000 }, () => {
  it('gives the profiles that were kept the values they had, what was empty before emptied again', async () => {
    const before = await Promise.all([6, 7, 8].map(profile));
    const compared = await withServer('compare', job, '--keep');
    expect([compared.code, compared.err]).toEqual([0, expect.stringContaining('Profiles that the job keeps as they were before: 3.')]);
    expect((await withServer('run', job)).code).toBe(0);
    const changed = await Promise.all([6, 7, 8].map(profile));
    expect(changed[0]).toMatchObject({ _fname: 'Olga', _city: 'Perm', bonus: 10, note: 'new', interests: ['art', 'cars'] });
    expect(changed[1]).not.toHaveProperty('_fname');
    const told = (number: number): unknown => changed[number]?.['subscriptions'];
    expect(told(0)).toMatchObject([{ status: 'unsubscribed', priority: 3, own: { note: 'shop' } }, { status: 'suspended' }, {}]);
    expect(told(2)).toMatchObject([{ status: 'subscribed', priority: 3, own: { note: 'site', visits: 4 } }, { status: 'subscribed' }, {}, { status: 'suspended', phone_data: { phone: '+79169999999' } }]);

    const out = join(folder.path, 'undo');
    const written = await cli(['undo-workbook', job, '--out', out, '--json']);
    expect(JSON.parse(written.out)).toMatchObject({ rows: 3, sent: 3, left: { added: 1, subscription: 0, value: 0, email: 0, key: 0 } });
    const undo = join(folder.path, 'undo.importjob');
    const prepared = await cli(['prepare', join(out, 'undo.xlsx'), '--recipe', join(out, 'undo.json'), '--job', undo]);
    expect([prepared.code, prepared.err]).toEqual([0, expect.not.stringContaining('invalid 3')]);
    expect((await withServer('run', undo)).code).toBe(0);
    // What the import has added to the last of them no update takes away.
    const added = before.map((one, index) => (index === 2 ? { ...one, subscriptions: expect.arrayContaining([...one['subscriptions'] as unknown[], expect.objectContaining({ phone_data: { phone: '+79169999999' } })]) } : one));
    expect(await Promise.all([6, 7, 8].map(profile))).toEqual(added);
  });

  it('keeps what was there before a sending, whatever is compared later', async () => {
    const before = await profile(6);
    await withServer('compare', job, '--keep');
    await withServer('run', job, '--trial', '1');
    await cli(['retry', job, '--row', '2', '--send-again']);
    expect((await withServer('compare', job, '--keep')).code).toBe(0);
    await withServer('run', job);
    const out = join(folder.path, 'undo');
    await cli(['undo-workbook', job, '--out', out]);
    const undo = join(folder.path, 'undo.importjob');
    await cli(['prepare', join(out, 'undo.xlsx'), '--recipe', join(out, 'undo.json'), '--job', undo]);
    await withServer('run', undo);
    expect(await profile(6)).toEqual(before);
  });

  it('says what is not taken back, and that there is nothing to take back', async () => {
    const none = await cli(['undo-workbook', job, '--out', join(folder.path, 'none')]);
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('there is nothing to take back')]);
    await withServer('compare', job, '--keep');
    expect((await cli(['undo-workbook', job, '--out', join(folder.path, 'none')])).code).toBe(2);
    await withServer('run', job);
    const words = await cli(['undo-workbook', job, '--out', join(folder.path, 'undo')]);
    expect(words.err).toContain('Subscriptions that the import has added; an update takes none away: 1.');
    expect(words.err).toContain('3 profiles of 3 rows that were sent, as they were before, in ');
    expect((await cli(['undo-workbook', job, '--out', join(folder.path, 'undo')])).code).toBe(2);
  });
});
