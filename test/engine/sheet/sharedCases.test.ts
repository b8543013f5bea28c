import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { SheetRow } from '#contract/cells.ts';
import { openSource } from '#engine/sheet/index.ts';

const folder = fileURLToPath(new URL('../../../../shared/cases/', import.meta.url));
const shown = (row: SheetRow | undefined): (string | null)[] => (row?.cells ?? []).map((cell) => (cell === null || cell.t === 'm' ? null : String(cell.v)));

/** Small files that went wrong once: encoding, delimiter, number of rows, and one row as it is read. */
const cases: Readonly<Record<string, readonly [encoding: string, delimiter: string, rows: number, at: number, cells: readonly string[]]>> = {
  'c02_geo_1500.csv': ['utf-8', ';', 1501, 0, ['lat', 'lon']],
  'c03_one_bad_byte.csv': ['utf-8', ';', 52, 51, ['ivan99@example.com', 'Ольг\ufffd']],
  'c03_one_bad_byte_bom.csv': ['utf-8', ';', 52, 51, ['ivan99@example.com', 'Ольг\ufffd']],
  'c04_control.csv': ['utf-8', ';', 3, 1, ['ivan1@example.com', 'Ivan\x02']],
  'c04_nul_early.csv': ['utf-8', ';', 3, 1, ['ivan1@example.com', 'Ivan\0']],
  'c05_ctrlz.csv': ['utf-8', ';', 3, 2, ['ivan2@example.com', 'Petr']],
  'c06_quote_then_text.csv': ['utf-8', ';', 3, 1, ['ivan1@example.com', 'Romashka LLC']],
  'c11_1250.csv': ['windows-1250', ';', 21, 1, ['ivan0@example.com', 'Łukasz Wiśniewski']],
  'c11_1251_gender.csv': ['windows-1251', ';', 21, 1, ['ivan0@example.com', 'Ж']],
  'c11_866.csv': ['ibm866', ';', 21, 0, ['Почта', 'Имя']],
  'c31_1252_de.csv': ['windows-1252', ';', 41, 1, ['p0@example.com', 'Größe']],
  'c31_1252_pt.csv': ['windows-1252', ';', 41, 1, ['p0@example.com', 'Conceição']],
  'c31_double_bom.csv': ['utf-8', ';', 2, 0, ['email', 'name']],
  'c31_eq_quote.csv': ['utf-8', ';', 3, 2, ['ivan2@example.com', '00456', '89161234567']],
  'c33_ragged_amount.csv': ['utf-8', ';', 21, 20, ['ivan19@example.com', '19,50']],
  'c46_cut.csv': ['utf-8', ';', 61, 60, ['10059']],
};

describe('files that went wrong once', () => {
  it.for(Object.entries(cases))('%s is read right', async ([name, [encoding, delimiter, count, at, cells]], ctx) => {
    if (!existsSync(`${folder}${name}`)) return ctx.skip('the shared cases are not on this machine');
    const source = await openSource(`${folder}${name}`);
    const rows: SheetRow[] = [];
    for await (const batch of source.rows({})) rows.push(...batch);
    await source.close();
    expect([source.csv?.encoding.value, source.csv?.delimiter.value, rows.length, shown(rows[at])]).toEqual([encoding, delimiter, count, cells]);
  });
});
