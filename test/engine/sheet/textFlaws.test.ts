import { describe, expect, it } from 'vitest';
import { textCell } from '#engine/sheet/textCell.ts';
import { cellOf, mainNamespace, rowsOfWorkbook } from '../../support/workbooks.ts';

const unit = (code: number): string => String.fromCharCode(code);
const escaped = (code: number): string => `_x${code.toString(16).toUpperCase().padStart(4, '0')}_`;

/** Each way in which a text can stand in a sheet, so that none of them hands on what another refuses. */
const ways: readonly (readonly [string, (text: string) => Promise<unknown>])[] = [
  ['an inline string', (text) => cellOf(`<c r="A1" t="inlineStr"><is><t>${text}</t></is></c>`)],
  ['a rich inline string', (text) => cellOf(`<c r="A1" t="inlineStr"><is><r><t>${text}</t></r></is></c>`)],
  ['a shared string', (text) => cellOf('<c r="A1" t="s"><v>0</v></c>', { strings: `<si><t>${text}</t></si>` })],
  ['a rich shared string', (text) => cellOf('<c r="A1" t="s"><v>0</v></c>', { strings: `<si><r><t>${text}</t></r><r><t>!</t></r></si>` })],
  ['the text of a formula', (text) => cellOf(`<c r="A1" t="str"><f>B1</f><v>${text}</v></c>`)],
];
const broken: (typeof ways)[number] = ['a number that is none', (text) => cellOf(`<c r="A1"><v>${text}</v></c>`)];

describe('text with characters that are no text', () => {
  describe.each([...ways, broken])('in %s', (_, read) => {
    it.each([
      ['a zero byte', escaped(0), 'control'],
      ['a control character', escaped(1), 'control'],
      ['a vertical tab', escaped(0xb), 'control'],
      ['the last control character', escaped(0x1f), 'control'],
      ['the delete character', unit(127), 'control'],
      ['a control character as it stands', unit(7), 'control'],
      ['a control character by reference', '&#7;', 'control'],
      ['U+FFFE', escaped(0xfffe), 'control'],
      ['U+FFFF as it stands', unit(0xffff), 'control'],
      ['the first half of a pair', escaped(0xd83d), 'damaged'],
      ['the second half of a pair', escaped(0xde00), 'damaged'],
      ['the replacement character', `я${unit(0xfffd)}я`, 'damaged'],
      ['the replacement character by reference', '&#xFFFD;', 'damaged'],
    ])('is told: %s', async (_name, text, why) => {
      expect(await read(`a${text}b`)).toMatchObject({ t: 'x', why });
    });

  });

  describe.each(ways)('in %s', (_, read) => {
    it.each(['one\ttwo', 'one\ntwo', `one${escaped(0xd)}\ntwo`, 'Ёлка', '😀', `${escaped(0xd83d)}${escaped(0xde00)}`, 'a\u{FFFC}b', '\u{10FFFF}'])('is not seen where there is none: %j', async (text) => {
      expect(await read(`a${text}b`)).toMatchObject({ t: 's' });
    });
  });

  it('is judged by its first such character, and kept as it is for the eye', () => {
    expect(textCell(`a${unit(0)}${unit(0xfffd)}`)).toEqual({ t: 'x', why: 'control', v: `a${unit(0)}${unit(0xfffd)}` });
    expect(textCell('')).toBeNull();
  });

  it('with half a pair is stored without it, as no encoding has it', () => {
    expect(textCell(`a${unit(0xd83d)}`)).toEqual({ t: 'x', why: 'damaged', v: 'a\uFFFD' });
  });

  it('is told for bytes that are no UTF-8', async () => {
    const part = `<?xml version="1.0"?><worksheet xmlns="${mainNamespace}"><sheetData><row><c t="inlineStr"><is><t>a\xff</t></is></c></row></sheetData></worksheet>`;
    expect(await rowsOfWorkbook({ sheet: Buffer.from(part, 'latin1') })).toEqual([{ row: 1, cells: [{ t: 'x', why: 'damaged', v: 'a\uFFFD' }] }]);
  });
});
