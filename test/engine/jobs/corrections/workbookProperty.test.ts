import { join } from 'node:path';
import type ExcelJS from 'exceljs';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { Cell } from '#contract/cells.ts';
import type { Recipe } from '#contract/recipe.ts';
import { mustHold, rowsOf } from '../../../support/corrections.ts';
import { jobOfRows } from '../../../support/exports.ts';
import { temporaryFolder } from '../../../support/jobs.ts';
import { forCorrecting, putTable, rewritten, table, takeBack } from '../../../support/rounds.ts';
import { cases } from '../../../support/longForms.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());
let jobs = 0;

const headers = ['Key', 'Amount', 'Mail', 'Mail', ''];
const recipe: Recipe = {
  version: 2,
  request: { db_id: 7, matching: 'custom', field_name: 'k' },
  fields: [{ field: 'k', type: 'int', column: 'Key' }, { field: 'amount', type: 'float', column: 'Amount' }, { field: 'mail', type: 'email', column: '@C', invalid: 'field' }],
  duplicates: 'last',
};

const text = (v: string): Cell => ({ t: 's', v });
const keys = fc.constantFrom<Cell>(...['1', '2', '3', '4', 'x', '007'].map(text), { t: 'n', v: 5 }, null);
const values = fc.constantFrom<Cell>(null, text('a@example.com'), text('b@example'), text('1.5'), { t: 'n', v: 7.25 }, { t: 'b', v: true }, { t: 'e', v: '#N/A' }, text(' a\nb '));
const row = fc.tuple(keys, values, values, values, values);

const edits = fc.record({
  row: fc.nat(30), column: fc.nat(4),
  value: fc.constantFrom<ExcelJS.CellValue>('1', '3', '77', 'z', 'c@example.com', 12.5, null),
});
const changes = fc.record({
  edits: fc.array(edits, { maxLength: 12 }),
  deleted: fc.array(fc.nat(30), { maxLength: 4 }),
  order: fc.infiniteStream(fc.nat(1_000_000)),
  columns: fc.shuffledSubarray([...headers.keys(), ...Array.from({ length: 6 }, (_, index) => headers.length + index)], { minLength: headers.length + 6 }),
});

/** As the reader gives what exceljs writes. */
function cellOf(value: ExcelJS.CellValue): Cell {
  return typeof value === 'number' ? { t: 'n', v: value } : typeof value === 'string' ? text(value) : null;
}

const plain = (cell: Cell | undefined): unknown => (cell === null || cell === undefined ? null : cell.t === 'x' || cell.t === 'm' ? cell.t : cell.v);

describe('any edits, sorting, deleting and moving in a workbook for correcting', () => {
  it('correct exactly the cells that were edited, and the counts add up', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 25 }), changes, async (rows, change) => {
        const file = jobOfRows(join(folder.path, `${(jobs += 1)}.importjob`), headers, rows, recipe);
        const before = rowsOf(file);
        const gone = new Set(change.deleted);
        const wanted = new Map<string, Cell>();
        for (const edit of change.edits) if (edit.row < rows.length && !gone.has(edit.row)) wanted.set(`${edit.row},${edit.column}`, cellOf(edit.value));
        const path = await rewritten(await forCorrecting(file, folder.path), (sheet) => {
          const [head, ...body] = table(sheet);
          for (const [place, cell] of wanted) {
            const [at = 0, column = 0] = place.split(',').map(Number);
            body[at]![column] = { value: cell === null ? null : (cell as { v: ExcelJS.CellValue }).v, style: {} };
          }
          const order = change.order.take(body.length);
          const kept = body.filter((_, index) => !gone.has(index)).map((cells) => ({ cells, by: order.next().value ?? 0 }));
          kept.sort((one, other) => one.by - other.by);
          putTable(sheet, [head!, ...kept.map(({ cells }) => cells)].map((cells) => change.columns.map((column) => cells[column]!)));
        });
        const { report, result } = await takeBack(file, path).catch((error: unknown) => {
          // Without any row left in it nobody can say whose it is.
          if (gone.size > 0 && before.every((_, index) => gone.has(index))) return { report: null, result: null };
          throw error;
        });
        const after = rowsOf(file);
        mustHold(file);
        let edited = 0;
        rows.forEach((cells, at) => {
          headers.forEach((_, column) => {
            const to = wanted.get(`${at},${column}`);
            const was = before[at]!.cells[column];
            const isEdited = to !== undefined && JSON.stringify(plain(to)) !== JSON.stringify(plain(was)) && !(typeof plain(to) === 'number' && plain(was) === String(plain(to)));
            const isSameDigits = to?.t === 's' && was?.t === 'n' && String(was.v) === to.v;
            if (isEdited && !isSameDigits) edited += 1;
            expect([at, column, plain(after[at]!.cells[column])]).toEqual([at, column, plain(isEdited && !isSameDigits ? to : (cells[column] ?? null))]);
          });
        });
        if (report !== null) {
          expect(report).toMatchObject({ changedCells: edited, withoutId: { count: 0 }, twice: { count: 0 }, conflicts: { count: 0 }, columnsMissing: [] });
          expect(report.rows).toBe(rows.filter((_, index) => !gone.has(index)).length);
          expect(result?.cells).toBe(edited);
        }
        file.close();
      }),
      { seed: 20261127, numRuns: cases(10, 20) },
    );
  }, 120_000);
});
