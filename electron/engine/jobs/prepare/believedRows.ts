import type { Cell, SheetRow } from '#contract/cells.ts';

/** A cell that its record does not reach. */
const absent: Cell = { t: 'x', why: 'absent', v: '' };

/**
 * How many fields the records of a text file are to have: as many as the header, or as most records where there is none
 * (null); null for a workbook, whose cells know their columns.
 */
export function usualFields(header: SheetRow | null, sample: readonly SheetRow[]): number | null {
  if ((header ?? sample[0])?.fields === undefined) return null;
  if (header?.fields !== undefined) return header.fields;
  const counts = new Map<number, number>();
  for (const { fields = 0 } of sample) counts.set(fields, (counts.get(fields) ?? 0) + 1);
  return [...counts].reduce((best, one) => (one[1] > best[1] || (one[1] === best[1] && one[0] < best[0]) ? one : best), [0, 0])[0];
}

/**
 * A record of a text file as it can be believed: `long` where a value stands behind the last header, for the others may be
 * shifted too; empty fields there say nothing. Cells that it does not reach are told as not there, as nothing is known
 * of them.
 */
export function believedRow(row: SheetRow, usual: number): SheetRow {
  const { cells, fields = cells.length } = row;
  if (cells.length > usual) return row.flaw === undefined ? { ...row, flaw: 'long' } : row;
  if (fields >= usual) return row;
  const told: Cell[] = [...cells];
  while (told.length < fields) told.push(null);
  while (told.length < usual) told.push(absent);
  return { ...row, cells: told };
}
