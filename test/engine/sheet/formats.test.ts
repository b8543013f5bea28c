import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoOfSerial } from '#engine/sheet/formats/dates.ts';
import { compileFormatForTest } from '../../support/formats.ts';
import { cellOf, cellsOf } from '../../support/workbooks.ts';
import { cases } from '../../support/longForms.ts';

const run = { seed: 20_260_101, numRuns: cases(1_000, 3_000) };

/** The cell of a number in a format. */
async function shown(value: number | string, format: string | number, options: { locale?: 'en' | 'ru'; date1904?: boolean } = {}): Promise<unknown> {
  const made = { formats: [format], ...(options.date1904 === true ? { date1904: true } : {}) };
  return cellOf(`<c r="A1" s="1"><v>${value}</v></c>`, made, { locale: options.locale });
}

/** The code that a cell of the format carries; ids are those of built-in formats in English. */
function codeOf(format: string | number): { readonly f?: string } {
  const builtIn: Readonly<Record<number, string>> = { 9: '0%', 14: 'm/d/yyyy', 22: 'm/d/yyyy h:mm' };
  const code = typeof format === 'number' ? builtIn[format] : format;
  return code === undefined || code === 'General' || code === 'no format [' ? {} : { f: code };
}

describe('what Excel shows of numbers', () => {
  it.each([
    [7, '0000', '0007'],
    [12345, '0000', undefined],
    [0.125, '0.00%', '12.50%'],
    [1234.5, '#,##0.00', '1,234.50'],
    [1234.5, '[$€-407] #,##0.00', '€ 1,234.50'],
    [9161234567, '+7\\ (000)\\ 000\\-00\\-00', '+7 (916) 123-45-67'],
    [12.5, '_-* #,##0.00_-', '12.50'],
    [12.5, '"№ "0', '№ 13'],
    [-5, '0;(0)', '(5)'],
    [0, '0;-0;;@', ''],
    [1.5, '# ?/?', '1 1/2'],
    [0.3, '0.0', undefined],
    [1.005, '0.00', '1.01'],
    [2.675, '0.00', '2.68'],
    [1e15, '0', undefined],
    [1.25, 9, '125%'],
    [42, '@', undefined],
    [42, 'General', undefined],
    [42, 'no format [', undefined],
  ])('%d in format %s is %s', async (value, format, text) => {
    expect(await shown(value, format)).toEqual({ t: 'n', v: value, ...(text === undefined ? {} : { text }), ...codeOf(format) });
  });

  it('General shows 15 digits, and never an exponent', async () => {
    expect(await shown('0.30000000000000004', 'General')).toEqual({ t: 'n', v: 0.1 + 0.2, text: '0.3' });
    expect(await shown('12345678901234567', 'General')).toEqual({ t: 'n', v: 12345678901234568, text: '12345678901234600' });
    expect(await shown('1E+20', 'General')).toEqual({ t: 'n', v: 1e20 });
    expect(await shown('4111111111111111', 'General')).toEqual({ t: 'n', v: 4111111111111111, text: '4111111111111110' });
  });

  it('follows the language', async () => {
    expect(await shown(1234.5, '#,##0.00', { locale: 'ru' })).toEqual({ t: 'n', v: 1234.5, text: '1\u00a0234,50', f: '#,##0.00' });
    expect(await shown(1234.5, '0.00', { locale: 'ru' })).toEqual({ t: 'n', v: 1234.5, text: '1234,50', f: '0.00' });
    expect(await shown(1234.5, 'General', { locale: 'ru' })).toEqual({ t: 'n', v: 1234.5, text: '1234,5' });
    expect(await shown(1234, 'General', { locale: 'ru' })).toEqual({ t: 'n', v: 1234 });
  });
});

describe('what Excel shows of texts', () => {
  const text = (style: number): string => `<c s="${style}" t="inlineStr"><is><t>9161234567</t></is></c><c s="${style}" t="str"><v>9161234567</v></c><c s="${style}" t="s"><v>0</v></c>`;

  it.each([
    ['"+7"@', '+79161234567'],
    ['@" руб"', '9161234567 руб'],
    ['0;-0;0;[Red]"№ "@', '№ 9161234567'],
    ['0;"t "@', 't 9161234567'],
    ['[$€-407]@', '€9161234567'],
    ['\\+7@', '+79161234567'],
    ['0;0;0;"text"', 'text'],
    [';;;', ''],
    ['0;0;0;', ''],
    ['0;0;0;"\u200b"', ''],
  ])('format %s shows %s, and the text in the cell is kept', async (format, v) => {
    const cell = { t: 's', v, written: '9161234567', f: format };
    expect(await cellsOf({ sheet: `<row>${text(1)}</row>`, formats: [format], strings: '<si><t>9161234567</t></si>' })).toEqual([cell, cell, cell]);
  });

  it.each(['@', 'General', '0', 'dd.mm.yyyy;@', '0;-0;;@', '_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-', 'General;General;General;General', '[Red]@', ';;', '0;0;0;0', '@\\ '])('format %s shows texts as they are', async (format) => {
    expect(await cellsOf({ sheet: `<row>${text(1)}</row>`, formats: [format], strings: '<si><t>9161234567</t></si>' })).toEqual([{ t: 's', v: '9161234567' }, { t: 's', v: '9161234567' }, { t: 's', v: '9161234567' }]);
  });

  it('leaves white space under a format that hides texts what it is, and errors and booleans alone', async () => {
    const sheet = '<row><c s="1" t="inlineStr"><is><t xml:space="preserve">  </t></is></c><c s="1" t="e"><v>#N/A</v></c><c s="1" t="b"><v>1</v></c></row>';
    expect(await cellsOf({ sheet, formats: [';;;'] })).toEqual([{ t: 's', v: '  ' }, { t: 'e', v: '#N/A' }, { t: 'b', v: true }]);
  });
});

describe('what Excel shows of dates', () => {
  it.each([
    [45322, 'dd.mm.yyyy', '2024-01-31T00:00:00', '31.01.2024'],
    [45322.4070486111, 'dd.mm.yyyy hh:mm:ss', '2024-01-31T09:46:09', '31.01.2024 09:46:09'],
    [45322.5, 'yyyy\\-mm\\-dd\\ hh:mm', '2024-01-31T12:00:00', '2024-01-31 12:00'],
    [45322.0000014468, 'dd.mm.yyyy', '2024-01-31T00:00:00.125', '31.01.2024'],
    [45322, '[$-409]mmmm\\ d\\,\\ yyyy', '2024-01-31T00:00:00', 'January 31, 2024'],
    [45322, '[$-419]d\\ mmm\\ yy', '2024-01-31T00:00:00', '31 янв 24'],
    [45322, '[$-FC19]dd\\ mmmm\\ yyyy\\ \\г\\.;@', '2024-01-31T00:00:00', '31 января 2024 г.'],
    [45322, 14, '2024-01-31T00:00:00', '1/31/2024'],
    [45322.75, 22, '2024-01-31T18:00:00', '1/31/2024 18:00'],
    [45322.9999999653, 'dd.mm.yyyy', '2024-01-31T23:59:59.997', '31.01.2024'],
    [45322.9999999990, 'dd.mm.yyyy', '2024-01-31T23:59:59.999', '31.01.2024'],
    [1, 'dd.mm.yyyy', '1900-01-01T00:00:00', '01.01.1900'],
    [59, 'dd.mm.yyyy', '1900-02-28T00:00:00', '28.02.1900'],
    [61, 'dd.mm.yyyy', '1900-03-01T00:00:00', '01.03.1900'],
    [2958465, 'dd.mm.yyyy', '9999-12-31T00:00:00', '31.12.9999'],
  ])('%d in format %s', async (value, format, v, text) => {
    expect(await shown(value, format)).toEqual({ t: 'd', v, text, ...codeOf(format) });
  });

  it.each([
    [0.406944444444444, 'h:mm', '9:46'],
    [0.75, 'h:mm AM/PM', '6:00 PM'],
    [0.0416666666666667, 'mm:ss', '00:00'],
    [45322.5, 'hh:mm:ss', '12:00:00'],
  ])('a time of day alone is a number: %d in format %s', async (value, format, text) => {
    expect(await shown(value, format)).toEqual({ t: 'n', v: value, text, f: format });
  });

  it('keeps days that never were numbers, with what Excel shows', async () => {
    expect(await shown(60, 'dd.mm.yyyy')).toEqual({ t: 'n', v: 60, text: '29.02.1900', f: 'dd.mm.yyyy' });
    expect(await shown(0, 'dd.mm.yyyy')).toEqual({ t: 'n', v: 0, text: '00.01.1900', f: 'dd.mm.yyyy' });
  });

  it.each([
    [-1, 'dd.mm.yyyy', false], [-0.5, 'yyyy-mm-dd hh:mm', false], [-1e9, 14, false], [-1, 22, false], [-1, 17, false], [-1, '[$-419]d mmmm yyyy;@', false],
    [2_958_466, 'dd.mm.yyyy', false], [2_958_466, 14, false], [79_161_234_567, 'dd.mm.yyyy', false], ['1e300', '[$-FC19]dd mmmm yyyy', false], [-1, 'B2dd.mm.yyyy', false],
    [-1, 'dd.mm.yyyy', true], [-0.5, 22, true], [2_957_004, 'dd.mm.yyyy', true], [2_958_466, 'h:mm', false], [-3_000_000, 'h:mm', true],
    [-0.5, 'h:mm', false], [-0.25, 'hh:mm:ss', false], [-0.5, 'mm:ss', false], [-0.5, 20, false], [-0.5, 47, false], [-0.5, 'h:mm AM/PM', false], [-1e-7, 'h:mm;@', false], [-0.5, 'h:mm;-h:mm', false],
  ])('fills the cell with # for a number that is no day: %d in format %s, 1904 %s', async (value, format, date1904) => {
    expect(await shown(value, format, { date1904 })).toMatchObject({ t: 'n', v: Number(value), text: '########' });
  });

  it.each([
    [2_958_465.999, 'dd.mm.yyyy', false, '31.12.9999'],
    [2_957_003, 'dd.mm.yyyy', true, '31.12.9999'],
    [-1, 'dd.mm.yyyy;"none"', false, 'none'],
    [-5, '[<0]"past";dd.mm.yyyy', false, 'past'],
    [-0.5, 'h:mm;"none"', false, 'none'],
    [-0.5, 'h:mm', true, '-12:00'],
    [-0.25, 'hh:mm:ss', true, '-06:00:00'],
    [-1.2, '[h]', false, '-28'],
  ])('shows a day to the last of Excel\'s, and what another section says: %d in format %s, 1904 %s', async (value, format, date1904, text) => {
    expect(await shown(value, format, { date1904 })).toMatchObject({ text });
  });

  it('shows a day before Excel\'s first, written as ISO 8601, as it is written', async () => {
    expect(await cellsOf({ sheet: '<row><c t="d" s="1"><v>1850-05-01</v></c><c t="d" s="2"><v>1850-05-01</v></c></row>', formats: ['dd.mm.yyyy', 'h:mm'] })).toEqual([
      { t: 'd', v: '1850-05-01T00:00:00', f: 'dd.mm.yyyy' },
      { t: 'd', v: '1850-05-01T00:00:00', f: 'h:mm' },
    ]);
  });

  it('keeps elapsed time a number', async () => {
    expect(await shown(1.5, '[h]:mm')).toEqual({ t: 'n', v: 1.5, text: '36:00', f: '[h]:mm' });
    expect(await shown(0.5, '[mm]:ss')).toEqual({ t: 'n', v: 0.5, text: '720:00', f: '[mm]:ss' });
  });

  it('counts from 1904 where the workbook says so', async () => {
    expect(await shown(43860, 'dd.mm.yyyy', { date1904: true })).toEqual({ t: 'd', v: '2024-01-31T00:00:00', text: '31.01.2024', f: 'dd.mm.yyyy' });
    expect(await shown(0, 'dd.mm.yyyy', { date1904: true })).toEqual({ t: 'd', v: '1904-01-01T00:00:00', text: '01.01.1904', f: 'dd.mm.yyyy' });
    expect(await shown(0.5, 'h:mm', { date1904: true })).toEqual({ t: 'n', v: 0.5, text: '12:00', f: 'h:mm' });
    expect(await shown(1.5, '[h]:mm', { date1904: true })).toEqual({ t: 'n', v: 1.5, text: '36:00', f: '[h]:mm' });
  });

  it('writes the system\'s own date in the language of the system', async () => {
    expect(await shown(45322, 14, { locale: 'ru' })).toEqual({ t: 'd', v: '2024-01-31T00:00:00', text: '31.01.2024', f: 'dd.mm.yyyy' });
    expect(await shown(45322, '[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy', { locale: 'ru' })).toMatchObject({ text: '31 января 2024 г.' });
    expect(await shown(45322, '[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy')).toMatchObject({ text: 'Wednesday, January 31, 2024' });
  });

  it.each([
    ['[$-x-sysdate]dddd, mmmm dd, yyyy', '31 января 2024 г.'], ['[$-x-systime]h:mm:ss AM/PM', '18:00:00'],
    ['dd/mm/yyyy', '31.01.2024'], ['dd/mm/yyyy;@', '31.01.2024'], ['dd\\/mm\\/yyyy', '31/01/2024'], ['dd"/"mm"/"yyyy', '31/01/2024'], ['[$-409]m/d/yy h:mm AM/PM;@', '1.31.24 6:00 PM'],
    ['d/m/yyyy "a/b"', '31.1.2024 a/b'], ['# ?/?', '45322 3/4'],
  ])('follows the system in Russian: %s is shown as %s', async (format, text) => {
    expect(await shown(45322.75, format, { locale: 'ru' })).toMatchObject({ text, f: format });
  });

  it('writes a slash where the system does', async () => {
    expect(await shown(45322, 'dd/mm/yyyy')).toMatchObject({ text: '31/01/2024' });
  });

  it('reads dates written as ISO 8601, without any time zone', async () => {
    const dates = ['2024-01-31', '2024-01-31T09:46:09', '2024-01-31T09:46:09.5Z', '2024-01-31T09:46:09+03:00', '09:46', 'soon', '2024-02-31'];
    const cells = dates.map((date) => `<c t="d" s="1"><v>${date}</v></c>`).join('');
    expect(await cellsOf({ sheet: `<row>${cells}</row>`, formats: ['dd.mm.yyyy'] })).toEqual([
      { t: 'd', v: '2024-01-31T00:00:00', text: '31.01.2024', f: 'dd.mm.yyyy' },
      { t: 'd', v: '2024-01-31T09:46:09', text: '31.01.2024', f: 'dd.mm.yyyy' },
      { t: 'd', v: '2024-01-31T09:46:09.500', text: '31.01.2024', f: 'dd.mm.yyyy' },
      { t: 'd', v: '2024-01-31T09:46:09', text: '31.01.2024', f: 'dd.mm.yyyy' },
      { t: 'n', v: 0.40694444444444444, text: '00.01.1900', f: 'dd.mm.yyyy' },
      { t: 'x', why: 'damaged', v: 'soon' },
      { t: 'x', why: 'damaged', v: '2024-02-31' },
    ]);
  });

  it('takes a time written as ISO 8601 for a number, whatever its format and date system', async () => {
    const sheet = '<row><c t="d" s="1"><v>09:46</v></c><c t="d" s="2"><v>09:46:00</v></c><c t="d"><v>09:46:00</v></c></row>';
    const time = { t: 'n', v: 0.40694444444444444 };
    expect(await cellsOf({ sheet, formats: ['h:mm', 'dd.mm.yyyy'], date1904: true })).toEqual([
      { ...time, text: '9:46', f: 'h:mm' },
      { ...time, text: '01.01.1904', f: 'dd.mm.yyyy' },
      { ...time, text: '09:46:00', f: 'hh:mm:ss' },
    ]);
  });

  it('agrees with the calendar for any millisecond', () => {
    const first = Date.UTC(1900, 2, 1);
    fc.assert(
      fc.property(fc.integer({ min: first, max: Date.UTC(9999, 11, 31, 23, 59, 59) }), (ms) => {
        const iso = new Date(ms).toISOString().slice(0, -1).replace('.000', '');
        expect(isoOfSerial(ms / 86_400_000 + 25_569)).toBe(iso);
      }),
      run,
    );
  });

  it('gives the same whatever time zone the machine is in', async () => {
    const before = process.env.TZ;
    try {
      for (const zone of ['Pacific/Kiritimati', 'America/St_Johns', 'Europe/Moscow']) {
        process.env.TZ = zone;
        expect(await shown(45382.0833333333, 'dd.mm.yyyy hh:mm')).toEqual({ t: 'd', v: '2024-03-31T02:00:00', text: '31.03.2024 02:00', f: 'dd.mm.yyyy hh:mm' });
      }
    } finally {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    }
  });
});

describe('formats that need no library', () => {
  const codes = [
    '0', '0.00', '0000', '00.000', '#,##0', '#,##0.00', 'dd.mm.yyyy', 'yyyy-mm-dd', 'm/d/yyyy', 'd.m.yy h:mm', 'h:mm', 'hh:mm:ss', 'mm:ss', 'dd/mm/yy;@',
    'yyyy\\-mm\\-dd\\ hh:mm:ss', 'dd.mm', 'mm.yyyy',
  ];
  const value = fc.oneof(
    fc.integer({ min: 0, max: 100 }),
    fc.integer({ min: 0, max: 2_958_465 }),
    fc.integer({ min: -1_000_000, max: 1_000_000_000 }).map((number) => number / 1000),
    fc.integer({ min: 0, max: 100_000 * 86_400 }).map((seconds) => seconds / 86_400),
    fc.double({ min: 0, max: 100_000, noNaN: true }),
  );

  it.each(codes)('%s is shown as the library shows it', async (code) => {
    for (const locale of ['en', 'ru'] as const) {
      const { quick, library } = await compileFormatForTest(code, { locale, date1904: false });
      fc.assert(fc.property(value, (number) => { expect(quick.cell(number, false)).toEqual(library.cell(number, false)); }), run);
    }
  });
});
