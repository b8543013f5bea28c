import { describe, expect, it } from 'vitest';
import type { Cell } from '#contract/cells.ts';
import { mendForms, mendText, mendWords, readMend } from '#contract/mendWords.ts';
import type { Mend } from '#contract/mends.ts';
import { compileMend, compileMends } from '#engine/mapping/mends/index.ts';
import { meantDomain } from '#engine/mapping/mends/domains.ts';

/** What a mend makes of a cell, as text where it is one; undefined where it leaves it alone. */
function made(mend: Mend, cell: Cell | string): unknown {
  const changed = compileMend(mend)(typeof cell === 'string' ? { t: 's', v: cell } : cell);
  return changed !== undefined && changed?.t === 's' ? changed.v : changed;
}

const day = (v: string, text = v): Cell => ({ t: 'd', v: `${v}T00:00:00`, text, f: 'yyyy-mm-dd' });

const changes: readonly (readonly [string, Mend, Cell | string, unknown])[] = [
  ['a part', { kind: 'replace', find: '@@', with: '@' }, 'a@@b.com', 'a@b.com'],
  ['every part', { kind: 'replace', find: 'o', with: '0' }, 'foo', 'f00'],
  ['what looks like a pattern', { kind: 'replace', find: '.*', with: '$&' }, 'a.*b', 'a$&b'],
  ['the whole cell', { kind: 'replace', find: '-', with: '', whole: true }, '-', null],
  ['a number as shown', { kind: 'replace', find: '#', with: '' }, { t: 'n', v: 5, text: '#5', f: '"#"0' }, '5'],
  ['an error', { kind: 'replace', find: '#N/A', with: '', whole: true }, { t: 'e', v: '#N/A' }, null],
  ['anything', { kind: 'set', value: 'x' }, null, 'x'],
  ['a number', { kind: 'clear' }, { t: 'n', v: 5 }, null],
  ['a cell under a merge', { kind: 'clear' }, { t: 'm', v: { t: 'n', v: 5 } }, null],
  ['letter case and spaces apart', { kind: 'map', values: { Нет: '' } }, ' НЕТ ', null],
  ['a number by what it shows', { kind: 'map', values: { '1': 'male' } }, { t: 'n', v: 1 }, 'male'],
  ['tabs, no-break spaces and marks', { kind: 'trim' }, '\uFEFF\u00A0 a b\u200B\t', 'a b'],
  ['a mark inside', { kind: 'trim' }, 'anna\u200Bb@example.com', 'annab@example.com'],
  ['a zero byte', { kind: 'trim' }, { t: 'x', why: 'control', v: 'an\u0000na' }, 'anna'],
  ['nothing but blanks', { kind: 'trim' }, ' \u00A0', null],
  ['inside, too', { kind: 'spaces' }, ' anna petrova@example.com ', 'annapetrova@example.com'],
  ['line breaks', { kind: 'spaces' }, '+7 900\r\n000 00 01', '+79000000001'],
  ['small', { kind: 'case', to: 'lower' }, 'АННА Smith', 'анна smith'],
  ['capital', { kind: 'case', to: 'upper' }, 'ab-12', 'AB-12'],
  ['words', { kind: 'case', to: 'title' }, 'anna-MARIA o’NEIL', 'Anna-Maria O’Neil'],
  ['the first of three', { kind: 'take', at: 1 }, 'a@b.com; c@d.com, e@f.com', 'a@b.com'],
  ['the last', { kind: 'take', at: -1 }, 'a@b.com\nc@d.com', 'c@d.com'],
  ['the second', { kind: 'take', at: 2 }, '1 | 2 | 3', '2'],
  ['addresses with a space between', { kind: 'take', at: 1 }, 'a@b.com  c@d.com', 'a@b.com'],
  ['by its own separator', { kind: 'take', at: 2, separator: ' - ' }, 'a - b', 'b'],
  ['a mark behind the only value', { kind: 'take', at: 1 }, 'a@b.com;', 'a@b.com'],
  ['a name around it', { kind: 'address' }, 'Anna Petrova <anna@example.com>', 'anna@example.com'],
  ['a scheme', { kind: 'address' }, 'mailto:anna@example.com?subject=x', 'anna@example.com'],
  ['words in front', { kind: 'address' }, 'почта: anna@example.com.', 'anna@example.com'],
  ['the same twice', { kind: 'address' }, 'anna@example.com (anna@example.com)', 'anna@example.com'],
  ['day first', { kind: 'dates', order: 'dmy' }, '5.6.2020', day('2020-06-05')],
  ['day first in digits of Arabic', { kind: 'dates', order: 'dmy' }, '٠١.٠٢.١٩٩٠', day('1990-02-01')],
  ['day first in full width', { kind: 'dates', order: 'dmy' }, '０１．０２．１９９０', day('1990-02-01')],
  ['month first', { kind: 'dates', order: 'mdy' }, '05/31/2020', day('2020-05-31')],
  ['a month in words', { kind: 'dates', order: 'dmy' }, '5 мая 1991 г.', day('1991-05-05')],
  ['a month in words, whatever the order', { kind: 'dates', order: 'mdy' }, '12 марта 1985 года', day('1985-03-12')],
  ['an abbreviated month', { kind: 'dates', order: 'dmy' }, '1 сент. 2001', day('2001-09-01')],
  ['an English month behind the day', { kind: 'dates', order: 'dmy' }, '3rd of July 1970', day('1970-07-03')],
  ['an English month in front', { kind: 'dates', order: 'ymd' }, 'Dec 31, 1999', day('1999-12-31')],
  ['a month between hyphens', { kind: 'dates', order: 'dmy' }, '07-Jun-2012', day('2012-06-07')],
  ['with a time', { kind: 'dates', order: 'mdy' }, '5/31/2020 7:05 PM', { t: 'd', v: '2020-05-31T19:05:00', text: '2020-05-31 19:05:00', f: 'yyyy-mm-dd hh:mm:ss' }],
  ['with an offset', { kind: 'dates', order: 'mdy' }, '5/31/2020 07:05+03:00', '2020-05-31T07:05:00+03:00'],
  ['before Excel’s days', { kind: 'dates', order: 'dmy' }, '31.12.1899', '1899-12-31'],
  ['a short year of this century', { kind: 'dates', order: 'dmy', years: 'excel' }, '01.02.29', day('2029-02-01')],
  ['a short year of the last one', { kind: 'dates', order: 'dmy', years: 'excel' }, '01.02.30', day('1930-02-01')],
  ['a short year in front', { kind: 'dates', order: 'ymd', years: '2000' }, '24-01-31', day('2024-01-31')],
  ['a national number', { kind: 'country', country: 'RU' }, '8 (900) 000-00-01', '+79000000001'],
  ['a number cell', { kind: 'country', country: 'RU' }, { t: 'n', v: 9_000_000_001 }, '+79000000001'],
  ['several', { kind: 'country', country: 'DE' }, '030 1234567; +7 900 000-00-01', '+49301234567, +79000000001'],
  ['00', { kind: 'abroad' }, '007 916 123-45-67', '+79161234567'],
  ['00 behind a +', { kind: 'abroad' }, '+00 (49) 30 1234567', '+49301234567'],
  ['8~10', { kind: 'abroad' }, '8~10 49 30 1234567', '+49301234567'],
  ['810 as a number', { kind: 'abroad' }, { t: 'n', v: 81_049_301_234_567 }, '+49301234567'],
  ['011', { kind: 'abroad' }, '011 44 20 7946 0958', '+442079460958'],
  ['0011 of Australia', { kind: 'abroad' }, '0011 7 916 123-45-67', '+79161234567'],
  ['010 of Japan', { kind: 'abroad' }, '010 380 67 123 45 67', '+380671234567'],
  ['00 and a (0)', { kind: 'abroad' }, '00 44 (0)20 7946 0958', '+442079460958'],
  ['two +', { kind: 'abroad' }, '++7 916 123 45 67', '+79161234567'],
  ['00 of full width', { kind: 'abroad' }, '００７ ９１６ １２３ ４５ ６７', '+79161234567'],
  ['one of several', { kind: 'abroad' }, '+7 916 123-45-67; 00 49 30 1234567', '+7 916 123-45-67; +49301234567'],
  ['00 before numbers of a country', { kind: 'abroad', country: 'RU' }, '007 916 123-45-67', '+79161234567'],
  ['its words', { kind: 'extension', country: 'RU' }, '8 495 123-45-67 доб. 12', '+74951234567'],
  ['another', { kind: 'extension' }, '+49 30 1234567 ext. 5', '+49301234567'],
  ['an eight', { kind: 'trunk' }, '+7 8 900 000-00-01', '+79000000001'],
  ['decimals', { kind: 'float' }, '301234567.0', '301234567'],
  ['a comma and leading zeros', { kind: 'float' }, '007,00', '007'],
  ['an exponent', { kind: 'float' }, '3.01234567E+08', '301234567'],
  ['a number shown with decimals', { kind: 'float' }, { t: 'n', v: 5, text: '5.00', f: '0.00' }, { t: 'n', v: 5 }],
  ['a comma', { kind: 'decimal', mark: ',' }, '1.234,5', { t: 'n', v: 1234.5 }],
  ['a point', { kind: 'decimal', mark: '.' }, '1,234', { t: 'n', v: 1234 }],
  ['Cyrillic in a Latin address', { kind: 'letters' }, '\u0430nna@g\u043Cail.com'.replace('\u043C', 'm'), 'anna@gmail.com'],
  ['a Latin letter in a Cyrillic word', { kind: 'letters' }, 'ив\u0061н@mail.ru', 'иван@mail.ru'],
  ['as many Latin letters as Cyrillic ones, of which only those have twins', { kind: 'letters' }, 'M\u006F\u0063\u043A\u0432\u0430', '\u041C\u043E\u0441\u043A\u0432\u0430'],
  ['capitals', { kind: 'letters' }, 'AB\u0421-12\u0421a', 'ABC-12Ca'],
  ['a top-level domain', { kind: 'domain' }, 'anna@gmail.con', 'anna@gmail.com'],
  ['two marks', { kind: 'domain' }, 'anna@@example.com', 'anna@example.com'],
  ['full width', { kind: 'width' }, '＋７（９００）０００－００－０１', '+7(900)000-00-01'],
  ['digits of Arabic', { kind: 'width' }, '٠١٢', '012'],
  ['letters of full width', { kind: 'width' }, 'ａｎｎａ＠ｅｘａｍｐｌｅ．ｃｏｍ', 'anna@example.com'],
];

const leaves: readonly (readonly [string, Mend, Cell | string])[] = [
  ['what is not there', { kind: 'replace', find: 'x', with: 'y' }, 'abc'],
  ['a part of a whole cell', { kind: 'replace', find: 'a', with: 'b', whole: true }, 'ab'],
  ['an empty cell', { kind: 'replace', find: 'a', with: 'b' }, null],
  ['what it is already', { kind: 'set', value: 'x' }, 'x'],
  ['an empty cell to be emptied', { kind: 'clear' }, null],
  ['values that are not named', { kind: 'map', values: { a: 'b' } }, 'c'],
  ['numbers', { kind: 'spaces' }, { t: 'n', v: 1000, text: '1 000', f: '# ##0' }],
  ['an emoji of several characters', { kind: 'trim' }, '👨‍👩‍👧 ❤️'],
  ['one value', { kind: 'take', at: 1 }, 'a@b.com'],
  ['words of one value', { kind: 'take', at: 1 }, 'Anna Petrova'],
  ['fewer values', { kind: 'take', at: 4 }, 'a, b'],
  ['two addresses', { kind: 'address' }, 'a@b.com c@d.com'],
  ['no address', { kind: 'address' }, 'Anna'],
  ['an address alone', { kind: 'address' }, 'anna@example.com'],
  ['a year in front', { kind: 'dates', order: 'mdy' }, '2020-05-06'],
  ['no such day', { kind: 'dates', order: 'dmy' }, '31.02.2020'],
  ['words', { kind: 'dates', order: 'dmy' }, 'never'],
  ['no such day of a month in words', { kind: 'dates', order: 'dmy' }, '31 июня 2020'],
  ['a word that is no month', { kind: 'dates', order: 'dmy' }, '5 марток 2020'],
  ['a month in words without a year', { kind: 'dates', order: 'dmy' }, '5 мая'],
  ['a short year', { kind: 'dates', order: 'dmy' }, '01.02.03'],
  ['a date', { kind: 'dates', order: 'mdy' }, day('2020-05-06')],
  ['a number with its code', { kind: 'country', country: 'RU' }, '+49 30 1234567'],
  ['no number', { kind: 'country', country: 'RU' }, '12345'],
  ['one wrong of two', { kind: 'country', country: 'RU' }, '8 900 000-00-01, 12'],
  ['a country without phones', { kind: 'country', country: 'XX' }, '8 900 000-00-01'],
  ['what is dialled before the numbers of others', { kind: 'country', country: 'UA' }, '007 916 123-45-67'],
  ['numbers of other countries', { kind: 'abroad', country: 'UA' }, '007 916 123-45-67'],
  ['a number with +', { kind: 'abroad' }, '+7 916 123-45-67'],
  ['a number of the country itself', { kind: 'abroad' }, '8 (916) 123-45-67'],
  ['words around it', { kind: 'abroad' }, 'тел. 007 916 123-45-67'],
  ['what could be a number of no country, too', { kind: 'abroad' }, '009 7 916 123 45 67'],
  ['what is no number behind it', { kind: 'abroad' }, '00 12 34'],
  ['a number without extension', { kind: 'extension', country: 'RU' }, '8 900 000-00-01'],
  ['a right number', { kind: 'trunk' }, '+7 900 000-00-01'],
  ['decimals that say something', { kind: 'float' }, '12.5'],
  ['digits that are lost', { kind: 'float' }, '1,23457E+17'],
  ['leading zeros of a format', { kind: 'float' }, { t: 'n', v: 7, text: '007', f: '000' }],
  ['a whole number', { kind: 'decimal', mark: ',' }, '1234'],
  ['another mark', { kind: 'decimal', mark: ',' }, '1,234.5'],
  ['one alphabet', { kind: 'letters' }, 'иван@mail.ru'],
  ['a letter without a twin', { kind: 'letters' }, 'annж@mail.ru'],
  ['other domains', { kind: 'domain' }, 'anna@example.com'],
  ['usual letters', { kind: 'width' }, 'anna@example.com'],
];

describe('A mend', () => {
  it.each(changes.map(([name, mend, cell, wanted]) => ({ name: `${mend.kind}: ${name}`, mend, cell, wanted })))('changes $name', ({ mend, cell, wanted }) => {
    expect(made(mend, cell)).toEqual(wanted);
  });

  it.each(leaves.map(([name, mend, cell]) => ({ name: `${mend.kind}: ${name}`, mend, cell })))('leaves alone $name', ({ mend, cell }) => {
    expect(made(mend, cell)).toBeUndefined();
  });

  it.each(changes.filter(([, { kind }]) => kind !== 'replace' && kind !== 'take').map(([name, mend, cell]) => ({ name: `${mend.kind}: ${name}`, mend, cell })))('done twice is done once: $name', ({ mend, cell }) => {
    const once = compileMend(mend)(typeof cell === 'string' ? { t: 's', v: cell } : cell);
    expect(compileMend(mend)(once ?? null)).toBeUndefined();
  });

  it('after another takes what that one has made', () => {
    expect(compileMends([{ kind: 'take', at: 1 }, { kind: 'case', to: 'lower' }])({ t: 's', v: 'ANNA@example.com; b@c.de' })).toEqual({ t: 's', v: 'anna@example.com' });
    expect(compileMends([{ kind: 'trim' }, { kind: 'case', to: 'lower' }])({ t: 's', v: 'a' })).toBeUndefined();
  });
});

describe('Mistyped domains', () => {
  it.each([
    ['gmail.con', 'gmail.com'], ['gmial.com', 'gmail.com'], ['gmail.co', 'gmail.com'], ['gmail.cm', 'gmail.com'], ['gmaill.com', 'gmail.com'], ['gmail,com', 'gmail.com'], ['gmail', 'gmail.com'], ['gmailcom', 'gmail.com'],
    ['GMAIL.CON', 'gmail.com'], ['gmial.con', 'gmail.com'], ['hotmail.con', 'hotmail.com'], ['outlok.com', 'outlook.com'], ['outlook.con', 'outlook.com'], ['yaho.com', 'yahoo.com'], ['icloud.con', 'icloud.com'], ['iclould.com', 'icloud.com'],
    ['mial.ru', 'mail.ru'], ['mail.tu', 'mail.ru'], ['mail.ry', 'mail.ru'], ['mailru', 'mail.ru'], ['mail..ru', 'mail.ru'], ['mail,ru', 'mail.ru'], ['mail.ru.', 'mail.ru'], ['yandx.ru', 'yandex.ru'], ['yadnex.ru', 'yandex.ru'],
    ['ramler.ru', 'rambler.ru'], ['firma.con', 'firma.com'], ['firma,ru', 'firma.ru'],
  ])('%s is %s', (typed, meant) => {
    expect(meantDomain(typed)).toBe(meant);
  });

  it.each(['gmail.com', 'mail.ru', 'list.ru', 'ya.ru', 'bk.ru', 'mai.ru', 'mil.ru', 'email.ru', 'mail.com', 'email.com', 'ymail.com', 'mac.com', 'inbox.eu', 'line.com', 'company.co', 'yandex.ua', 'firma.ru', 'gmx.ch', 'example.org', 'почта.рф'])('%s is left as it is', (domain) => {
    expect(meantDomain(domain)).toBeNull();
  });
});

const problemOf = (written: string): string => {
  const reading = readMend(written);
  return reading.ok ? '' : reading.problem();
};

describe('A mend as it is written on the command line', () => {
  it.each([
    ['trim', { kind: 'trim' }], ['replace:a=>b', { kind: 'replace', find: 'a', with: 'b' }], ['replace:a=>', { kind: 'replace', find: 'a', with: '' }], ['set:', { kind: 'set', value: '' }], ['set:a:b', { kind: 'set', value: 'a:b' }],
    ['map:{"no":""}', { kind: 'map', values: { no: '' } }], ['case:title', { kind: 'case', to: 'title' }], ['take:first', { kind: 'take', at: 1 }], ['take:last', { kind: 'take', at: -1 }], ['take:3', { kind: 'take', at: 3 }],
    ['dates:mdy', { kind: 'dates', order: 'mdy' }], ['decimal:,', { kind: 'decimal', mark: ',' }], ['country:RU', { kind: 'country', country: 'RU' }], ['extension', { kind: 'extension' }], ['{"kind":"take","at":2,"separator":"-"}', { kind: 'take', at: 2, separator: '-' }],
  ])('%s', (written, mend) => {
    expect(readMend(written)).toEqual({ ok: true, mend });
  });

  it('that is proposed is written as short as it can be, and read as the same one', () => {
    for (const [, mend] of [...changes, ...leaves]) expect(readMend(mendText(mend))).toEqual({ ok: true, mend });
    expect(([{ kind: 'trim' }, { kind: 'take', at: 1 }, { kind: 'country', country: 'RU' }, { kind: 'dates', order: 'dmy', years: 'excel' }] as const).map(mendText)).toEqual(['trim', 'take:first', 'country:RU', '{"kind":"dates","order":"dmy","years":"excel"}']);
  });

  it('that is wrong is answered with how it is written', () => {
    expect(problemOf('dates:ydm')).toBe(`the mend dates is written ${mendForms.dates}`);
    for (const wrong of ['take:0', 'country:ru', 'replace:a', 'case', 'map:x', '{"kind":"trim","x":1}', 'replace:=>b']) expect(readMend(wrong).ok).toBe(false);
    expect(problemOf('trimm')).toContain('there is no mend “trimm”');
  });

  it('has words of its own', () => {
    expect(new Set(changes.map(([, mend]) => mendWords(mend))).size).toBeGreaterThan(20);
    expect(mendWords({ kind: 'map', values: { нет: '', no: '' } })).toBe('empty cells that are “нет” or “no”');
    expect(mendWords({ kind: 'take', at: -2 })).toBe('take number 2 of several, from the end');
  });
});
