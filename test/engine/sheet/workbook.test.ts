import { describe, expect, it } from 'vitest';
import { Fault } from '#contract/faults.ts';
import { explain } from '#contract/sentences.ts';
import { openSource } from '#engine/sheet/index.ts';
import {
  faultOfFile, faultOfWorkbook, mainNamespace, officeNamespace, relationships, rowsOfFile, rowsOfWorkbook, scratchFile, sheetPart, workbookBytes,
} from '../../support/workbooks.ts';

const one = '<row r="1"><c r="A1"><v>1</v></c></row>';
const ones = [{ row: 1, cells: [{ t: 'n', v: 1 }] }];

/** A workbook part with these sheets; attributes as they stand. */
function workbookPart(sheets: string): string {
  return `<?xml version="1.0"?><workbook xmlns="${mainNamespace}" xmlns:r="${officeNamespace}"><sheets>${sheets}</sheets></workbook>`;
}

/** Four sheets of different kinds; the first visible one is empty. */
const many = workbookBytes({
  sheet: '',
  parts: {
    'xl/workbook.xml': workbookPart(
      '<sheet name="Chart" sheetId="1" r:id="rId4"/><sheet name="Secret" sheetId="2" state="hidden" r:id="rId2"/>' +
        '<sheet name="Empty" sheetId="3" r:id="rId1"/><sheet name="Very &quot;secret&quot;" sheetId="4" state="veryHidden" r:id="rId3"/>' +
        '<sheet name="Данные" sheetId="5" r:id="rId5"/>',
    ),
    'xl/_rels/workbook.xml.rels': relationships([
      ['worksheet', 'worksheets/sheet1.xml'], ['worksheet', 'worksheets/sheet2.xml'], ['worksheet', 'worksheets/sheet2.xml'],
      ['chartsheet', 'chartsheets/sheet1.xml'], ['worksheet', 'worksheets/sheet3.xml'],
    ]),
    'xl/chartsheets/sheet1.xml': `<chartsheet xmlns="${mainNamespace}"/>`,
    'xl/worksheets/sheet2.xml': sheetPart('<row><c><v>2</v></c></row>'),
    'xl/worksheets/sheet3.xml': sheetPart(one),
  },
});

describe('sheets', () => {
  it('are listed by name, kind and visibility without being read', async () => {
    const source = await openSource(scratchFile('many.xlsx', many));
    expect(source).toMatchObject({
      name: 'many.xlsx',
      bytes: many.length,
      kind: 'xlsx',
      csv: null,
      sheets: [
        { name: 'Chart', visibility: 'visible', kind: 'other' },
        { name: 'Secret', visibility: 'hidden', kind: 'cells' },
        { name: 'Empty', visibility: 'visible', kind: 'cells' },
        { name: 'Very "secret"', visibility: 'veryHidden', kind: 'cells' },
        { name: 'Данные', visibility: 'visible', kind: 'cells' },
      ],
    });
    await source.close();
  });

  it('are chosen by name, hidden ones too', async () => {
    const path = scratchFile('many.xlsx', many);
    expect(await rowsOfFile(path, { sheet: 'Secret' })).toEqual([{ row: 1, cells: [{ t: 'n', v: 2 }] }]);
    expect(await rowsOfFile(path, { sheet: 'Empty' })).toEqual([]);
  });

  it('without a choice are the first visible one with a value', async () => {
    const path = scratchFile('many.xlsx', many);
    expect(await rowsOfFile(path)).toEqual(ones);
    const source = await openSource(path);
    expect(await source.defaultSheet()).toBe('Данные');
    await source.close();
  });

  it('that are not there are named together with those that are', async () => {
    expect(await faultOfFile(scratchFile('many.xlsx', many), { sheet: 'data' })).toEqual({
      code: 'sheet-missing',
      detail: { file: 'many.xlsx', sheet: 'data', sheets: ['Chart', 'Secret', 'Empty', 'Very "secret"', 'Данные'] },
    });
  });

  it('of charts have no cells', async () => {
    expect((await faultOfFile(scratchFile('many.xlsx', many), { sheet: 'Chart' })).code).toBe('sheet-no-cells');
  });

  it('without a data element are empty', async () => {
    expect(await rowsOfWorkbook({ sheet: `<?xml version="1.0"?><worksheet xmlns="${mainNamespace}"/>` })).toEqual([]);
    expect(await rowsOfWorkbook({ sheet: `<?xml version="1.0"?><worksheet xmlns="${mainNamespace}"><sheetData/></worksheet>` })).toEqual([]);
  });
});

describe('parts', () => {
  const targets = (sheet: string, strings: string): string => relationships([['worksheet', sheet], ['sharedStrings', strings]]);
  const sst = `<?xml version="1.0"?><sst xmlns="${mainNamespace}"><si><t>shared</t></si></sst>`;
  const sheet = sheetPart('<row r="1"><c r="A1" t="s"><v>0</v></c></row>');
  const shared = [{ row: 1, cells: [{ t: 's', v: 'shared' }] }];

  it.each([
    ['absolute', '/xl/deep/a.xml', '/strings.xml', 'xl/deep/a.xml', 'strings.xml'],
    ['relative with steps up', '../other/./a.xml', '../xl/b.xml', 'other/a.xml', 'xl/b.xml'],
    ['escaped', 'my%20sheet.xml', 'b.xml', 'xl/my sheet.xml', 'xl/b.xml'],
    ['of another case', 'Worksheets/SHEET1.xml', 'SharedStrings.XML', 'xl/worksheets/sheet1.xml', 'xl/sharedStrings.xml'],
    ['with backslashes', 'worksheets\\a.xml', 'b.xml', 'xl/worksheets/a.xml', 'xl/b.xml'],
    ['with a slash in front in the zip', '/xl/a.xml', '/xl/b.xml', '/xl/a.xml', '/xl/b.xml'],
    ['absolute without their slash', 'xl/worksheets/a.xml', 'xl/b.xml', 'xl/worksheets/a.xml', 'xl/b.xml'],
  ])('are found by %s paths', async (_, sheetTarget, stringsTarget, sheetName, stringsName) => {
    const parts = {
      'xl/worksheets/sheet1.xml': null,
      'xl/_rels/workbook.xml.rels': targets(sheetTarget, stringsTarget),
      [sheetName]: sheet,
      [stringsName]: sst,
    };
    expect(await rowsOfWorkbook({ sheet: '', parts })).toEqual(shared);
  });

  it('may lie anywhere, and the workbook may be called anything', async () => {
    const parts = {
      'xl/workbook.xml': null,
      'xl/_rels/workbook.xml.rels': null,
      '_rels/.rels': relationships([['extended-properties', 'docProps/app.xml'], ['officeDocument', '/book/main.xml']]),
      'book/main.xml': workbookPart('<sheet name="A" sheetId="1" r:id="rId1"/>'),
      'book/_rels/main.xml.rels': targets('../xl/worksheets/sheet1.xml', '../b.xml'),
      'b.xml': sst,
    };
    expect(await rowsOfWorkbook({ sheet, parts })).toEqual(shared);
  });

  it('are found without the package\'s relationships', async () => {
    expect(await rowsOfWorkbook({ sheet: one, parts: { '_rels/.rels': null, '[Content_Types].xml': null } })).toEqual(ones);
  });

  it('of a strict workbook are read like any other', async () => {
    const strict = (text: string): string =>
      text.replaceAll(mainNamespace, 'http://purl.oclc.org/ooxml/spreadsheetml/main').replaceAll(officeNamespace, 'http://purl.oclc.org/ooxml/officeDocument/relationships');
    const parts = {
      '_rels/.rels': strict(relationships([['officeDocument', 'xl/workbook.xml']])),
      'xl/workbook.xml': strict(workbookPart('<sheet name="A" sheetId="1" r:id="rId1"/>')),
      'xl/_rels/workbook.xml.rels': strict(targets('worksheets/sheet1.xml', 'sharedStrings.xml')),
      'xl/sharedStrings.xml': strict(sst),
      'xl/worksheets/sheet1.xml': strict(String(sheet)),
    };
    expect(await rowsOfWorkbook({ sheet: '', parts })).toEqual(shared);
  });

  it.each([
    ['UTF-8 with a byte order mark', (text: string) => Buffer.from(`\ufeff${text}`)],
    ['UTF-16 little endian', (text: string) => Buffer.from(`\ufeff${text.replace('UTF-8', 'UTF-16')}`, 'utf16le')],
    ['UTF-16 big endian', (text: string) => Buffer.from(`\ufeff${text.replace('UTF-8', 'UTF-16')}`, 'utf16le').swap16()],
    ['UTF-16 without a mark', (text: string) => Buffer.from(text.replace('UTF-8', 'UTF-16'), 'utf16le')],
    ['windows-1251 where declared', (text: string) => cp1251(text.replace('UTF-8', 'windows-1251'))],
  ])('may be in %s', async (_, encode) => {
    const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
    const made = {
      sheet: encode(`${head}<worksheet xmlns="${mainNamespace}"><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData></worksheet>`),
      parts: { 'xl/sharedStrings.xml': encode(`${head}<sst xmlns="${mainNamespace}"><si><t>Привет</t></si></sst>`) },
    };
    expect(await rowsOfWorkbook(made)).toEqual([{ row: 1, cells: [{ t: 's', v: 'Привет' }] }]);
  });

  it.each(['stored', 'descriptors', 'zip64'] as const)('may be zipped with %s', async (way) => {
    expect(await rowsOfWorkbook({ sheet: one, zip: { [way]: true } })).toEqual(ones);
  });

  it('may be without styles and shared strings', async () => {
    expect(await rowsOfWorkbook({ sheet: '<row><c s="7"><v>1</v></c></row>' })).toEqual(ones);
  });
});

/** Cyrillic text in windows-1251: ASCII and А…я. */
function cp1251(text: string): Buffer {
  return Buffer.from([...text].map((letter) => (letter.charCodeAt(0) < 128 ? letter.charCodeAt(0) : letter.charCodeAt(0) - 0x410 + 0xc0)));
}

describe('damage inside a sheet', () => {
  const good = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>';
  const cell = (xml: string, row = ' r="7"'): string => `${good}<row${row}><c r="A7"><v>1</v></c>${xml}</row>`;
  it.each([
    ['a string that is not there', cell('<c r="C7" t="s"><v>9</v></c>'), { reason: 'string-index', row: 7, cell: 'C7' }],
    ['such a string in a cell without a reference', cell('<c t="s"><v>9</v></c>'), { reason: 'string-index', row: 7, cell: 'B7' }],
    ['in a row without a number', `${good}<row><c t="s"><v>9</v></c></row>`, { reason: 'string-index', row: 2, cell: 'A2' }],
    ['in a row that its cells alone name', `${good}<row><c r="C9" t="s"><v>9</v></c></row>`, { reason: 'string-index', row: 9, cell: 'C9' }],
    ['a string number beyond all numbers', cell('<c r="C7" t="s"><v>12345678901</v></c>'), { reason: 'string-index', row: 7, cell: 'C7' }],
    ['a reference that names no column', cell('<c r="7"><v>1</v></c>'), { reason: 'reference', row: 7, cell: '7' }],
    ['a reference the wrong way round', cell('<c r="7C"><v>1</v></c>'), { reason: 'reference', row: 7, cell: '7C' }],
    ['a reference of R1C1', cell("<c r='R7C3'><v>1</v></c>"), { reason: 'reference', row: 7, cell: 'R7C3' }],
    ['a range for a reference', cell('<c r="A7:C7"><v>1</v></c>'), { reason: 'reference', row: 7, cell: 'A7:C7' }],
    ['a style that is none', cell('<c r="C7" s="x"><v>1</v></c>'), { reason: 'style', row: 7, cell: 'C7' }],
    ['tags that do not match in a cell', cell('<c r="C7"><f>1</f></x>'), { reason: 'xml', row: 7, cell: 'C7' }],
    ['a row number that is none', `${good}<row r="x"><c><v>1</v></c></row>`, { reason: 'row-number', row: 2 }],
    ['an end in the middle', `<?xml version="1.0"?><worksheet xmlns="${mainNamespace}"><sheetData>${good}<row r="2"><c r="A2">`, { reason: 'sheet-cut-off', row: 2 }],
  ])('is told by sheet, row and cell: %s', async (_, sheet, place) => {
    const fault = await faultOfWorkbook({ sheet, strings: '<si><t>a</t></si>' });
    expect(fault).toEqual({ code: 'source-damaged', detail: { file: 'made.xlsx', sheet: expect.any(String) as string, ...place } });
  });

  it('is told in words that lead there', () => {
    const { data } = new Fault('source-damaged', { file: 'made.xlsx', sheet: 'Clients', row: 7, cell: 'C7', reason: 'string-index' });
    const { what, meaning } = explain(data);
    expect(what).toBe('The file “made.xlsx” is damaged (string-index): sheet “Clients”, row 7, cell C7.');
    expect(meaning).toContain('refers to a text that is not in the file');
  });
});

describe('a workbook that is not whole', () => {
  it.each([
    ['its sheet is missing', { sheet: '', parts: { 'xl/worksheets/sheet1.xml': null } }],
    ['its sheet ends in the middle', { sheet: '<?xml version="1.0"?><worksheet><sheetData><row><c><v>1</v></c></row>' }],
    ['its sheet ends in a row', { sheet: '<?xml version="1.0"?><worksheet><sheetData><row><c><v>1</v></c>' }],
    ['its sheet is no XML', { sheet: '<?xml version="1.0"?>foo<worksheet><sheetData/></worksheet>' }],
    ['its sheet is another kind of XML', { sheet: '<?xml version="1.0"?><html><sheetData/></html>' }],
    ['its sheet is empty', { sheet: Buffer.alloc(0) }],
    ['its tags do not match', { sheet: '<row><c><v>1</v></row></c>' }],
    ['a string is missing', { sheet: '<row><c t="s"><v>3</v></c></row>', strings: '<si><t>a</t></si>' }],
    ['a string number is beyond all numbers', { sheet: '<row><c t="s"><v>12345678901</v></c></row>', strings: '<si><t>a</t></si>' }],
    ['its strings end in the middle', { sheet: '<row><c t="s"><v>1</v></c></row>', parts: { 'xl/sharedStrings.xml': '<sst><si><t>a</t></si><si><t>b' } }],
    ['its rows have no numbers', { sheet: '<row r="x"><c><v>1</v></c></row>' }],
    ['it names no sheets', { sheet: one, parts: { 'xl/workbook.xml': workbookPart('') } }],
    ['its description is cut off', { sheet: one, parts: { 'xl/workbook.xml': workbookPart('<sheet name="a"').slice(0, -30) } }],
  ])('is damaged when %s', async (_, made) => {
    expect(await faultOfWorkbook(made)).toMatchObject({ code: 'source-damaged', detail: { file: 'made.xlsx' } });
  });

  it('is damaged when a byte of it is wrong', async () => {
    const bytes = workbookBytes({ sheet: one.replace('<v>1</v>', '<v>1234</v>'), zip: { stored: true } });
    const at = bytes.indexOf('1234');
    bytes[at] = 0x39;
    expect(await faultOfFile(scratchFile('bit.xlsx', bytes))).toEqual({ code: 'source-damaged', detail: { file: 'bit.xlsx', reason: 'checksum' } });
  });

  it('is damaged when its end is missing', async () => {
    const bytes = workbookBytes({ sheet: one });
    expect((await faultOfFile(scratchFile('cut.xlsx', bytes.subarray(0, bytes.length - 30)))).code).toBe('source-damaged');
  });

  it('asks for no more than the rows that were wanted', async () => {
    const rows = Array.from({ length: 50_000 }, (_, index) => `<row><c t="s"><v>${index}</v></c></row>`).join('');
    const strings = Array.from({ length: 50_000 }, (_, index) => `<si><t>text number ${index}</t></si>`).join('');
    const source = await openSource(scratchFile('long.xlsx', workbookBytes({ sheet: rows, strings })));
    let most = 0;
    for await (const batch of source.rows({ onProgress: (bytes) => { most = bytes; } })) {
      expect(batch[0]).toEqual({ row: 1, cells: [{ t: 's', v: 'text number 0' }] });
      break;
    }
    expect(most).toBeGreaterThan(0);
    await source.close();
  });

  it('stops when told to', async () => {
    const stop = new AbortController();
    stop.abort();
    const path = scratchFile('made.xlsx', workbookBytes({ sheet: one }));
    expect(await faultOfFile(path, { signal: stop.signal })).toEqual({ code: 'cancelled', detail: { file: 'made.xlsx' } });
  });
});
