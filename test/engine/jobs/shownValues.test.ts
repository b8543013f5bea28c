import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { shownText, type SheetRow } from '#contract/cells.ts';
import type { FieldRule, Recipe } from '#contract/recipe.ts';
import { compileRecipe, defaultSettings } from '#engine/mapping/index.ts';
import { columnsOf, openSource } from '#engine/sheet/index.ts';
import { faultOfFile } from '../../support/workbooks.ts';

const folder = fileURLToPath(new URL('../../../../shared/cases/', import.meta.url));

async function rowsOf(path: string): Promise<readonly SheetRow[]> {
  const source = await openSource(path);
  const rows: SheetRow[] = [];
  for await (const batch of source.rows({})) rows.push(...batch);
  await source.close();
  return rows;
}

/** What a field of the type gets from a column of each row: JSON, or why not. */
async function sent(name: string, column: string, type: FieldRule['type'], date1904 = false): Promise<readonly string[]> {
  const [header, ...rows] = (await rowsOf(`${folder}${name}`)).map((row, index) => ({ ...row, cells: [{ t: 's' as const, v: index === 0 ? 'match key' : 'k' }, ...row.cells] }));
  if (header === undefined) return [];
  const recipe: Recipe = { version: 2, request: { db_id: 1, matching: 'custom', field_name: 'key' }, fields: [{ field: 'key', type: 'string', column: 'match key' }, { field: 'x', type, column }] };
  const compiled = compileRecipe(recipe, columnsOf(header, header.cells.length), { ...defaultSettings, date1904 });
  if (!compiled.ok) throw new Error(compiled.problems.map((problem) => problem()).join('\n'));
  return rows.map((row) => {
    const mapped = compiled.mapper.map(row);
    return mapped.kind === 'item' ? mapped.json.replace(/^\{"key":"k",?(?:"x":)?|\}$/g, '') : mapped.kind === 'invalid' ? mapped.errors.map(({ reason }) => reason).join(' ') : mapped.kind;
  });
}

describe('values of workbooks that went wrong once', () => {
  it.for([
    ['c32_noise.xlsx', 'v', 'int', ['3', '29', 'not-integer', 'not-integer', '79161234567', 'not-integer', 'not-integer', '-2', '100', '45322', 'not-integer']],
    ['c32_not_dates.xlsx', 'v', 'date', [...Array<string>(7).fill('no-date-shown'), 'incorrect-date', 'incorrect-date', 'no-date-shown']],
    ['x01_1904.xlsx', 'visit', 'date', ['"2010-07-24"', 'incorrect-date']],
    ['x01_1904.xlsx', 'bdate', 'date', ['"2010-07-24"', '"1904-01-01"']],
    ['x01_1904.xlsx', 'time', 'date', ['no-date-shown', 'no-date-shown']],
  ] as const)('%s, column %s as %s', async ([name, column, type, expected], ctx) => {
    if (!existsSync(`${folder}${name}`)) return ctx.skip('the shared cases are not on this machine');
    expect(await sent(name, column, type, name.includes('1904'))).toEqual(expected);
  });

  it('stay in their day right before midnight', async (ctx) => {
    if (!existsSync(`${folder}c27_eod.xlsx`)) return ctx.skip('the shared cases are not on this machine');
    const days = await sent('c27_eod.xlsx', 'v', 'date');
    expect([days.length > 0, new Set(days.slice(0, 42))]).toEqual([true, new Set(['"2024-01-31"'])]);
  });

  it('are shown as fractions are in Excel', async (ctx) => {
    if (!existsSync(`${folder}c01_fractions.xlsx`)) return ctx.skip('the shared cases are not on this machine');
    const rows = (await rowsOf(`${folder}c01_fractions.xlsx`)).filter(({ cells: [code] }) => shownText(code ?? null).includes('/') && !shownText(code ?? null).includes('AM'));
    const read = (at: number): readonly string[] => rows.map(({ cells }) => shownText(cells[at] ?? null));
    expect([rows.length, read(1)]).toEqual([11, read(2)]);
  });

  it('are no values of a web page named as a workbook', async (ctx) => {
    if (!existsSync(`${folder}c33_html.xls`)) return ctx.skip('the shared cases are not on this machine');
    expect((await faultOfFile(`${folder}c33_html.xls`)).code).toBe('source-web-page');
  });
});
