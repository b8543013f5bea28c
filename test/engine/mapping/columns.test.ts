import { describe, expect, it } from 'vitest';
import { dateOrderReport, distinctValues } from '#engine/mapping/index.ts';
import { d, e, n, s } from './mapping.ts';

describe('the order of day and month in a column', () => {
  it.each([
    ['is proven by a day beyond 12 in front', ['01.02.2024', '31.12.2024'], { verdict: 'proven', order: 'dmy', dmyOnly: 1, mdyOnly: 0, either: 1 }],
    ['is proven by a day beyond 12 in the middle', ['1/2/2024', '12/31/2024', '12/31/2024'], { verdict: 'proven', order: 'mdy', dmyOnly: 0, mdyOnly: 2, either: 1 }],
    ['is contradictory where both occur', ['31.12.2024', '12.31.2024'], { verdict: 'contradictory', order: null, dmyOnly: 1, mdyOnly: 1, either: 0 }],
    ['is ambiguous where every date could be either', ['01.02.2024', '03/04/2024'], { verdict: 'ambiguous', order: null, either: 2 }],
    ['matters nowhere with ISO, equal numbers and words', ['2024-02-01', '20240201', '05.05.2024', 'soon'], { verdict: 'none', order: null, either: 0 }],
  ])('%s', (_, texts, report) => {
    expect(dateOrderReport(texts.map(s))).toMatchObject(report);
  });

  it('is not asked of cells that are no text', () => {
    expect(dateOrderReport([null, n(45_000), d('2024-02-01T00:00:00', '01.02.2024'), e('#N/A')])).toMatchObject({ verdict: 'none' });
  });

  it('is shown by three examples at most, each once', () => {
    const { examples } = dateOrderReport(['13.01.2024', ' 13.01.2024 ', '14.01.2024', '15.01.2024', '16.01.2024', '01.02.2024'].map(s));
    expect(examples).toEqual({ dmyOnly: ['13.01.2024', '14.01.2024', '15.01.2024'], mdyOnly: [], either: ['01.02.2024'] });
  });
});

describe('the different values of a column', () => {
  it('are counted without regard to letter case and white space, the most frequent first', () => {
    expect(distinctValues([s('Gold'), s('basic'), s(' gold '), n(7, '007'), null, s(' ')])).toEqual({
      values: [{ value: 'Gold', count: 2 }, { value: 'basic', count: 1 }, { value: '007', count: 1 }],
      more: false,
    });
  });

  it('are those inside the cells where they hold several', () => {
    expect(distinctValues([s('a, b'), s('B,c')], ',').values).toEqual([{ value: 'b', count: 2 }, { value: 'a', count: 1 }, { value: 'c', count: 1 }]);
  });

  it('are not more than asked for', () => {
    expect(distinctValues([s('a'), s('b'), s('a')], null, 1)).toEqual({ values: [{ value: 'a', count: 2 }], more: true });
  });
});
