import { describe, expect, it } from 'vitest';
import { openSource } from '#engine/sheet/index.ts';
import { CanonicalXml } from '#engine/sheet/xml/canonicalXml.ts';
import { mainNamespace, officeNamespace, relationships, rowsOfFile, rowsOfWorkbook, scratchFile, workbookBytes } from '../../support/workbooks.ts';

const strictNamespace = 'http://purl.oclc.org/ooxml/spreadsheetml/main';
const strictOffice = 'http://purl.oclc.org/ooxml/officeDocument/relationships';
const compatibility = 'http://schemas.openxmlformats.org/markup-compatibility/2006';
const head = '<?xml version="1.0" encoding="UTF-8"?>';
const foreign = 'urn:foreign';

const number = (v: number): object => ({ t: 'n', v });
const text = (v: string): object => ({ t: 's', v });
const sheet = (attributes: string, inner: string): string => `${head}<worksheet ${attributes}>${inner}</worksheet>`;
const data = (rows: string): string => `<sheetData>${rows}</sheetData>`;
const main = `xmlns="${mainNamespace}" xmlns:mc="${compatibility}" xmlns:f="${foreign}" xmlns:m="${mainNamespace}"`;
const plain = '<row r="1"><c r="A1"><v>1</v></c></row>';

/** Cells of the first row; a second row follows in every sheet, to see that reading goes on rightly. */
async function firstRow(row: string): Promise<unknown> {
  const rows = await rowsOfWorkbook({ sheet: sheet(main, data(`${row}<row r="9"><c r="A9"><v>9</v></c><c r="B9" t="inlineStr"><is><t>nine</t></is></c></row>`)), strings: '<si><t>shared</t></si>' });
  expect(rows.at(-1)).toEqual({ row: 9, cells: [number(9), text('nine')] });
  return rows.length === 1 ? null : rows[0]?.cells;
}

describe('a sheet whose names', () => {
  it.each([
    ['have a prefix', `${head}<x:worksheet xmlns:x="${mainNamespace}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>`],
    ['are those of a strict workbook', sheet(`xmlns="${strictNamespace}"`, data(plain))],
    ['are declared nowhere', `${head}<worksheet>${data(plain)}</worksheet>`],
    ['change their prefix on the way', sheet(main, `<m:sheetData><m:row r="1"><q:c xmlns:q="${strictNamespace}" r="A1"><q:v>1</q:v></q:c></m:row></m:sheetData>`)],
    ['are declared anew', `${head}<f:worksheet xmlns:f="${mainNamespace}" xmlns="${foreign}"><sheetData><row r="1"><c r="A1"><v>2</v></c></row></sheetData><f:sheetData xmlns="${mainNamespace}">${plain}</f:sheetData></f:worksheet>`],
    ['stand beside foreign ones', sheet(main, `<f:sheetData><row r="1"><c r="A1"><v>2</v></c></row></f:sheetData>${data(plain)}`)],
    ['are in single quotes', `${head}<worksheet xmlns='${mainNamespace}'>${data(plain)}</worksheet>`],
  ])('%s is read', async (_, part) => {
    expect(await rowsOfWorkbook({ sheet: part })).toEqual([{ row: 1, cells: [number(1)] }]);
  });

  it('are all foreign is none', async () => {
    await expect(rowsOfWorkbook({ sheet: sheet(`xmlns="${foreign}"`, data(plain)) })).rejects.toMatchObject({ code: 'source-damaged' });
  });
});

describe('what is foreign', () => {
  it.each([
    ['a value', '<row r="1"><c r="A1"><f:v>2</f:v><v>1</v></c></row>', [number(1)]],
    ['a value behind the own one', '<row r="1"><c r="A1"><v>1</v><f:v>2</f:v></c></row>', [number(1)]],
    ['a value by its own default', `<row r="1"><c r="A1"><v xmlns="${foreign}">2</v><v>1</v></c></row>`, [number(1)]],
    ['a cell', '<row r="1"><f:c r="A1"><v>2</v></f:c><c r="B1"><v>1</v></c></row>', [null, number(1)]],
    ['a cell by its own default', `<row r="1"><c r="A1"><v>1</v></c><c r="B1" xmlns="${foreign}"><v>2</v></c></row>`, [number(1)]],
    ['a row', '<f:row r="1"><c r="A1"><v>2</v></c></f:row>', null],
    ['a row by its own default', `<row xmlns="${foreign}" r="1"><c r="A1"><v>2</v></c></row>`, null],
    ['a formula', '<row r="1"><c r="A1"><f:f>NOW()</f:f></c><c r="B1"><v>1</v></c></row>', [null, number(1)]],
    ['a text', '<row r="1"><c r="A1" t="inlineStr"><is><f:t>no</f:t><t>yes</t></is></c></row>', [text('yes')]],
    ['a text in a run', '<row r="1"><c r="A1" t="inlineStr"><is><r><t>yes</t><f:t>no</f:t></r></is></c></row>', [text('yes')]],
    ['a type', '<row r="1"><c r="A1" f:t="s"><v>0</v></c></row>', [number(0)]],
    ['a reference', '<row r="1"><c r="A1" f:r="C1"><v>1</v></c></row>', [number(1)]],
    ['a row number', '<row f:r="5" r="1"><c><v>1</v></c></row>', [number(1)]],
    ['an instruction about space', '<row r="1"><c r="A1" t="inlineStr"><is><t f:space="preserve"> a </t></is></c></row>', [text('a')]],
    ['an extension of a cell', '<row r="1"><c r="A1"><v>1</v><extLst><ext uri="x"><f:v>2</f:v><v>3</v></ext></extLst></c></row>', [number(1)]],
  ])('never counts: %s', async (_, row, cells) => {
    expect(await firstRow(row)).toEqual(cells);
  });
});

describe('alternatives', () => {
  const alternatives = (inner: string): string => `<mc:AlternateContent>${inner}</mc:AlternateContent>`;
  const cell = (v: number): string => `<c r="A1"><v>${v}</v></c>`;
  it.each([
    ['the fallback, where the choice asks for what is unknown', `<mc:Choice Requires="f">${cell(2)}</mc:Choice><mc:Fallback>${cell(1)}</mc:Fallback>`, [number(1)]],
    ['the first choice that asks for nothing unknown', `<mc:Choice Requires="f">${cell(2)}</mc:Choice><mc:Choice Requires="m">${cell(1)}</mc:Choice><mc:Choice Requires="m">${cell(3)}</mc:Choice><mc:Fallback>${cell(4)}</mc:Fallback>`, [number(1)]],
    ['nothing, where there is no fallback', `<mc:Choice Requires="m f">${cell(2)}</mc:Choice>`, null],
    ['nothing of what is no choice', `${cell(2)}<mc:Fallback>${cell(1)}</mc:Fallback>`, [number(1)]],
    ['alternatives inside alternatives', `<mc:Fallback>${alternatives(`<mc:Choice Requires="f">${cell(2)}</mc:Choice><mc:Fallback>${cell(1)}</mc:Fallback>`)}</mc:Fallback>`, [number(1)]],
  ])('are %s', async (_, inner, cells) => {
    expect(await firstRow(`<row r="1">${alternatives(inner)}</row>`)).toEqual(cells);
  });

  it('around whole rows are resolved too', async () => {
    expect(await firstRow(alternatives(`<mc:Choice Requires="f"><row r="1"><c r="A1"><v>2</v></c></row></mc:Choice><mc:Fallback><row r="1"><c r="A1"><v>1</v></c></row></mc:Fallback>`))).toEqual([number(1)]);
  });
});

describe('shared strings', () => {
  const read = (part: string): Promise<unknown> => rowsOfWorkbook({ sheet: '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>', parts: { 'xl/sharedStrings.xml': part } });
  it.each([
    ['with a prefix', `${head}<x:sst xmlns:x="${mainNamespace}"><x:si><x:t>one</x:t></x:si><x:si><x:r><x:t>two</x:t></x:r></x:si></x:sst>`],
    ['of a strict workbook', `${head}<sst xmlns="${strictNamespace}"><si><t>one</t></si><si><t>two</t></si></sst>`],
    ['with foreign items between', `${head}<sst xmlns="${mainNamespace}" xmlns:f="${foreign}"><si><t>one</t></si><f:si><t>no</t></f:si><si><f:t>no</f:t><t>two</t></si></sst>`],
    ['declared anew on an item', `${head}<sst xmlns="${mainNamespace}"><si xmlns="${foreign}"><t>no</t></si><si><t>one</t></si><si><t>two</t><t xmlns="${foreign}">no</t></si></sst>`],
  ])('%s are read', async (_, part) => {
    expect(await read(part)).toEqual([{ row: 1, cells: [text('one'), text('two')] }]);
  });
});

describe('the workbook part', () => {
  const workbook = (inner: string, more = ''): string => `${head}<workbook xmlns="${mainNamespace}" xmlns:r="${officeNamespace}" xmlns:mc="${compatibility}" ${more}>${inner}</workbook>`;
  const sheets = '<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets>';
  const dated = (part: string): Promise<unknown> => rowsOfWorkbook({ sheet: '<row r="1"><c r="A1" s="1"><v>38921</v></c></row>', formats: [14], parts: { 'xl/workbook.xml': part } });

  it.each([
    ['a namesake of another namespace', workbook(`<workbookPr date1904="1"/><x15:workbookPr chartTrackingRefBase="1"/>${sheets}`, 'xmlns:x15="urn:x15"')],
    ['a namesake in an extension', workbook(`<workbookPr date1904="true"/>${sheets}<extLst><ext uri="{1}"><workbookPr/></ext></extLst>`)],
    ['a choice that is not understood', workbook(`<workbookPr date1904="1"/><mc:AlternateContent><mc:Choice Requires="x15" xmlns:x15="urn:x15"><workbookPr/></mc:Choice></mc:AlternateContent>${sheets}`)],
  ])('keeps its date system beside %s', async (_, part) => {
    expect(await dated(part)).toMatchObject([{ cells: [{ t: 'd', v: '2010-07-24T00:00:00' }] }]);
  });

  it('takes no date system of another namespace', async () => {
    expect(await dated(workbook(`<workbookPr f:date1904="1"/>${sheets}`, `xmlns:f="${foreign}"`))).toMatchObject([{ cells: [{ t: 'd', v: '2006-07-23T00:00:00' }] }]);
  });

  it.each([
    ['an id of its own beside it', `<sheet name="Sheet1" sheetId="1" r:id="rId1" id="rId9"/>`, officeNamespace],
    ['the same in the other order', `<sheet name="Sheet1" sheetId="1" id="rId9" r:id="rId1"/>`, officeNamespace],
    ['a strict namespace', `<sheet name="Sheet1" sheetId="1" r:id="rId1"/>`, strictOffice],
    ['a foreign id behind it', `<sheet name="Sheet1" sheetId="1" r:id="rId1" f:id="rId9" xmlns:f="${foreign}"/>`, officeNamespace],
  ])('names a sheet by the id of its relationship, with %s', async (_, element, office) => {
    const part = `${head}<workbook xmlns="${mainNamespace}" xmlns:r="${office}"><sheets>${element}</sheets></workbook>`;
    const bytes = workbookBytes({ sheet: plain, parts: { 'xl/workbook.xml': part, 'xl/_rels/workbook.xml.rels': relationships([['worksheet', 'worksheets/sheet1.xml']]).replaceAll(officeNamespace, office) } });
    const path = scratchFile('ids.xlsx', bytes);
    const source = await openSource(path);
    expect(source.sheets).toHaveLength(1);
    await source.close();
    expect(await rowsOfFile(path)).toEqual([{ row: 1, cells: [number(1)] }]);
  });
});

describe('the canonical form', () => {
  it('is the same wherever the bytes are cut', () => {
    const part = `${head}<!-- a --><x:a xmlns:x="${mainNamespace}" xmlns:mc="${compatibility}" xmlns:f="${foreign}" q='1>2' f:q="3"><x:b>т&amp;<![CDATA[<c>]]></x:b><f:d><x:b/></f:d><mc:AlternateContent><mc:Choice Requires="f"/><mc:Fallback><x:e/></mc:Fallback></mc:AlternateContent></x:a>`;
    const expected = `<a q='1>2'><b>т&amp;<![CDATA[<c>]]></b><e/></a>`;
    for (const size of [1, 2, 3, 7, 1000]) {
      const canonical = new CanonicalXml('main');
      const bytes = Buffer.from(part);
      const pieces: Buffer[] = [];
      for (let at = 0; at < bytes.length; at += size) pieces.push(canonical.feed(bytes.subarray(at, at + size)));
      expect(Buffer.concat([...pieces, canonical.end()]).toString()).toBe(expected);
    }
  });
});
