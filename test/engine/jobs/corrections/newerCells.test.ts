import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reportWords } from '#contract/correctingWords.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { undoBatch } from '#engine/jobs/corrections/undoBatch.ts';
import { previewWorkbook } from '#engine/jobs/corrections/workbook/correctFromWorkbook.ts';
import { shownText } from '#contract/cells.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { correctedJob } from '../../../support/correctedJob.ts';
import { edit, mustHold, rowsOf, set, type SourceRow } from '../../../support/corrections.ts';
import { forCorrecting, rewritten, takeBack } from '../../../support/rounds.ts';

const here = correctedJob();
const rows: readonly SourceRow[] = [['1', 'Anna', ''], ['2', 'Boris', ''], ['3', 'Vera', '']];
const ways = { asItIs: '', overwrite: 'with --overwrite' };
const put = (path: string, cells: Readonly<Record<string, string | number>>): Promise<string> => rewritten(path, (sheet) => { for (const [at, value] of Object.entries(cells)) sheet.getCell(at).value = value; });
const names = (file: JobFile): readonly string[] => rowsOf(file).map(({ cells }) => shownText(cells[1] ?? null));

describe('a workbook that changes cells which were corrected in the job since it was exported', () => {
  it('puts no older value of its own back, tells it cell by cell with what has come since, and takes it where that is asked for', async () => {
    const file = await here.job(rows);
    const older = await put(await forCorrecting(file, here.folder), { B2: 'Anja' });
    await takeBack(file, older);
    const newer = join(here.folder, 'newer.xlsx');
    copyFileSync(await put(older, { B2: 'Anita' }), newer);
    const { report: further } = await takeBack(file, newer);
    // Corrected further in the same workbook.
    expect(further).toMatchObject({ conflictCells: { count: 0 }, changes: [{ row: 2, cells: [{ since: { act: { kind: 'workbook' } } }] }] });
    const preview = await previewWorkbook(file, older, {});
    expect(preview).toMatchObject({ changedRows: 0, conflicts: { count: 1, first: [2] }, conflictCells: { count: 1, first: [{ row: 2, column: 'B', since: { act: { name: 'newer.xlsx' } } }] } });
    const told = reportWords(preview, ways).join(' ');
    expect(told).toMatch(/row 2, B “.+”: “Anita” in the job, changed there since, \d\d \w+ 2\d{3}, \d\d:\d\d: 1 cell in 1 row, from the workbook “newer.xlsx”; “Anja” in the workbook/);
    expect(told).toContain('1 cell left for what the job has got since');
    expect((await takeBack(file, older)).result.batch).toBeNull();
    expect(names(file)).toEqual(['Anita', 'Boris', 'Vera']);
    const asked = await takeBack(file, older, { overwrite: true });
    expect(asked.report).toMatchObject({ changedRows: 1, conflicts: { count: 0 }, conflictCells: { count: 0 } });
    expect(names(file)).toEqual(['Anja', 'Boris', 'Vera']);
    mustHold(file);
  });

  it('is taken for its new corrections beside an older value', async () => {
    const file = await here.job(rows);
    const older = await put(await forCorrecting(file, here.folder), { B2: 'Anja' });
    await takeBack(file, older);
    await takeBack(file, await put(older, { B2: 'Anita' }));
    const { report } = await takeBack(file, await put(older, { A2: '7', B3: 'Borja' }));
    expect(report).toMatchObject({ changedRows: 2, changedCells: 2, conflicts: { count: 0 }, conflictCells: { count: 1, first: [{ row: 2, column: 'B' }] } });
    expect(names(file)).toEqual(['Anita', 'Borja', 'Vera']);
    expect(shownText(rowsOf(file)[0]!.cells[0] ?? null)).toBe('7');
  });

  it('is known by its older value as another kind of cell', async () => {
    const file = await here.job(rows);
    const older = await put(await forCorrecting(file, here.folder), { A2: 11 });
    await takeBack(file, older);
    await takeBack(file, await put(older, { A2: 12 }));
    expect((await takeBack(file, older)).report).toMatchObject({ changedRows: 0, conflictCells: { count: 1, first: [{ row: 2, column: 'A' }] } });
  });

  it('brings its older value back where the newer one was undone', async () => {
    const file = await here.job(rows);
    const exported = await forCorrecting(file, here.folder);
    const older = await put(exported, { B2: 'Anja' });
    await takeBack(file, older);
    await takeBack(file, await put(exported, { B2: 'Anita' }));
    await undoBatch(file, { clock: systemClock });
    await undoBatch(file, { clock: systemClock });
    expect((await takeBack(file, older)).report).toMatchObject({ changedRows: 1, conflictCells: { count: 0 } });
    expect(names(file)).toEqual(['Anja', 'Boris', 'Vera']);
  });

  it('tells which cells the job has corrected itself, and takes only what was changed in it where that is asked for', async () => {
    const file = await here.job(rows);
    const exported = await forCorrecting(file, here.folder);
    await edit(file, [set(1, 1, 'Hanna')]);
    await edit(file, [set(2, 1, 'Bob')]);
    const path = await put(exported, { B2: 'Anja' });
    const { report } = await takeBack(file, path);
    expect(report).toMatchObject({ changedRows: 0, conflicts: { count: 1, first: [2] }, conflictCells: { count: 1, first: [{ row: 2, column: 'B', before: { v: 'Hanna' }, after: { v: 'Anja' } }] } });
    expect(reportWords(report, ways).join(' ')).toContain('“Hanna” in the job, changed there since');
    expect(names(file)).toEqual(['Hanna', 'Bob', 'Vera']);
    expect((await takeBack(file, path, { overwrite: true })).report).toMatchObject({ changedRows: 1, conflictCells: { count: 0 } });
    // What stands as exported takes no correction back, whatever was asked for.
    expect(names(file)).toEqual(['Anja', 'Bob', 'Vera']);
  });

  it('tells of a cell that another copy has corrected which copy that was', async () => {
    const file = await here.job(rows);
    const exported = await forCorrecting(file, here.folder);
    const anna = join(here.folder, 'anna.xlsx');
    copyFileSync(await put(exported, { B2: 'Anja' }), anna);
    await takeBack(file, anna);
    const report = await previewWorkbook(file, await put(exported, { B2: 'Anita' }), {});
    expect(report.changes).toMatchObject([{ row: 2, cells: [{ before: { v: 'Anja' }, after: { v: 'Anita' }, since: { act: { name: 'anna.xlsx' } } }] }]);
  });
});
