import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldedValue } from '#contract/recipe.ts';
import { columnValues } from '#engine/jobs/prepare/columnValues.ts';
import { distinctCounter } from '#engine/mapping/index.ts';
import { scratchFile, workbookBytes } from '../../support/workbooks.ts';

const csv = (...lines: readonly string[]): string => scratchFile('clients.csv', lines.join('\n'));

describe('The values of a column', () => {
  it('are those of the whole sheet, as first met, the most frequent first', async () => {
    const rows = Array.from({ length: 5_000 }, (_, index) => `${index},${index % 3 === 0 ? 'Gold' : ' gold  '},${index === 4_999 ? 'late' : 'x'}`);
    const path = csv('No,Level,Note', ...rows);
    expect(await columnValues(path, { column: 'Level', limit: 10 })).toEqual({ values: [{ value: 'Gold', count: 5_000 }], distinct: 1, more: false, rows: 5_000, empty: 0, errors: 0 });
    expect((await columnValues(path, { column: '@C', limit: 10 })).values).toEqual([{ value: 'x', count: 4_999 }, { value: 'late', count: 1 }]);
  });

  it('are those inside the cells where a separator parts them', async () => {
    const path = csv('No;Topics', '1;"news|offers"', '2;"News | "', '3;"|"', '4;');
    expect(await columnValues(path, { column: 'Topics', separator: '|', limit: 10 })).toMatchObject({
      values: [{ value: 'news', count: 2 }, { value: 'offers', count: 1 }], rows: 4, empty: 2,
    });
  });

  it('are given up to the limit, with the number of those there are', async () => {
    const path = csv('No,Level', ...['a', 'b', 'b', 'c'].map((level, index) => `${index},${level}`));
    expect(await columnValues(path, { column: 'Level', limit: 1 })).toMatchObject({ values: [{ value: 'b', count: 2 }], distinct: 3, more: true });
  });

  it('are counted below the header given, with rows left blank as empty ones and errors apart', async () => {
    const cell = (at: string, text: string): string => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`;
    const sheet = [
      `<row r="1">${cell('A1', 'List of 2024')}</row>`,
      `<row r="3">${cell('A3', 'Name')}${cell('B3', 'Level')}</row>`,
      `<row r="4">${cell('A4', 'Anna')}<c r="B4"><v>7</v></c></row>`,
      `<row r="5">${cell('A5', 'Boris')}<c r="B5" t="e"><v>#N/A</v></c></row>`,
      `<row r="6">${cell('A6', 'Chloé')}</row>`,
      `<row r="9">${cell('A9', 'Daria')}<c r="B9" t="b"><v>1</v></c></row>`,
    ].join('');
    const path = scratchFile('made.xlsx', workbookBytes({ sheet }));
    expect(await columnValues(path, { column: 'Level', sheet: 'Sheet1', headerRow: 3, limit: 10 })).toEqual({
      values: [{ value: '7', count: 1 }, { value: 'TRUE', count: 1 }], distinct: 2, more: false, rows: 6, empty: 3, errors: 1,
    });
  });

  it('of a column that is not there are refused with the nearest header', async () => {
    await expect(columnValues(csv('No,Level', '1,a'), { column: 'Levels', limit: 10 })).rejects.toMatchObject({
      code: 'bad-input', detail: { file: 'clients.csv', problem: expect.stringContaining('nearest: “Level”') },
    });
  });

  it('are not counted on once the signal says so', async () => {
    await expect(columnValues(csv('No,Level', '1,a'), { column: 'Level', limit: 10, signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('A count within bounds', () => {
  const text = (v: string) => ({ t: 's', v }) as const;

  it('goes on counting the values it holds, and says that there are more', () => {
    const counter = distinctCounter(null, { values: 2 });
    for (const value of ['a', 'b', 'c', 'a', 'c', 'B']) counter.add(text(value));
    expect(counter.result()).toEqual({ values: [{ value: 'a', count: 2 }, { value: 'b', count: 2 }], more: true });
  });

  it('keeps no more text than it may', () => {
    const counter = distinctCounter(null, { values: 100, characters: 10 });
    for (const value of ['x'.repeat(11), 'x'.repeat(6), 'y'.repeat(5), 'z'.repeat(4)]) counter.add(text(value));
    expect(counter.result()).toEqual({ values: [{ value: 'xxxxxx', count: 1 }, { value: 'zzzz', count: 1 }], more: true });
  });

  it('has each value once as maps compare them, and every cell in one of the counts', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'A', ' a', 'ä', 'b  c', 'B C', '', ' ', 'да', 'ДА'), { maxLength: 60 }), (texts) => {
        const counter = distinctCounter(null, { values: 1_000 });
        const filled = texts.filter((value) => counter.add(text(value)) > 0).length;
        const { values } = counter.result();
        expect(new Set(values.map(({ value }) => foldedValue(value))).size).toBe(values.length);
        expect(values.reduce((sum, { count }) => sum + count, 0)).toBe(filled);
        for (const { value } of values) expect(texts.map((one) => one.trim())).toContain(value);
      }),
      { seed: 20_241_125 },
    );
  });
});
