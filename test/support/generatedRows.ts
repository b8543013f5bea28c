import type { SheetRow } from '#contract/cells.ts';
import { readStyles } from '#engine/sheet/formats/styles.ts';
import { SharedStrings } from '#engine/sheet/strings/sharedStrings.ts';
import { utf8Pieces } from '#engine/sheet/xml/encoding.ts';
import { CellValues } from '#engine/sheet/xlsx/cellValues.ts';
import { sheetRows } from '#engine/sheet/xlsx/rows.ts';
import { openArchive } from '#engine/sheet/zip/archive.ts';
import { profileRow } from '../../build/scripts/profileRows.ts';
import { recut } from './pieces.ts';

const context = { locale: 'en', date1904: false } as const;

/** Rows of a workbook's first sheet, all its parts cut into pieces of one size. */
export async function* rowsInPieces(path: string, size: number): AsyncGenerator<readonly SheetRow[]> {
  const archive = await openArchive(path);
  try {
    const part = (name: string): AsyncGenerator<Buffer> | null => (archive.has(name) ? recut(archive.read(name), size) : null);
    const sst = part('xl/sharedStrings.xml');
    const strings = new SharedStrings(sst === null ? null : utf8Pieces(sst));
    const values = new CellValues(strings, await readStyles(part('xl/styles.xml'), context), context);
    yield* sheetRows(part('xl/worksheets/sheet1.xml')!, values);
    await strings.close();
  } finally {
    await archive.close();
  }
}

/** What the generator of large workbooks put into a row, as cells. */
export function generatedRow(seed: number, index: number): SheetRow {
  const { email, first, last, phone, id, born, spent, tags, city, subscribed } = profileRow(seed, index);
  const text = (v: string): SheetRow['cells'][number] => ({ t: 's', v });
  const day = new Date(Date.UTC(1899, 11, 30) + born * 86_400_000).toISOString();
  const money = spent.toFixed(2);
  return {
    row: index + 2,
    cells: [
      text(email), text(first), text(last), text(phone), text(id),
      { t: 'd', v: day.slice(0, 19), text: `${day.slice(8, 10)}.${day.slice(5, 7)}.${day.slice(0, 4)}`, f: 'dd\\.mm\\.yyyy' },
      money === String(spent) ? { t: 'n', v: spent, f: '0.00' } : { t: 'n', v: spent, text: money, f: '0.00' },
      text(tags), text(city), { t: 'b', v: subscribed },
    ],
  };
}
