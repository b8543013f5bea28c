import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SheetRow } from '#contract/cells.ts';
import type { FieldRule } from '#contract/recipe.ts';
import { compileRecipe } from '#engine/mapping/index.ts';
import { floatReaderIn, intReaderIn } from '../../../electron/engine/mapping/values/numbers.ts';
import { numberIn } from '../../../electron/engine/mapping/values/numberText.ts';
import { Refusal } from '../../../electron/engine/mapping/values/reader.ts';
import { columnsOf, keyed, n, s } from './mapping.ts';
import { cases } from '../../support/longForms.ts';

const columns = columnsOf('Key', 'A', 'B');

/** What the texts of one column become, each by its row, and what is noted; the first `seen` rows decide. */
function column(rule: Partial<FieldRule> & Pick<FieldRule, 'type'>, texts: readonly string[], seen = texts.length) {
  const rows = texts.map((text, index): SheetRow => ({ row: index + 2, cells: [n(1), s(text)] }));
  const source = rule.template === undefined ? { column: 'A' } : {};
  const compiled = compileRecipe(keyed([{ field: 'v', ...source, ...rule }], { version: 2 }), columns, undefined, rows.slice(0, seen));
  if (!compiled.ok) throw new Error(compiled.problems.map((problem) => problem()).join());
  const values = rows.map((row) => {
    const mapped = compiled.mapper.map(row);
    return mapped.kind === 'item' ? mapped.json.slice('{"key":1,"v":'.length, -1) : mapped.kind === 'empty' ? 'empty' : mapped.errors.map(({ reason }) => reason).join();
  });
  return { values, notes: compiled.notes(), decided: compiled.decided() };
}

describe('a column of numbers in text', () => {
  it.each<[string, Partial<FieldRule> & Pick<FieldRule, 'type'>, readonly string[], readonly string[]]>([
    ['thousands are proven by one value with both marks', { type: 'float' }, ['1,234.56', '1,234', '12,345', '1,234,567', '999'], ['1234.56', '1234', '12345', '1234567', '999']],
    ['the German way', { type: 'float' }, ['1.234,56', '1.234', '12.345', '999'], ['1234.56', '1234', '12345', '999']],
    ['decimals are proven by one that can be nothing else', { type: 'float' }, ['0,234', '1,234'], ['0.234', '1.234']],
    ['by two decimals', { type: 'float' }, ['1,23', '1,234'], ['1.23', '1.234']],
    ['by a point beside commas of thousands', { type: 'float' }, ['20.5', '1,234'], ['20.5', '1234']],
    ['by a number with two groups', { type: 'int' }, ['1,234,567', '1,234', '77'], ['1234567', '1234', '77']],
    ['by spaces', { type: 'float' }, ['12 345,678', '1,234'], ['12345.678', '1.234']],
    ['by money', { type: 'float' }, ['$1,234.50', '$1,234'], ['1234.5', '1234']],
    ['a value of the other kind is refused then', { type: 'float' }, ['1,234.56', ...Array.from({ length: 25 }, () => '2.50'), '1,23'], ['1234.56', ...Array.from({ length: 25 }, () => '2.5'), 'not-number']],
    ['columns that contradict themselves leave open what can be read both ways', { type: 'float' }, ['1,5', '2.5', '1,234'], ['1.5', '2.5', 'number-open']],
    ['the operator can choose', { type: 'float', decimal: ',' }, ['1,234', '1.234', '1.5'], ['1.234', '1234', 'not-number']],
    ['and the other', { type: 'int', decimal: '.' }, ['1,234', '1.234', '12.0'], ['1234', 'not-integer', '12']],
    ['a part of the cell is what counts', { type: 'float', part: { separator: ' ', at: 2 } }, ['EUR 1,234.56', 'EUR 1,234'], ['1234.56', '1234']],
    ['so is what a template makes', { type: 'float', template: '{A}{B}' }, ['1,234.56', '1,234'], ['1234.56', '1234']],
  ])('%s', (_, rule, texts, expected) => {
    expect(column(rule, texts).values).toEqual(expected);
    expect(column(rule, texts).notes.length).toBe(expected.includes('number-open') ? 1 : 0);
  });

  it('is asked about where nothing decides, by its letter and rows', () => {
    expect(column({ type: 'float' }, ['999', '1,234', '12,345'])).toMatchObject({ values: ['999', 'number-open', 'number-open'], notes: [{ kind: 'number-open', count: 1, rows: [3, 4], columns: ['B'] }] });
    expect(column({ type: 'float' }, ['999', '1,234'], 1)).toMatchObject({ values: ['999', 'number-open'], notes: [{ kind: 'number-open', count: 1, rows: [3], columns: ['B'] }] });
  });

  it('keeps fifteen digits and more, with any mark', () => {
    const digitsOf = (number: string): string => number.replace(/[-.]/g, '').replace(/^0+|0+$/g, '');
    const groups = (digits: string, mark: string): string => digits.replace(/\B(?=(?:\d{3})+$)/g, mark);
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 18n }), fc.nat(99), fc.constantFrom<[string, '.' | ',']>([',', '.'], ['.', ','], [' ', ','], ['\u202F', '.']), fc.boolean(), (whole, cents, [thousand, decimal], below) => {
        const sign = below && (whole > 0n || cents > 0) ? '-' : '';
        const text = `${sign}${groups(String(whole), thousand)}`;
        const int = intReaderIn(decimal).text(text);
        expect(int).toBe(whole === 0n ? '0' : `${sign}${whole}`);
        const amount = `${text}${decimal}${String(cents).padStart(2, '0')}`;
        const written = `${sign}${whole}.${String(cents).padStart(2, '0')}`;
        const float = floatReaderIn(decimal).text(amount);
        // A number that would stand in JSON with other digits than the text's is refused.
        const isKept = digitsOf(String(Number(written))) === digitsOf(written);
        expect(float instanceof Refusal ? float.reason : float).toBe(isKept ? Number(written) : 'digits-lost');
        expect(floatReaderIn(null).text(amount)).toStrictEqual(float);
      }),
      { seed: 9, numRuns: cases(1_000, 3_000) },
    );
  });

  it('is read the quick way as in the careful one', () => {
    const text = fc.array(fc.constantFrom('1', '0', '9', '.', ',', '-', ' ', '3', '4'), { minLength: 1, maxLength: 9 }).map((parts) => parts.join('').trim());
    fc.assert(
      fc.property(text, fc.constantFrom(null, '.' as const, ',' as const), (one, mark) => {
        const quick = floatReaderIn(mark).text(one);
        const careful = numberIn(one, mark);
        const told = careful === null ? 'not-number' : careful instanceof Refusal ? careful.reason : Number(careful);
        expect(quick instanceof Refusal ? quick.reason : quick).toBe(told);
        const int = intReaderIn(mark).text(one);
        // A plus sends the same number the careful way.
        const plus = intReaderIn(mark).text(`+${one}`);
        if (/^[1-9][\d., ]*$/.test(one)) expect(int instanceof Refusal ? int.reason : int).toBe(plus instanceof Refusal ? plus.reason : plus);
      }),
      { seed: 9, numRuns: cases(1_500, 5_000) },
    );
  });
});

describe('a column of dates in text', () => {
  it.each<[string, readonly string[], readonly string[], number]>([
    ['month first is proven', ['12/31/2024', '01/02/2024'], ['"2024-12-31"', '"2024-01-02"'], 0],
    ['day first is proven', ['31/12/2024', '01/02/2024'], ['"2024-12-31"', '"2024-02-01"'], 0],
    ['contradictions refuse what can be read both ways', ['31/12/2024', '12/31/2024', '01/02/2024', '03/03/2024'], ['"2024-12-31"', 'date-other-order', 'date-order-open', '"2024-03-03"'], 1],
    ['what stays open is day first, and told', ['01/02/2024', '03/04/2024'], ['"2024-02-01"', '"2024-04-03"'], 1],
    ['nothing is open about years in front', ['2024-01-02'], ['"2024-01-02"'], 0],
  ])('%s', (_, texts, expected, notes) => {
    const found = column({ type: 'date' }, texts);
    expect(found.values).toEqual(expected);
    expect(found.notes).toHaveLength(notes);
    expect(column({ type: 'date', order: 'dmy' }, texts).notes).toEqual([]);
  });
});

describe('what all rows say of a column', () => {
  it.each<[string, Partial<FieldRule> & Pick<FieldRule, 'type'>, string, readonly string[], unknown, boolean]>([
    ['the order is another than the first rows said', { type: 'date' }, '31/12/2024', ['03/04/2024', '12/31/2024'], { order: 'mixed' }, true],
    ['month first, where the first rows are open', { type: 'date' }, '03/04/2024', ['03/04/2024', '12/31/2024'], { order: 'mdy' }, true],
    ['the other way round', { type: 'datetime' }, '12/31/2024 10:00', ['03/04/2024 11:00', '31/12/2024 12:00'], { order: 'mixed' }, true],
    ['day first is what open dates are read by', { type: 'date' }, '03/04/2024', ['31.12.2024'], { order: 'dmy' }, false],
    ['no date that can be read both ways was read wrong', { type: 'date' }, '31/12/2024', ['12/31/2024', '03/03/2024'], { order: 'mixed' }, false],
    ['thousands', { type: 'float' }, '1,234', ['1,234', '1,234.5'], { decimal: '.' }, true],
    ['decimals after all', { type: 'float' }, '20.5', ['1,234', '1,5', '2,5'], { decimal: 'open' }, true],
    ['the other mark', { type: 'float' }, '20.5', ['1,234', ...Array.from({ length: 25 }, () => '1,5')], { decimal: ',' }, true],
    ['dirt', { type: 'int' }, '1,234,567', [...Array.from({ length: 25 }, () => '2.0'), '1,0'], { decimal: '.' }, false],
    ['a mark that changes no number', { type: 'float' }, '7', ['1.5', '2.25'], { decimal: '.' }, false],
    ['nothing', { type: 'date' }, '2024-01-31', ['20240131', 'soon'], undefined, false],
  ])('%s', (_, rule, first, later, texts, isContradicted) => {
    expect(column(rule, [first, ...later], 1).decided).toEqual({ texts: texts === undefined ? {} : { B: texts }, isContradicted });
  });

  it('is asked of a part of the cell, and of two rules that read the column', () => {
    const part = { separator: ' ', at: 1 };
    expect(column({ type: 'date', part }, ['03/04/2024 x', '12/31/2024 x'], 1).decided).toEqual({ texts: { B: { order: 'mdy' } }, isContradicted: true });
    expect(column({ type: 'date', template: '{A}' }, ['03/04/2024', '12/31/2024'], 1).decided).toEqual({ texts: { B: { order: 'mdy' } }, isContradicted: true });
  });
});

describe('a long number that was written short', () => {
  it.each<[FieldRule['type'], string, string]>([
    ['string', '1,23457E+17', 'digits-lost'],
    ['string', '7.91612E+10', 'digits-lost'],
    ['string', '1.23457e+17', 'digits-lost'],
    ['string', '7.9161234567E+10', '"79161234567"'],
    ['string', '12E5', '"12E5"'],
    ['string', '2E05', '"2E05"'],
    ['string', 'A1E+17', '"A1E+17"'],
    ['tags', '1,23457E+17', 'digits-lost'],
    ['tags', 'a, 1.23457E+17', 'digits-lost'],
    ['enum', '1,23457E+17', 'digits-lost'],
    ['phone', '7,91612E+10', 'digits-lost'],
    ['phones', '7,91612E+10', 'digits-lost'],
    ['phones', '7.9161234567E+10', '["+79161234567"]'],
    ['float', '1,23457E+17', 'digits-lost'],
    ['float', '1,23457E+11', 'digits-lost'],
    ['float', '7.9161234567E+10', '79161234567'],
    ['float', '1.25e-7', '1.25e-7'],
  ])('as %s: %s', (type, text, expected) => {
    expect(column({ type, ...(type.startsWith('phone') ? { country: 'RU' } : {}) }, [text]).values).toEqual([expected]);
    if (type === 'string') expect(column({ type, template: '{A}' }, [text]).values).toEqual([expected]);
  });
});

describe('a phone that went through a program of decimals', () => {
  it.each<[string, string, string]>([
    ['DE', '301234567.0', '"+49301234567"'],
    ['DE', '301234567,00', '"+49301234567"'],
    ['DE', '4915112345678.0', '"+4915112345678"'],
    ['DE', '4915112345678', '"+4915112345678"'],
    ['DE', '030 123456', '"+4930123456"'],
    ['RU', '9161234567.0', '"+79161234567"'],
    ['RU', '79161234567.0', '"+79161234567"'],
    ['RU', '+79161234567.0', '"+79161234567"'],
    ['RU', '9161234567.5', 'incorrect-phone'],
    ['RU', '7701234567123.0', 'incorrect-phone'],
    ['RU', '8.916.123.45.00', '"+79161234500"'],
    ['RU', '8\u2011916\u2011123\u201145\u201167', '"+79161234567"'],
    ['RU', '８９１６１２３４５６７', '"+79161234567"'],
  ])('%s %s', (country, text, expected) => {
    expect(column({ type: 'phone', country }, [text]).values).toEqual([expected]);
    expect(column({ type: 'phones', country }, [text]).values).toEqual([expected.startsWith('"') ? `[${expected}]` : expected]);
  });
});
