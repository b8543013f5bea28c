import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import type { CsvReading } from '#contract/source.ts';
import { openSource } from '#engine/sheet/index.ts';
import { rowsOfFile, scratchFile } from '../../support/workbooks.ts';
import { generator } from '../../support/random.ts';

async function readingOf(content: Buffer, encoding?: string): Promise<CsvReading> {
  const source = await openSource(scratchFile('list.csv', content), { csv: { encoding } });
  await source.close();
  if (source.csv === null) throw new Error('no CSV');
  return source.csv;
}

async function guessOf(text: string, encoding: string): Promise<CsvReading['encoding']> {
  return (await readingOf(iconv.encode(text, encoding))).encoding;
}

/** Whether a file reads the same in two encodings. */
function same(text: string, written: string, read: string): boolean {
  return iconv.decode(iconv.encode(text, written), read) === text;
}

const table = (names: readonly string[]): string => `email;name\r\n${names.map((name, index) => `p${index}@example.com;${name}\r\n`).join('')}`;

describe('an encoding of one byte a character', () => {
  it.each([
    ['windows-1251', 'single letters under Latin headers', 'email;sex\na@example.com;Ж\nb@example.com;М\nc@example.com;Ж\n'],
    ['windows-1251', 'yes and no', 'email;consent\na@example.com;Да\nb@example.com;Нет\n'],
    ['windows-1251', 'capitals alone', table(['ЩЕРБАКОВА ЮЛИЯ', 'ОБЪЕДКОВ ПЁТР'])],
    ['windows-1251', 'an export of 1C', 'Контрагент;ИНН;Сумма, руб.\nООО «Ромашка»;7701234567;15\u00a0000,00\nИП Ёлкин Ё.Ж.;770123456789;1\u00a0200,50\n'],
    ['windows-1251', 'initials of yes and no', 'id;consent\n1;Д\n2;Н\n'],
    ['windows-1252', 'spaces between thousands', 'id;sum\n1;10\u00a0000\n2;20\u00a0000\n'],
    ['windows-1251', 'Ukrainian', table(['Їжакевич Євген', 'Ґалаґан Іванна'])],
    ['windows-1251', 'Bulgarian', table(['Щерю Събев', 'Ъгъл на Цар Борис'])],
    ['windows-1251', 'one number sign', 'email;order\na@example.com;№ 15\nb@example.com;№ 16\nc@example.com;№ 17\n'],
    ['ibm866', 'headers and names', 'Почта;Имя\na@example.com;Ольга\nb@example.com;Борис\n'],
    ['ibm866', 'capitals', table(['САВЕЛЬЕВА', 'ЖУКОВСКИЙ', 'ЧЕХОВ'])],
    ['koi8-r', 'names', table(['Савельева Раиса', 'Жуковский Пётр'])],
    ['koi8-u', 'Ukrainian', table(['Їжакевич Євген', 'Ґалаґан Іванна', 'Київ'])],
    ['windows-1250', 'Polish', table(['Łukasz Wiśniewski', 'Żaneta Gżegżółka'])],
    ['windows-1250', 'Czech', table(['Řehoř Dvořáček', 'Květa Šťastná'])],
    ['windows-1250', 'Hungarian', table(['Győző Szűcs', 'Ödön Kővári'])],
    ['windows-1250', 'Croatian and Serbian', table(['Đorđe Kovačević', 'Željka Čupić'])],
    ['windows-1250', 'Romanian', table(['Ştefăniţa Brătescu', 'Ioniţă Vlăsceanu'])],
    ['windows-1252', 'German', table(['Weißöhr', 'Größe', 'Füßli'])],
    ['windows-1252', 'Portuguese', table(['Conceição', 'Magalhães', 'Falcões'])],
    ['windows-1252', 'French', table(['Hélène Lefèvre', 'François Bézier', 'Gaëlle'])],
    ['windows-1252', 'Spanish', table(['Íñigo Muñoz', 'Begoña Núñez'])],
    ['windows-1252', 'Danish', table(['Søren Kjærgård', 'Åse Bækø'])],
    ['windows-1252', 'Swedish', table(['Åkerström', 'Björnsjö'])],
  ])('%s is found from %s', async (encoding, _, text) => {
    const guess = await guessOf(text, encoding);
    expect(iconv.decode(iconv.encode(text, encoding), guess.value)).toBe(text);
    expect(guess.alternatives[0]?.value).toBe(guess.value);
  });

  /** Names of countries in the words of each language: none was chosen with its letters in mind. */
  const languages: readonly (readonly [string, readonly string[]])[] = [
    ['ru', ['windows-1251', 'ibm866', 'koi8-r']], ['uk', ['windows-1251', 'koi8-u']], ['bg', ['windows-1251']], ['sr', ['windows-1251']], ['be', ['windows-1251']],
    ['pl', ['windows-1250']], ['cs', ['windows-1250']], ['sk', ['windows-1250']], ['hu', ['windows-1250']], ['hr', ['windows-1250']], ['sl', ['windows-1250']],
    ['de', ['windows-1252']], ['fr', ['windows-1252']], ['pt', ['windows-1252']], ['es', ['windows-1252']], ['it', ['windows-1252']], ['sv', ['windows-1252']],
    ['da', ['windows-1252']], ['nb', ['windows-1252']], ['fi', ['windows-1252']],
  ];

  const regions = 'AT BE BG BR CH CI CZ DE DK DZ EE EG ES FI FR GB GE GR HR HU IE IN IT JP KZ LT LV MK MX NL NO PL PT RO RS RU SE SI SK TR UA US ZA AL BA ET LB ME MD'.split(' ');
  const high = (name: string): boolean => /[^\0-\x7f]/.test(name);

  it.each(languages)('comes out right for names in %s, or is told to be open with the right one beside it', async (language, encodings) => {
    const names = new Intl.DisplayNames(language, { type: 'region' });
    const known = regions.map((code) => names.of(code) ?? '').filter(high);
    const random = generator(11);
    for (const encoding of encodings) {
      const fit = known.filter((name) => same(name, encoding, encoding));
      for (let round = 0; round < 12; round += 1) {
        const picked = Array.from({ length: 6 }, () => fit[Math.floor(random() * fit.length)] ?? '');
        const text = table(round % 3 === 0 ? picked.map((name) => name.toUpperCase()).filter((name) => same(name, encoding, encoding)) : picked);
        const guess = await guessOf(text, encoding);
        const isRight = same(text, encoding, guess.value);
        const isTold = guess.confidence === 'open' && guess.alternatives.some(({ value }) => same(text, encoding, value));
        expect([text, guess.value, guess.confidence, isRight || isTold]).toEqual([text, guess.value, guess.confidence, true]);
      }
    }
  });

  it('shows the cells that tell encodings apart, as each would read them', async () => {
    const { alternatives } = await guessOf('email;sex\na@example.com;Ж\nb@example.com;М\nc@example.com;Ж\n', 'windows-1251');
    expect(alternatives.slice(0, 2)).toEqual([{ value: 'windows-1251', samples: ['Ж', 'М'] }, { value: 'windows-1252', samples: ['Æ', 'Ì'] }]);
  });

  it('is open where the letters fit no language that is known', async () => {
    const countries = (language: string): string => table(regions.map((code) => new Intl.DisplayNames(language, { type: 'region' }).of(code) ?? ''));
    for (const [language, encoding] of [['tr', 'windows-1254'], ['el', 'windows-1253'], ['lt', 'windows-1257'], ['ar', 'windows-1256'], ['zh', 'gbk']] as const) {
      expect(await guessOf(countries(language), encoding)).toMatchObject({ confidence: 'open' });
    }
    const guess = await guessOf(countries('vi'), 'windows-1258');
    expect(guess.alternatives.length).toBeGreaterThan(2);
  });
});

describe('a file that is nearly UTF-8', () => {
  const names = Array.from({ length: 40 }, (_, index) => `p${index}@example.com;Иван Петров\n`).join('');
  const text = Buffer.from(`email;name\n${names}`);

  it.each([
    ['a character that is cut', Buffer.concat([Buffer.from('z@example.com;Ольг'), Buffer.from([0xd0]), Buffer.from('\n')])],
    ['a byte of another encoding', Buffer.concat([Buffer.from('z@example.com;Ольг'), Buffer.from([0xe0]), Buffer.from('\n')])],
  ])('is UTF-8 with a damaged cell for %s', async (_, line) => {
    for (const mark of [Buffer.alloc(0), Buffer.from('\ufeff')]) {
      const content = Buffer.concat([mark, text, line]);
      const reading = await readingOf(content);
      expect(reading).toMatchObject({ encoding: { value: 'utf-8', reason: mark.length > 0 ? 'mark' : 'nearly-valid' }, damaged: { cells: 1, lines: [42] } });
      const rows = await rowsOfFile(scratchFile('list.csv', content));
      expect(rows.at(-1)?.cells[1]).toEqual({ t: 'x', why: 'damaged', v: 'Ольг\ufffd' });
    }
  });

  it('is open where as much of it is of another encoding', async () => {
    const old = iconv.encode('a@example.com;Анна Щукина\nb@example.com;Пётр Жуков\n', 'windows-1251');
    const { encoding } = await readingOf(Buffer.concat([Buffer.from('email;name\nc@example.com;Ольга\nd@example.com;Игорь\n'), old]));
    expect(encoding.confidence).toBe('open');
    expect(encoding.alternatives.map(({ value }) => value)).toEqual(expect.arrayContaining(['utf-8', 'windows-1251']));
  });
});

describe('the name of an encoding', () => {
  it.each(['windows-1251', 'cp1251', '1251', 'Win-1251', 'CP-1251', 'ANSI1251'])('may be %s', async (name) => {
    const text = 'Имя;Город\nАнна;Омск\n';
    const { encoding } = await readingOf(iconv.encode(text, 'windows-1251'), name);
    expect(encoding).toMatchObject({ value: 'windows-1251', confidence: 'sure', reason: 'told' });
  });

  it.each([['866', 'ibm866'], ['dos', 'ibm866'], ['cp866', 'ibm866'], ['KOI8-R', 'koi8-r'], ['utf8', 'utf-8'], ['UTF-16LE', 'utf-16le'], ['latin1', 'iso-8859-1']])('%s is %s', async (name, value) => {
    expect((await readingOf(Buffer.from('a;b\n1;2\n'), name)).encoding.value).toBe(value);
  });

  it.each(['klingon', 'hex', 'base64'])('%s is refused with the names that are known', async (name) => {
    await expect(readingOf(Buffer.from('a;b\n'), name)).rejects.toMatchObject({ code: 'bad-input', detail: { problem: expect.stringContaining('windows-1251') } });
  });
});
