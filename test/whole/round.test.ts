import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { afterEach, describe, expect, it } from 'vitest';
import type { PracticeServer } from '../../electron/practice/index.ts';
import { keepScreenshot, needsWindow } from '../support/electron.ts';
import { temporaryFolder } from '../support/jobs.ts';
import { answerDialogs, mapSample, prepare, sampleToMapping, start, testConnection } from '../support/window.ts';

const folder = temporaryFolder();
let server: PracticeServer | null = null;
afterEach(async () => {
  await server?.close();
  folder.remove();
});

/** What an operator writes over a coloured cell, by its column. */
const right: Readonly<Record<string, (row: number) => ExcelJS.CellValue>> = {
  'Client No': (row) => 21_500_000 + row,
  Email: (row) => `right.${row}@example.com`,
  Mobile: () => '+7 916 123-45-67',
  Home: () => null,
  Birthday: () => '1990-02-28',
};

/** Corrects every coloured cell, in another program, and gives how many rows there were. */
async function correctAll(path: string, out: string): Promise<number> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(path);
  const sheet = book.worksheets[0]!;
  sheet.eachRow((row, number) => {
    if (number === 1) return;
    row.eachCell({ includeEmpty: true }, (cell, column) => {
      const isWrong = cell.fill?.type === 'pattern' && cell.fill.pattern === 'solid' && cell.fill.fgColor?.argb === 'FFFFC7CE';
      if (isWrong) cell.value = right[sheet.getCell(1, column).text]!(number);
    });
  });
  await book.xlsx.writeFile(out);
  return sheet.rowCount - 1;
}

describe('the window', () => {
  it('sends invalid rows round through a workbook: exported, corrected in another program, shown, taken back and sent', async (ctx) => {
    needsWindow(ctx);
    const journey = await sampleToMapping(folder.path, 20_000);
    const { app, page, close, problems, window } = journey;
    server = journey.server;
    const { at } = window;
    await mapSample(window);
    await prepare(window);
    const before = await window.counts();
    const invalid = before['invalid'] ?? 0;
    expect(invalid).toBe(613);

    const out = join(folder.path, 'to correct.xlsx');
    await answerDialogs(app, { save: out });
    await at('tab-exports').click();
    await at('correcting-rows').selectOption('invalid');
    await keepScreenshot(page, 'round-export');
    await at('export-correcting').click();
    await page.getByText('613 rows written to').waitFor();
    const back = join(folder.path, 'from a colleague.xlsx');
    expect(await correctAll(out, back)).toBe(invalid);

    // By the dialog for a new import: it is known before it becomes one.
    await answerDialogs(app, { open: back });
    await at('go-home').click();
    await at('choose-file').click();
    await at('workbook-changes').waitFor();
    expect(await at('workbook-told').innerText()).toContain('613 rows of the job in the workbook: 0 not touched, 613 changed');
    expect(await at('workbook-take').innerText()).toContain('Correct 613 rows');
    await keepScreenshot(page, 'round-preview');
    await at('workbook-take').click();
    await at('workbook').waitFor({ state: 'detached' });
    expect((await window.counts())['invalid'] ?? 0).toBe(0);
    await keepScreenshot(page, 'round-taken');

    await start(window, 'start', { connection: testConnection });
    await window.untilJob('finished');
    const { accepted = 0, failed = 0, unknown = 0 } = await window.counts();
    expect(accepted + failed + unknown).toBe((before['ready'] ?? 0) + invalid);
    expect(problems).toEqual([]);
    await close();
  });
});
