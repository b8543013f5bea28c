import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { Fault } from '#contract/faults.ts';
import { explain } from '#contract/sentences.ts';
import { inspectSource } from '#engine/jobs/prepare/inspectSource.ts';
import { scratchFolder } from '../../support/workbooks.ts';

type Sheets = Readonly<Record<string, readonly (readonly (string | number)[])[]>>;

async function written(sheets: Sheets): Promise<string> {
  const workbook = new ExcelJS.Workbook();
  for (const [name, rows] of Object.entries(sheets)) workbook.addWorksheet(name, { state: name.startsWith('Hidden') ? 'hidden' : 'visible' }).addRows(rows.map((row) => [...row]));
  const path = join(scratchFolder(), 'book.xlsx');
  await workbook.xlsx.writeFile(path);
  return path;
}

const likelier = async (sheets: Sheets): Promise<readonly [opened: string, proposed: string | undefined]> => {
  const { sheet, warnings } = await inspectSource(await written(sheets));
  return [sheet, warnings.flatMap((warning) => (warning.kind === 'sheet-likelier' ? [warning.sheet] : []))[0]];
};

const people = [['Email', 'First name', 'City'], ['a@example.com', 'Anna', 'Riga'], ['b@example.com', 'Boris', 'Perm']];
const cover = [['Report for November'], ['made by', 'Marketing']];

describe('A workbook', () => {
  it.each<[string, Sheets, readonly [string, string | undefined]]>([
    ['with a cover first proposes the sheet with a header and rows', { Cover: cover, Notes: [['see below']], People: people }, ['Cover', 'People']],
    ['with a header alone first proposes the one that has rows, too', { Empty: people.slice(0, 1), People: people }, ['Empty', 'People']],
    ['whose first sheet is a table proposes no other, however long', { Short: people.slice(0, 2), Long: people }, ['Short', undefined]],
    ['of two columns proposes none that has no more', { Pairs: [['Email', 'Name'], ['a@example.com', 'Anna']], Words: cover }, ['Pairs', undefined]],
    ['proposes nothing that is hidden', { Cover: cover, 'Hidden people': people }, ['Cover', undefined]],
  ])('%s', async (_, sheets, expected) => {
    expect(await likelier(sheets)).toEqual(expected);
  });

  it('opened on a sheet of somebody’s choice is left there', async () => {
    const { warnings } = await inspectSource(await written({ Cover: cover, People: people }), { sheet: 'Cover' });
    expect(warnings.map(({ kind }) => kind)).not.toContain('sheet-likelier');
  });

  it('that is blank is refused with what can be done where no sheet can be chosen yet', async () => {
    const fault = await inspectSource(await written({ One: [], Two: [] })).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(Fault);
    const words = explain((fault as Fault).data);
    expect([words.what, words.action]).toEqual(['The file “book.xlsx” holds nothing.', 'Fill in a header row and the rows below it, save, and choose the file again, or choose another one.']);
  });
});
