import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encode } from 'iconv-lite';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { setLanguage } from '#contract/language.ts';
import type { Recipe } from '#contract/recipe.ts';
import { exportRows } from '#engine/jobs/exports/exportRows.ts';
import { recogniseWorkbook } from '#engine/jobs/corrections/workbook/recognise.ts';
import { text } from '../../../support/corrections.ts';
import { jobOfRows, outcomes, prepared } from '../../../support/exports.ts';
import { temporaryFolder } from '../../../support/jobs.ts';
import { columnOf, forCorrecting, rewritten, takeBack } from '../../../support/rounds.ts';
import type { JobFile } from '#engine/store/jobFile.ts';

const folder = temporaryFolder();
afterEach(() => setLanguage('en'));
afterAll(() => folder.remove());

const recipe: Recipe = {
  version: 2,
  request: { db_id: 7, matching: 'custom', field_name: 'k' },
  fields: [{ field: 'k', type: 'string', column: 'Key' }, { field: 'mail', type: 'email', column: 'Mail' }, { field: 'tier', type: 'string', column: '@C' }],
};
let jobs = 0;
const job = (headers: readonly string[] = ['Key', 'Mail', 'Tier', 'Tier']): JobFile =>
  jobOfRows(join(folder.path, `${(jobs += 1)}.importjob`), headers, [[text('1'), text('bad'), text('x')], [text('2'), text('b@example.com'), text('y'), text('z')]], recipe);

const languages = [['ru', 'en'], ['en', 'ru']] as const;

describe.each(languages)('an export written in %s and opened in %s', (written, read) => {
  it('comes back into its job when it was made for correcting, with the columns that have no name of their own', async () => {
    const file = job();
    setLanguage(written);
    const path = await forCorrecting(file, folder.path);
    const changed = await rewritten(path, (sheet) => {
      sheet.getCell(2, columnOf(sheet, 'Mail')).value = 'good@example.com';
      sheet.getCell(3, columnOf(sheet, written === 'ru' ? '[Импорт] Столбец C: Tier' : '[Import] Column C: Tier')).value = 'new';
    });
    setLanguage(read);
    expect(await recogniseWorkbook(changed)).not.toBeNull();
    const { report, result } = await takeBack(file, changed);
    expect(report).toMatchObject({ columnsMissing: [], columnsAdded: [], changedCells: 2 });
    expect(result).toMatchObject({ rows: 2, cells: 2, refusedRows: 0 });
    file.close();
  });

  it.each(['xlsx', 'csv'])('is known as .%s, and gives the same items and errors', async (ending) => {
    const file = job();
    const out = join(folder.path, `${written}-${jobs}.${ending}`);
    setLanguage(written);
    await exportRows(file, 'all', out, { replace: false, locale: written });
    setLanguage(read);
    const again = await prepared(out, folder.path, recipe);
    expect(outcomes(again)).toEqual(outcomes(file));
    expect(again.job.read()?.columns.filter(({ own }) => own !== true).map(({ header }) => header)).toEqual(['Key', 'Mail', 'Tier', 'Tier']);
    again.close();
    file.close();
  });
});

it('A Russian CSV export saved anew in the encoding of the system is known', async () => {
  const file = job();
  const out = join(folder.path, 'windows.csv');
  setLanguage('ru');
  await exportRows(file, 'all', out, { replace: false, locale: 'ru' });
  writeFileSync(out, encode(readFileSync(out, 'utf8').replace('\ufeff', ''), 'windows-1251'));
  const again = await prepared(out, folder.path, recipe);
  expect(outcomes(again)).toEqual(outcomes(file));
  again.close();
  file.close();
});

it('A Russian workbook has Russian headers and states, and no header that its source has in either language', async () => {
  const file = job(['Key', 'Mail', 'Tier', '[Import] Status']);
  setLanguage('ru');
  const path = await forCorrecting(file, folder.path);
  await rewritten(path, (sheet) => {
    expect(sheet.getRow(1).values).toEqual([undefined, 'Key', 'Mail', 'Tier', '[Import] Status', ...['Строка', 'Состояние', 'Код', 'Пояснение', 'Что сделать'].map((name) => `[Импорт 2] ${name}`), '[Import 2] Id']);
    expect(sheet.getCell(2, columnOf(sheet, '[Импорт 2] Состояние')).value).toBe('с ошибками');
    expect(sheet.name).toBe('Строки');
  });
  file.close();
});
