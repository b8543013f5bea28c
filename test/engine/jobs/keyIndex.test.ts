import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createKeyIndex } from '#engine/jobs/prepare/keyIndex.ts';
import { KeyTable } from '../../../electron/engine/jobs/prepare/keyTable.ts';
import { cases } from '../../support/longForms.ts';

const seed = 20261125;

/** Few different texts, so that they come again: letters of all kinds, long ones, halves of characters. */
const key = fc.oneof(
  fc.integer({ min: 0, max: 40 }).map((number) => `user${number}@example.com`),
  fc.constantFrom('', 'ключ', 'КЛЮЧ', 'é', 'e\u0301', '\ud83d', '\ud83e', '\ud83d\ude00', '\ufffd', 'a\u0000', 'a', `${'x'.repeat(300)}1`, `${'x'.repeat(300)}2`),
  fc.string({ unit: 'binary', maxLength: 2 }),
);

describe('the table of match keys', () => {
  it('knows every text it was given, and no other, as a Map does', () => {
    fc.assert(
      fc.property(fc.array(key, { maxLength: 60 }), (keys) => {
        const table = new KeyTable();
        const map = new Map<string, number>();
        const found = keys.map((text) => {
          const entry = table.find(text);
          const known = map.get(text) ?? -1;
          if (known < 0) map.set(text, table.add(text));
          return { entry, known };
        });
        table.close();
        expect(found.map(({ entry }) => entry)).toEqual(found.map(({ known }) => known));
        expect([...map.values()]).toEqual([...map.keys()].map((_, index) => index));
      }),
      { seed, numRuns: cases(100, 300) },
    );
  });

  it('grows to a hundred thousand keys without mixing them up', () => {
    const table = new KeyTable();
    const text = (number: number): string => `${number * 7919}@клиент.example`;
    for (let number = 0; number < 100_000; number += 1) {
      if (table.find(text(number)) !== -1) throw new Error(`${number} is taken for another`);
      table.add(text(number));
    }
    for (let number = 0; number < 100_000; number += 1) if (table.find(text(number)) !== number) throw new Error(`${number} is lost`);
    expect(table.find(text(100_000))).toBe(-1);
    table.close();
  });
});

describe('rows of one key', () => {
  const rows = [['a', 2], ['b', 3], ['a', 4], ['c', 6], ['a', 7], ['b', 9]] as const;
  const taken = (policy: 'first' | 'last' | 'all'): unknown => {
    const index = createKeyIndex(policy);
    const duplicates = rows.map(([text, row], at) => index.add(text, at + 1, row));
    const { positions, ofRows } = index.superseded();
    index.close();
    return { duplicates, positions: [...positions], ofRows: [...ofRows] };
  };

  it('are duplicates of the first, of the last, or of none, as the recipe says', () => {
    expect(taken('first')).toEqual({ duplicates: [0, 0, 2, 0, 2, 3], positions: [], ofRows: [] });
    expect(taken('last')).toEqual({ duplicates: [0, 0, 0, 0, 0, 0], positions: [1, 2, 3], ofRows: [7, 9, 7] });
    expect(taken('all')).toEqual({ duplicates: [0, 0, 0, 0, 0, 0], positions: [], ofRows: [] });
  });
});
