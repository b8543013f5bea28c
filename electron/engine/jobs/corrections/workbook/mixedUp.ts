import { hash } from 'node:crypto';
import { countingCell, plainNumber, shownText, type Cell } from '#contract/cells.ts';
import { serialOfIso } from '../../../sheet/index.ts';
import { comparable } from '../../exports/rowNote.ts';
import type { Layout } from './layout.ts';

/** As many digits as every program keeps. */
const digits = 12;

/** What a cell says, the same in the job and in a workbook that any program has saved anew; nothing of an empty one. */
export function saying(stored: Cell, date1904: boolean): string {
  const cell = countingCell(stored);
  if (cell === null || cell.t === 'm') return '';
  if (cell.t === 'b') return cell.v ? 'TRUE' : 'FALSE';
  if (cell.t === 'n') return plain(cell.v);
  if (cell.t === 'd') {
    const serial = serialOfIso(cell.v, date1904);
    return serial === null ? cell.v : plain(serial);
  }
  const text = comparable(shownText(cell)).trim();
  return /^[+-]?\d+(\.\d+)?$/.test(text) ? plain(Number(text)) : text;
}

const plain = (value: number): string => (Number.isInteger(value) && Math.abs(value) < 10 ** digits ? String(value) : plainNumber(Number(value.toPrecision(digits))));

/**
 * Tells what a row says as a whole, to find it under another row's id. `at`: where a column's cell lies. Empty for a row that says
 * less than two things: such are alike. Pure.
 */
export function rowSaying(cells: readonly Cell[], { places }: Pick<Layout, 'places'>, at: (place: Layout['places'][number], index: number) => number, date1904: boolean): string {
  const said = places.flatMap((place, index) => {
    const one = saying(cells[at(place, index)] ?? null, date1904);
    return one === '' ? [] : [[place[0], one]];
  });
  return said.length < 2 ? '' : hash('sha256', JSON.stringify(said), 'base64');
}
