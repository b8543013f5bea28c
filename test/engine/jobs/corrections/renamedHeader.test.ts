import { expect, it } from 'vitest';
import { reportWords } from '#contract/correctingWords.ts';
import { previewWorkbook } from '#engine/jobs/corrections/workbook/correctFromWorkbook.ts';
import { correctedJob } from '../../../support/correctedJob.ts';
import { rowsOf, type SourceRow } from '../../../support/corrections.ts';
import { forCorrecting, rewritten, takeBack } from '../../../support/rounds.ts';

const here = correctedJob();
const rows = Array.from({ length: 6 }, (_, index): SourceRow => [String(index + 1), `Name ${index + 1}`, '']);

it('names a column whose header was typed over, where cells under it were changed, and takes nothing of it', async () => {
  const file = await here.job(rows);
  const before = rowsOf(file);
  const path = await rewritten(await forCorrecting(file, here.folder), (sheet) => {
    sheet.getCell('B1').value = 'First name';
    sheet.getCell('B3').value = 'Olga';
  });
  const report = await previewWorkbook(file, path, {});
  expect(report).toMatchObject({ changedRows: 0, columnsMissing: ['Name'], columnsAdded: ['First name'], columnsRenamed: [{ header: 'Name', as: 'First name' }] });
  expect(reportWords(report, { asItIs: '', overwrite: '' }).join(' ')).toContain('the cells under “First name” stand where those of “Name” were exported');
  expect((await takeBack(file, path)).result.batch).toBeNull();
  expect(rowsOf(file)).toEqual(before);
});

it.each<readonly [string, (sheet: Parameters<Parameters<typeof rewritten>[1] & object>[0]) => void]>([
  ['typed over alone', (sheet) => (sheet.getCell('B1').value = 'First name')],
  ['replaced by a column of something else', (sheet) => {
    sheet.getCell('B1').value = 'Remarks';
    for (let row = 2; row <= 7; row += 1) sheet.getCell(row, 2).value = `seen ${row}`;
  }],
])('names none whose header was %s', async (_what, change) => {
  const file = await here.job(rows);
  const path = await rewritten(await forCorrecting(file, here.folder), change);
  expect(await previewWorkbook(file, path, {})).not.toHaveProperty('columnsRenamed');
});
