import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli } from '../support/cli.ts';
import { temporaryFolder } from '../support/jobs.ts';

let folder: ReturnType<typeof temporaryFolder>;
const inFolder = (name: string): string => join(folder.path, name);

beforeAll(() => {
  folder = temporaryFolder();
});

afterAll(() => {
  folder.remove();
});

describe('a recipe file', () => {
  const prepare = async (recipe: string): Promise<{ readonly code: number | null; readonly err: string }> => {
    writeFileSync(inFolder('clients.csv'), 'No,City\n1,Riga\n');
    return cli(['prepare', inFolder('clients.csv'), '--recipe', recipe, '--job', inFolder('never.importjob')]);
  };

  it.each([
    ['with a slip in it', '{ "version": 1,\n  "fields": [ { "field" } ] }', 'not JSON from line 2, character 25 on'],
    ['that ends too early', '{ "version": 1', 'not JSON'],
  ])('%s is told with the place', async (_, text, reason) => {
    writeFileSync(inFolder('recipe.json'), text);
    const { code, err } = await prepare(inFolder('recipe.json'));
    expect(code).toBe(2);
    expect(err).toContain(`The recipe “recipe.json” cannot be read: ${reason}`);
  });

  it('that is not there is told as such', async () => {
    const { code, err } = await prepare(inFolder('none.json'));
    expect(code).toBe(2);
    expect(err).toContain('The recipe “none.json” cannot be read: no such file, or not readable.');
  });

  it('with mistakes is told each of them with its path', async () => {
    const recipe = {
      version: 2,
      request: { db_id: 1, matching: 'custom', field_name: 'No' },
      fields: [{ field: 'No', type: 'int', column: 'No' }, { field: 'meta', type: 'object', members: [{ name: 'city', type: 'string', column: 'Town', valueMap: { a: 'b' } }] }],
      subscriptions: [{ channel: 'email', resource_id: 28, email: { value: 'a@example.com' }, status: { column: 'City', valueMap: { yes: 'active' } } }],
    };
    writeFileSync(inFolder('recipe.json'), JSON.stringify(recipe));
    const { code, err } = await prepare(inFolder('recipe.json'));
    expect(code).toBe(2);
    expect(err).toContain(': no column with the header “Town”');
    expect(err).not.toContain('fields[1]');
    expect(err).toContain('subscriptions[0].status.valueMap.yes: "active": subscription status not in the platform’s list');
  });
});

describe('inspect', () => {
  it('says where the order of dates is open, or not day first', async () => {
    writeFileSync(inFolder('dates.csv'), 'Open,Month first,Day first,Both\n03/04/2024,12/31/2024,31.12.2024,31.12.2024\n05/06/2024,01/02/2024,01.02.2024,12/31/2024\n');
    const { code, err } = await cli(['inspect', inFolder('dates.csv')]);
    expect(code).toBe(0);
    expect(err.split('\n').filter((line) => line.includes('order of dates'))).toEqual([
      '      order of dates: 03/04/2024 can be read two ways, day first and month first. Choose what is meant. The recipe’s rule says it by "order".',
      '      order of dates: 12/31/2024 can only be month first.',
      expect.stringMatching(/This column has day-first and month-first dates: 31\.12\.2024 can only be day first, 12\/31\/2024 only month first\..*"order"/),
    ]);
  });
});
