import { parseIsoDate } from './dates.ts';

/** Days from the 1900 system's first to the 1904 system's. */
const days1904 = 1462;

/** The serial number of a wall-clock time in the workbook's own system; null where that has none for it. */
export function serialOfIso(iso: string, date1904: boolean): number | null {
  const date = parseIsoDate(iso);
  if (date === null || typeof date === 'number') return null;
  const own = date1904 ? date.serial - days1904 : date.serial;
  return own < 0 ? null : own;
}
