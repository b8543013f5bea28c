import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startPractice } from '../../electron/practice/index.ts';
import { cli, type Ended } from '../support/cli.ts';
import { correctedRecipe, prepareRows } from '../support/corrections.ts';
import { temporaryFolder } from '../support/jobs.ts';

let folder: ReturnType<typeof temporaryFolder>;
let job: string;

beforeEach(async () => {
  folder = temporaryFolder();
  job = await prepareRows(folder.path, [['1', 'Anna', '31.01.2024'], ['2', 'Boris', 'нет'], ['x', 'Vera', 'нет']]);
});

afterEach(() => folder.remove());

const mend = (...args: readonly string[]): Promise<Ended> => cli(['mend', job, ...args]);

describe('mend', { timeout: 60_000 }, () => {
  it('is looked at first, done as one batch, and taken back', async () => {
    const wish = ['--column', 'Born', '--reason', 'incorrect-date', '--do', 'map:{"нет":""}'];
    const preview = await mend(...wish, '--preview', '--json');
    expect(preview.code).toBe(0);
    expect(JSON.parse(preview.out)).toMatchObject({ rows: 2, cells: 2, right: 1, stillWrong: 1, samples: [{ row: 3, after: null, outcome: 'right' }, { row: 4, reason: 'not-integer' }] });
    const words = await mend(...wish, '--preview');
    expect(words.err).toContain('empty cells that are “нет”: 2 cells would be changed: 1 row becomes right, 1 stays wrong in other columns only (of 2 rows; nothing is changed yet)');
    expect(words.err).toContain('row 4: “нет” → empty (still: column A: not a whole number)');
    expect(JSON.parse((await cli(['undo', job, '--list', '--json'])).out)).toEqual([]);
    const made = await mend(...wish, '--json');
    expect([made.code, JSON.parse(made.out)]).toEqual([0, expect.objectContaining({ rows: 2, batch: expect.objectContaining({ origin: 'command-line', act: { kind: 'mend', column: 'C', mends: [{ kind: 'map', values: { нет: '' } }] } }) })]);
    expect((await cli(['undo', job])).err).toContain('undone: column C, 2 cells: empty cells that are “нет”');
  });

  it('takes rows by number or state, several mends one after another, and only cells that are right by it', async () => {
    const made = await mend('--column', '@B', '--row', '2', '--row', '4', '--do', 'replace:a=>o', '--do', 'case:upper');
    expect([made.code, made.err]).toEqual([0, expect.stringContaining('mended: column B, 2 cells: replace “a” by “o”, then write in capital letters')]);
    const ready = await mend('--column', 'Name', '--state', 'ready', '--do', 'case:lower', '--preview', '--json');
    expect(JSON.parse(ready.out)).toMatchObject({ rows: 1, cells: 1, stillRight: 1 });
    const fixing = await mend('--column', 'No', '--do', 'set:5', '--only-fixing', '--json');
    expect(JSON.parse(fixing.out)).toMatchObject({ rows: 1, after: { invalid: 2 } });
    expect(await mend('--column', 'No', '--do', 'trim', '--only-fixing', '--only-valid')).toMatchObject({ code: 2, err: expect.stringContaining('give one of them') });
  });

  it('is kept in a recipe by which the next file needs none of it, once', async () => {
    const [recipe, source, next] = ['recipe.json', 'next.csv', 'next.importjob'].map((name) => join(folder.path, name));
    writeFileSync(recipe!, JSON.stringify(correctedRecipe));
    const wish = ['--column', '@C', '--reason', 'incorrect-date', '--do', 'map:{"нет":""}', '--keep', recipe!];
    expect((await mend(...wish, '--preview')).code).toBe(2);
    expect((await mend('--column', '@C', '--row', '2', '--do', 'clear', '--keep', recipe!)).code).toBe(2);
    expect(JSON.parse(readFileSync(recipe!, 'utf8'))).toEqual(correctedRecipe);
    expect((await mend(...wish)).code).toBe(0);
    expect((await mend(...wish)).code).toBe(0);
    expect((await mend('--column', 'Name', '--do', 'case:upper', '--keep', recipe!)).code).toBe(0);
    expect(JSON.parse(readFileSync(recipe!, 'utf8'))).toEqual({
      ...correctedRecipe, version: 2, mends: [{ column: 'Born', do: [{ kind: 'map', values: { нет: '' } }] }, { column: 'Name', do: [{ kind: 'case', to: 'upper' }], when: 'always' }],
    });
    writeFileSync(source!, 'No,Name,Born\n7,Gleb,нет\n');
    expect(await cli(['prepare', source!, '--recipe', recipe!, '--job', next!])).toMatchObject({ code: 0 });
    expect(JSON.parse((await cli(['status', next!, '--json'])).out)).toMatchObject({ counts: { ready: 1, invalid: 0 } });
  });

  it('is kept only where it has changed anything, takes the place of what contradicts it, and says what the recipe is then', async () => {
    const recipe = join(folder.path, 'recipe.json');
    const mends = (): unknown => (JSON.parse(readFileSync(recipe, 'utf8')) as { readonly mends?: unknown }).mends;
    writeFileSync(recipe, JSON.stringify(correctedRecipe));
    const keep = (...args: readonly string[]): Promise<Ended> => mend(...args, '--keep', recipe);
    const nothing = await keep('--column', 'Name', '--do', 'trim');
    expect([nothing.code, nothing.err, JSON.parse(readFileSync(recipe, 'utf8'))]).toEqual([0, expect.stringContaining('Nothing was changed, so nothing is kept in the recipe “recipe.json”.'), correctedRecipe]);
    const first = await keep('--column', 'Name', '--do', 'case:upper');
    expect(first.err).toContain('Kept in the recipe “recipe.json”: column Name, write in capital letters.');
    expect(first.err).toContain('“recipe.json” was a recipe of version 1, which knows no mends, and is one of version 2 now; all else in it stays.');
    const second = await keep('--column', '@B', '--do', 'case:lower', '--json');
    expect(JSON.parse(second.out)).toMatchObject({ rows: 3, kept: { name: 'recipe.json', done: 'kept', isUpgraded: false, replaced: [{ column: 'Name', do: [{ kind: 'case', to: 'upper' }] }] } });
    expect(mends()).toEqual([{ column: 'Name', do: [{ kind: 'case', to: 'lower' }], when: 'always' }]);
    await cli(['undo', job]);
    const known = await keep('--column', 'Name', '--do', 'case:lower');
    expect(known.err).toContain('has this mend already');
  });

  it('names what it does not understand, with code 2', async () => {
    const wrong = [
      [['--column', 'Nr', '--do', 'trim'], 'no column with the header “Nr”'],
      [['--column', 'No', '--do', 'trimm'], 'there is no mend “trimm”'],
      [['--column', 'No', '--do', 'trim', '--reason', 'wrong'], 'there is no reason “wrong”'],
      [['--column', 'No', '--do', 'trim', '--row', '9'], 'the job has no row 9 of the sheet: its first row is 2 and its last one 4'],
      [['--column', 'No', '--do', 'trim', '--row', '1'], 'the job has no row 1 of the sheet: row 1 is its header'],
      [['--column', 'b', '--do', 'trim'], 'column B is written @B'],
      [['--column', 'No', '--do', 'country:XX'], 'no phone numbers are known for “XX”'],
      [['--column', 'No', '--do', 'trim', '--state', 'bad'], 'there is no state “bad”'],
      [['--column', 'No', '--do', 'trim', '--state', 'ready', '--row', '2'], 'one of --reason, --row and --state'],
    ] as const;
    for (const [args, words] of wrong) expect(await mend(...args)).toMatchObject({ code: 2, err: expect.stringContaining(words) });
    expect((await mend('--column', 'No')).code).toBe(2);
  });
});

describe('mend --preview of a job that was sent', { timeout: 60_000 }, () => {
  it('names the rows that take --send-again, and those that no word corrects, with code 2', async () => {
    const server = await startPractice({ population: 100 });
    const made = await prepareRows(folder.path, [['1', 'Anna', ''], ['2', 'Boris', ''], ['x', 'Vera', 'нет']]);
    await cli(['run', made, '--url', server.url], { token: server.token });
    await server.close();
    const look = (...args: readonly string[]): Promise<Ended> => cli(['mend', made, ...args, '--preview']);
    const upper = ['--column', 'Name', '--do', 'case:upper'];
    const plain = await look(...upper);
    expect([plain.code, plain.err]).toEqual([2, expect.stringContaining('1 cell would be changed: 1 stays wrong in other columns only; 2 rows cannot be corrected now')]);
    expect(plain.err).toContain('2 rows would not be corrected: the platform has accepted them; to correct and send them once more takes --send-again (rows 2, 3)');
    expect(JSON.parse((await look(...upper, '--json')).out)).toMatchObject({ refused: 2, refusals: { refused: [{ row: 2, reason: 'accepted' }, { row: 3, reason: 'accepted' }], refusedBy: { accepted: 2 } } });
    const again = await look(...upper, '--send-again');
    expect([again.code, again.err]).toEqual([0, expect.stringContaining('2 rows of these, which the platform has accepted, would be sent once more')]);
    for (const word of [[], ['--send-again']]) {
      const broken = await look('--column', 'No', '--do', 'set:y', '--row', '2', ...word);
      expect([broken.code, broken.err]).toEqual([2, expect.stringMatching(/no cell would be changed[^]*row 2 would not be corrected: the platform has accepted it, and so corrected it could not be sent again/)]);
    }
  });

  it('is refused where no row can be corrected any more', async () => {
    const copy = join(folder.path, 'copy.importjob');
    copyFileSync(job, copy);
    for (const args of [['mend', copy, '--column', 'Name', '--do', 'trim'], ['edit', copy, '--row', '2', '--column', 'Name', '--value', 'x']]) {
      const deed = await cli(args);
      expect(deed).toMatchObject({ code: 2, err: expect.stringContaining('--adopt') });
      expect((await cli([...args, '--preview'])).err).toBe(deed.err);
      expect((await cli([...args, '--preview', '--adopt'])).code).toBe(0);
    }
    expect((await cli(['handover', job, join(folder.path, 'there.importjob')])).code).toBe(0);
    for (const args of [['mend', job, '--column', 'Name', '--do', 'trim'], ['edit', job, '--row', '2', '--column', 'Name', '--value', 'x'], ['duplicates', job, '--fill']]) {
      expect(await cli([...args, '--preview'])).toMatchObject({ code: 2, err: expect.stringContaining('was handed over') });
    }
  });
});

describe('proposals', { timeout: 60_000 }, () => {
  it('name what would put rows right, and how it is done', async () => {
    const made = await cli(['proposals', job, '--column', 'Born', '--json']);
    expect([made.code, JSON.parse(made.out)]).toMatchObject([0, [{ column: 'C', reason: 'incorrect-date', rows: 2, proposals: [{ request: { mends: [{ kind: 'map', values: { нет: '' } }], onlyFixing: true }, preview: { right: 1, stillWrong: 1 }, loses: false }] }]]);
    const words = (await cli(['proposals', job])).err;
    expect(words).toContain('column C “Born”, 2 rows: incorrect date: no date in digits, no such day, or a year without four digits (--reason incorrect-date)');
    expect(words).toContain("--column @C --reason incorrect-date --do 'map:{\"нет\":\"\"}' --only-fixing");
    expect(await cli(['proposals', job, '--column', 'Nr'])).toMatchObject({ code: 2 });
    expect((await cli(['proposals', job, '--column', 'Name'])).err).toBe('no value of column B is wrong\n');
  });
});
