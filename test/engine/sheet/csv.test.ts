import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import type { SheetRow } from '#contract/cells.ts';
import { openSource } from '#engine/sheet/index.ts';
import { csvRows } from '#engine/sheet/csv/source.ts';
import { inPieces } from '../../support/pieces.ts';
import { faultOfFile, rowsOfFile, scratchFile } from '../../support/workbooks.ts';
import { cases } from '../../support/longForms.ts';

/** Rows as texts, null for an empty cell. */
function texts(rows: readonly SheetRow[]): (string | null)[][] {
  return rows.map((row) => row.cells.map((cell) => (cell?.t === 's' ? cell.v : null)));
}

async function textsOf(content: string | Buffer): Promise<(string | null)[][]> {
  return texts(await rowsOfFile(scratchFile('list.csv', content)));
}

describe('cells of a CSV file', () => {
  it('are strings exactly as they stand', async () => {
    expect(await rowsOfFile(scratchFile('list.csv', 'a,b,c\n007, x ,1e3\n'))).toEqual([
      { row: 1, cells: [{ t: 's', v: 'a' }, { t: 's', v: 'b' }, { t: 's', v: 'c' }], fields: 3 },
      { row: 2, cells: [{ t: 's', v: '007' }, { t: 's', v: ' x ' }, { t: 's', v: '1e3' }], fields: 3 },
    ]);
  });

  it.each([
    ['quotes around delimiters and line ends', 'a,"b,c"\n"d\r\ne",f\n', [['a', 'b,c'], ['d\r\ne', 'f']]],
    ['doubled quotes', 'a,"say ""hi"""\n"""",x\n', [['a', 'say "hi"'], ['"', 'x']]],
    ['quotes inside a word', 'a,5" pipe\nb,O"Neil\n', [['a', '5" pipe'], ['b', 'O"Neil']]],
    ['white space behind a closing quote', 'a,b\n"c" ,d\n', [['a', 'b'], ['c', 'd']]],
    ['empty cells as nothing', 'a,,c\n,,\n"",b,\n', [['a', null, 'c'], [null, 'b']]],
    ['line ends of Windows', 'a,b\r\nc,d\r\n', [['a', 'b'], ['c', 'd']]],
    ['line ends of old Macs', 'a,b\rc,d\r', [['a', 'b'], ['c', 'd']]],
    ['a last line without an end', 'a,b\nc,d', [['a', 'b'], ['c', 'd']]],
    ['a last cell that is quoted', 'a,b\nc,"d"', [['a', 'b'], ['c', 'd']]],
    ['rows of different lengths', 'a,b\nc\nd,e,f\n', [['a', 'b'], ['c'], ['d', 'e', 'f']]],
    ['a single column', 'email\na@example.com\nb@example.com\n', [['email'], ['a@example.com'], ['b@example.com']]],
  ])('take %s', async (_, content, expected) => {
    expect(await textsOf(content)).toEqual(expected);
  });

  it('are counted by records, blank lines included', async () => {
    const rows = await rowsOfFile(scratchFile('list.csv', 'a,b\n\n"x\ny",1\n\n\nz,2\n'));
    expect(rows.map((row) => row.row)).toEqual([1, 3, 6]);
  });

  it('are none in an empty file', async () => {
    expect(await textsOf('')).toEqual([]);
    expect(await textsOf('\n\n')).toEqual([]);
  });

  it('come back exactly, whatever they hold and wherever the bytes are cut', async () => {
    // What Excel writes for an error, or for a text that looks like a number, is not a text; nor are control characters.
    const cell = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !/^[#=]|[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]/.test(text)), fc.constantFrom('', '"', '\r\n', ',', 'Ж', 'a"b,c\nd'));
    const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 9 }), async (rows, size) => {
        const written = rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')).join('\r\n') + '\r\n';
        const read: SheetRow[] = [];
        for await (const batch of csvRows(inPieces(Buffer.from(written), size), { delimiter: ',', quote: '"', hasSeparatorLine: false })) read.push(...batch);
        const expected = rows
          .map((row, index) => ({ row: index + 1, fields: row.length, cells: row.map((text) => (text === '' ? null : { t: 's', v: text })) }))
          .map(({ cells, ...row }) => ({ ...row, cells: cells.slice(0, cells.findLastIndex((each) => each !== null) + 1) }))
          .filter(({ cells }) => cells.length > 0);
        expect(read).toEqual(expected);
      }),
      { seed: 7, numRuns: cases(150, 400) },
    );
  });
});

describe('broken quotes', () => {
  it('are named with their line', async () => {
    expect(await faultOfFile(scratchFile('list.csv', 'a,b\n"x\ny",1\nc,"d\ne,f\n'))).toEqual({
      code: 'csv-broken',
      detail: { file: 'list.csv', line: 4, reason: 'quote-open' },
    });
  });
});

describe('a broken quote behind a text of several lines', () => {
  it('is named with its own line, not that of the record', async () => {
    expect(await faultOfFile(scratchFile('list.csv', 'a,b\n"x\ny\nz","d\ne,f\n'))).toMatchObject({ code: 'csv-broken', detail: { line: 4 } });
  });
});

describe('the delimiter', () => {
  it.each([
    [',', 'name,city\nAnn,"Paris; France"\nBob,Rome\n'],
    [';', 'имя;сумма\nАнна;1,50\nПётр;2,75\n'],
    ['\t', 'a\tb\n1\t2,5\n3\t4,5\n'],
    ['|', 'a|b|c\n1|2|3\n'],
  ])('%j is found', async (delimiter, content) => {
    const source = await openSource(scratchFile('list.csv', content));
    expect(source.csv?.delimiter.value).toBe(delimiter);
    await source.close();
  });

  it('may be given by a first line that Excel obeys and does not show', async () => {
    for (const end of ['\n', '\r\n']) {
      const rows = await rowsOfFile(scratchFile('list.csv', `\ufeffsep=;${end}a;b,c${end}1;2${end}`));
      expect(texts(rows)).toEqual([['a', 'b,c'], ['1', '2']]);
      expect(rows[0]?.row).toBe(1);
    }
  });

  it('can be set', async () => {
    const path = scratchFile('list.csv', 'a;b,c\n1;2,3\n');
    expect(texts(await rowsOfFile(path, {}, { csv: { delimiter: ',' } }))).toEqual([['a;b', 'c'], ['1;2', '3']]);
    expect((await faultOfFile(path, {}, { csv: { delimiter: '"' } })).code).toBe('bad-input');
    expect((await faultOfFile(path, {}, { csv: { delimiter: 'Ж' } })).code).toBe('bad-input');
  });
});

describe('the quotation mark', () => {
  it('may be the single one, where no other is used', async () => {
    expect(await textsOf("'name','city'\n'O''Neil','Rome, Italy'\n'Ann',\n")).toEqual([['name', 'city'], ["O'Neil", 'Rome, Italy'], ['Ann']]);
    expect(await textsOf("name,city\n'Ann',Rome\nBob,Oslo\n")).toEqual([['name', 'city'], ["'Ann'", 'Rome'], ['Bob', 'Oslo']]);
  });

  it('can be set', async () => {
    const path = scratchFile('list.csv', "a,b\n'x,y',\"z\n");
    expect(texts(await rowsOfFile(path, {}, { csv: { quote: "'" } }))).toEqual([['a', 'b'], ['x,y', '"z']]);
    expect((await faultOfFile(path, {}, { csv: { quote: ',' } })).code).toBe('bad-input');
  });
});

describe('the encoding', () => {
  const russian = 'Имя;Город;Сумма\nАнна Каренина;Санкт-Петербург;15 000\nЁжиков Пётр;Нижний Новгород;7\n';
  const capitals = 'ИВАНОВ;МОСКВА;1\nПЕТРОВА;ЕКАТЕРИНБУРГ;2\nЩУКИН;ЧЕЛЯБИНСК;3\n';
  const ukrainian = "Ім'я;Місто\nЮлія Їжак;Київ\nОлександр Ґудзь;Чернівці\n";
  const western = 'Name;City\nJosé Müller;Málaga\nRenée Gonçalves;Zürich\nJürgen Groß;Köln\n';

  it.each([
    ['utf-8', russian], ['utf-8', western], ['utf-8', 'only;ASCII\n1;2\n'],
    ['windows-1251', russian], ['windows-1251', capitals], ['windows-1251', ukrainian], ['windows-1251', 'Город\nМосква\n'],
    ['koi8-r', russian], ['koi8-r', capitals],
    ['windows-1252', western],
    ['utf-16le', russian], ['utf-16be', russian], ['utf-16le', western],
  ])('%s is told by its letters', async (encoding, content) => {
    const path = scratchFile('list.csv', iconv.encode(content, encoding));
    const source = await openSource(path);
    expect(source.csv?.encoding.value).toBe(encoding);
    await source.close();
    expect(texts(await rowsOfFile(path))).toEqual(content.trim().split('\n').map((line) => line.split(source.csv!.delimiter.value)));
  });

  it.each(['utf-8', 'utf-16le', 'utf-16be'])('%s is told by its mark', async (encoding) => {
    const path = scratchFile('list.csv', iconv.encode('\ufeffa;Ж\n1;2\n', encoding, { addBOM: false }));
    const source = await openSource(path);
    expect(source.csv?.encoding.value).toBe(encoding);
    await source.close();
    expect(texts(await rowsOfFile(path))).toEqual([['a', 'Ж'], ['1', '2']]);
  });

  it('is not decided by a first megabyte of ASCII', async () => {
    const ascii = 'name;city\n' + 'Ann;Rome\n'.repeat(150_000);
    const path = scratchFile('list.csv', Buffer.concat([Buffer.from(ascii), iconv.encode('Анна;Москва\n', 'windows-1251')]));
    const source = await openSource(path);
    expect(source.csv?.encoding.value).toBe('windows-1251');
    await source.close();
    expect(texts(await rowsOfFile(path)).at(-1)).toEqual(['Анна', 'Москва']);
  });

  it('can be set', async () => {
    const path = scratchFile('list.csv', iconv.encode('Привет;1\nМир;2\n', 'cp866'));
    expect(texts(await rowsOfFile(path, {}, { csv: { encoding: 'cp866' } }))).toEqual([['Привет', '1'], ['Мир', '2']]);
    expect((await faultOfFile(path, {}, { csv: { encoding: 'klingon' } })).code).toBe('bad-input');
  });
});

describe('the one sheet', () => {
  it('is named after the file', async () => {
    const path = scratchFile('clients.2024.csv', 'a,b\n1,2\n');
    const source = await openSource(path);
    expect(source.sheets).toEqual([{ name: 'clients.2024', visibility: 'visible', kind: 'cells' }]);
    expect(await source.defaultSheet()).toBe('clients.2024');
    await source.close();
    expect(await rowsOfFile(path, { sheet: 'of another file' })).toHaveLength(2);
  });
});
