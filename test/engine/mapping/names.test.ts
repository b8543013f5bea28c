import { describe, expect, it } from 'vitest';
import { columnFinder } from '#engine/mapping/index.ts';
import { columnsOf as tableColumns } from '#engine/sheet/header.ts';
import { columnsOf, s } from './mapping.ts';

const problem = (header: string, ref: string): string => {
  const found = columnFinder(columnsOf(header, 'Name'))(ref);
  return found.ok ? found.column.letter : found.problem();
};

describe('a column', () => {
  it.each([
    ['И\u0306од', 'Йод'],
    ['Йод', 'И\u0306од'],
    ['email\u200B', 'email'],
    ['email', '\uFEFFemail\u00A0'],
    ['Client\u00A0No', 'client no'],
  ])('“%s” is found by what looks the same (%#)', (header, ref) => {
    expect(problem(header, ref)).toBe('A');
  });

  it('that only looks the same is told with the letter that differs', () => {
    expect(problem('\u0435mail', 'email')).toBe('no column with the header “email”; “\u0435mail” looks the same, but “\u0435” is a Cyrillic letter (U+0435), not “e” (U+0065)');
    expect(problem('E\u2013mail', 'E-mail')).toContain('“\u2013” is U+2013, not “-” (U+002D)');
    expect(problem('ClientNo', 'Client No')).toContain('its white space differs');
    expect(problem('Mail', 'Maul')).toContain('nearest: “Mail”');
  });

  it('has its header composed and without marks, so that two that look the same are one name', () => {
    const header = { row: 1, cells: [s('И\u0306од\u200B'), s('\uFEFFemail'), s('email'), s('\u200B')] };
    expect(tableColumns(header, 4).map(({ header: text, ref }) => [text, ref])).toEqual([['Йод', 'Йод'], ['email', '@B'], ['email', '@C'], ['', '@D']]);
  });
});
