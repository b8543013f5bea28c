import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { limits } from '#engine/sheet/limits.ts';
import { SharedStrings } from '#engine/sheet/strings/sharedStrings.ts';
import { blockBytes, StringStore } from '#engine/sheet/strings/stringStore.ts';
import { inPieces } from '../../support/pieces.ts';
import { cellOf, faultOfFile, faultOfWorkbook, mainNamespace, rowsOfFile, scratchFile, workbookBytes } from '../../support/workbooks.ts';
import { zipOf } from '../../support/zipBuilder.ts';

const head = `<?xml version="1.0"?><worksheet xmlns="${mainNamespace}"><sheetData>`;
const tail = '</sheetData></worksheet>';

describe('bounds', () => {
  it('stop a part that inflates to hundreds of times its size', async () => {
    const sheet = Buffer.alloc(limits.ratioFrom + 1_000_000, ' ');
    sheet.write(head);
    sheet.write(tail, sheet.length - tail.length);
    expect(await faultOfWorkbook({ sheet })).toEqual({ code: 'source-too-large', detail: { file: 'made.xlsx', limit: 'ratio', max: limits.ratio } });
  });

  it('stop a row or string that would fill the memory', { timeout: 60_000 }, async () => {
    const letters = 'abcdefghijklmnopqrstuvwxyz'.repeat(20);
    const endless = Buffer.alloc(limits.unit + 1_000_000, letters);
    /** The same memory again: filling or copying it takes longer than reading it. */
    const after = (start: string): Buffer => {
      endless.write(letters);
      endless.write(start);
      return endless;
    };
    const sheet = after(`${head}<row><c t="inlineStr"><is><t>`);
    expect(await faultOfWorkbook({ sheet, zip: { stored: true } })).toMatchObject({ code: 'source-too-large', detail: { limit: 'unit' } });
    const sst = after(`<sst xmlns="${mainNamespace}"><si><t>`);
    const strings = { sheet: '<row><c t="s"><v>0</v></c></row>', parts: { 'xl/sharedStrings.xml': sst }, zip: { stored: true } };
    expect(await faultOfWorkbook(strings)).toMatchObject({ code: 'source-too-large', detail: { limit: 'unit' } });
    expect(await faultOfFile(scratchFile('list.csv', after('a,b\n')))).toMatchObject({
      code: 'source-too-large',
      detail: { limit: 'unit' },
    });
    expect(await faultOfFile(scratchFile('list.csv', after('a,b\n"')))).toMatchObject({
      code: 'csv-broken',
      detail: { line: 2 },
    });
  });

  it('stop a cell longer than any text, and not one that Excel could hold', async () => {
    const long = (length: number): string => `<c t="inlineStr"><is><t>${'Ж'.repeat(length)}</t></is></c>`;
    expect(await cellOf(long(32_767))).toMatchObject({ t: 's', v: 'Ж'.repeat(32_767) });
    expect(await faultOfWorkbook({ sheet: `<row>${long(limits.cell + 1)}</row>` })).toMatchObject({ code: 'source-too-large', detail: { limit: 'cell', max: limits.cell } });
  });

  it('stop a zip with more entries than any workbook has', async () => {
    const parts = Object.fromEntries(Array.from({ length: limits.entries + 1 }, (_, index) => [`a${index}`, '']));
    expect(await faultOfFile(scratchFile('many.xlsx', zipOf(parts, { stored: true })))).toMatchObject({ code: 'source-too-large', detail: { limit: 'entries' } });
  });

  it('stop a CSV record with more columns than a sheet has and an export adds', async () => {
    const file = scratchFile('wide.csv', `${'a,'.repeat(limits.csvColumns)}b\n`);
    expect(await faultOfFile(file)).toMatchObject({ code: 'source-too-large', detail: { limit: 'csvColumns' } });
  });

  it('stop a part that is more than its entry states', async () => {
    const bytes = workbookBytes({ sheet: '<row><c><v>1</v></c></row>'.repeat(500) });
    const at = bytes.lastIndexOf('xl/worksheets/sheet1.xml') - 46;
    bytes.writeUInt32LE(1_000, at + 24);
    expect(await faultOfFile(scratchFile('more.xlsx', bytes))).toMatchObject({ code: 'source-damaged', detail: { reason: 'size' } });
  });

  it('hold a zip directory to places inside the file', async () => {
    for (const value of [0xffff_ffff_ffff_ffffn, 0x7fff_ffff_ffff_fff0n, 1n << 40n]) {
      const bytes = workbookBytes({ sheet: '', zip: { zip64: true } });
      bytes.writeBigUInt64LE(value, bytes.length - 22 - 20 + 8);
      expect((await faultOfFile(scratchFile('far.xlsx', bytes))).code).toBe('source-damaged');
    }
  });

  it('let a sheet be long whose rows stand in order, and call it damaged where they do not', async () => {
    const filler = `<!--${'x'.repeat(1_000)}-->`.repeat(17_000);
    const made = (rows: string) => ({ zip: { stored: true }, sheet: `${head}<row r="5"><c><v>5</v></c></row>${filler}${rows}${tail}` });
    const path = scratchFile('made.xlsx', workbookBytes(made('<row r="6"><c><v>6</v></c></row>')));
    expect((await rowsOfFile(path)).map((row) => row.row)).toEqual([5, 6]);
    expect(await faultOfWorkbook(made('<row r="4"><c><v>4</v></c></row>'))).toMatchObject({ code: 'source-damaged', detail: { reason: 'row-order' } });
  });
});

describe('shared strings beyond their memory', () => {
  const leftOver = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('strings-'));

  it('lie in a file without a name and come back as they were', async () => {
    const before = leftOver();
    const text = (index: number): string => `строка ${index} ${'x'.repeat(200 + (index % 50))}`;
    const count = Math.ceil((blockBytes / 250) * 4.5);
    const sst = `<sst xmlns="${mainNamespace}">${Array.from({ length: count }, (_, index) => `<si><t>${text(index)}</t></si>`).join('')}</sst>`;
    const strings = new SharedStrings(inPieces(Buffer.from(sst), 100_000), new StringStore(2));
    await strings.load(count);
    const asked = [0, 1, count - 1, ...Array.from({ length: 3_000 }, (_, index) => (index * 7_919) % count)];
    expect(asked.filter((index) => JSON.stringify(strings.cell(index)) !== JSON.stringify({ t: 's', v: text(index) }))).toEqual([]);
    expect(leftOver()).toEqual(before);
    await strings.close();
  });
});
