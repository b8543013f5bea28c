import { describe, expect, it } from 'vitest';
import { columnLetter } from '#contract/cells.ts';
import { cellOf, cellsOf, faultOfWorkbook, mainNamespace, rowsOfWorkbook } from '../../support/workbooks.ts';

const inline = (text: string): string => `<c r="A1" t="inlineStr"><is>${text}</is></c>`;

describe('values of a cell', () => {
  it.each([
    ['a number', '<c r="A1"><v>42</v></c>', { t: 'n', v: 42 }],
    ['a negative decimal', '<c r="A1"><v>-12.75</v></c>', { t: 'n', v: -12.75 }],
    ['a number in exponents', '<c r="A1"><v>1.5E-7</v></c>', { t: 'n', v: 1.5e-7 }],
    ['a number with white space around it', '<c r="A1"><v> 7\n</v></c>', { t: 'n', v: 7 }],
    ['a number with the type spelt out', '<c r="A1" t="n"><v>3</v></c>', { t: 'n', v: 3 }],
    ['minus zero as zero', '<c r="A1"><v>-0</v></c>', { t: 'n', v: 0 }],
    ['15 digits exactly', '<c r="A1"><v>123456789012345</v></c>', { t: 'n', v: 123456789012345 }],
    ['true', '<c r="A1" t="b"><v>1</v></c>', { t: 'b', v: true }],
    ['false in letters', '<c r="A1" t="b"><v>false</v></c>', { t: 'b', v: false }],
    ['an error', '<c r="A1" t="e"><v>#N/A</v></c>', { t: 'e', v: '#N/A' }],
    ['the text of a formula', '<c r="A1" t="str"><f>"a"&amp;1</f><v>a1</v></c>', { t: 's', v: 'a1' }],
    ['the number of a formula', '<c r="A1"><f>1+1</f><v>2</v></c>', { t: 'n', v: 2 }],
    ['an array formula', '<c r="A1"><f t="array" ref="A1:A2">B1:B2*2</f><v>4</v></c>', { t: 'n', v: 4 }],
    ['a shared formula without its text', '<c r="A1"><f t="shared" si="0"/><v>5</v></c>', { t: 'n', v: 5 }],
    ['the error of a formula', '<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', { t: 'e', v: '#DIV/0!' }],
    ['a formula never calculated as what it is', '<c r="A1"><f>NOW()</f></c>', { t: 'x', why: 'uncalculated', v: '' }],
    ['a formula with an empty result element', '<c r="A1" s="1"><f>NOW()</f><v></v></c>', { t: 'x', why: 'uncalculated', v: '' }],
    ['a formula with a closed result element', '<c r="A1"><f>NOW()</f><v/></c>', { t: 'x', why: 'uncalculated', v: '' }],
    ['a shared formula without its text or result', '<c r="A1"><f t="shared" si="0"/></c>', { t: 'x', why: 'uncalculated', v: '' }],
    ['an array formula without a result', '<c r="A1"><f t="array" ref="A1:A2">B1:B2*2</f><v></v></c>', { t: 'x', why: 'uncalculated', v: '' }],
    ['a formula of text without a result element', '<c r="A1" t="str"><f>B1</f></c>', { t: 'x', why: 'uncalculated', v: '' }],
    ['a formula whose result is zero', '<c r="A1"><f>B1</f><v>0</v></c>', { t: 'n', v: 0 }],
    ['a formula of text whose result element is closed', '<c r="A1" t="str"><f>B1</f><v/></c>', null],
    ['a formula whose text is empty as nothing', '<c r="A1" t="str"><f>""</f><v></v></c>', null],
    ['an empty inline string as nothing', inline('<t></t>'), null],
    ['an inline string', inline('<t>Привет</t>'), { t: 's', v: 'Привет' }],
    ['a rich inline string', inline('<r><rPr><b/></rPr><t xml:space="preserve">При </t></r><r><t>вет</t></r>'), { t: 's', v: 'При вет' }],
    ['text without its phonetic run', inline('<t>課</t><rPh sb="0" eb="1"><t>カ</t></rPh><phoneticPr fontId="1"/>'), { t: 's', v: '課' }],
    ['an inline string where a value is given too', '<c r="A1" t="inlineStr"><v>1.0</v><is><t>1.</t></is></c>', { t: 's', v: '1.' }],
    ['a cell with style alone as nothing', '<c r="A1" s="3"/>', null],
    ['a cell with an extension', '<c r="A1"><v>1</v><extLst><ext uri="x"><v>2</v></ext></extLst></c>', { t: 'n', v: 1 }],
  ])('reads %s', async (_, xml, cell) => {
    expect(await cellOf(xml)).toEqual(cell);
  });

  it.each([
    ...['abc', '0x1F', '1e400', '-1E309', '1,5', '1 234', '1.2.3', '12%', 'NaN', 'INF', '１２', ' ', '', '1e', '+', '31.01.2024', 'TRUE'].flatMap((v) => [`<c r="A1"><v>${v}</v></c>`, `<c r="A1" s="1" t="n"><v>${v}</v></c>`]),
    '<c r="A1"><v/></c>', '<c r="A1" t="n"><v /></c>', '<c r="A1" t="b"><v/></c>', '<c r="A1" t="s"><v/></c>', '<c r="A1" t="d"><v/></c>', '<c r="A1" t="e"><v/></c>',
    '<c r="A1"><f>1+1</f><v>two</v></c>', '<c r="A1" t="no"><v>x</v></c>',
    ...['2', 'yes', '-1', '01', '', 'истина'].map((v) => `<c r="A1" t="b"><v>${v}</v></c>`),
    ...['', ' ', 'abc', '-1', '1.5', '0x1', '+1', '1e1'].map((v) => `<c r="A1" t="s"><v>${v}</v></c>`),
    ...['', 'soon', '2024-02-31', '2024-13-01', '31.01.2024', '45322', '2024-01-31T24:30:00', '2024-01-31T10:60', 'T'].map((v) => `<c r="A1" t="d"><v>${v}</v></c>`),
    '<c r="A1" t="e"><v></v></c>',
  ])('tells content that is not of the kind of its cell: %s', async (xml) => {
    const v = /<v>(.*)<\/v>/.exec(xml)?.[1] ?? '';
    expect(await cellOf(xml, { strings: '<si><t>x</t></si>', formats: ['dd.mm.yyyy'] })).toEqual({ t: 'x', why: 'damaged', v });
  });

  it.each([
    ['a text of a formula that is empty', '<c r="A1" t="str"><v></v></c>', null],
    ['an inline string whose value is empty', '<c r="A1" t="inlineStr"><v></v></c>', null],
    ['a boolean in capitals', '<c r="A1" t="b"><v> TRUE </v></c>', { t: 'b', v: true }],
    ['a number too near to zero to be told from it', '<c r="A1"><v>1e-400</v></c>', { t: 'n', v: 0 }],
    ['a string whose number has white space around it', '<c r="A1" t="s"><v> 0\n</v></c>', { t: 's', v: 'x' }],
    ['the last moment of a day', '<c r="A1" t="d"><v>2024-01-31T24:00:00</v></c>', { t: 'd', v: '2024-02-01T00:00:00' }],
  ])('takes %s for what it is', async (_, xml, cell) => {
    expect(await cellOf(xml, { strings: '<si><t>x</t></si>' })).toEqual(cell);
  });

  it.each([
    ['the text of a formula', (word: string) => cellOf(`<c r="A1" t="str"><f>A2</f><v>${word}</v></c>`)],
    ['an inline string', (word: string) => cellOf(inline(`<t>${word}</t>`))],
    ['a rich inline string', (word: string) => cellOf(inline(`<r><t>${word}</t></r>`))],
    ['a shared string', (word: string) => cellOf('<c r="A1" t="s"><v>0</v></c>', { strings: `<si><t>${word}</t></si>` })],
    ['a rich shared string', (word: string) => cellOf('<c r="A1" t="s"><v>0</v></c>', { strings: `<si><r><t>${word}</t></r></si>` })],
  ])('takes what Excel writes in place of a value for an error, in %s', async (_, read) => {
    for (const word of ['#DIV/0!', '#N/A', '#n/a', '#REF!', '#ДЕЛ/0!', '#Н/Д', '#WERT!', '########']) expect(await read(word)).toEqual({ t: 'e', v: word });
    for (const word of ['#', '#tag', '#1', '#N/A today', 'N/A', 'a #N/A']) expect(await read(word)).toEqual({ t: 's', v: word });
  });

  it('keeps a string of digits a string', async () => {
    expect(await cellOf('<c r="A1" t="s"><v>0</v></c>', { strings: '<si><t>007</t></si>' })).toEqual({ t: 's', v: '007' });
  });

  it('shows a linked cell by its text', async () => {
    const sheet =
      `<?xml version="1.0"?><worksheet xmlns="${mainNamespace}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>our site</t></is></c></row></sheetData>` +
      '<hyperlinks><hyperlink ref="A1" location="https://example.com"/></hyperlinks></worksheet>';
    expect(await cellsOf({ sheet })).toEqual([{ t: 's', v: 'our site' }]);
  });
});

describe('text', () => {
  it.each([
    ['the five named references', 'a &amp;&lt;&gt;&quot;&apos; b', `a &<>"' b`],
    ['numeric references', '&#1071;&#x42f; &#128512;', 'ЯЯ 😀'],
    ['no references but those', '&nbsp;&unknown;&#0;&#xD800;', '&nbsp;&unknown;&#0;&#xD800;'],
    ['CDATA', 'a<![CDATA[<b>&amp;]]>c', 'a<b>&amp;c'],
    ['text with a comment inside', 'one<!-- </t> -->two', 'onetwo'],
    ['an escaped carriage return', 'one_x000D_\ntwo', 'one\r\ntwo'],
    ['an escaped escape', '_x005F_x000D_', '_x000D_'],
    ['an escaped pair of surrogates', '_xD83D__xDE00_', '😀'],
    ['an underscore that escapes nothing', 'first_xlast _x12_', 'first_xlast _x12_'],
    ['line ends as XML does', 'a\r\nb\rc\nd', 'a\nb\nc\nd'],
    ['a carriage return by reference', 'a&#13;\nb', 'a\r\nb'],
    ['letters of every length in UTF-8', 'aéЖ漢😀', 'aéЖ漢😀'],
  ])('decodes %s', async (_, xml, text) => {
    expect(await cellOf(inline(`<t>${xml}</t>`))).toEqual({ t: 's', v: text });
    expect(await cellOf('<c r="A1" t="s"><v>0</v></c>', { strings: `<si><t>${xml}</t></si>` })).toEqual({ t: 's', v: text });
  });

  it('keeps white space at the ends only where the file says that it counts, as Excel does', async () => {
    const strings = '<si><t> a </t></si><si><t xml:space="preserve"> b </t></si><si><t>\n</t></si><si><t xml:space=\'preserve\'>\t</t></si>';
    const cells = [0, 1, 2, 3].map((index) => `<c t="s"><v>${index}</v></c>`).join('');
    expect(await cellsOf({ sheet: `<row>${cells}</row>`, strings })).toEqual([{ t: 's', v: 'a' }, { t: 's', v: ' b ' }, null, { t: 's', v: '\t' }]);
    expect(await cellOf(inline('<t> a </t>'))).toEqual({ t: 's', v: 'a' });
    expect(await cellOf(inline('<t xml:space="preserve"> a&amp;b </t>'))).toEqual({ t: 's', v: ' a&b ' });
  });

  it('keeps the space between two rich text runs', async () => {
    expect(await cellOf(inline('<r><t>go to </t></r><r><t>example.com</t></r>'))).toEqual({ t: 's', v: 'go to example.com' });
  });

  it('gives the same text again and again from its memory', async () => {
    const names = ['Анна', 'Пётр', 'Anna', 'Анна', 'Анна', 'Пётр', 'Anna', 'Anna', 'Анна'];
    const sheet = names.map((name) => `<row><c t="inlineStr"><is><t>${name}</t></is></c></row>`).join('');
    const rows = await rowsOfWorkbook({ sheet });
    expect(rows.map((row) => row.cells[0])).toEqual(names.map((v) => ({ t: 's', v })));
  });
});

describe('places of cells', () => {
  it('puts cells where their references say, in any order, and fills gaps', async () => {
    const sheet = '<row r="3"><c r="D3"><v>4</v></c><c r="B3"><v>2</v></c></row>';
    expect(await rowsOfWorkbook({ sheet })).toEqual([{ row: 3, cells: [null, { t: 'n', v: 2 }, null, { t: 'n', v: 4 }] }]);
  });

  it('counts rows and cells that name no place', async () => {
    const sheet = '<row><c><v>1</v></c><c r="D1"><v>4</v></c><c><v>5</v></c></row><row r="7"><c><v>7</v></c></row><row><c><v>8</v></c></row>';
    expect(await rowsOfWorkbook({ sheet })).toEqual([
      { row: 1, cells: [{ t: 'n', v: 1 }, null, null, { t: 'n', v: 4 }, { t: 'n', v: 5 }] },
      { row: 7, cells: [{ t: 'n', v: 7 }] },
      { row: 8, cells: [{ t: 'n', v: 8 }] },
    ]);
  });

  it('takes the row number from the cells where the row has none', async () => {
    expect(await rowsOfWorkbook({ sheet: '<row><c r="A5"><v>1</v></c></row>' })).toEqual([{ row: 5, cells: [{ t: 'n', v: 1 }] }]);
  });

  it('leaves out rows without values and nulls at their ends', async () => {
    const sheet = '<row r="1"/><row r="2"><c r="A2" s="1"/></row><row r="3"><c r="A3"><v>1</v></c><c r="B3"/><c r="C3" t="s"/></row>';
    expect(await rowsOfWorkbook({ sheet })).toEqual([{ row: 3, cells: [{ t: 'n', v: 1 }] }]);
  });

  it('tells a place with two cells, and a cell with two values, as damaged', async () => {
    const damaged = { t: 'x', why: 'damaged', v: '' };
    expect(await cellsOf({ sheet: '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="B1"><v>3</v></c><c r="C1"><v>4</v><v>5</v></c><c r="D1"/><c r="D1"><v>6</v></c></row>' })).toEqual([{ t: 'n', v: 1 }, damaged, damaged, { t: 'n', v: 6 }]);
    expect(await cellsOf({ sheet: '<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>' })).toEqual([damaged]);
  });

  it('joins two rows of one number', async () => {
    const sheet = '<row r="2"><c r="A2"><v>1</v></c></row><row r="2"><c r="C2"><v>3</v></c></row>';
    expect(await rowsOfWorkbook({ sheet })).toEqual([{ row: 2, cells: [{ t: 'n', v: 1 }, null, { t: 'n', v: 3 }] }]);
  });

  it('brings rows that stand in any order into order', async () => {
    const sheet =
      '<row r="9"><c r="A9"><v>9</v></c></row><row r="2"><c r="A2"><v>2</v></c></row><row><c><v>3</v></c></row>' +
      '<row r="9"><c r="B9"><v>10</v></c></row><row r="2"><c r="A2"><v>22</v></c></row>';
    expect(await rowsOfWorkbook({ sheet })).toEqual([
      { row: 2, cells: [{ t: 'x', why: 'damaged', v: '' }] },
      { row: 3, cells: [{ t: 'n', v: 3 }] },
      { row: 9, cells: [{ t: 'n', v: 9 }, { t: 'n', v: 10 }] },
    ]);
  });

  it('knows the last column and row of Excel and none beyond', async () => {
    const [row] = await rowsOfWorkbook({ sheet: '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>' });
    expect([row?.row, row?.cells.length]).toEqual([1_048_576, 16_384]);
    expect(await faultOfWorkbook({ sheet: '<row r="1"><c r="XFE1"><v>1</v></c></row>' })).toEqual({
      code: 'source-too-large',
      detail: { file: 'made.xlsx', limit: 'columns', max: 16_384 },
    });
    expect((await faultOfWorkbook({ sheet: '<row r="1048577"><c><v>1</v></c></row>' })).code).toBe('source-too-large');
  });
});

describe('ways to write XML', () => {
  const expected = [{ row: 2, cells: [{ t: 's', v: 'one' }, { t: 'n', v: 2 }] }];
  const strings = '<si><t>one</t></si>';

  it.each([
    ['other quotes and order', `<row spans='1:2' r='2'><c t='s' s='0' r='A2'><v>0</v></c><c s="0" r="B2" cm='1'><v>2</v></c></row>`],
    ['white space in tags', '<row\n r = "2" ><c\tr="A2"  t= "s" ><v >0</v ></c ><c r="B2"\n><v>2</v>\n</c></row >'],
    ['line breaks between tags', '\n <row r="2">\n  <c r="A2" t="s">\n <v>0</v>\n </c>\n\n<c r="B2"><v>2</v></c>\n</row>\n'],
    ['comments and instructions', '<!-- <row r="1"> --><?a b?><row r="2"><!--x--><c r="A2" t="s"><!-- c --><v><!-- 1 -->0</v></c><?p?><c r="B2"><v>2<!-- 3 --></v></c></row>'],
    ['CDATA', '<row r="2"><c r="A2" t="s"><v><![CDATA[0]]></v></c><c r="B2"><v><![CDATA[2]]></v></c></row>'],
    ['small letters in references', '<row r="2"><c r="a2" t="s"><v>0</v></c><c r="b2"><v>2</v></c></row>'],
    ['foreign attributes', '<row r="2" x14ac:dyDescent="0.25" a:r="9"><c r="A2" t="s" b:note="a>b"><v>0</v></c><c r="B2"><v>2</v></c></row>'],
    ['style and type in either order', '<row r="2"><c r="A2" s="0" t="s"><v>0</v></c><c r="B2" t="n" s="0"><v>2</v></c></row>'],
    ['references that do not repeat the row', '<row r="2"><c r="A21" t="s"><v>0</v></c><c r="B"><v>2</v></c></row>'],
    ['a row that only its cells number', '<row><c r="A2" t="s"><v>0</v></c><c r="B2"><v>2</v></c></row>'],
  ])('takes %s', async (_, sheet) => {
    expect(await rowsOfWorkbook({ sheet, strings })).toEqual(expected);
  });

  it('finds columns of one letter, two and three in a row', async () => {
    const wanted = [0, 25, 26, 51, 59, 701, 702, 16_383];
    const sheet = `<row r="7">${wanted.map((index) => `<c r="${columnLetter(index)}7"><v>${index}</v></c>`).join('')}</row>`;
    const [row] = await rowsOfWorkbook({ sheet });
    expect(row?.cells.flatMap((cell, index) => (cell === null ? [] : [[index, cell]]))).toEqual(wanted.map((index) => [index, { t: 'n', v: index }]));
  });

  it('takes any namespace prefix', async () => {
    const sheet =
      `<?xml version="1.0"?><x:worksheet xmlns:x="${mainNamespace}"><x:sheetData><x:row r="2"><x:c r="A2" t="s"><x:v>0</x:v></x:c>` +
      '<x:c r="B2"><x:f>1+1</x:f><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>';
    const sst = `<?xml version="1.0"?><s:sst xmlns:s="${mainNamespace}"><s:si><s:t>one</s:t></s:si></s:sst>`;
    expect(await rowsOfWorkbook({ sheet, parts: { 'xl/sharedStrings.xml': sst } })).toEqual(expected);
  });

  it('passes over a document type and expands nothing it declares', async () => {
    const sheet =
      `<?xml version="1.0"?><!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]><worksheet xmlns="${mainNamespace}">` +
      '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>';
    expect(await cellsOf({ sheet })).toEqual([{ t: 's', v: '&b;' }]);
  });
});
