import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPractice, type PracticeServer } from '../../electron/practice/index.ts';
import { sampleRecipe } from '../../electron/practice/sampleWorkbook.ts';
import { cli, type Ended } from '../support/cli.ts';
import { temporaryFolder } from '../support/jobs.ts';

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

const ask = (...args: readonly string[]): Promise<Ended> => cli([...args, '--url', server.url, '--json'], { token: server.token });
function file(name: string, value: unknown): string {
  const path = join(folder.path, name);
  writeFileSync(path, JSON.stringify(value));
  return path;
}

describe('what a platform has, on the command line', () => {
  it('resources are listed, and one of them told with its channels', async () => {
    expect(JSON.parse((await ask('resources')).out)).toContainEqual({ id: 32, name: 'Shop' });
    expect(JSON.parse((await ask('resources', '--id', '32')).out)).toEqual({ id: 32, name: 'Shop', channels: ['email', 'sms'], databases: [1, 7] });
    expect(JSON.parse((await ask('databases', '--id', '7')).out)).toMatchObject({ id: 7, name: 'Clients' });
  });

  it('the fields of a resource are told for a channel', async () => {
    const { code, out } = await ask('fields', '--resource', '28', '--channel', 'email');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toContainEqual({ name: 'visits', title: 'Visits', type: 'int', system: false });
  });

  it.each([[['--resource', '28'], '--channel'], [[], '--db']] as const)('%j is too little, and what is missing is named', async (args, missing) => {
    const { code, err } = await ask('fields', ...args);
    expect(code).toBe(2);
    expect(err).toContain(missing);
  });
});

describe('a template on the command line', () => {
  it('is written for a database, over nothing that is there, and under no other ending', async () => {
    const path = join(folder.path, 'clients.xlsx');
    expect(JSON.parse((await ask('template', path, '--db', '7')).out)).toMatchObject({ columns: 85 });
    expect(JSON.parse((await ask('template', join(folder.path, 'fields.xlsx'), '--db', '7', '--no-subscriptions')).out)).toMatchObject({ columns: 32 });
    expect((await cli(['inspect', path, '--json'])).out).toContain('Date of contract');
    expect((await ask('template', path, '--db', '7')).code).toBe(2);
    expect((await ask('template', join(folder.path, 'clients.csv'), '--db', '7')).code).toBe(2);
  });
});

describe('a recipe held against the fields', () => {
  it('that fits ends with 0', async () => {
    const { code, out } = await ask('fields', '--db', '7', '--check', file('fits.json', sampleRecipe));
    expect(JSON.parse(out)).toMatchObject({ differences: [] });
    expect(code).toBe(0);
  });

  it('that differs ends with 2 and names each difference with its path', async () => {
    const fields = [...sampleRecipe.fields, { field: 'custom_id', type: 'int', column: 'Client No' }, { field: 'vip', type: 'string', column: 'Note' }];
    const { code, err } = await cli(['fields', '--db', '7', '--url', server.url, '--check', file('differs.json', { ...sampleRecipe, fields })], { token: server.token });
    expect(code).toBe(2);
    expect(err).toContain(`fields[${fields.length - 2}].field: The database has no field “custom_id”`);
    expect(err).toContain(`fields[${fields.length - 1}].type: “vip” is bool in the platform`);
  });

  it('can be checked without the platform, by a file with its fields', async () => {
    const list = file('list.json', JSON.parse((await ask('fields', '--db', '7')).out));
    const recipe = file('recipe.json', sampleRecipe);
    expect((await cli(['fields', '--fields', list, '--check', recipe])).code).toBe(0);
    const { code, out } = await cli(['fields', '--fields', file('names.json', ['email']), '--check', recipe, '--json']);
    expect(code).toBe(2);
    expect(JSON.parse(out).differences[0]).toMatchObject({ kind: 'missing', message: expect.stringContaining('has no field') });
    expect((await cli(['fields', '--fields', file('none.json', { a: 1 }), '--check', recipe])).err).toContain('none.json');
  });
});
