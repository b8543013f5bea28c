import { describe, expect, it } from 'vitest';
import { rulesWith } from '#contract/keptMends.ts';
import type { Mend } from '#contract/mends.ts';
import type { MendRule } from '#contract/recipe.ts';

const rule = (...mends: readonly Mend[]): MendRule => ({ column: 'Name', do: [...mends] });
const added = (known: MendRule, wanted: MendRule): readonly MendRule[] => rulesWith([known], wanted, (one, other) => one.toLowerCase() === other.toLowerCase()).rules;

const rivals: readonly (readonly [string, Mend, Mend])[] = [
  ['two orders of dates', { kind: 'dates', order: 'dmy' }, { kind: 'dates', order: 'mdy' }],
  ['two ways to complete years', { kind: 'dates', order: 'dmy' }, { kind: 'dates', order: 'dmy', years: 'excel' }],
  ['two countries', { kind: 'country', country: 'RU' }, { kind: 'country', country: 'KZ' }],
  ['two values', { kind: 'set', value: 'a' }, { kind: 'set', value: 'b' }],
  ['a value and none', { kind: 'set', value: 'a' }, { kind: 'clear' }],
  ['two letter cases', { kind: 'case', to: 'lower' }, { kind: 'case', to: 'title' }],
  ['two of several', { kind: 'take', at: 1 }, { kind: 'take', at: -1 }],
  ['two decimal marks', { kind: 'decimal', mark: '.' }, { kind: 'decimal', mark: ',' }],
  ['two replacements of one text', { kind: 'replace', find: 'x', with: 'y' }, { kind: 'replace', find: 'x', with: 'z' }],
  ['two values for one word', { kind: 'map', values: { no: '' } }, { kind: 'map', values: { ' NO ': '0' } }],
];

const friends: readonly (readonly [string, Mend, Mend])[] = [
  ['replacements of two texts', { kind: 'replace', find: 'x', with: 'y' }, { kind: 'replace', find: 'a', with: 'b' }],
  ['maps of other words', { kind: 'map', values: { no: '' } }, { kind: 'map', values: { yes: '1' } }],
  ['mends of two kinds', { kind: 'trim' }, { kind: 'float' }],
];

describe('Mends kept in a recipe', () => {
  it.each(rivals)('are the later one alone of %s', (_name, one, other) => {
    expect(added(rule(one), rule(other))).toEqual([rule(other)]);
    expect(added({ ...rule(one), column: 'NAME', when: 'always' }, rule({ kind: 'trim' }, other))).toEqual([rule({ kind: 'trim' }, other)]);
    expect(added({ ...rule(one), column: 'Other' }, rule(other))).toHaveLength(2);
  });

  it.each(friends)('are both of %s', (_name, one, other) => {
    expect(added(rule(one), rule(other))).toEqual([rule(one), rule(other)]);
  });

  it('are kept once, and what a map says of other values is kept beside a later one', () => {
    expect(rulesWith([rule({ kind: 'trim' })], rule({ kind: 'trim' }), () => true)).toMatchObject({ isKnown: true, replaced: [], rules: [rule({ kind: 'trim' })] });
    expect(added(rule({ kind: 'map', values: { no: '', yes: '1' } }), rule({ kind: 'map', values: { no: '0' } }))).toEqual([rule({ kind: 'map', values: { yes: '1', no: '0' } })]);
  });
});
