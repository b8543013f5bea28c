import { hidesValue, noDayText, plainNumber, shownText, type Cell } from '#contract/cells.ts';
import { guarded, unguarded } from '#contract/formulaGuard.ts';
import type { RowMapper } from '../../mapping/types.ts';
import { fieldCell } from '../../sheet/index.ts';

/** The texts of a row, and the cells that they do not give back. */
export interface CsvCells {
  readonly texts: readonly string[];
  readonly noted: ReadonlyMap<number, Cell>;
}

interface Row {
  readonly row: number;
  readonly cells: readonly Cell[];
}

/**
 * Finds for every cell a text that the job's own mapping reads to the same value: the percentage as shown for a text
 * field, 0.125 for a number. A cell that no text gives back is noted as it is. `places`: positions in a row of what is
 * written; `mapper`: null where the job's recipe does not fit its columns any more.
 */
export function csvCellMaker(places: readonly number[], mapper: RowMapper | null, comma: boolean): (row: Row) => CsvCells {
  /** By place and kind of cell, the candidate that did last time: a column's cells are mostly alike. */
  const usual = new Map<string, number>();

  function settle(row: Row, open: readonly number[], texts: string[], noted: Map<number, Cell>): void {
    if (mapper === null) return;
    const outcome = (cells: readonly Cell[]): string => JSON.stringify(mapper.map({ row: row.row, cells }));
    const wanted = outcome(row.cells);
    const readBack = (which: readonly number[]): Cell[] => {
      const cells = [...row.cells];
      for (const at of which) cells[places[at] ?? 0] = readAgain(texts[at] ?? '');
      return cells;
    };
    if (outcome(readBack(open)) === wanted) return;
    for (const at of open) {
      const cell = row.cells[places[at] ?? 0] ?? null;
      const candidates = candidatesOf(cell, comma);
      const fitting = candidates.findIndex((text) => {
        texts[at] = text;
        return outcome(readBack([at])) === wanted;
      });
      if (fitting >= 0) {
        usual.set(kindOf(at, cell), fitting);
        continue;
      }
      texts[at] = shownText(cell);
      noted.set(at, cell);
    }
    if (outcome(readBack(open.filter((at) => !noted.has(at)))) === wanted) return;
    for (const at of open) noted.set(at, row.cells[places[at] ?? 0] ?? null);
    for (const at of open) texts[at] = shownText(noted.get(at) ?? null);
  }

  return (row) => {
    const noted = new Map<number, Cell>();
    const open: number[] = [];
    const texts = places.map((place, at) => {
      const cell = row.cells[place] ?? null;
      if (cell === null) return '';
      const isNotShown = hidesValue(cell) || (cell.t === 'n' && cell.text === noDayText);
      if (cell.t === 'x' || cell.t === 'm' || isNotShown || (cell.t === 's' && !isReadAs(cell.v))) noted.set(at, cell);
      if (cell.t === 's' || cell.t === 'x' || cell.t === 'm' || isNotShown) return shownText(cell);
      open.push(at);
      const candidates = candidatesOf(cell, comma);
      return candidates[usual.get(kindOf(at, cell)) ?? 0] ?? candidates[0] ?? '';
    });
    if (open.length > 0) settle(row, open, texts, noted);
    return { texts, noted };
  };
}

/** What a text is to the reader of the file. */
function readAgain(text: string): Cell {
  const cell = fieldCell(guarded(text));
  return cell?.t === 's' ? { t: 's', v: unguarded(cell.v) } : cell;
}

/** Whether a text comes back as itself: `#N/A` would be an error. */
function isReadAs(text: string): boolean {
  const cell = readAgain(text);
  return text === '' || (cell?.t === 's' && cell.v === text);
}

function kindOf(at: number, cell: Cell): string {
  return cell !== null && (cell.t === 'n' || cell.t === 'd') ? `${at} ${cell.t} ${cell.f ?? ''}` : String(at);
}

/** What a cell may be written as, the most readable first. */
function candidatesOf(cell: Cell, comma: boolean): readonly string[] {
  if (cell?.t === 'n') return numberTexts(cell.v, cell.text, comma);
  if (cell?.t === 'd') return dateTexts(cell.v, cell.text);
  return cell?.t === 'b' ? (cell.v ? ['TRUE', '1'] : ['FALSE', '0']) : [shownText(cell)];
}

/** Digits that the display leaves out for want of room are written. */
const shortened = /^#|[eE][+-]?\d+$/;

function numberTexts(value: number, text: string | undefined, comma: boolean): readonly string[] {
  const plain = plainNumber(value);
  const written = comma && !Number.isInteger(value) ? [plain.replace('.', ','), plain] : [plain];
  if (text === undefined) return written;
  return shortened.test(text) ? [...written, text] : [text, ...written];
}

function dateTexts(iso: string, text: string | undefined): readonly string[] {
  const written = iso.endsWith('T00:00:00') ? [iso.slice(0, 10), iso] : [iso.replace('T', ' '), iso];
  return text === undefined ? written : [text, ...written];
}
