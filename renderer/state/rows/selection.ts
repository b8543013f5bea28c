/** Cells chosen in a grid: a rectangle between where the choice began and where the cursor stands. Pure. */

export interface Place {
  /** 0-based among the rows shown. */
  readonly row: number;
  /** 0-based among the columns that are shown. */
  readonly column: number;
}

export interface Selection {
  readonly anchor: Place;
  readonly cursor: Place;
}

export interface Bounds {
  readonly rows: number;
  readonly columns: number;
  /** Rows seen at once. */
  readonly page: number;
}

export interface Block {
  readonly top: number;
  readonly left: number;
  /** Both inclusive. */
  readonly bottom: number;
  readonly right: number;
}

export const at = (row: number, column: number): Selection => ({ anchor: { row, column }, cursor: { row, column } });

export function blockOf({ anchor, cursor }: Selection): Block {
  return {
    top: Math.min(anchor.row, cursor.row),
    left: Math.min(anchor.column, cursor.column),
    bottom: Math.max(anchor.row, cursor.row),
    right: Math.max(anchor.column, cursor.column),
  };
}

export function holds({ top, left, bottom, right }: Block, { row, column }: Place): boolean {
  return row >= top && row <= bottom && column >= left && column <= right;
}

export const cellsIn = ({ top, left, bottom, right }: Block): number => (bottom - top + 1) * (right - left + 1);

/** The selection within what there is, as after a filter left fewer rows. */
export function within({ anchor, cursor }: Selection, bounds: Bounds): Selection {
  return { anchor: limited(anchor, bounds), cursor: limited(cursor, bounds) };
}

function limited({ row, column }: Place, { rows, columns }: Bounds): Place {
  return { row: Math.max(0, Math.min(row, rows - 1)), column: Math.max(0, Math.min(column, columns - 1)) };
}

export interface Pressed {
  readonly key: string;
  /** Ctrl, or Cmd on a Mac. */
  readonly ctrl: boolean;
  readonly shift: boolean;
}

/** Where a key moves the cursor, as in Excel; null for a key that moves nothing. With Shift the choice grows. */
export function moved({ anchor, cursor }: Selection, { key, ctrl, shift }: Pressed, bounds: Bounds): Selection | null {
  const to = target(cursor, key, ctrl, bounds);
  if (to === null) return null;
  const next = limited(to, bounds);
  return shift ? { anchor, cursor: next } : { anchor: next, cursor: next };
}

function target({ row, column }: Place, key: string, ctrl: boolean, { rows, columns, page }: Bounds): Place | null {
  switch (key) {
    case 'ArrowUp':
      return { row: ctrl ? 0 : row - 1, column };
    case 'ArrowDown':
      return { row: ctrl ? rows - 1 : row + 1, column };
    case 'ArrowLeft':
      return { row, column: ctrl ? 0 : column - 1 };
    case 'ArrowRight':
      return { row, column: ctrl ? columns - 1 : column + 1 };
    case 'PageUp':
      return { row: row - Math.max(1, page - 1), column };
    case 'PageDown':
      return { row: row + Math.max(1, page - 1), column };
    case 'Home':
      return { row: ctrl ? 0 : row, column: 0 };
    case 'End':
      return { row: ctrl ? rows - 1 : row, column: columns - 1 };
    default:
      return null;
  }
}

/** Where the cursor goes when a cell was filled: down with Enter, to the next cell with Tab, the other way with Shift. */
export function afterEntry({ row, column }: Place, key: 'Enter' | 'Tab', shift: boolean, bounds: Bounds): Selection {
  const step = shift ? -1 : 1;
  const { row: toRow, column: toColumn } = limited(key === 'Enter' ? { row: row + step, column } : { row, column: column + step }, bounds);
  return at(toRow, toColumn);
}
