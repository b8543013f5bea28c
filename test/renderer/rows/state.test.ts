import { describe, expect, it } from 'vitest';
import { columnLetter, type Cell } from '#contract/cells.ts';
import type { JobRow } from '#contract/job.ts';
import { copied } from '../../../renderer/state/rows/blocks.ts';
import { readBlock, writeBlock } from '../../../renderer/state/rows/clipboard.ts';
import { kindChosen, ofGroup, withKind, withProblem } from '../../../renderer/state/rows/filters.ts';
import { indexOf, positionAt, RowPages } from '../../../renderer/state/rows/pages.svelte.ts';
import { bounded, drawnRows, factorOf, offsetShowing, rowHeight, spanOf } from '../../../renderer/state/rows/scroll.ts';
import { afterEntry, at, blockOf, moved, within } from '../../../renderer/state/rows/selection.ts';
import { Slots } from '../../../renderer/state/rows/slots.ts';
import { jobRows } from '../../support/pageData.ts';

describe('A block of cells on the clipboard', () => {
  it('is read as Excel writes it', () => {
    expect(readBlock('a\tb\r\nc\td\r\n')).toEqual([['a', 'b'], ['c', 'd']]);
    expect(readBlock('only')).toEqual([['only']]);
    expect(readBlock('')).toEqual([]);
    expect(readBlock('a\r\n\r\nb')).toEqual([['a'], [''], ['b']]);
    expect(readBlock('\t\r\n')).toEqual([['', '']]);
    expect(readBlock('a\tb\nc\rd')).toEqual([['a', 'b'], ['c'], ['d']]);
  });

  it('keeps line ends and tabs inside a cell, and the quotation marks around them away', () => {
    expect(readBlock('"line 1\nline 2"\tx\r\n"say ""hi""\r\nthere"\ty')).toEqual([['line 1\nline 2', 'x'], ['say "hi"\r\nthere', 'y']]);
    expect(readBlock('"a\tb"')).toEqual([['a\tb']]);
  });

  it('leaves quotation marks alone that only belong to the text', () => {
    expect(readBlock('"ООО" Ромашка\t5" pipe\r\n"whole"\t"open')).toEqual([['"ООО" Ромашка', '5" pipe'], ['"whole"', '"open']]);
    expect(readBlock('"a\nb" c')).toEqual([['"a'], ['b" c']]);
    expect(readBlock('"')).toEqual([['"']]);
    expect(readBlock('""')).toEqual([['""']]);
  });

  it('comes back as it was written', () => {
    const block = [['a', '"b"', 'c\nd "e"'], ['', '\t', '"']];
    expect(readBlock(writeBlock(block))).toEqual(block);
  });
});

describe('Cells that a spreadsheet would run', () => {
  const texts = ['=1+1', '@SUM(A1)', '+7 (916) 123-45-67', '-5', '-A1', "'=1", "''+A1", '=A1\t"x"', '=1\n"2"', '"=1"', ' =1', '+', "'"];
  const row = (cells: readonly Cell[]): JobRow => ({ position: 1, row: 2, state: 'ready', cells, errors: [], duplicateOf: null, code: null, text: null, profileId: null });
  const columns = texts.map((_, index) => ({ index, letter: columnLetter(index), header: '', ref: '' }));
  const of = (cells: readonly Cell[]): { readonly text: string; readonly html: string } => copied([row(cells)], { top: 0, bottom: 0, left: 0, right: cells.length - 1 }, columns);

  it('go to the clipboard as texts that none does run, and come back as they are', () => {
    const { text } = of(texts.map((v) => ({ t: 's', v })));
    expect(text.split('\t')[0]).toBe("'=1+1");
    expect(text.split(/[\t\r\n]+/).filter((part) => /^"*(?:[=@]|[+-]A)/.test(part))).toEqual([]);
    expect(readBlock(text)).toEqual([texts]);
    expect(readBlock(writeBlock([['\t=1']]))).toEqual([['\t=1']]);
  });

  it('say in the table that spreadsheets take first that they are texts; numbers and dates stay what they are', () => {
    const { html } = of([{ t: 's', v: '=1 & <b>\nx  y ' }, { t: 'n', v: -5.5 }, { t: 'n', v: 79161234567, text: '+79161234567' }, { t: 'n', v: 7, text: '007' }, { t: 'd', v: '2024-01-31T00:00:00', text: '31.01.2024' }, null]);
    const cells = new DOMParser().parseFromString(html, 'text/html').querySelectorAll('td');
    expect([...cells].map((cell) => (cell.getAttribute('style') ?? '').includes('mso-number-format:"\\@"'))).toEqual([true, false, true, true, false, false]);
    expect([...cells].map((cell) => cell.textContent.replaceAll('\u00a0', ' '))).toEqual(['=1 & <b>x  y ', '-5.5', '+79161234567', '007', '31.01.2024', '']);
    expect(cells[0]!.querySelectorAll('br')).toHaveLength(1);
  });
});

describe('The cursor', () => {
  const bounds = { rows: 1_000_000, columns: 5, page: 20 };
  const key = (name: string, ctrl = false, shift = false) => ({ key: name, ctrl, shift });

  it('moves by cell, page and to every end, and stays inside', () => {
    expect(moved(at(0, 0), key('ArrowUp'), bounds)).toEqual(at(0, 0));
    expect(moved(at(5, 2), key('ArrowRight'), bounds)).toEqual(at(5, 3));
    expect(moved(at(5, 4), key('ArrowRight'), bounds)).toEqual(at(5, 4));
    expect(moved(at(5, 2), key('PageDown'), bounds)).toEqual(at(24, 2));
    expect(moved(at(5, 2), key('End', true), bounds)).toEqual(at(999_999, 4));
    expect(moved(at(5, 2), key('Home'), bounds)).toEqual(at(5, 0));
    expect(moved(at(5, 2), key('ArrowDown', true), bounds)).toEqual(at(999_999, 2));
    expect(moved(at(5, 2), key('x'), bounds)).toBeNull();
  });

  it('chooses a block with Shift', () => {
    const one = moved(at(5, 2), key('ArrowDown', false, true), bounds)!;
    expect(blockOf(moved(one, key('ArrowLeft', false, true), bounds)!)).toEqual({ top: 5, bottom: 6, left: 1, right: 2 });
  });

  it('goes on when a cell was filled, and back with Shift', () => {
    expect(afterEntry({ row: 5, column: 2 }, 'Enter', false, bounds)).toEqual(at(6, 2));
    expect(afterEntry({ row: 5, column: 2 }, 'Tab', false, bounds)).toEqual(at(5, 3));
    expect(afterEntry({ row: 5, column: 2 }, 'Tab', true, bounds)).toEqual(at(5, 1));
  });

  it('is inside of what a filter leaves', () => {
    expect(within(at(900, 4), { rows: 3, columns: 2, page: 20 })).toEqual(at(2, 1));
    expect(within(at(900, 4), { rows: 0, columns: 0, page: 20 })).toEqual(at(0, 0));
  });
});

describe('A list that is higher than an element can be', () => {
  it('is scrolled as it is while it fits', () => {
    const span = spanOf(1_000, 560, 1);
    expect([span.element, factorOf(span)]).toEqual([28_000, 1]);
  });

  it.each([[1_048_576, 1], [1_048_576, 2.5], [1_048_576, 5], [5_000_000, 1], [40_000_000, 3]])('of %i rows at a zoom of %f is reached to its last row', (rows, ratio) => {
    const span = spanOf(rows, 560, ratio);
    expect(span.element * ratio).toBeLessThanOrEqual(2 ** 24);
    const bottom = (span.element - span.view) * factorOf(span);
    expect(bottom).toBeCloseTo(rows * rowHeight - 560, 0);
    expect(bounded(Infinity, span)).toBe(rows * rowHeight - 560);
    const drawn = drawnRows(rows, bottom, 560);
    expect(drawn.at(-1)).toBe(rows - 1);
    expect(drawn.length).toBeLessThan(40);
  });

  it('moves only as far as it must to show a row', () => {
    const span = spanOf(1_000, 560, 1);
    expect(offsetShowing(3, 0, span)).toBe(0);
    expect(offsetShowing(25, 0, span)).toBe(26 * rowHeight - 560);
    expect(offsetShowing(2, 280, span)).toBe(56);
    expect(offsetShowing(999, 0, span)).toBe(28_000 - 560);
  });
});

describe('The elements of the rows that are seen', () => {
  const elements = 10;
  const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
  /** The element of each row, by the row. */
  const elementsOf = (slots: Slots, seen: readonly number[]) => new Map(seen.map((row) => [row, (row - slots.from(seen, elements)) % elements]));

  it('stay with their rows while it is scrolled, and are each of one row', () => {
    const slots = new Slots();
    const before = elementsOf(slots, range(40, 49));
    for (const from of [43, 38, 31, 25, 30]) {
      const now = elementsOf(slots, range(from, from + 9));
      expect(new Set(now.values()).size).toBe(elements);
      expect(Math.min(...now.values())).toBeGreaterThanOrEqual(0);
      for (const row of range(40, 49)) if (now.has(row)) expect(now.get(row)).toBe(before.get(row));
    }
  });

  it('stay where they are where it is gone to quite other rows', () => {
    const slots = new Slots();
    elementsOf(slots, range(0, 9));
    expect([...elementsOf(slots, range(765_432, 765_441)).values()]).toEqual(range(0, 9));
    expect([...elementsOf(slots, range(13, 22)).values()]).toEqual(range(0, 9));
  });
});

describe('The rows of a filter', () => {
  it('are known by index and by position', () => {
    const shown = { count: 3, positions: Uint32Array.of(4, 9, 700) };
    expect([0, 1, 2].map((index) => positionAt(shown, index))).toEqual([4, 9, 700]);
    expect([1, 4, 5, 9, 10, 9_999].map((position) => indexOf(shown, position))).toEqual([0, 0, 1, 1, 2, 2]);
    expect(indexOf({ count: 50, positions: null }, 99)).toBe(49);
  });

  it('are asked for where they are seen, once each, and anew when they may have changed', async () => {
    const asked: (readonly number[])[] = [];
    const pages = new RowPages(async (positions) => {
      asked.push(positions);
      return jobRows(0, 1_000, 1_000).rows.filter(({ position }) => positions.includes(position));
    });
    const settle = () => new Promise((resolve) => setTimeout(resolve));
    pages.want({ count: 1_000, positions: null }, 250, 270);
    await settle();
    expect(asked).toHaveLength(1);
    expect(pages.get(255)).toMatchObject({ position: 255 });
    expect(pages.get(201)).toBeDefined();
    pages.want({ count: 1_000, positions: null }, 252, 272);
    await settle();
    expect(asked).toHaveLength(1);
    pages.refresh();
    expect(pages.get(255)).toBeDefined();
    await settle();
    expect(asked).toHaveLength(2);
  });

  it('are the same ones still while a job runs, but for those that say something else', async () => {
    const asked: (readonly number[])[] = [];
    let accepted = 0;
    const pages = new RowPages(async (positions) => {
      asked.push(positions);
      return positions.map((position) => ({ ...jobRows(0, 1, 1).rows[0]!, position, state: position <= accepted ? 'accepted' : 'ready' }));
    });
    const settle = () => new Promise((resolve) => setTimeout(resolve));
    pages.want({ count: 1_000, positions: null }, 10, 19);
    await settle();
    const before = [pages.get(11), pages.get(12), pages.get(21)];
    accepted = 11;
    pages.follow();
    await settle();
    expect(asked[1]).toEqual([11, 12, 13, 14, 15, 16, 17, 18, 19, 20]);
    expect(pages.get(11)).toMatchObject({ state: 'accepted' });
    expect(pages.get(12)).toBe(before[1]);
    // What lies around is asked for anew when it is to be seen.
    accepted = 21;
    pages.want({ count: 1_000, positions: null }, 15, 25);
    await settle();
    expect(pages.get(21)).toMatchObject({ state: 'accepted' });
    // Everything may have changed then, also what a row does not say itself.
    pages.refresh();
    await settle();
    expect(pages.get(12)).not.toBe(before[1]);
  });

  it('jump to where the scroll bar was let go, without all that lies between', async () => {
    const asked: number[] = [];
    let release = (): void => undefined;
    const pages = new RowPages(async (positions) => {
      asked.push(positions[0]!);
      if (asked.length === 1) await new Promise<void>((resolve) => (release = resolve));
      return positions.map((position) => ({ ...jobRows(0, 1, 1).rows[0]!, position }));
    });
    const shown = { count: 100_000, positions: null };
    for (const first of [0, 10_000, 20_000, 30_000, 90_000]) pages.want(shown, first, first + 20);
    release();
    await new Promise((resolve) => setTimeout(resolve));
    expect(asked).toEqual([1, 90_001]);
  });
});

describe('A filter', () => {
  it('keeps the reason where the other rows can have it', () => {
    const invalid = withProblem(withKind({}, 'invalid'), { reason: 'incorrect-email' });
    expect(invalid).toEqual({ states: ['invalid'], problem: { reason: 'incorrect-email' } });
    expect(withKind(invalid, 'warned')).toEqual({ problem: { reason: 'incorrect-email', leftOut: true } });
    expect(withKind(invalid, 'accepted')).toEqual({ states: ['accepted'] });
    expect(withKind(invalid, 'corrected')).toEqual({ corrected: true, problem: { reason: 'incorrect-email' } });
    expect(withProblem(invalid, { reason: undefined })).toEqual({ states: ['invalid'] });
    expect(withKind(withKind({}, 'invalid'), 'all')).toEqual({});
  });

  it('shows by its choice what it is', () => {
    expect(['all', 'invalid', 'warned', 'corrected', 'failed'].map((kind) => kindChosen(withKind({}, kind)))).toEqual(['all', 'invalid', 'warned', 'corrected', 'failed']);
    expect(kindChosen(ofGroup({ column: 'D', header: '', field: 'email', reason: 'incorrect-email', rows: 3, examples: [] }))).toBe('invalid');
  });
});
