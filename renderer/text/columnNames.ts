import { m } from '#messages';

/** A column by its header and its letter: "Email (C)", or "Column C" where it has no header. */
export function columnName(header: string | null, letter: string): string {
  return header === null || header === '' ? m.rows_column({ letter }) : `${header} (${letter})`;
}
