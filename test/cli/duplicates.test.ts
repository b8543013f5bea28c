import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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
    expect(made[0]!.err).toContain('row 3 was not corrected: no other row is sent instead of it');
    expect(made[1]!.err).toContain('the job has no row 9 of the sheet');
    expect(made[2]!.err).toContain('There are no duplicates of this match key.');
  });
});
