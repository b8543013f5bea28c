import type { SheetRow } from '#contract/cells.ts';
import { Fault } from '#contract/faults.ts';
import { utf8Pieces } from '../xml/encoding.ts';
import type { CellValues } from './cellValues.ts';
import type { SharedStrings } from '../strings/sharedStrings.ts';
import { MergedCells } from './mergedCells.ts';
import { SheetLayout } from './sheetLayout.ts';
import { putCell, SheetScanner } from './sheetScanner.ts';

/** Inflated bytes up to which a sheet is held whole, so that its rows may stand in any order. */
export const heldBytes = 16 * 1024 * 1024;
const rowsPerBatch = 1_000;

/**
 * Rows of a worksheet part of this inflated size, in rising order. A sheet of moderate size may hold its rows in any
 * order; in a greater one a row that comes too late is damage, as it cannot be handed on any more. Throws Fault.
 */
export async function* orderedRows(
  pieces: AsyncIterable<Buffer>,
  size: number,
  values: CellValues,
  layout: SheetLayout,
  signal?: AbortSignal,
): AsyncGenerator<readonly SheetRow[]> {
  if (size > heldBytes) {
    const merged = layout.areKnown ? new MergedCells(layout.merges) : null;
    for await (const rows of sheetRows(pieces, values, { signal, layout: merged === null ? layout : new SheetLayout(layout.sheet) })) yield merged === null ? rows : merged.fill(rows);
    return;
  }
  const held: SheetRow[] = [];
  for await (const rows of sheetRows(pieces, values, { signal, layout, anyOrder: true })) held.push(...rows);
  layout.areKnown = true;
  const ordered = new MergedCells(layout.merges).fill(inOrder(held));
  for (let at = 0; at < ordered.length; at += rowsPerBatch) yield ordered.slice(at, at + rowsPerBatch);
}

/** Sorted by row number; rows of one number become one, later cells in front of earlier ones. */
function inOrder(rows: readonly SheetRow[]): readonly SheetRow[] {
  if (rows.every((row, index) => index === 0 || row.row > (rows[index - 1]?.row ?? 0))) return rows;
  const joined: SheetRow[] = [];
  for (const row of rows.toSorted((one, other) => one.row - other.row)) {
    const last = joined.at(-1);
    if (last?.row !== row.row) {
      joined.push(row);
      continue;
    }
    const cells = [...last.cells];
    row.cells.forEach((cell, column) => { if (cell !== null) putCell(cells, column, cell); });
    joined[joined.length - 1] = { ...last, ...row, cells };
  }
  return joined;
}

export interface SheetRowsOptions {
  readonly signal?: AbortSignal | undefined;
  /** Rows are handed on as they stand, instead of damage being found in their order. */
  readonly anyOrder?: boolean;
  /** Gets what stands around the rows. */
  readonly layout?: SheetLayout;
}

/** Reads what stands around the rows alone, into `layout`. Throws Fault. */
export async function readLayout(pieces: AsyncIterable<Buffer>, values: CellValues, layout: SheetLayout, signal?: AbortSignal): Promise<void> {
  const scanner = new SheetScanner(values, { layout, skipRows: true });
  for await (const piece of utf8Pieces(pieces)) {
    if (signal?.aborted === true) throw new Fault('cancelled');
    scanner.feed(piece);
    scanner.take(false);
  }
  scanner.take(true);
  layout.areKnown = true;
}

/**
 * Rows of a worksheet part, given as bytes in pieces of any size, as they stand. Throws Fault.
 */
export async function* sheetRows(
  pieces: AsyncIterable<Buffer>,
  values: CellValues,
  { signal, layout = new SheetLayout(), anyOrder = false }: SheetRowsOptions = {},
): AsyncGenerator<SheetRow[]> {
  const scanner = new SheetScanner(values, { anyOrder, layout });
  for await (const piece of utf8Pieces(pieces)) {
    if (signal?.aborted === true) throw new Fault('cancelled');
    scanner.feed(piece);
    yield* wholeRows(scanner, values.strings, false);
  }
  yield* wholeRows(scanner, values.strings, true);
}

async function* wholeRows(scanner: SheetScanner, strings: SharedStrings, isLast: boolean): AsyncGenerator<SheetRow[]> {
  for (;;) {
    const rows = scanner.take(isLast);
    if (rows.length > 0) yield rows;
    if (scanner.wanted < 0) return;
    await strings.load(scanner.wanted);
  }
}
