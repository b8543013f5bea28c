import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startPractice } from '../../electron/practice/index.ts';
import { cli, type Ended } from '../support/cli.ts';
import { prepareRows } from '../support/corrections.ts';
import { temporaryFolder } from '../support/jobs.ts';

let folder: ReturnType<typeof temporaryFolder>;
let job: string;

beforeEach(async () => {
  folder = temporaryFolder();
  job = await prepareRows(folder.path, [['1', 'Anna', '31.01.2024'], ['2', 'Boris', ''], ['1', '', '']]);
});
afterEach(() => folder.remove());

const duplicates = (...args: readonly string[]): Promise<Ended> => cli(['duplicates', job, ...args]);

describe('duplicates', { timeout: 60_000 }, () => {
  it('lists the groups, fills what is empty after a preview, and lets another row be sent', async () => {
    const list = await duplicates('--json');
    expect(JSON.parse(list.out)).toMatchObject({ total: 1, duplicates: 1, groups: [{ key: '1', rows: 2, sent: 4, members: [{ row: 2, state: 'duplicate' }, { row: 4, state: 'ready' }] }] });
    expect((await duplicates()).err).toContain('1: 2 rows, row 4 is sent\n    row 2 (duplicate): 1 | Anna | 31.01.2024\n  → row 4 (ready): 1');
    const preview = await duplicates('--fill', '--key', '1', '--preview');
    expect([preview.code, preview.err]).toEqual([0, expect.stringContaining('row 4, column B: Anna (of row 2)')]);
    const filled = await duplicates('--fill', '--json');
    expect([filled.code, JSON.parse(filled.out)]).toEqual([0, expect.objectContaining({ rows: 1, cells: 2 })]);
    expect((await duplicates('--pick', '2', '--preview')).err).toContain('row 2 would be sent instead of row 4');
    const picked = await duplicates('--pick', '2');
    expect([picked.code, picked.err]).toEqual([0, expect.stringContaining('picked: row 2 sent instead of row 4')]);
    expect((await cli(['undo', job, '--list'])).err).toMatch(/2 empty cells of 1 row filled from duplicates[^]*row 2 sent instead of row 4/);
    expect((await duplicates()).err).toContain('row 2 is sent (picked)');
  });

  it('says with code 2 what cannot be picked or filled, and which choices do not go together', async () => {
    const made = [await duplicates('--pick', '3'), await duplicates('--pick', '9'), await duplicates('--fill', '--key', '7'), await duplicates('--pick', '2', '--fill'), await duplicates('--preview'), await duplicates('--pick', '3', '--preview')];
    expect(made.map(({ code }) => code)).toEqual([2, 2, 2, 2, 2, 2]);
    expect(made[0]!.err).toContain('row 3 was not picked: no other row is sent instead of it');
    expect(made[1]!.err).toContain('the job has no row 9 of the sheet');
    expect(made[2]!.err).toContain('There are no duplicates of this match key.');
  });

  it('says of a row that was sent, refused or sent before another what is true of it', async () => {
    const server = await startPractice({ population: 100, keepItems: true });
    server.setFaults({ rules: [{ kind: 'reject-items', customIds: [3], code: 422, text: 'No' }] });
    const some = await prepareRows(folder.path, [['1', 'Anna', ''], ['2', 'Boris', ''], ['3', 'Vera', ''], ['3', 'Vera', '']]);
    const list = async (): Promise<string> => (await cli(['duplicates', some])).err;
    expect(await list()).toContain('3: 2 rows, row 5 is sent\n');
    await cli(['run', some, '--url', server.url], { token: server.token });
    expect(await list()).toContain('3: 2 rows, row 5 was refused by the platform\n');
    expect((await cli(['edit', some, '--row', '3', '--column', 'No', '--value', '1', '--send-again'])).code).toBe(0);
    expect(await list()).toMatch(/1: 2 rows, row 3 is sent\n[^]*1 duplicate of 2 match keys/);
    await cli(['edit', some, '--row', '4', '--column', 'No', '--value', '4']);
    const words = await list();
    expect(words).toContain('no duplicates that stand back; 1 match key of which another row was sent before');
    await cli(['run', some, '--url', server.url], { token: server.token });
    expect(await list()).toContain('1: 2 rows, row 3 was sent\n');
    await server.close();
  });

  it('says of a job without waiting rows that its items are those of rows that were sent, and of a row that is not there that it is not', async () => {
    const server = await startPractice({ population: 100 });
    expect((await cli(['preview', job])).err).toBe('');
    await cli(['run', job, '--url', server.url], { token: server.token });
    const preview = await cli(['preview', job]);
    expect(preview.out.trim().split('\n')).toHaveLength(2);
    expect(preview.err).toContain('no row waits to be sent; these are the items of rows that were sent, accepted or refused');
    const retried = await cli(['retry', job, '--row', '999']);
    expect([retried.code, retried.err]).toEqual([2, expect.stringContaining('the job has no row 999 of the sheet: its first row is 2 and its last one 4')]);
    await server.close();
  });

  it('leaves nothing to retry of a row that another was picked instead of, and opens no round for it', async () => {
    const server = await startPractice({ population: 100, keepItems: true });
    server.setFaults({ rules: [{ kind: 'reject-items', customIds: [1], code: 422, text: 'No' }] });
    const run = (...more: readonly string[]): Promise<Ended> => cli(['run', job, '--url', server.url, '--json', ...more], { token: server.token });
    await run();
    server.setFaults({ rules: [] });
    expect((await duplicates('--pick', '2')).code).toBe(0);
    await run();
    const retried = await cli(['retry', job]);
    expect([retried.code, retried.err]).toEqual([0, expect.stringContaining('nothing is to be sent again, so there is no new round: 1 row is a duplicate now')]);
    expect(JSON.parse((await cli(['status', job, '--json'])).out)).toMatchObject({ state: 'finished', round: 1, counts: { accepted: 2, duplicate: 1, failed: 0 } });
    await server.close();
  });

  it('takes a trial for done where all rows that it sent were accepted, whatever else is invalid', async () => {
    const server = await startPractice({ population: 100 });
    const some = await prepareRows(folder.path, [['1', 'Anna', ''], ['x', 'Boris', ''], ['3', 'Vera', '']]);
    const run = (...more: readonly string[]): Promise<Ended> => cli(['run', some, '--url', server.url, ...more], { token: server.token });
    expect([(await run('--trial', '1')).code, (await run()).code]).toEqual([0, 3]);
    server.setFaults({ rules: [{ kind: 'reject-items', customIds: [1], code: 422, text: 'No' }] });
    const refused = await prepareRows(folder.path, [['1', 'Anna', ''], ['3', 'Vera', '']]);
    expect((await cli(['run', refused, '--url', server.url, '--trial', '1'], { token: server.token })).code).toBe(3);
    await server.close();
  });
});
