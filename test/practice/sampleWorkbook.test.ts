import ExcelJS from 'exceljs';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRecipe } from '#contract/recipe.ts';
import { sampleRows } from '../../electron/practice/sample/rows.ts';
import { sampleRecipe, writeSampleWorkbook, type SampleCounts } from '../../electron/practice/sampleWorkbook.ts';

const rows = 3_000;
let folder: string;
let counts: SampleCounts;
let workbook: ExcelJS.Workbook;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sample-'));
  const out = join(folder, 'sample.xlsx');
  counts = await writeSampleWorkbook({ rows, seed: 3, out });
  workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(out);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the sample workbook', () => {
  it('has a sheet of clients and a hidden one', () => {
    expect(workbook.worksheets.map((sheet) => [sheet.name, sheet.state])).toEqual([['Profiles', 'visible'], ['Lists', 'hidden']]);
    const header = workbook.getWorksheet('Profiles')!.getRow(1).values as unknown[];
    expect(header.slice(1)).toEqual(['Client No', 'First name', 'Last name', 'Email', 'Mobile', 'Home', 'Birthday', 'Interests', 'Topics', 'Note']);
    expect(workbook.getWorksheet('Profiles')!.rowCount).toBe(rows + 1);
  });

  it('has some of every kind of row, and its counts add up', () => {
    expect(counts.read).toBe(rows);
    expect(counts.empty + counts.invalid + counts.duplicate + counts.ready).toBe(rows);
    expect(counts.accepted + counts.notFound + counts.emailTaken).toBe(counts.ready);
    expect(Object.values(counts.invalidParts).reduce((sum, one) => sum + one, 0)).toBe(counts.invalid);
    const { invalidParts, ...numbers } = counts;
    for (const number of [...Object.values(numbers), ...Object.values(invalidParts)]) expect(number).toBeGreaterThan(0);
  });

  it('is written the same with the same seed', async () => {
    const again = await writeSampleWorkbook({ rows, seed: 3, out: join(folder, 'again.xlsx') });
    expect(again).toEqual(counts);
    expect([...sampleRows({ rows: 500, seed: 3 })]).toEqual([...sampleRows({ rows: 500, seed: 3 })]);
    expect([...sampleRows({ rows: 500, seed: 4 })]).not.toEqual([...sampleRows({ rows: 500, seed: 3 })]);
  });

  it('has phones that are Russian where they are meant to be, and are none where they are not', () => {
    for (const { kind, cells } of sampleRows({ rows: 20_000, seed: 1 })) {
      if (kind.kind === 'gap' || kind.kind === 'blank') continue;
      const [mobile, home] = [cells[4], cells[5]];
      const text = typeof mobile === 'object' && mobile !== null && 'value' in mobile ? String(mobile.value) : mobile;
      const spoilt = kind.kind === 'invalid' && kind.part === 'phone';
      if (typeof text === 'string') expect([text, parsePhoneNumberFromString(text.trim(), { defaultCountry: 'RU', extract: false })?.isValid() ?? false]).toEqual([text, !spoilt]);
      if (typeof home === 'string') expect(parsePhoneNumberFromString(home, 'RU')?.isValid()).toBe(true);
    }
  });

  it('comes with a recipe that is one', () => {
    expect(readRecipe(JSON.parse(JSON.stringify(sampleRecipe)))).toMatchObject({ ok: true });
  });
});
