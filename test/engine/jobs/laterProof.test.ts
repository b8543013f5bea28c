import { writeFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { FieldRule, Recipe } from '#contract/recipe.ts';
import { exportRows } from '#engine/jobs/exports/exportRows.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { outcomes, prepared, preparedAgain } from '../../support/exports.ts';
import { temporaryFolder } from '../../support/jobs.ts';
import { isLong } from '../../support/longForms.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());
let names = 0;
let turns = 0;

const recipe = (type: FieldRule['type'], rule: Partial<FieldRule> = {}): Recipe => ({
  version: 2,
  request: { db_id: 7, matching: 'custom', field_name: 'k' },
  fields: [{ field: 'k', type: 'int', column: 'k' }, { field: 'v', type, column: 'v', ...rule }],
});

const job = async (type: FieldRule['type'], values: readonly string[], rule: Partial<FieldRule> = {}): Promise<JobFile> => {
  const source = join(folder.path, `${(names += 1)}.csv`);
  writeFileSync(source, ['k;v', ...values.map((value, index) => `${index + 1};${value}`)].join('\n'));
  return prepared(source, folder.path, recipe(type, rule));
};

/** What each value became: the item's value, or the error's reason. */
const values = (file: JobFile): readonly string[] => outcomes(file).map(({ item, errors }) => item?.replace(/^.*"v":|\}$/g, '') ?? errors[0]?.reason ?? 'nothing');

const many = (value: string): readonly string[] => Array.from({ length: 149 }, () => value);

describe('A column whose rows behind the first hundred prove', () => {
  it.each<[string, FieldRule['type'], readonly string[], Readonly<Record<string, string>>]>([
    ['month first beside day first', 'date', ['31/12/2024', ...many('03/04/2024'), '12/31/2024'], { '31/12/2024': '"2024-12-31"', '03/04/2024': 'date-order-open', '12/31/2024': 'date-other-order' }],
    ['day first beside month first', 'date', ['12/31/2024', ...many('03/04/2024'), '31/12/2024'], { '31/12/2024': '"2024-12-31"', '03/04/2024': 'date-order-open', '12/31/2024': 'date-other-order' }],
    ['month first alone', 'date', [...many('03/04/2024'), '12/31/2024'], { '03/04/2024': '"2024-03-04"', '12/31/2024': '"2024-12-31"' }],
    ['day first alone', 'date', [...many('03/04/2024'), '31/12/2024'], { '03/04/2024': '"2024-04-03"', '31/12/2024': '"2024-12-31"' }],
    ['the order of moments', 'datetime', [...many('03/04/2024 10:00'), '12/31/2024 11:00'], { '03/04/2024 10:00': '"2024-03-04T10:00:00Z"', '12/31/2024 11:00': '"2024-12-31T11:00:00Z"' }],
    ['a point for decimals', 'float', [...many('1,234'), '1,234.56'], { '1,234': '1234', '1,234.56': '1234.56' }],
    ['a comma for decimals', 'float', [...many('1,234'), '1,5'], { '1,234': '1.234', '1,5': '1.5' }],
    ['both marks', 'float', ['1,234.56', ...many('1,234'), '1,5'], { '1,234.56': '1234.56', '1,234': 'number-open', '1,5': '1.5' }],
    ['thousands of whole numbers', 'int', [...many('1,234'), '1,234,567'], { '1,234': '1234', '1,234,567': '1234567' }],
  ])('%s is read by it in every row', async (_, type, texts, expected) => {
    const file = await job(type, texts);
    expect(values(file)).toEqual(texts.map((text) => expected[text]));
    file.close();
  });

  it('is read as the recipe says all the same', async () => {
    const texts = [...many('03/04/2024'), '12/31/2024'];
    const file = await job('date', texts, { order: 'dmy' });
    expect(values(file)).toEqual([...many('"2024-04-03"'), 'date-other-order']);
    file.close();
  });

  it('contradictory dates is noted with a row and a date of each order', async () => {
    const file = await job('date', ['03/04/2024', '31/12/2024', ...many('04/05/2024'), '12/31/2024']);
    expect(file.job.read()?.notes).toEqual([{ kind: 'date-mixed', count: 1, rows: [3, 153], columns: ['B'], shown: ['31/12/2024', '12/31/2024'] }]);
    file.close();
  });
});

describe('An export of some rows', () => {
  it.each<[string, FieldRule['type'], readonly string[]]>([
    ['month-first dates', 'date', ['12/31/2024', '03/04/2024', 'soon']],
    ['day-first dates', 'date', ['31/12/2024', '03/04/2024', 'soon']],
    ['contradictory dates', 'datetime', ['12/31/2024', '31/12/2024', '03/04/2024', '05/05/2024', 'soon']],
    ['open dates', 'date', ['03/04/2024', 'soon']],
    ['numbers with a point', 'float', ['1,234.5', '1,234', '1.234', 'ten']],
    ['numbers with a comma', 'float', ['1.234,5', '1,234', '1.234', 'ten']],
    ['contradictory numbers', 'float', ['1.5', '1,5', '1,234', 'ten']],
    ['whole numbers', 'int', ['1,234,567', '1,234', '1.234', 'ten']],
  ])('reads %s again as the job did', async (_, type, texts) => {
    const ways = (['csv', 'xlsx'] as const).flatMap((ending) => (['en', 'ru'] as const).map((locale) => ({ ending, locale })));
    turns += 1;
    // In the short form each ending in one language, the other way round for the next kind of values.
    for (const { ending, locale } of ways.filter((_way, index) => isLong || (index === 0 || index === 3) === (turns % 2 === 0))) {
      const first = await job(type, texts);
      const all = outcomes(first);
      const again = await preparedAgain(first, folder.path, ending, 'all', { locale });
      expect(outcomes(again)).toEqual(all);
      // Nothing in the rows of this one decides any more.
      const some = await preparedAgain(again, folder.path, ending, 'invalid', { locale });
      expect(outcomes(some)).toEqual(all.filter(({ state }) => state === 'invalid'));
      for (const file of [first, again, some]) file.close();
    }
  });

  it('reads a corrected date in the order that the whole column had', async () => {
    const first = await job('date', ['12/31/2024', '11/30/2024', 'soon']);
    const out = join(folder.path, 'corrected.csv');
    await exportRows(first, 'invalid', out, { replace: false, delimiter: ';' });
    first.close();
    writeFileSync(out, readFileSync(out, 'utf8').replace('soon', '03/04/2024'));
    const corrected = await prepared(out, folder.path, recipe('date'));
    expect(values(corrected)).toEqual(['"2024-03-04"']);
    corrected.close();
  });
});
