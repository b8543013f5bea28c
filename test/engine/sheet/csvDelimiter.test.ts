import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import type { CsvReading } from '#contract/source.ts';
import { openSource } from '#engine/sheet/index.ts';
import { rowsOfFile, scratchFile } from '../../support/workbooks.ts';

async function readingOf(content: string | Buffer, csv: { readonly delimiter?: string; readonly quote?: string } = {}): Promise<CsvReading> {
  const source = await openSource(scratchFile('list.csv', content), { csv });
  await source.close();
  if (source.csv === null) throw new Error('no CSV');
  return source.csv;
}

describe('the delimiter', () => {
  it.each([
    [';', 'id;price\n1;10,5\n2;20,75\n'],
    [';', 'lat;lon\n55,75;37,62\n'],
    [';', '55,75;37,62\n55,76;37,63\n55,77;37,64\n'],
    [';', 'a;b;c\n1,5;2,5;3,5\n1,7;2,8;3,9\n'],
    [';', 'id;list\n1;1,2,3,4,5,6\n2;1,2,3,4,5,6\n'],
    [';', 'Цена, руб;Вес, кг\n1,5;2,5\n3,5;4,5\n'],
    [';', 'name;comment\nAnn;Hi, all, you\nBob;no\nEve;well, ok\n'],
    [';', 'phone;name\n8(916)123-45-67;Иванов И.И., менеджер\n8(916)123-45-68;Петров П.П., директор\n'],
    [';', 'Клиенты, выгрузка\n\nemail;name;sum\na@example.com;Ann;1,5\nb@example.com;Bob;2,5\n'],
    [';', 'a;b;c;d\n1;2\n3;4;5;6\n7\n8;9;1,5\n'],
    [';', 'day;time\n01.02.2024;10:00:00\n02.02.2024;11:00:00\n'],
    [';', 'amount\n1,50\n2,50\n3,75\n'],
    [';', 'name\nIvanov, Ivan\nPetrov, Petr\n'],
    [',', 'id,amount\n1,"1,234.56"\n2,"2,345.67"\n'],
    [',', 'email,tags\na@example.com,a;b;c\nb@example.com,a;b;c\n'],
    [',', '1,2,3\n4,5,6\n7,8,9\n'],
    [',', 'time\n10:30\n10:45\n'],
    ['\t', 'name\tcity\nIvanov, Ivan\tMoscow\nPetrov, Petr\tTver\n'],
    ['|', 'a|b|c\n1|2,5|x\n2|3,5|y\n'],
    [':', 'login:name:city\nann:Ann:Tver\nbob:Bob:Omsk\n'],
    ['^', 'a^b^c\n1^2^3\n4^5^6\n'],
    ['~', 'a~b~c\n1~2~3\n4~5~6\n'],
  ])('is %j in %j', async (delimiter, content) => {
    expect((await readingOf(content)).delimiter.value).toBe(delimiter);
  });

  it('is not overturned by odd rows among many', async () => {
    const rows = Array.from({ length: 500 }, (_, index) => (index % 50 === 0 ? 'a,b,c,d,e' : `${index},5;x;y`));
    expect((await readingOf(`n;a;b\n${rows.join('\n')}\n`)).delimiter).toMatchObject({ value: ';', confidence: 'sure' });
  });

  it('carries what else it could be, with the cells of a row as each would part them', async () => {
    expect((await readingOf('id;price\n1;10,5\n2;20,75\n')).delimiter).toEqual({
      value: ';',
      confidence: 'sure',
      reason: 'agreement',
      alternatives: [{ value: ';', samples: ['1', '10,5'] }, { value: ',', samples: ['1;10', '5'] }],
    });
    expect((await readingOf('amount\n1,50\n2,50\n')).delimiter).toMatchObject({ confidence: 'open', reason: 'single' });
    expect((await readingOf('email\na@example.com\n')).delimiter).toMatchObject({ confidence: 'sure', reason: 'single' });
    expect((await readingOf('sep=,\na;b,c\n1;2,3\n')).delimiter).toMatchObject({ value: ',', confidence: 'sure', reason: 'mark' });
    expect((await readingOf('a;b\n1;2\n', { delimiter: ',' })).delimiter).toMatchObject({ value: ',', confidence: 'sure', reason: 'told' });
  });
});

describe('the quotation mark', () => {
  it('may be none, where quotes are characters like all others', async () => {
    const rows = await rowsOfFile(scratchFile('list.csv', 'name;size\n"Ann;5"\n"x";\'y\'\n'), {}, { csv: { quote: 'none' } });
    expect(rows.map(({ cells }) => cells.map((cell) => (cell?.t === 's' ? cell.v : null)))).toEqual([['name', 'size'], ['"Ann', '5"'], ['"x"', "'y'"]]);
  });

  it('carries the cells as each would read them', async () => {
    expect((await readingOf('a;b\n"x;y";1\n')).quote).toEqual({
      value: '"',
      confidence: 'sure',
      reason: 'agreement',
      alternatives: [{ value: '"', samples: ['x;y', '1'] }, { value: "'", samples: ['"x', 'y"', '1'] }, { value: 'none', samples: ['"x', 'y"', '1'] }],
    });
    expect((await readingOf('a;b\n1;2\n')).quote).toMatchObject({ value: '"', confidence: 'sure', reason: 'single' });
  });
});

it('two marks of UTF-16 are no text either', async () => {
  for (const [mark, encoding] of [[[0xff, 0xfe], 'utf-16le'], [[0xfe, 0xff], 'utf-16be']] as const) {
    const path = scratchFile('list.csv', Buffer.concat([Buffer.from([...mark, ...mark]), iconv.encode('"a";"Ж"\r\n1;2\r\n', encoding)]));
    const rows = await rowsOfFile(path);
    expect(rows[0]?.cells).toEqual([{ t: 's', v: 'a' }, { t: 's', v: 'Ж' }]);
  }
});
