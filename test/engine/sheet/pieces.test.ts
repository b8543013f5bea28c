import { describe, expect, it } from 'vitest';
import type { SheetRow } from '#contract/cells.ts';
import { CellValues } from '#engine/sheet/xlsx/cellValues.ts';
import { sheetRows } from '#engine/sheet/xlsx/rows.ts';
import { SharedStrings } from '#engine/sheet/strings/sharedStrings.ts';
import { readStyles } from '#engine/sheet/formats/styles.ts';
import { utf8Pieces } from '#engine/sheet/xml/encoding.ts';
import { openArchive } from '#engine/sheet/zip/archive.ts';
import { writeWorkbook } from '../../../build/scripts/bigWorkbook.ts';
import { profileHeaders, profileRow } from '../../../build/scripts/profileRows.ts';
import { recut } from '../../support/pieces.ts';
import { mainNamespace, rowsOfFile, scratchFile, scratchFolder, workbookBytes } from '../../support/workbooks.ts';

const context = { locale: 'en', date1904: false } as const;

/** Rows of a workbook's only sheet, all its parts cut into pieces of one size. */
async function rowsInPieces(path: string, size: number): Promise<SheetRow[]> {
  const archive = await openArchive(path);
  try {
    const part = (name: string): AsyncGenerator<Buffer> | null => (archive.has(name) ? recut(archive.read(name), size) : null);
    const sst = part('xl/sharedStrings.xml');
    const values = new CellValues(new SharedStrings(sst === null ? null : utf8Pieces(sst)), await readStyles(part('xl/styles.xml'), context), context);
    const rows: SheetRow[] = [];
    for await (const batch of sheetRows(part('xl/worksheets/sheet1.xml')!, values)) rows.push(...batch);
    return rows;
  } finally {
    await archive.close();
  }
}

/** What the generator put into a row, as cells. */
function expectedRow(seed: number, index: number): SheetRow {
  const { email, first, last, phone, id, born, spent, tags, city, subscribed } = profileRow(seed, index);
  const text = (v: string): SheetRow['cells'][number] => ({ t: 's', v });
  const day = new Date(Date.UTC(1899, 11, 30) + born * 86_400_000).toISOString();
  const money = spent.toFixed(2);
  return {
    row: index + 2,
    cells: [
      text(email), text(first), text(last), text(phone), text(id),
      { t: 'd', v: day.slice(0, 19), text: `${day.slice(8, 10)}.${day.slice(5, 7)}.${day.slice(0, 4)}` },
      money === String(spent) ? { t: 'n', v: spent } : { t: 'n', v: spent, text: money },
      text(tags), text(city), { t: 'b', v: subscribed },
    ],
  };
}

describe('a workbook cut into pieces', () => {
  /** Everything that can be cut in a bad place: letters of all lengths, references, CDATA, comments, long attributes. */
  const odd = workbookBytes({
    sheet:
      `<?xml version="1.0" encoding="UTF-8"?>\n<!-- Ж --><worksheet xmlns="${mainNamespace}"><cols><col min="1" max="3"/></cols><sheetData>` +
      '<row r="1" spans="1:9"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>45322.5</v></c><c r="C1" t="inlineStr"><is><t>漢😀é</t></is></c>' +
      '<c r="D1" t="inlineStr"><is><r><t xml:space="preserve"> a &amp;</t></r><r><t>&#x416;<![CDATA[<]]>_x000D_</t></r></is></c></row>' +
      '<row r="2"><c r="A2" t="b"><v>1</v></c><c r="B2" t="e"><v>#N/A</v></c><c r="C2" t="str"><f>A1</f><v>кто</v></c><c r="D2"><v>-0.1234567890123456789</v></c></row>' +
      '<!-- <row r="9"> --><row r="5"><c r="B5" t="s"><v>2</v></c><c r="A5" t="s" ><v>1</v></c></row></sheetData><pageMargins left="0.7"/></worksheet>',
    strings: '<si><t>общий</t></si><si><r><t>бо</t></r><r><t>гатый</t></r><rPh><t>x</t></rPh></si><si><t xml:space="preserve"> &lt;x&gt; </t></si>',
    formats: ['dd.mm.yyyy hh:mm'],
  });

  it.each([1, 2, 3, 7, 97, 1024])('of %d bytes gives the same cells', async (size) => {
    const path = scratchFile('odd.xlsx', odd);
    const whole = await rowsOfFile(path);
    expect(whole).toHaveLength(3);
    expect(whole[0]?.cells[3]).toEqual({ t: 's', v: ' a &Ж<\r' });
    expect(await rowsInPieces(path, size)).toEqual(whole);
  });

  it.each(['shared', 'inline'] as const)('with %s strings gives the generator\'s cells', async (layout) => {
    const out = `${scratchFolder()}/${layout}.xlsx`;
    await writeWorkbook({ rows: 2_000, layout, seed: 5, out });
    for (const size of [97, 1024]) {
      const rows = await rowsInPieces(out, size);
      expect(rows.slice(1)).toEqual(Array.from({ length: 2_000 }, (_, index) => expectedRow(5, index)));
    }
    const small = `${scratchFolder()}/small.xlsx`;
    await writeWorkbook({ rows: 60, layout, seed: 5, out: small });
    expect((await rowsInPieces(small, 1)).slice(1)).toEqual(Array.from({ length: 60 }, (_, index) => expectedRow(5, index)));
  });
});

describe('a long Cyrillic workbook', () => {
  it.each(['shared', 'inline'] as const)('with %s strings is read to the letter', async (layout) => {
    const rows = 30_000;
    const out = `${scratchFolder()}/${layout}.xlsx`;
    await writeWorkbook({ rows, layout, seed: 11, out });
    const read = await rowsOfFile(out);
    expect(read).toHaveLength(rows + 1);
    expect(read[0]?.cells).toEqual(profileHeaders.map((v) => ({ t: 's', v })));
    // Compared as JSON: a deep comparison of 300,000 cells takes a minute.
    const different = read.slice(1).filter((row, index) => JSON.stringify(row) !== JSON.stringify(expectedRow(11, index)));
    expect(different).toEqual([]);
    expect(JSON.stringify(read)).not.toContain('\ufffd');
  });
});
