import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli } from '../support/cli.ts';
import { temporaryFolder } from '../support/jobs.ts';

let folder: ReturnType<typeof temporaryFolder>;
const inFolder = (name: string): string => join(folder.path, name);

beforeAll(() => {
  folder = temporaryFolder();
  writeFileSync(inFolder('list.csv'), 'No;Phones;Email\n1;+79161234567, 12;a@example.com\n2;+79161234567;nobody\n3;;c@example.com\nx;;d@example.com\n');
  writeFileSync(inFolder('recipe.json'), JSON.stringify({
    version: 2,
    invalid: 'field',
    request: { db_id: 7, matching: 'custom', field_name: 'Custom_ID', skip_triggers: true },
    fields: [{ field: 'Custom_ID', type: 'int', column: 'No' }, { field: 'phones', type: 'phones', column: 'Phones' }, { field: 'email', type: 'email', column: 'Email' }],
  }));
});
afterAll(() => folder.remove());

describe('a subscription left out', () => {
  it.each([['column', true], ['subscribed', false], ['unsubscribed', true]])('is warned of where its status (%s) may have been a no: %s', async (status, isWarned) => {
    const name = `s-${status}`;
    writeFileSync(inFolder(`${name}.json`), JSON.stringify({
      version: 2,
      invalid: 'field',
      request: { db_id: 7, matching: 'custom', field_name: 'Custom_ID', skip_triggers: true },
      fields: [{ field: 'Custom_ID', type: 'int', column: 'No' }],
      subscriptions: [{ channel: 'email', resource_id: 28, email: { column: 'Email' }, status: status === 'column' ? { column: 'Status' } : { value: status } }],
    }));
    const both = JSON.parse(readFileSync(inFolder(`${name}.json`), 'utf8')) as { readonly fields: readonly object[] };
    writeFileSync(inFolder(`${name}.both.json`), JSON.stringify({ ...both, fields: [...both.fields, { field: 'email', type: 'email', column: 'Email' }] }));
    writeFileSync(inFolder(`${name}.csv`), 'No;Email;Status\n1;a@example.com;subscribed\n2;nobody;unsubscribed\n');
    const { out } = await cli(['prepare', inFolder(`${name}.csv`), '--recipe', inFolder(`${name}.json`), '--job', inFolder(`${name}.importjob`), '--json']);
    const once = await cli(['prepare', inFolder(`${name}.csv`), '--recipe', inFolder(`${name}.both.json`), '--job', inFolder(`${name}.both.importjob`)]);
    expect(once.err.match(/column B “Email”: “nobody”: incorrect email/g)).toHaveLength(1);
    await cli(['export', inFolder(`${name}.both.importjob`), '--rows', 'warnings', '--out', inFolder(`${name}.both.csv`)]);
    expect(readFileSync(inFolder(`${name}.both.csv`), 'utf8').match(/incorrect email/g)).toHaveLength(1);
    expect(JSON.parse(out).warnings).toEqual(isWarned ? [expect.stringContaining('stays subscribed')] : []);
  });
});

describe('values left out of rows that are sent', () => {
  it('are told by prepare, with what becomes of lists in the profile, and by status', async () => {
    const { code, out } = await cli(['prepare', inFolder('list.csv'), '--recipe', inFolder('recipe.json'), '--job', inFolder('a.importjob'), '--json']);
    expect(code).toBe(0);
    const told = JSON.parse(out);
    expect(told).toMatchObject({ counts: { read: 4, ready: 3, invalid: 1, readyWithWarnings: 2, withWarnings: 2 }, countsAddUp: true, errors: [{ row: 5, reason: 'not-integer' }] });
    expect(told.leftOut).toMatchObject([{ row: 2, column: 'B', value: '12', reason: 'incorrect-phone', leftOut: true }, { row: 3, column: 'C', value: 'nobody', reason: 'incorrect-email' }]);
    expect(told.warnings).toEqual([expect.stringContaining('“phones” takes the place of all that the profile has there')]);
    expect(told.problems.map(({ column, leftOut }: { column: string; leftOut?: true }) => [column, leftOut])).toEqual([['A', undefined], ['B', true], ['C', true]]);
    const words = await cli(['status', inFolder('a.importjob')]);
    expect(words.err).toContain('3 ready, 2 of them without a value that was not valid');
    const items = await cli(['preview', inFolder('a.importjob')]);
    expect(items.out.trim().split('\n').map((line) => JSON.parse(line))).toEqual([{ Custom_ID: 1, phones: ['+79161234567'], email: 'a@example.com' }, { Custom_ID: 2, phones: ['+79161234567'] }, { Custom_ID: 3, email: 'c@example.com' }]);
  });

  it('can be exported with what was left out', async () => {
    const { code, out } = await cli(['export', inFolder('a.importjob'), '--rows', 'warnings', '--out', inFolder('b.csv'), '--json']);
    expect([code, JSON.parse(out)]).toMatchObject([0, { rows: 2 }]);
  });

  it('are said in words, each with its cell', async () => {
    const { err } = await cli(['prepare', inFolder('list.csv'), '--recipe', inFolder('recipe.json'), '--job', inFolder('c.importjob')]);
    expect(err).toContain('first values left out:\n  row 2, column B “Phones”: “12”: incorrect phone: too few digits (2)');
    expect(err).toContain('warning: What is sent of “phones”');
  });
});
