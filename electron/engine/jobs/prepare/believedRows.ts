import type { Cell, SheetRow } from '#contract/cells.ts';

/** A cell that its record does not reach. */
const absent: Cell = { t: 'x', why: 'absent', v: '' };

/** How many fields the records of a text file are to have. */
export interface UsualFields {
  /** Of the header, or of most records where there is none. */
  readonly named: number;
  /** As many empty ones as most records have may follow: a delimiter at the end of each line. */
  readonly tolerated: number;
}

/** From the header (null where there is none) and the first records below it; null for a workbook, whose cells know their columns. */
export function usualFields(header: SheetRow | null, sample: readonly SheetRow[]): UsualFields | null {
  if ((header ?? sample[0])?.fields === undefined) return null;
  const counts = new Map<number, number>();
  for (const { fields = 0 } of sample) counts.set(fields, (counts.get(fields) ?? 0) + 1);
  const usual = [...counts].reduce((best, one) => (one[1] > best[1] || (one[1] === best[1] && one[0] < best[0]) ? one : best), [0, 0])[0];
  const named = header?.fields ?? usual;
  return { named, tolerated: Math.max(named, usual) };
}

/**
 * A record of a text file as it can be believed: `long` where values stand behind the last header, or where it has more
 * fields than the header and most records, for its values may be shifted; cells that it does not reach are told as not
 * there, as nothing is known of them.
 */
export function believedRow(row: SheetRow, usual: UsualFields): SheetRow {
  const { cells, fields = cells.length } = row;
  if (cells.length > usual.named || fields > usual.tolerated) return row.flaw === undefined ? { ...row, flaw: 'long' } : row;
  if (fields >= usual.named) return row;
  const told: Cell[] = [...cells];
  while (told.length < fields) told.push(null);
  while (told.length < usual.named) told.push(absent);
  return { ...row, cells: told };
}
