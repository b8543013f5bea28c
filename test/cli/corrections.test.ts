import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openJobFile } from '#engine/store/jobFile.ts';
import { lockJob } from '#engine/store/lock.ts';
import { startPractice, type PracticeServer } from '../../electron/practice/index.ts';
import { cli, type Ended } from '../support/cli.ts';
import { prepareRows } from '../support/corrections.ts';
import { temporaryFolder } from '../support/jobs.ts';
import { columnOf, rewritten } from '../support/rounds.ts';

let folder: ReturnType<typeof temporaryFolder>;
let server: PracticeServer;
let job: string;

beforeEach(async () => {
  folder = temporaryFolder();
  server = await startPractice({ population: 100, keepItems: true });
  job = await prepareRows(folder.path, [['1', 'Anna', '31.01.2024'], ['x', 'Boris', '']]);
});

afterEach(async () => {
  await server.close();
  folder.remove();
});

/** A job whose first row may have been applied. */
async function unknownJob(): Promise<string> {
  const path = await prepareRows(folder.path, [['1', 'Anna', '']]);
  const file = openJobFile(path, { create: false });
  file.transaction(() => file.states.change([{ from: 1, to: 1 }], () => 'unknown'));
  file.close();
  return path;
}

const run = (): Promise<Ended> => cli(['run', job, '--url', server.url, '--json'], { token: server.token });
const edit = (...args: readonly string[]): Promise<Ended> => cli(['edit', job, ...args]);

describe('edit and undo', { timeout: 60_000 }, () => {
  it('put a row right inside its job, and take it back', async () => {
    const made = await edit('--row', '3', '--column', 'no', '--value', '2', '--json');
    expect(made.code).toBe(0);
    expect(JSON.parse(made.out)).toMatchObject({ batch: { id: 1, origin: 'command-line', act: { kind: 'edit', row: 3, column: 'A' }, state: 'applied' }, rows: 1, before: { invalid: 1 }, after: { invalid: 0, ready: 2 } });
    const undone = await cli(['undo', job]);
    expect(undone.err).toContain('undone: row 3, column A');
    expect(undone.err).toContain('1 invalid');
    const redo = await cli(['undo', job, '--redo', '--preview']);
    expect([redo.code, redo.err]).toEqual([0, expect.stringMatching(/^would be redone: row 3, column A.*\nthen: read 2 = .* 0 invalid /m)]);
    expect((await cli(['undo', job, '--list'])).err).toMatch(/undone .*← undo --redo\n$/);
    expect((await cli(['undo', job, '--redo'])).code).toBe(0);
    const undo = await cli(['undo', job, '--preview']);
    expect([undo.code, undo.err]).toEqual([0, expect.stringMatching(/^would be undone: row 3, column A.*\nthen: read 2 = .* 1 invalid /m)]);
    expect(undo.err).not.toContain('corrected');
    expect((await cli(['undo', job, '--list', '--preview'])).code).toBe(2);
    const list = await cli(['undo', job, '--list', '--json']);
    expect(JSON.parse(list.out)).toMatchObject([{ id: 1, state: 'applied', rows: 1, cells: 1 }]);
    expect((await run()).code).toBe(0);
    expect(server.journal.item(2)).toMatchObject({ Custom_ID: 2, _fname: 'Boris' });
    const late = await cli(['undo', job]);
    expect([late.code, late.err]).toEqual([2, expect.stringContaining('was sent since')]);
    expect((await cli(['undo', job, '--list'])).err).toMatch(/applied .*rows of it were sent since: neither undone nor redone\)\n$/);
  });

  it('say what the row has become, with the reason, as words and as JSON', async () => {
    const told = async (column: string, value: string): Promise<readonly [string, unknown]> => {
      const words = await edit('--row', '2', '--column', column, '--value', value);
      await cli(['undo', job]);
      const json = await edit('--row', '2', '--column', column, '--value', value, '--json');
      await cli(['undo', job]);
      return [words.err, (JSON.parse(json.out) as { readonly row: unknown }).row];
    };
    expect(await told('No', 'y')).toEqual([expect.stringContaining('row 2 is invalid, and not sent, column A “No”: not a whole number'), expect.objectContaining({ row: 2, state: 'invalid', errors: [expect.objectContaining({ column: 'A', reason: 'not-integer' })] })]);
    expect(await told('Name', 'Ann')).toEqual([expect.stringContaining('row 2 is ready to be sent'), expect.objectContaining({ state: 'ready', errors: [] })]);
    await edit('--row', '3', '--column', 'No', '--value', '2');
    expect(await told('No', '2')).toEqual([expect.stringContaining('row 2 is a duplicate: row 3 is sent instead'), expect.objectContaining({ state: 'duplicate', duplicateOf: 3 })]);
  });

  it('say before what would come of it, and change nothing', async () => {
    await run();
    const preview = async (...args: readonly string[]): Promise<readonly [number | null, string]> => {
      const { code, err } = await edit(...args, '--preview');
      return [code, err];
    };
    expect(await preview('--row', '3', '--column', 'No', '--value', '2')).toEqual([0, expect.stringContaining('row 3, invalid: fit to be sent')]);
    expect(await preview('--row', '3', '--column', 'No', '--value', 'y')).toEqual([0, expect.stringContaining('row 3, invalid: still invalid, column A: not a whole number')]);
    expect(await preview('--row', '3', '--column', 'No', '--value', 'x')).toEqual([0, expect.stringContaining('the cell is “x” already')]);
    expect(await preview('--row', '2', '--column', 'Name', '--value', 'Ann')).toEqual([2, expect.stringContaining('row 2, accepted: would not be corrected: the platform has accepted it; to correct and send it once more takes --send-again')]);
    const unfit = ['--row', '2', '--column', 'No', '--value', 'y', '--send-again'] as const;
    expect(await preview(...unfit)).toEqual([2, expect.stringMatching(/so corrected it could not be sent again: column A: not a whole number/)]);
    expect(await edit(...unfit)).toMatchObject({ code: 2, err: expect.stringMatching(/^row 2, accepted: .*column A: not a whole number/m) });
    expect(await preview('--row', '2', '--column', 'Name', '--value', 'Ann', '--send-again')).toEqual([0, expect.stringContaining('row 2, accepted: fit to be sent once more')]);
    const twin = await prepareRows(folder.path, [['1', 'Anna', ''], ['2', 'Boris', ''], ['x', 'Vera', '']]);
    const look = async (row: string, value: string): Promise<string> => (await cli(['edit', twin, '--row', row, '--column', 'No', '--value', value, '--preview'])).err;
    expect([await look('2', '2'), await look('4', '2')]).toEqual([expect.stringContaining('row 2, ready: a duplicate then, and not sent: row 3 is sent instead, which has the same match key'), expect.stringContaining('row 4, invalid: fit to be sent')]);
    const mended = await prepareRows(folder.path, [['1', 'anna', '']], { version: 2, mends: [{ column: 'Name', do: [{ kind: 'case', to: 'title' }], when: 'always' }] });
    expect((await cli(['edit', mended, '--row', '2', '--column', 'Name', '--value', 'olga', '--preview'])).err).toContain('“anna” → “olga”, of which a mend of the recipe makes “Olga” before it is checked and sent; nothing is changed yet');
    expect((await cli(['edit', mended, '--row', '2', '--column', 'Name', '--value', 'Olga', '--preview'])).err).toContain('“anna” → “Olga”; nothing is changed yet');
    expect((await preview('--row', '2', '--column', 'No', '--value', 'y'))[1]).toContain('so corrected it could not be sent again');
    expect((await cli(['undo', job, '--list'])).err).toBe('no corrections\n');
  });

  it('look at a job that another process runs, and say that nothing can be corrected meanwhile', async () => {
    const file = openJobFile(job, { create: false });
    const workbook = join(folder.path, 'running.xlsx');
    await cli(['export', job, '--rows', 'all', '--out', workbook, '--for-correcting']);
    file.transaction(() => file.job.setState('running', null));
    const lock = lockJob(job);
    const looks = [['edit', job, '--row', '3', '--column', 'No', '--value', '7'], ['mend', job, '--column', 'Name', '--do', 'case:upper'], ['correct', job, '--from', workbook], ['duplicates', job, '--fill']];
    for (const look of looks) expect([look[0], (await cli([...look, '--preview'])).code, (await cli([...look, '--preview'])).err]).toEqual([look[0], 0, expect.stringContaining('The job is being run by another window or command: nothing of it can be corrected until that stops')]);
    const [edited = []] = looks;
    expect((await cli(edited)).err).toContain('in use by another process');
    lock.release();
    file.close();
    // Broken off, and settled as it was opened.
    for (const look of looks) expect((await cli([...look, '--preview'])).err).not.toContain('being run');
  });

  it('say why a row is left as it is, with code 2, and send an accepted one again only when told to', async () => {
    await run();
    const refused = await edit('--row', '2', '--column', '@B', '--value', 'Ann');
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('row 2 was not corrected: the platform has accepted it')]);
    expect((await edit('--row', '2', '--column', '@B', '--value', 'Ann', '--send-again')).code).toBe(0);
    expect((await run()).code).toBe(3);
    expect([server.journal.applied().get(1), server.journal.item(1)]).toEqual([2, expect.objectContaining({ _fname: 'Ann' })]);
  });

  it('ask before a row is sent over another one that was accepted for its match key', async () => {
    await run();
    const refused = await edit('--row', '3', '--column', 'No', '--value', '1');
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('row 3 was not corrected: a row with the same match key was accepted by the platform')]);
    expect((await edit('--row', '3', '--column', 'No', '--value', '1', '--send-again')).code).toBe(0);
    expect((await cli(['undo', job])).code).toBe(0);
    expect([(await cli(['undo', job, '--redo'])).code, (await cli(['undo', job, '--redo', '--send-again'])).code]).toEqual([2, 0]);
    expect((await run()).code).toBe(0);
    expect([server.journal.applied().get(1), server.journal.item(1)]).toEqual([2, expect.objectContaining({ _fname: 'Boris' })]);
  });

  it('say what the platform keeps where the match key of an accepted row is corrected, also where that cannot be undone', async () => {
    await run();
    const moved = await edit('--row', '2', '--column', 'No', '--value', '5', '--send-again');
    expect([moved.code, moved.err]).toEqual([0, expect.stringContaining('row 2 was accepted with another match key: the profile of that key still has the row’s data')]);
    await run();
    const late = await cli(['undo', job]);
    expect([late.code, late.err]).toEqual([2, expect.stringContaining('the profile of the key that they were sent with keeps their data')]);
    expect((await edit('--row', '2', '--column', '@B', '--value', 'Ann', '--send-again')).err).not.toContain('another match key');
  });

  it('name rows left alone in one line for each reason, whatever their number', async () => {
    const many = await prepareRows(folder.path, Array.from({ length: 140 }, (_, index) => [index < 90 ? String(index + 1) : `${index - 88}x`, 'Anna', ''] as const));
    await cli(['run', many, '--url', server.url], { token: server.token });
    const mended = await cli(['mend', many, '--column', 'No', '--do', 'replace:x=>', '--only-fixing', '--json']);
    expect(JSON.parse(mended.out)).toMatchObject({ refusedRows: 50, refusedBy: { 'key-accepted': 50 } });
    expect(mended.err.split('\n').filter((line) => line.includes('not corrected'))).toEqual([expect.stringMatching(/^50 rows were not corrected: a row with the same match key was accepted .*\(rows 92, 93, .* …\)$/)]);
    const all = await cli(['mend', many, '--column', 'Name', '--do', 'case:upper']);
    expect(all.err).toMatch(/^90 rows were not corrected: the platform has accepted them; to correct and send them once more takes --send-again.*\(rows 2, 3, .*\)$/m);
  });

  it('count a round only where the one before was ever sent', async () => {
    const rounds: number[] = [];
    const told = async (...args: readonly string[]): Promise<void> => {
      await cli([...args]);
      rounds.push((JSON.parse((await cli(['status', job, '--json'])).out) as { round: number }).round);
    };
    await run();
    for (const name of ['Ann', 'Annie', 'Anja']) await told('edit', job, '--row', '2', '--column', 'Name', '--value', name, '--send-again');
    await told('undo', job);
    await told('undo', job);
    await told('undo', job);
    await told('undo', job, '--redo', '--send-again');
    await run();
    await told('edit', job, '--row', '2', '--column', 'Name', '--value', 'Alla', '--send-again');
    expect(rounds).toEqual([2, 2, 2, 2, 2, 1, 2, 3]);
  });

  it('say what is missing in their arguments as JSON, too, where that is asked for', async () => {
    const missing = await edit('--row', '3', '--column', 'No', '--json');
    expect([missing.code, missing.err, JSON.parse(missing.out)]).toEqual([2, expect.stringContaining('--value <text>'), { fault: { code: 'usage', detail: { problem: "required option '--value <text>' not specified" } } }]);
    const row = await edit('--row', '0', '--column', 'No', '--value', '1', '--json');
    expect([row.code, JSON.parse(row.out)]).toEqual([2, { fault: { code: 'usage', detail: { problem: expect.stringContaining('a whole number from 1') } } }]);
    expect((await edit('--row', '3', '--column', 'No')).out).toBe('');
  });

  it('say of an unknown row what is true: that a new round does not take it as long as its outcome can be asked for', async () => {
    const { err } = await cli(['edit', await unknownJob(), '--row', '2', '--column', 'Name', '--value', 'Ann']);
    expect(err).toContain('row 2 was not corrected: it may have been applied already; run the job until that is settled; a new round takes only rows whose outcome can no longer be asked for');
  });

  it('name a row or a column that is not there, and that there is nothing to undo', async () => {
    const [row, column, nothing] = [await edit('--row', '9', '--column', 'No', '--value', '1'), await edit('--row', '2', '--column', 'Nr', '--value', '1'), await cli(['undo', job])];
    expect([row.code, column.code, nothing.code]).toEqual([2, 2, 2]);
    expect(row.err).toContain('the job has no row 9 of the sheet');
    expect(column.err).toContain('no column with the header “Nr”');
    expect(nothing.err).toContain('There is no correction to undo.');
  });
});

describe('correct --from', { timeout: 60_000 }, () => {
  it('tells what a workbook would change, takes it back, and sends no row twice by it', async () => {
    const out = join(folder.path, 'bad.xlsx');
    expect((await cli(['export', job, '--rows', 'wrong', '--out', out, '--for-correcting'])).code).toBe(0);
    const corrected = await rewritten(out, (sheet) => {
      expect(sheet.rowCount).toBe(2);
      sheet.getCell('A2').value = '2';
    });
    const preview = await cli(['correct', job, '--from', corrected, '--preview', '--json']);
    expect(preview.code).toBe(0);
    expect(JSON.parse(preview.out)).toMatchObject({ report: { rows: 1, changedRows: 1, changes: [{ row: 3, becomes: 'ready' }] }, result: null });
    expect((await cli(['undo', job, '--list'])).err).toContain('no corrections');
    const taken = await cli(['correct', job, '--from', corrected]);
    expect([taken.code, taken.err]).toEqual([0, expect.stringMatching(/row 3 is ready to be sent\n  A “No”: “x” → “2”[^]*corrected: 1 cell in 1 row, from the workbook “.*”[^]*0 invalid/)]);
    expect((await run()).code).toBe(0);
    expect(server.journal.item(2)).toMatchObject({ Custom_ID: 2, _fname: 'Boris' });
    const again = await rewritten(corrected, (sheet) => {
      sheet.getCell('B2').value = 'Boris the second';
    });
    const refused = await cli(['correct', job, '--from', again]);
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('not corrected: the platform has accepted it')]);
    expect((await cli(['correct', job, '--from', again, '--send-again'])).code).toBe(0);
    expect((await run()).code).toBe(0);
    expect(server.journal.item(2)).toMatchObject({ _fname: 'Boris the second' });
    expect((await cli(['export', job, '--rows', 'all', '--out', join(folder.path, 'bad.csv'), '--for-correcting'])).err).toContain('must end in .xlsx');
    const strange = await cli(['correct', await prepareRows(folder.path, [['1', 'Anna', '']]), '--from', again]);
    expect([strange.code, strange.err]).toEqual([2, expect.stringContaining('rows of another job')]);
  });

  it('takes nothing of one with exchanged headers, shows with --as-it-is what it would change, and only so takes it', async () => {
    const out = join(folder.path, 'headers.xlsx');
    await cli(['export', job, '--rows', 'all', '--out', out, '--for-correcting']);
    const path = await rewritten(out, (sheet) => {
      [sheet.getCell('A1').value, sheet.getCell('B1').value] = [sheet.getCell('B1').text, sheet.getCell('A1').text];
    });
    const refused = await cli(['correct', job, '--from', path]);
    expect([refused.code, refused.err]).toEqual([2, expect.stringMatching(/nothing of the workbook is taken: the cells under “No” are not its own but those of “.+”[^]*with --as-it-is --preview/)]);
    const shown = await cli(['correct', job, '--from', path, '--as-it-is', '--preview', '--json']);
    expect([shown.code, JSON.parse(shown.out)]).toMatchObject([0, { report: { asItIs: true, changedCells: 4 }, result: null }]);
    expect((await cli(['undo', job, '--list'])).err).toContain('no corrections');
    expect((await cli(['correct', job, '--from', path, '--as-it-is'])).code).toBe(0);
    expect((await cli(['undo', job, '--list'])).err).toContain('headers');
  });

  it('leaves what was corrected in the job since the export, names it with code 2, and takes it with --overwrite', async () => {
    const out = join(folder.path, 'since.xlsx');
    await cli(['export', job, '--rows', 'all', '--out', out, '--for-correcting']);
    await cli(['edit', job, '--row', '2', '--column', '@B', '--value', 'Hanna']);
    const path = await rewritten(out, (sheet) => (sheet.getCell('B2').value = 'Anja'));
    const left = await cli(['correct', job, '--from', path, '--preview']);
    expect([left.code, left.err]).toEqual([2, expect.stringMatching(/row 2, B “.+”: “Hanna” in the job, changed there since, .* row 2, column B; “Anja” in the workbook[^]*with --overwrite/)]);
    const taken = await cli(['correct', job, '--from', path, '--overwrite']);
    expect([taken.code, taken.err]).toEqual([0, expect.stringContaining('“Hanna” → “Anja”; changed in the job since the export, row 2, column B')]);
  });

  it('ends with code 2 where a row with content has no id or a damaged one, and says which it is', async () => {
    const out = join(folder.path, 'all.xlsx');
    await cli(['export', job, '--rows', 'all', '--out', out, '--for-correcting']);
    const withId = async (id: string | null): Promise<readonly [number | null, string]> => {
      const path = await rewritten(out, (sheet) => {
        sheet.getCell('A3').value = '2';
        sheet.getCell(3, columnOf(sheet, '[Import] Id')).value = id;
      });
      const { code, err } = await cli(['correct', job, '--from', path, '--preview']);
      return [code, err];
    };
    expect(await withId(null)).toEqual([2, expect.stringContaining('1 row of the workbook without an id in “[Import] Id”; left alone (row 3)')]);
    const [code, words] = await withId('id:0123');
    expect([code, words]).toEqual([2, expect.stringContaining('1 row of the workbook with something else than an id in “[Import] Id”')]);
    expect(words).not.toContain('without an id');
  });
});
