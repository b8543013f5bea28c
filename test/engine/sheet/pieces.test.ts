import { describe, expect, it } from 'vitest';
import type { SheetRow } from '#contract/cells.ts';
import { writeWorkbook } from '../../../build/scripts/bigWorkbook.ts';
import { profileHeaders } from '../../../build/scripts/profileRows.ts';
import { generatedRow, rowsInPieces } from '../../support/generatedRows.ts';
import { mainNamespace, rowsOfFile, scratchFile, scratchFolder, workbookBytes } from '../../support/workbooks.ts';

/** Rows of a workbook's only sheet, all its parts cut into pieces of one size. */
async function allInPieces(path: string, size: number): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  for await (const batch of rowsInPieces(path, size)) rows.push(...batch);
  return rows;
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
    expect(await allInPieces(path, size)).toEqual(whole);
  });

  it.each(['shared', 'inline'] as const)('with %s strings gives the generator\'s cells', async (layout) => {
    const out = `${scratchFolder()}/${layout}.xlsx`;
    await writeWorkbook({ rows: 2_000, layout, seed: 5, out });
    for (const size of [97, 1024]) {
      const rows = await allInPieces(out, size);
      expect(rows.slice(1)).toEqual(Array.from({ length: 2_000 }, (_, index) => generatedRow(5, index)));
    }
    const small = `${scratchFolder()}/small.xlsx`;
    await writeWorkbook({ rows: 60, layout, seed: 5, out: small });
    expect((await allInPieces(small, 1)).slice(1)).toEqual(Array.from({ length: 60 }, (_, index) => generatedRow(5, index)));
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
    const different = read.slice(1).filter((row, index) => JSON.stringify(row) !== JSON.stringify(generatedRow(11, index)));
    expect(different).toEqual([]);
    expect(JSON.stringify(read)).not.toContain('\ufffd');
  });
});
