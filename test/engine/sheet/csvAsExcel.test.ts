import { describe, expect, it } from 'vitest';
import type { SheetRow } from '#contract/cells.ts';
import { rowsOfFile, scratchFile } from '../../support/workbooks.ts';

async function rowsOf(content: string | Buffer, encoding?: string): Promise<SheetRow[]> {
  return rowsOfFile(scratchFile('list.csv', content), {}, { csv: { encoding } });
}

/** Rows as texts, null for an empty cell. */
function texts(rows: readonly SheetRow[]): (string | null)[][] {
  return rows.map((row) => row.cells.map((cell) => (cell?.t === 's' ? cell.v : null)));
}

describe('a file cut off', () => {
  it.each([
    ['inside its last record', 'a;b;c\n1;2;3\n4;5', ['4', '5']],
    ['inside a quoted cell', 'a;b;c\n1;2;3\n4;"fi', ['4', 'fi']],
    ['inside a quoted cell of several lines', 'a;b;c\r\n1;2;3\r\n4;"one\r\ntwo', ['4', 'one\r\ntwo']],
    ['behind an opening quote', 'a;b;c\n1;2;3\n4;"', ['4']],
    ['in a table of which rows are short', 'a;b;c\n1;2\n1;2;3\n4', ['4']],
  ])('%s says so on that record', async (_, content, cells) => {
    const rows = await rowsOf(content);
    expect(rows.map(({ flaw }) => flaw)).toEqual([...rows.slice(1).map(() => undefined), 'cut']);
    expect(texts(rows).at(-1)).toEqual(cells);
  });

  it.each(['a;b;c\n1;2;3\n4;5;', 'a;b;c\n1;2;3\n4;5;6', 'a;b;c\n1;2\n3;4', 'email\na@example.com', 'a;b;c\n1;2;3\n4;5\n', 'a;b\n1;"2"'])(
    'is not one without a last line end: %j',
    async (content) => {
      expect((await rowsOf(content)).filter(({ flaw }) => flaw !== undefined)).toEqual([]);
    },
  );
});

it('records tell how many fields they have, empty ones included', async () => {
  expect((await rowsOf('a;b;c\n1;;\n"x"\n1;2;3;;\n')).map(({ fields }) => fields)).toEqual([3, 3, 1, 5]);
});

describe('what Excel reads in its own way', () => {
  it.each([
    ['text behind a closing quote', 'a;b\n1;"Romashka" LLC\n2;"x"y"z";\n3;"say ""hi"" "now\n', [['a', 'b'], ['1', 'Romashka LLC'], ['2', 'xy"z"'], ['3', 'say "hi" now']]],
    ['marks at the start', '\ufeff\ufeff"a";"b"\n1;2\n', [['a', 'b'], ['1', '2']]],
    ['a mark that was taken for text', 'ï»¿"a";b\n1;2\n', [['a', 'b'], ['1', '2']]],
    ['a mark before the separator line', '\ufeff\ufeffsep=,\na;b,c\n', [['a;b', 'c']]],
    ['an end mark of DOS', 'a;b\r\n1;2\r\n\x1a', [['a', 'b'], ['1', '2']]],
    ['an end mark behind text', 'a;b\r\n1;2\x1a', [['a', 'b'], ['1', '2']]],
    ['end marks up to the end of a block', `a;b\r\n1;2\r\n${'\x1a'.repeat(90)}`, [['a', 'b'], ['1', '2']]],
    ['an end mark on a line of its own', 'a;b\r\n1;2\r\n\x1a\r\n', [['a', 'b'], ['1', '2']]],
    ['texts kept from being numbers', 'a;b\n="00123";"=""00456"""\n="";="1" \n="a""b";=1+2\n', [['a', 'b'], ['00123', '00456'], [null, '1'], ['a"b', '=1+2']]],
    ['line ends of all kinds in one file', 'a;b\r\n1;2\n3;4\r5;"6\r\n7"\n', [['a', 'b'], ['1', '2'], ['3', '4'], ['5', '6\r\n7']]],
  ])('%s', async (_, content, expected) => {
    expect(texts(await rowsOf(content))).toEqual(expected);
  });

  it('words in place of values are errors, other texts with # are not', async () => {
    const words = [
      '#N/A', '#REF!', '#VALUE!', '#DIV/0!', '#NAME?', '#NUM!', '#NULL!', '#Н/Д', '#ССЫЛКА!', '#ЗНАЧ!', '#ДЕЛ/0!', '#ИМЯ?', '#ЧИСЛО!', '#ПУСТО!',
      '#SPILL!', '########', '##', '#NV', '#n/a',
    ];
    const rows = await rowsOf(`x;y\n${words.map((word) => `${word};"${word}"\n`).join('')}`);
    expect(rows.slice(1).flatMap(({ cells }) => cells)).toEqual(words.flatMap((v) => [{ t: 'e', v }, { t: 'e', v }]));
    expect(texts(await rowsOf('#;№\n#tag;#1\n#N/A today;# \n'))).toEqual([['#', '№'], ['#tag', '#1'], ['#N/A today', '# ']]);
  });
});

describe('characters that no text has', () => {
  it.each(['\0', '\x02', '\x0b', '\x1f', '\x7f', '\x1a', '\uffff'])('%j is told on its cell and spoils no other', async (byte) => {
    const [, first, second] = await rowsOf(`email;name\nivan@example.com;Ivan${byte}\np@example.com;"Pe${byte}tr"\n`);
    expect(first?.cells).toEqual([{ t: 's', v: 'ivan@example.com' }, { t: 'x', why: 'control', v: `Ivan${byte}` }]);
    expect(second?.cells[1]).toEqual({ t: 'x', why: 'control', v: `Pe${byte}tr` });
  });

  it('are not tabs and line ends', async () => {
    expect(texts(await rowsOf('a;b\n1;"two\tand\nthree"\n'))).toEqual([['a', 'b'], ['1', 'two\tand\nthree']]);
  });

  it('may be the zeros that fill a field up', async () => {
    const rows = await rowsOf(`name;city\n${'Ann\0\0\0;Rome\0\0\n'.repeat(20)}`);
    expect(rows).toHaveLength(21);
    expect(rows[20]?.cells[1]).toEqual({ t: 'x', why: 'control', v: 'Rome\0\0' });
  });
});

it('a damaged character is told on its cell, in the file’s encoding or brought along', async () => {
  const rows = await rowsOf(Buffer.concat([Buffer.from('email;name\na@example.com;Пётр\nb@example.com;"Ив\ufffdн"\nc@example.com;Ол'), Buffer.from([0xd0]), Buffer.from('га\n')]), 'utf-8');
  expect(rows.map(({ cells }) => cells[1])).toEqual([
    { t: 's', v: 'name' },
    { t: 's', v: 'Пётр' },
    { t: 'x', why: 'damaged', v: 'Ив\ufffdн' },
    { t: 'x', why: 'damaged', v: 'Ол\ufffdга' },
  ]);
});

it('a zero byte in a short file makes no UTF-16 of it', async () => {
  const [, damaged, whole] = await rowsOf(Buffer.from('id,v\na,x\0y\nb,z\n'));
  expect([damaged?.cells[1], whole?.cells[1]]).toEqual([{ t: 'x', why: 'control', v: 'x\0y' }, { t: 's', v: 'z' }]);
});
