import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { shownText, type Cell } from '#contract/cells.ts';
import type { Recipe } from '#contract/recipe.ts';
import { mustHold, rowsOf } from '../../../support/corrections.ts';
import { jobOfRows } from '../../../support/exports.ts';
import { temporaryFolder } from '../../../support/jobs.ts';
import { cases } from '../../../support/longForms.ts';
import { forCorrecting, putTable, rewritten, table, takeBack } from '../../../support/rounds.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());
let jobs = 0;

const headers = ['Key', 'First', 'Mail', 'Phone', 'Born', 'Sex'];
const recipe: Recipe = {
  version: 2,
  request: { db_id: 7, matching: 'custom', field_name: 'k' },
  fields: [{ field: 'k', type: 'string', column: 'Key' }, { field: 'mail', type: 'email', column: 'Mail', invalid: 'field' }],
  duplicates: 'last',
};
const names = ['Anna', 'Boris', 'Clara', 'Daria', 'Egor', 'Fedor', 'Galina', 'Hanna', 'Ivan', 'Jana', 'Kirill', 'Lena'];
const text = (v: string): Cell => ({ t: 's', v });

/** Values as they come in wrong; `by`: at random. */
function made(by: readonly number[]): readonly (readonly string[])[] {
  return by.map((number, at) => {
    const name = names[number % names.length]!;
    return [`K-${(number * 7919) % 100_000}-${at}`, name, ` ${name}${number % 977}${at} @gmial.con`, `8 (9${number % 90 + 10}) ${String(1_000_000 + ((number * 31 + at * 7) % 8_999_999))}`, `${number % 27 + 1}.${at % 12 + 1}.19${number % 89 + 10}`, number % 2 === 0 ? 'm' : 'f'];
  });
}

/** What an operator makes of a value: of most columns the same put right. */
const mends: readonly ((value: string, at: number) => string)[] = [
  (value) => value.replaceAll('-', ''),
  (value) => value.toUpperCase(),
  (value) => value.replaceAll(' ', '').toLowerCase().replace('gmial.con', 'gmail.com'),
  (value) => `+7${value.replace(/\D/g, '').slice(1)}`,
  (value) => value.split('.').reverse().map((part) => part.padStart(2, '0')).join('-'),
  (value) => value.toUpperCase(),
];

const corrections = fc.array(fc.record({ column: fc.nat(5), every: fc.constantFrom(1, 1, 2, 3) }), { maxLength: 4 });
const seeds = fc.array(fc.nat(1_000_000), { minLength: 6, maxLength: 30 });
const jumble = fc.record({
  columns: fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 1 }),
  by: fc.nat(5),
  kind: fc.constantFrom('sort', 'sort', 'reverse', 'part', 'up', 'down'),
  from: fc.nat(25),
  isBefore: fc.boolean(),
});

interface Jumble { readonly columns: readonly number[]; readonly by: number; readonly kind: string; readonly from: number; readonly isBefore: boolean }
type Row = (readonly [value: string, of: number])[];

/** Sorts some columns, or moves their cells by one row, and leaves the others. */
function jumbled(rows: readonly Row[], { columns, by, kind, from, isBefore: _ }: Jumble): readonly Row[] {
  const start = kind === 'sort' || kind === 'reverse' ? 0 : Math.min(from, rows.length - 2);
  const head = rows.slice(0, start);
  const rest = rows.slice(start);
  const key = columns[by % columns.length]!;
  const valueAt = (index: number): string => rest[index]![key]![0].toLowerCase();
  const order = [...rest.keys()];
  if (kind === 'up' || kind === 'down') order.forEach((_one, index) => { order[index] = kind === 'up' ? index + 1 : index - 1; });
  else order.sort((a, b) => (valueAt(a) < valueAt(b) ? -1 : valueAt(a) > valueAt(b) ? 1 : a - b));
  if (kind === 'reverse') order.reverse();
  return [...head, ...rest.map((row, index) => row.map((cell, column) => (columns.includes(column) ? (rest[order[index]!]?.[column] ?? ['', start + index] as const) : cell)))];
}

/** Writes values into the workbook's own columns, and leaves the ids where they are. */
async function withValues(path: string, rows: readonly Row[]): Promise<string> {
  return rewritten(path, (sheet) => {
    const [head, ...body] = table(sheet);
    rows.forEach((row, at) => row.forEach(([value], column) => { body[at]![column] = { value: value === '' ? null : value, style: {} }; }));
    putTable(sheet, [head!, ...body]);
  });
}

function corrected(rows: readonly Row[], changes: readonly { readonly column: number; readonly every: number }[]): readonly Row[] {
  const wanted = new Map(changes.map(({ column, every }) => [column, every]));
  return rows.map((row, at) => row.map(([value, of], column) => [at % (wanted.get(column) ?? Infinity) === 0 && wanted.has(column) && value !== '' ? mends[column]!(value, at) : value, of] as const));
}

describe('a workbook whose columns were sorted or shifted without the column of ids', () => {
  it('is not taken, whatever was corrected in it before, so that no row gets the data of another one', async () => {
    let taken = 0;
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(seeds, corrections, jumble, async (by, changes, how) => {
        const rows = made(by);
        const file = jobOfRows(join(folder.path, `${(jobs += 1)}.importjob`), headers, rows.map((row) => row.map(text)), recipe);
        const own: readonly Row[] = rows.map((row, at) => row.map((value) => [value, at] as const));
        const now = how.isBefore ? corrected(jumbled(own, how), changes) : jumbled(corrected(own, changes), how);
        const { report, result } = await takeBack(file, await withValues(await forCorrecting(file, folder.path), now));
        const foreign = now.flatMap((row, at) => row.flatMap(([value, of], column) => {
          const cell = shownText(rowsOf(file)[at]!.cells[column] ?? null);
          // A value that is the same in both rows is nobody's.
          return of !== at && cell === value && cell !== rows[at]![column] && cell !== mends[column]!(rows[at]![column]!, at) ? [`${at},${column}`] : [];
        }));
        // One cell, and two with values that others have, too, are what corrections may be.
        const isFrequent = (place: string): boolean => {
          const [at = 0, column = 0] = place.split(',').map(Number);
          return rows.filter((row) => row[column] === rows[now[at]![column]![1]]![column]).length > 1;
        };
        if (foreign.length > 2 || (foreign.length === 2 && !foreign.every(isFrequent))) expect(foreign).toEqual([]);
        if (report.mixedUp.count > 0) {
          refused += 1;
          expect(result).toMatchObject({ batch: null, rows: 0, cells: 0 });
          expect(report).toMatchObject({ changedRows: 0, changes: [] });
        } else taken += 1;
        mustHold(file);
        file.close();
      }),
      { seed: 20261127, endOnFailure: true, numRuns: cases(20, 300) },
    );
    expect(refused).toBeGreaterThan(taken * 3);
  }, 120_000);

  it('is taken where it was only corrected: all rows alike, values mapped and exchanged, names in the wrong columns, cells filled down', async () => {
    const kinds: readonly ((rows: readonly Row[], number: number) => readonly Row[])[] = [
      (rows) => corrected(rows, headers.map((_, column) => ({ column, every: 1 }))),
      (rows) => rows.map((row) => row.with(5, ['m', row[5]![1]])),
      (rows) => rows.map((row) => row.with(5, [row[5]![0] === 'm' ? 'f' : 'm', row[5]![1]])),
      (rows) => rows.map((row, at) => (at % 4 === 0 ? row.with(0, row[1]!).with(1, row[0]!) : row)),
      (rows, number) => rows.map((row, at) => row.with(1, rows[at - (at % (2 + (number % 5)))]![1]!)),
      (rows, number) => rows.map((row, at) => (at === number % rows.length ? row.with(2, [`new${number}@example.com`, at]).with(1, rows[0]![1]!) : row)),
      (rows) => rows.map((row) => row.with(3, ['', row[3]![1]])),
      (rows) => rows.map((row, at) => row.with(0, [`N${rows.length - at}`, at])),
    ];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(1_000_000), { minLength: 8, maxLength: 30 }), fc.nat(kinds.length - 1), fc.nat(1_000), async (by, kind, number) => {
        const rows = made(by);
        const file = jobOfRows(join(folder.path, `${(jobs += 1)}.importjob`), headers, rows.map((row) => row.map(text)), recipe);
        const now = kinds[kind]!(rows.map((row, at) => row.map((value) => [value, at] as const)), number);
        const { report } = await takeBack(file, await withValues(await forCorrecting(file, folder.path), now));
        expect([kind, report.mixedUp]).toEqual([kind, { count: 0, first: [] }]);
        expect(rowsOf(file).map(({ cells }) => headers.map((_, column) => shownText(cells[column] ?? null)))).toEqual(now.map((row) => row.map(([value]) => value)));
        mustHold(file);
        file.close();
      }),
      { seed: 20261127, endOnFailure: true, numRuns: cases(16, 200) },
    );
  }, 120_000);

  it.each([1, 2, 3, 7])('is not taken where the whole sheet was sorted before, and then %i cells of a column deleted', async (by) => {
    const rows = made(Array.from({ length: 80 }, (_, at) => (at * 7_919) % 1_000));
    const file = jobOfRows(join(folder.path, `${(jobs += 1)}.importjob`), headers, rows.map((row) => row.map(text)), recipe);
    const path = await rewritten(await forCorrecting(file, folder.path), (sheet) => {
      const [head, ...body] = table(sheet);
      const phone = (row: (typeof body)[number]): string => JSON.stringify(row[3]!.value);
      body.sort((a, b) => (phone(a) < phone(b) ? -1 : 1));
      putTable(sheet, [head!, ...body.map((row, at) => (at < 10 ? row : row.with(1, body[at + by]?.[1] ?? { value: null, style: {} })))]);
    });
    const { report, result } = await takeBack(file, path);
    expect(report.mixedUp.count).toBeGreaterThan(10);
    expect(result).toMatchObject({ rows: 0 });
    file.close();
  });

  it('is taken where nothing but an empty cell was filled', async () => {
    const rows = made([1, 2, 3]).map((row) => row.with(2, ''));
    const file = jobOfRows(join(folder.path, `${(jobs += 1)}.importjob`), headers, rows.map((row) => row.map((value) => (value === '' ? null : text(value)))), recipe);
    const now = rows.map((row, at) => row.map((value, column) => [at === 1 && column === 2 ? 'b@example.com' : value, at] as const));
    expect((await takeBack(file, await withValues(await forCorrecting(file, folder.path), now))).result).toMatchObject({ rows: 1, cells: 1 });
    expect(rowsOf(file)[1]!.cells[2]).toMatchObject({ v: 'b@example.com' });
    file.close();
  });
});
