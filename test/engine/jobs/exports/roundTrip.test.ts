import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cell } from '#contract/cells.ts';
import type { FieldType, Recipe } from '#contract/recipe.ts';
import { exportRows } from '#engine/jobs/exports/exportRows.ts';
import { inspectSource } from '#engine/jobs/prepare/inspectSource.ts';
import { fieldCell, formatsOf } from '#engine/sheet/index.ts';
import { jobOfRows, outcomes, prepared, preparedAgain } from '../../../support/exports.ts';
import { temporaryFolder } from '../../../support/jobs.ts';
import { cases } from '../../../support/longForms.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());
let names = 0;
const jobPath = (): string => join(folder.path, `${(names += 1)}.importjob`);

const codes = ['0000', '0.00', '0.0%', '#,##0.00', '0.00E+00', '[h]:mm', '# ?/8', 'dd.mm.yyyy', 'dd/mm/yyyy hh:mm', 'h:mm', 'mm:ss.0', '"="0', '+0 (000) 000-00-00'];
const types: readonly FieldType[] = ['string', 'int', 'float', 'date', 'datetime', 'bool', 'email', 'phone', 'tags', 'ip'];
const recipe = (type: FieldType): Recipe => ({
  version: 2,
  request: { db_id: 7, matching: 'custom', field_name: 'k' },
  fields: [{ field: 'k', type: 'int', column: 'k' }, { field: 'v', type, column: 'v' }],
});

/** Cells of every kind as the reader gives them. */
let cells: fc.Arbitrary<Cell>;
beforeAll(async () => {
  const formats = await formatsOf(codes, { locale: 'en', date1904: false });
  const numbers = fc.oneof(
    fc.constantFrom(0, 7, 0.125, 1.5, -1.2, 79161234567, 123456789012346000, 45322, 45322.75, 60, 59.5, 0.1 + 0.2, 1e21, 1e-7, 2958465, 2958466, -1),
    fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value)),
  );
  const formatted = fc.tuple(numbers, fc.constantFrom(...formats)).map(([value, format]) => format.cell(value, String(value).length <= 15));
  const texts = fc.oneof(
    fc.constantFrom('=1+1', '+7 (916) 123-45-67', '-x', '@x', "'=x", "''@", '\t=1', '#N/A', '="00123"', '1,23457E+17', '12.5%', '36:00', '31.01.2024', 'a\r\nb', 'c\rd', ' x ', '_x0041_', 'a;b,"c"', '"x,y",z', '"x,y', '"a ""b"", c", d', '<&>', '00123', '👩‍👩‍👧', 'ИСТИНА', '{"A":5}', 'x'.repeat(40_000)),
    fc.string({ unit: 'grapheme' }),
  ).map(fieldAsStored);
  cells = fc.oneof(
    formatted, texts,
    fc.boolean().map((v): Cell => ({ t: 'b', v })),
    fc.constantFrom('#N/A', '#DIV/0!', '#SPILL!').map((v): Cell => ({ t: 'e', v })),
    fc.constantFrom<Cell>(null, { t: 'x', why: 'absent', v: '' }, { t: 'x', why: 'uncalculated', v: '' }, { t: 'x', why: 'damaged', v: 'Ива\ufffd' }, { t: 'x', why: 'control', v: 'a\0b' }, { t: 'x', why: 'control', v: 'a\uffffb' }, { t: 'm', v: { t: 's', v: 'under' } },
      { t: 's', v: '+79161234567', written: '9161234567', f: '"+7"@' }, { t: 's', v: '', written: 'x', f: ';;;' }, { t: 'm', v: { t: 's', v: '5 kg', written: '5', f: '@" kg"' } }),
  );
});

function fieldAsStored(text: string): Cell {
  const cell = fieldCell(`'${text}`);
  if (cell?.t === 's') return text === '' ? null : { t: 's', v: text };
  return cell?.t === 'x' ? { ...cell, v: cell.v.slice(1) } : null;
}

describe('an export prepared again', () => {
  it.each([['xlsx', undefined], ['csv', undefined], ['csv', 'ru']] as const)('as .%s (%s) gives the same items and errors for cells of every kind', async (ending, locale) => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...types), fc.array(cells, { minLength: 1, maxLength: 60 }), async (type, values) => {
        const first = jobOfRows(jobPath(), ['k', 'v', ''], values.map((value, index) => [{ t: 'n', v: index + 1 }, value, value]), recipe(type));
        const second = await preparedAgain(first, folder.path, ending, 'all', { locale });
        const [before, after] = [outcomes(first), outcomes(second)];
        first.close();
        second.close();
        expect(after).toEqual(before);
      }),
      { seed: 20261127, numRuns: cases(12, 200) },
    );
  }, 120_000);

  it('keeps a row that was too long invalid until its surplus cells are gone, and all its cells', async () => {
    const row = { cells: ['1', 'a', 'b', 'surplus'].map((v): Cell => ({ t: 's', v })), flaw: 'long' as const };
    const first = jobOfRows(jobPath(), ['k', 'v'], [row], recipe('string'));
    for (const ending of ['xlsx', 'csv'] as const) {
      const second = await preparedAgain(first, folder.path, ending, 'invalid');
      expect(outcomes(second)).toEqual(outcomes(first));
      second.close();
    }
    const out = join(folder.path, 'long.csv');
    await exportRows(first, 'invalid', out, { replace: false });
    first.close();
    const text = readFileSync(out, 'utf8');
    expect(text).toContain('1,a,b,surplus,2,invalid');
    writeFileSync(out, text.replace('1,a,b,surplus', '1,a,,'));
    const corrected = await prepared(out, folder.path, recipe('string'));
    expect(outcomes(corrected)).toEqual([{ state: 'ready', item: '{"k":1,"v":"a"}', errors: [] }]);
    corrected.close();
  });
});

describe('an export of the rows that were not accepted', () => {
  it.each(['xlsx', 'csv'] as const)('as .%s gives the same errors uncorrected, and the right items corrected', async (ending) => {
    const kept: readonly Cell[] = [{ t: 'n', v: 1 }, { t: 's', v: '12' }];
    const bad: readonly Cell[] = [{ t: 'n', v: 2 }, { t: 's', v: 'twelve' }];
    const first = jobOfRows(jobPath(), ['k', 'v'], [kept, bad, [{ t: 'n', v: 3 }, { t: 'e', v: '#N/A' }]], recipe('int'));
    const second = await preparedAgain(first, folder.path, ending, 'invalid');
    expect(outcomes(second)).toEqual(outcomes(first).slice(1));
    const out = join(folder.path, `corrected.${ending}`);
    await exportRows(first, 'invalid', out, { replace: false });
    first.close();
    second.close();
    if (ending === 'csv') writeFileSync(out, readFileSync(out, 'utf8').replace('2,twelve,', '2,12,').replace('3,#N/A,', '3,13,'));
    else {
      const book = new ExcelJS.Workbook();
      await book.xlsx.readFile(out);
      book.worksheets[0]!.getCell('B2').value = 12;
      book.worksheets[0]!.getCell('B3').value = '13';
      await book.xlsx.writeFile(out);
    }
    const corrected = await prepared(out, folder.path, recipe('int'));
    expect(outcomes(corrected).map(({ item }) => item)).toEqual(['{"k":2,"v":12}', '{"k":3,"v":13}']);
    corrected.close();
  });

  it('tells cells that are longer than Excel holds, and keeps them whole', async () => {
    const first = jobOfRows(jobPath(), ['k', 'v'], [[{ t: 'n', v: 1 }, { t: 's', v: 'ы'.repeat(32_768) }], [{ t: 'n', v: 2 }, { t: 's', v: 'ы'.repeat(32_767) }]], recipe('string'));
    expect(await exportRows(first, 'all', join(folder.path, 'lengths.xlsx'), { replace: false })).toEqual({ rows: 2, tooLong: 1 });
    const second = await preparedAgain(first, folder.path, 'xlsx');
    expect(outcomes(second)).toEqual(outcomes(first));
    first.close();
    second.close();
  });

  it('is well-formed XML whatever characters its texts and headers have', async () => {
    const odd = Array.from({ length: 0x20 }, (_, code) => String.fromCharCode(code)).join('') + '\ufffe\uffff\ud800x\udc00 ]]> _x0041_ <&">';
    const first = jobOfRows(jobPath(), ['k', 'v', odd], [[{ t: 'n', v: 1 }, { t: 's', v: odd }, { t: 'x', why: 'control', v: odd }]], recipe('string'));
    const out = join(folder.path, 'odd.xlsx');
    await exportRows(first, 'all', out, { replace: false });
    first.close();
    // Its parser takes nothing that is not well-formed.
    const book = new ExcelJS.Workbook();
    await book.xlsx.readFile(out);
    expect(book.worksheets[0]!.rowCount).toBe(2);
  });
});

describe('the columns that an export adds', () => {
  it('are known when it is opened, and proposed for no field', async () => {
    const job = jobOfRows(jobPath(), ['k', 'Status', '[Import] Status'], [[{ t: 'n', v: 1 }, { t: 's', v: 'x' }, { t: 's', v: 'own' }]], { ...recipe('string'), fields: [{ field: 'k', type: 'int', column: 'k' }, { field: 'v', type: 'string', column: '[Import] Status' }] });
    for (const ending of ['xlsx', 'csv'] as const) {
      const out = join(folder.path, `known.${ending}`);
      await exportRows(job, 'all', out, { replace: false, locale: 'ru' });
      const { columns } = await inspectSource(out);
      expect(columns.filter(({ own }) => own !== true).map(({ header }) => header)).toEqual(['k', 'Status', '[Import] Status']);
      const own = columns.filter((column) => column.own === true);
      expect(own.map(({ header }) => header)).toEqual(['Row', 'Status', 'Code', 'Text', 'Profile ID', 'Cells'].map((name) => `[Import 2] ${name}`));
      expect(own.every(({ suggestion }) => suggestion === null)).toBe(true);
    }
    job.close();
  });

  it('do not fit into a workbook beside 16,384 others, which is said, and do into a CSV file', async () => {
    const headers = Array.from({ length: 16_384 }, (_, index) => (index === 0 ? 'k' : index === 1 ? 'v' : `another column ${index}`));
    // How the export is read stands behind a header of a third of a megabyte, and not in the recipe.
    const job = jobOfRows(jobPath(), headers, [headers.map((_, index): Cell => ({ t: 'n', v: index }))], { ...recipe('string'), source: { delimiter: ';' } });
    await expect(exportRows(job, 'all', join(folder.path, 'wide.xlsx'), { replace: false })).rejects.toMatchObject({ code: 'export-too-wide' });
    const second = await preparedAgain(job, folder.path, 'csv');
    expect(outcomes(second)).toEqual(outcomes(job));
    second.close();
    job.close();
  });
});

describe('a CSV file', () => {
  it('opens in columns where the system is Russian, and as chosen', async () => {
    const job = jobOfRows(jobPath(), ['k', 'v'], [[{ t: 'n', v: 1 }, { t: 'n', v: 1.5 }]], recipe('float'));
    const out = join(folder.path, 'ru.csv');
    await exportRows(job, 'all', out, { replace: true, locale: 'ru' });
    expect(readFileSync(out, 'utf8')).toMatch(/^\ufeffk;v;\[Import\] Row;.*\r\n1;1,5;2;/);
    await exportRows(job, 'all', out, { replace: true, locale: 'ru', delimiter: '\t' });
    expect(readFileSync(out, 'utf8')).toMatch(/^\ufeffk\tv\t/);
    job.close();
  });
});
