import { describe, expect, it } from 'vitest';
import { SortedColumn } from '#engine/jobs/corrections/workbook/sortedColumn.ts';
import { generator } from '../../../support/random.ts';

type Random = ReturnType<typeof generator>;

const seed = 20_261_127;
const rows = 1_000;

function isMixedUp(before: readonly string[], after: readonly string[]): boolean {
  const column = new SortedColumn();
  before.forEach((old, index) => {
    const now = after[index] ?? '';
    column.add(old, now, now !== old);
  });
  return column.isMixedUp(before.length);
}

const whole = (random: Random, below: number): number => Math.floor(random() * below);
/** A column of so many different values at random. */
const columnOf = (random: Random, values: number, length = rows): string[] => Array.from({ length }, () => `v${whole(random, values)}`);
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index);

type Change = (values: readonly string[], random: Random) => string[];

/** Puts the values of some rows into another order. */
const reordered = (order: (places: readonly number[], values: readonly string[], random: Random) => readonly number[], places: readonly number[]): Change => (values, random) => {
  const made = [...values];
  order(places, values, random).forEach((from, index) => { made[places[index]!] = values[from]!; });
  return made;
};
const byValue = (places: readonly number[], values: readonly string[]): readonly number[] => places.toSorted((a, b) => (values[a]! < values[b]! ? -1 : values[a]! > values[b]! ? 1 : a - b));
const shuffled = (places: readonly number[], _values: readonly string[], random: Random): readonly number[] => {
  const made = [...places];
  for (let at = made.length - 1; at > 0; at -= 1) {
    const other = whole(random, at + 1);
    [made[at], made[other]] = [made[other]!, made[at]!];
  }
  return made;
};
const up = (by: number, at: number): Change => (values) => [...values.slice(0, at), ...values.slice(at + by), ...Array.from({ length: by }, () => '')];
const down = (by: number, at: number): Change => (values) => [...values.slice(0, at), ...Array.from({ length: by }, () => ''), ...values.slice(at)].slice(0, values.length);

describe('A column whose cells were moved to other rows', () => {
  const moves: Readonly<Record<string, Change>> = {
    ...Object.fromEntries([1, 2, 3, 5, 10, 40].flatMap((by) => [20, 500].flatMap((at) => [[`up ${by} at ${at}`, up(by, at)], [`down ${by} at ${at}`, down(by, at)]]))),
    'a block moved up by 2': (values) => [...values.slice(0, 500), ...values.slice(502, 602), ...values.slice(500, 502), ...values.slice(602)],
    'sorted among every 7th row': reordered(byValue, range(0, 1_000).filter((row) => row % 7 === 0)),
    'sorted from the middle on': reordered(byValue, range(500, 1_000)),
    'sorted the other way': reordered((places, values) => byValue(places, values).toReversed(), range(0, 1_000)),
  };
  it.each(Object.entries(moves))('%s is told, however few values it has', (_name, move) => {
    const random = generator(seed);
    const missed = [2, 4, 12, 150, 2_000].flatMap((values) => {
      const before = columnOf(random, values);
      return isMixedUp(before, move(before, random)) ? [] : [values];
    });
    expect(missed).toEqual([]);
  });

  it.each([['shuffled', shuffled], ['turned round', (places: readonly number[]) => places.toReversed()]] as const)('%s is told where it has some values', (_name, order) => {
    const random = generator(seed);
    const missed = [12, 150, 2_000].flatMap((values) => {
      const before = columnOf(random, values);
      return isMixedUp(before, reordered(order, range(100, 141))(before, random)) ? [] : [values];
    });
    expect(missed).toEqual([]);
  });

  it('is told by 29 cells of a short one', () => {
    const random = generator(seed);
    for (const values of [4, 12]) {
      const before = columnOf(random, values, 60);
      for (const by of [2, 3]) expect([values, by, isMixedUp(before, up(by, 30)(before, random))]).toEqual([values, by, true]);
    }
  });
});

describe('A column that was only corrected', () => {
  const corrections: Readonly<Record<string, Change>> = {
    'some cells get other values of it': (values, random) => {
      const kinds = [...new Set(values)];
      return values.map((value) => (random() < 0.05 ? kinds[whole(random, kinds.length)]! : value));
    },
    'many cells get other values of it': (values, random) => {
      const kinds = [...new Set(values)];
      return values.map((value) => (random() < 0.4 ? kinds[whole(random, kinds.length)]! : value));
    },
    'cells are filled down': (values, random) => {
      const to = 5 + whole(random, 200);
      const at = whole(random, values.length - to);
      return values.map((value, row) => (row >= at && row < at + to ? values[at]! : value));
    },
    'one value becomes another that is there': (values) => values.map((value) => (value === values[0] ? values.find((other) => other !== values[0])! : value)),
    // Of as many cells each, in a sorted list, it is what sorting the other way makes of them.
    'two values that are not equally frequent change places': (values) => {
      const count = (value: string): number => values.filter((one) => one === value).length;
      const [one, other] = [values[0]!, values.find((value) => count(value) !== count(values[0]!)) ?? 'new'];
      return values.map((value) => (value === one ? other : value === other ? one : value));
    },
    'some cells are emptied': (values, random) => values.map((value) => (random() < 0.3 ? '' : value)),
    'all get one value': (values) => values.map(() => values[0]!),
    'all get new ones': (values) => values.map((_, row) => `new${row}`),
  };

  it.each(Object.entries(corrections))('as where %s is believed', (_name, correct) => {
    const random = generator(seed);
    const alarms = Array.from({ length: 40 }, (_, index) => {
      const before = columnOf(random, [2, 4, 12, 150][index % 4]!, index % 3 === 0 ? 60 : rows);
      // Also where alike values stand together, as in a list that is sorted.
      if (index % 2 === 1) before.sort();
      return isMixedUp(before, correct(before, random)) ? [`${index}`] : [];
    }).flat();
    expect(alarms).toEqual([]);
  });

  it('as where the end of a group of alike values is moved is believed', () => {
    const random = generator(seed);
    for (let number = 0; number < 40; number += 1) {
      const before = columnOf(random, 12).sort();
      const at = before.findIndex((value, row) => row > 100 && before[row + 1] !== value);
      const [from, to] = [at - whole(random, 20), at + 1];
      expect(isMixedUp(before, before.map((value, row) => (row >= from && row < to ? before[at + 1]! : value)))).toBe(false);
    }
  });
});
