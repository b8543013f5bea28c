import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cli } from '../support/cli.ts';
import { prepareRows } from '../support/corrections.ts';
import { temporaryFolder } from '../support/jobs.ts';

let folder: ReturnType<typeof temporaryFolder>;
let job: string;

beforeEach(async () => {
  folder = temporaryFolder();
  job = await prepareRows(folder.path, [['1', 'Anna', '31.01.2024'], ['x', 'Hanna', ''], ['3', 'Boris', '']]);
});
afterEach(() => folder.remove());

describe('find', { timeout: 60_000 }, () => {
  it('tells the cells that show a text, also corrected ones, as words and as JSON', async () => {
    await cli(['edit', job, '--row', '4', '--column', 'Name', '--value', 'Joanna']);
    const words = await cli(['find', job, 'ANNA', '--limit', '2']);
    expect([words.code, words.err]).toEqual([0, expect.stringContaining('row 2, column B: Anna\nrow 3, column B: Hanna\nfound in 3 cells of 3 rows; the first 2 are shown')]);
    const json = await cli(['find', job, 'anna', '--column', 'name', '--json']);
    expect(JSON.parse(json.out)).toMatchObject({ total: 3, rows: 3, cells: [{ row: 2, column: 1 }, { row: 3 }, { position: 3, row: 4, column: 1, text: 'Joanna' }] });
    expect((await cli(['find', job, 'anna', '--column', '@A'])).err).toContain('not found in any cell');
    expect((await cli(['find', job, 'anna', '--limit', '1'])).err).toContain('; the first is shown');
  });

  it('names a column that is not there, and a text that nobody sees', async () => {
    const [column, nothing] = [await cli(['find', job, 'x', '--column', 'Nmae']), await cli(['find', job, ' '])];
    expect([column.code, nothing.code]).toEqual([2, 2]);
    expect(column.err).toContain('nearest: “Name”');
    expect(nothing.err).toContain('nothing that anybody sees');
  });
});
