import { describe, expect, it } from 'vitest';
import { reportWords } from '#contract/correctingWords.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { undoBatch } from '#engine/jobs/corrections/undoBatch.ts';
import { previewWorkbook } from '#engine/jobs/corrections/workbook/correctFromWorkbook.ts';
import { correctedJob } from '../../../support/correctedJob.ts';
import { edit, set, type SourceRow } from '../../../support/corrections.ts';
import { columnOf, forCorrecting, putTable, rewritten, table, takeBack } from '../../../support/rounds.ts';

const here = correctedJob();
const rows: readonly SourceRow[] = [['x', 'Anna', ''], ['2', 'Boris', ''], ['3', 'Vera', '']];

describe('a workbook that comes back', () => {
  it('has a cell told that still shows a correction which was undone since, and brings it not back', async () => {
    const file = await here.job(rows);
    await edit(file, [set(1, 0, '1')]);
    const exported = await forCorrecting(file, here.folder);
    await undoBatch(file, { clock: systemClock });
    const { report, result } = await takeBack(file, exported);
    expect(report).toMatchObject({ changedRows: 0, conflicts: { count: 0 }, cellsLeft: { kept: { count: 0 }, undone: { count: 1, first: [{ row: 2, column: 'A' }] } } });
    expect(reportWords(report, { asItIs: '--as-it-is', overwrite: '--overwrite' }).join(' ')).toContain('1 cell as exported, with a correction that was undone since; left as in the job. To have it back, redo it, or type the value in the job (row 2 column A)');
    expect(result.batch).toBeNull();
    // What was typed instead of it since counts, whatever was undone before.
    await edit(file, [set(1, 0, '7')]);
    expect((await takeBack(file, exported)).report).toMatchObject({ changedRows: 0, cellsLeft: { undone: { count: 0 } } });
  });

  it('is compared row by row once, and of its rows only those are looked at again that are not as in the job', async () => {
    const file = await here.job(rows);
    const exported = await forCorrecting(file, here.folder);
    const compared = async (path: string): Promise<readonly (readonly [rows: number, total: number | null])[]> => {
      const told: (readonly [number, number | null])[] = [];
      await previewWorkbook(file, path, { onWorkbook: ({ step, rows: count, total }) => { if (step === 'compare') told.push([count, total]); } });
      return told;
    };
    expect(await compared(exported)).toEqual([[3, 3]]);
    expect(await compared(await rewritten(exported, (sheet) => (sheet.getCell('B3').value = 'Borys')))).toEqual([[3, 3], [1, 1]]);
    const sorted = await rewritten(exported, (sheet) => {
      const [head, ...body] = table(sheet);
      putTable(sheet, [head!, ...body.reverse()]);
    });
    expect(await compared(sorted)).toEqual([[3, 3]]);
  });

  it('has its rows known by their ids in whatever letter case', async () => {
    const file = await here.job(rows);
    const path = await rewritten(await forCorrecting(file, here.folder), (sheet) => {
      const id = columnOf(sheet, '[Import] Id');
      for (let row = 2; row <= sheet.rowCount; row += 1) sheet.getCell(row, id).value = ` ${sheet.getCell(row, id).text.toUpperCase()}`;
      sheet.getCell('A2').value = '1';
    });
    expect((await takeBack(file, path)).report).toMatchObject({ rows: 3, changedRows: 1, withoutId: { count: 0 }, damagedId: { count: 0 } });
  });

  it('changes nothing where another program has written its dates as texts in an order of its own, and takes what was typed beside them by no guess', async () => {
    const file = await here.job([['1', 'Anna', ''], ['2', 'Boris', ''], ['3', 'Vera', '']]);
    const born = { t: 'd', f: 'dd.mm.yyyy' } as const;
    await edit(file, [{ position: 1, column: 2, after: { ...born, v: '1980-02-01T00:00:00', text: '01.02.1980' } }, { position: 2, column: 2, after: { ...born, v: '1980-02-14T00:00:00', text: '14.02.1980' } }]);
    const path = await rewritten(await forCorrecting(file, here.folder), (sheet) => {
      sheet.getCell('C2').value = '02/01/1980';
      sheet.getCell('C3').value = '02/14/1980';
    });
    expect((await takeBack(file, path)).report).toMatchObject({ changedCells: 0, untouched: 3, cellsLeft: { converted: { count: 2 } } });
    expect((await takeBack(file, await rewritten(path, (sheet) => (sheet.getCell('C4').value = '03/04/1990')))).report).toMatchObject({
      changes: [{ row: 4, becomes: 'invalid', errors: [{ column: 'C', reason: 'date-order-open' }] }],
    });
  });
});
