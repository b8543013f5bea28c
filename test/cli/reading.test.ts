import iconv from 'iconv-lite';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openJob } from '#engine/jobs/recover.ts';
import { cli } from '../support/cli.ts';
import { temporaryFolder } from '../support/jobs.ts';
import { workbookBytes } from '../support/workbookBytes.ts';

let folder: ReturnType<typeof temporaryFolder>;

beforeAll(() => {
  folder = temporaryFolder();
});

afterAll(() => folder.remove());

function file(name: string, content: string | Buffer): string {
  const path = join(folder.path, name);
  writeFileSync(path, content);
  return path;
}

function recipe(name: string, source?: Readonly<Record<string, unknown>>): string {
  const fields = [{ field: 'email', type: 'email', column: '@A' }, { field: 'n', type: 'string', column: '@B' }];
  return file(name, JSON.stringify({ version: source === undefined ? 1 : 2, source, request: { db_id: 7, matching: 'email' }, fields }));
}

async function itemsOf(job: string): Promise<unknown[]> {
  const { out } = await cli(['preview', job]);
  return out.trim().split('\n').map((line): unknown => JSON.parse(line));
}

describe('the options of reading', () => {
  it('decide how every command reads a file', async () => {
    const path = file('dos.csv', iconv.encode("a@example.com;'Анна; Омск'\r\nb@example.com;'Пётр; Тверь'\r\n", 'cp866'));
    const options = ['--encoding', '866', '--delimiter', ';', '--quote', "'", '--header-row', 'none'];
    const rows = await cli(['rows', path, ...options]);
    expect(rows.out.split('\n').slice(0, 2).map((line) => JSON.parse(line).cells[1].v)).toEqual(['Анна; Омск', 'Пётр; Тверь']);
    const values = await cli(['values', path, '--column', '@B', '--json', ...options]);
    expect(JSON.parse(values.out).values.map(({ value }: { value: string }) => value)).toEqual(['Анна; Омск', 'Пётр; Тверь']);
    const inspection = JSON.parse((await cli(['inspect', path, '--json', ...options])).out);
    expect(inspection).toMatchObject({ headerRow: 0, header: { reason: 'told' }, csv: { encoding: { value: 'ibm866', reason: 'told' }, delimiter: { reason: 'told' }, quote: { value: "'", reason: 'told' } } });
    const job = join(folder.path, 'dos.importjob');
    const { code } = await cli(['prepare', path, '--recipe', recipe('dos.json'), '--job', job, ...options]);
    expect(code).toBe(0);
    expect(await itemsOf(job)).toEqual([{ email: 'a@example.com', n: 'Анна; Омск' }, { email: 'b@example.com', n: 'Пётр; Тверь' }]);
  });

  it('go before the recipe’s, and the job keeps them', async () => {
    const path = file('tabs.csv', 'email\tname\na@example.com\t"Ann\n');
    const job = join(folder.path, 'tabs.importjob');
    const source = { encoding: 'windows-1251', delimiter: ',', headerRow: 1 };
    const { code } = await cli(['prepare', path, '--recipe', recipe('tabs.json', source), '--job', job, '--delimiter', 'tab', '--quote', 'none']);
    expect(code).toBe(0);
    expect(await itemsOf(job)).toEqual([{ email: 'a@example.com', n: '"Ann' }]);
    const opened = openJob(job);
    expect(opened.job.read()?.recipe.source).toEqual({ ...source, delimiter: '\t', quote: 'none' });
    opened.close();
  });

  it('are refused in words where they cannot be', async () => {
    const path = file('plain.csv', 'a;b\n1;2\n');
    for (const [option, value, words] of [['--encoding', 'klingon', 'windows-1251'], ['--delimiter', 'ab', 'one character'], ['--header-row', '0', 'or none'], ['--quote', 'Ж', 'one character']] as const) {
      const { code, err } = await cli(['inspect', path, option, value]);
      expect([code, err]).toEqual([2, expect.stringContaining(words)]);
    }
    const job = join(folder.path, 'bad.importjob');
    const { code, err } = await cli(['prepare', path, '--recipe', recipe('bad.json', { encoding: 'klingon' }), '--job', job]);
    expect([code, err]).toEqual([2, expect.stringContaining('no encoding has the name “klingon”')]);
  });
});

describe('guesses', () => {
  it('are told by inspect with what else they could be, cells side by side', async () => {
    const { err } = await cli(['inspect', file('sex.csv', iconv.encode('email;sex\na@example.com;Ж\nb@example.com;М\n', 'windows-1251'))]);
    expect(err).toMatch(/encoding windows-1251 \((?:likely|open)[^)]*\)\n +windows-1251 +Ж \| М\n +windows-1252 +Æ \| Ì\n/);
    expect(err).toContain('delimiter ; (sure: the rows agree on it)');
  });

  it('that are open are told by inspect, and what else is to be known of a file', async () => {
    const { err } = await cli(['inspect', file('noheader2.csv', 'a@example.com;Ann\nb@example.com;Bob\n')]);
    expect(err).toContain('warning: The header row is open: read as none; it may be 1, 2. ');
    const hidden = file('hidden.xlsx', workbookBytes({ sheet: '<row r="1"><c r="A1" t="inlineStr"><is><t>Email</t></is></c></row><row r="2" hidden="1"><c r="A2" t="inlineStr"><is><t>a@example.com</t></is></c></row>' }));
    const found = await cli(['inspect', hidden]);
    expect(found.err).toContain('warning: 1 row of this sheet is hidden or filtered out in the workbook. Read like all others; --hidden skip leaves them out.');
  });

  it('that are open are told by prepare, in words and in JSON', async () => {
    const path = file('noheader.csv', 'a@example.com;Ann\nb@example.com;Bob\n');
    const job = join(folder.path, 'open.importjob');
    const { code, out, err } = await cli(['prepare', path, '--recipe', recipe('open.json'), '--job', job, '--json']);
    expect(code).toBe(0);
    expect(err).toContain('The header row is open: read as none; it may be 1, 2.');
    expect(JSON.parse(out)).toMatchObject({ counts: { read: 2 }, openGuesses: [{ name: 'headerRow', value: 0, confidence: 'open', reason: 'values' }] });
    const told = await cli(['prepare', path, '--recipe', recipe('told.json'), '--job', join(folder.path, 'told.importjob'), '--header-row', 'none', '--json']);
    expect(JSON.parse(told.out)).toMatchObject({ counts: { read: 2 }, openGuesses: [] });
    expect(told.err).not.toContain('is open');
  });
});

it('says of a folder that it is one, whatever is asked of it', async () => {
  const rules = recipe('folder.json');
  for (const args of [['prepare', folder.path, '--recipe', rules, '--job', join(folder.path, 'none.importjob')], ['inspect', folder.path], ['rows', folder.path], ['values', folder.path, '--column', '@A']]) {
    expect(await cli(args)).toMatchObject({ code: 2, err: expect.stringMatching(/cannot be read: a folder\. A table is read from one file/) });
  }
});
