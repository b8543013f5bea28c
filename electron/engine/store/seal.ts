import { crc32 } from 'node:zlib';
import type { Connection } from './database.ts';
import { crcOfDigits, crcOfText, joinedCrc } from './crc.ts';

/** What SQLite stores in a column. */
export type Stored = string | number | null | Uint8Array;

/** The columns that seals went over when there were none before, by table; those of a table's key first. */
export const sealedAtFirst = {
  block: ['first', 'count', 'source_rows', 'cells'],
  block_item: ['first', 'ends', 'items'],
  block_state: ['first', 'states', 'version', 'rows_seal', 'ends_seal'],
  row_error: ['position', 'seq', 'row', 'col', 'header', 'field', 'value', 'reason'],
  duplicate: ['position', 'of_row'],
  chunk: [
    'id', 'round', 'parent', 'members', 'profiles', 'bytes', 'request_id', 'body_check', 'state', 'applied_maybe', 'first_sent_at', 'run',
    'run_attempts', 'renewed', 'version',
  ],
  attempt: ['id', 'chunk', 'run', 'request_id', 'bytes', 'started_at', 'ended_at', 'outcome', 'http_status', 'code', 'text', 'replayed', 'answer', 'version'],
  failure: ['position', 'row', 'attempt', 'code', 'text', 'profile_id'],
} as const;

/** The columns that a record's seal goes over today. Those of the table job see below. */
export const sealedColumns = {
  ...sealedAtFirst,
  block_item: [...sealedAtFirst.block_item, 'version'],
  row_error: [...sealedAtFirst.row_error, 'left_out'],
  block_key: ['first', 'keys', 'version'],
  correction_batch: ['id', 'at', 'origin', 'act', 'row_count', 'cell_count', 'state', 'chunk', 'version'],
  correction: ['position', 'col', 'batch', 'before', 'after'],
  corrected_row: ['batch', 'position', 'was', 'state'],
} as const;
export type SealedTable = keyof typeof sealedColumns;

/**
 * Columns that came later, at the end of their table's, with what records from before say by them: they are under the
 * seal only where they say something else, so that those records keep their seals.
 */
const lateColumns: Readonly<Partial<Record<SealedTable, Readonly<Record<string, Stored>>>>> = { block_item: { version: 1 }, row_error: { left_out: 0 } };

/** Columns of the table job under its fixed_seal: what preparing wrote. */
export const fixedColumns = ['job_id', 'created_at', 'source', 'recipe', 'columns', 'notes', 'date1904', 'rows_read'] as const;
/** Columns of the table job under its live_seal: what runs write. */
export const liveColumns = [
  'state', 'pause', 'round', 'run', 'server', 'chunk_profiles', 'chunk_bytes', 'bytes_learned', 'owner', 'format', 'run_settings', 'place',
  'run_started_at', 'handed_over',
] as const;

/**
 * CRC-32 of all that is said of the values, before the bytes among them; `more`: lengths of bytes and values that come
 * last. What is said is the JSON of a list, whose text is not made: a million rows are sealed tens of thousands of times.
 */
function sealOfHead(table: string, values: readonly Stored[], more: readonly (number | readonly [number])[] = []): { readonly seal: number; readonly bytes: readonly Uint8Array[] } {
  const bytes: Uint8Array[] = [];
  let seal = crcOfText(`["${table}"`);
  for (const value of values) {
    if (typeof value === 'number') seal = sealOfNumber(value, seal);
    else if (value instanceof Uint8Array) {
      bytes.push(value);
      seal = sealOfLength(value.length, seal);
    } else seal = crcOfText(value === null ? ',null' : `,${JSON.stringify(value.toWellFormed())}`, seal);
  }
  for (const value of more) seal = typeof value === 'number' ? sealOfNumber(value, seal) : sealOfLength(value[0], seal);
  return { seal: crcOfText(']', seal), bytes };
}

const sealOfLength = (length: number, before: number): number => crcOfText(']', crcOfDigits(length, crcOfText(',[', before)));

function sealOfNumber(value: number, before: number): number {
  return Number.isSafeInteger(value) && value >= 0 ? crcOfDigits(value, crcOfText(',', before)) : crcOfText(`,${JSON.stringify(value)}`, before);
}

/**
 * The seal of a record: CRC-32 over what it is of (its table) and its values, each with its kind and length, so that
 * no byte can pass from one to the next unseen. Pure. Texts are taken as SQLite keeps them, without lone surrogates.
 */
export function sealOf(table: string, values: readonly Stored[]): number {
  const { seal: head, bytes } = sealOfHead(table, values);
  return bytes.reduce((seal, value) => crc32(value, seal), head);
}

/** The seal of a whole record of a table. */
export function sealOfRecord(table: SealedTable, record: Readonly<{ [name: string]: Stored }>): number {
  return sealOf(table, sealedValues(table, sealedColumns[table].map((name) => record[name] ?? null)));
}

/** Of the values of all sealed columns those that the seal goes over. */
function sealedValues(table: SealedTable, values: readonly Stored[]): readonly Stored[] {
  const late = lateColumns[table];
  if (late === undefined) return values;
  const columns = sealedColumns[table];
  let length = values.length;
  while (length > 0 && Object.hasOwn(late, columns[length - 1] ?? '') && late[columns[length - 1] ?? ''] === values[length - 1]) length -= 1;
  return values.slice(0, length);
}

/** The same for bytes whose CRC-32 is known, and which stand last among them: they are not gone over once more. `after`: what follows them. */
export function sealByCrc(table: string, values: readonly Stored[], last: { readonly crc: number; readonly length: number }, after: readonly number[] = []): number {
  const { seal, bytes } = sealOfHead(table, values, [[last.length], ...after]);
  const before = bytes.reduce((sum, value) => crc32(value, sum), seal);
  return joinedCrc(before, last.crc, last.length);
}

/** Tables with the columns that their seals go over. */
type SealedTables = Readonly<Partial<Record<SealedTable, readonly string[]>>>;

/**
 * Seals everything in a file as it stands: for the step from versions that had no seals, inside its transaction. Never
 * for a file that has them: it would make good whatever was damaged. `tables`: as they were then.
 */
export function sealAll(db: Connection, tables: SealedTables = sealedColumns): void {
  db.function('seal', { varargs: true, deterministic: true }, (table: string, ...values: Stored[]) => sealOf(table, isSealed(table) ? sealedValues(table, values) : values));
  // The bytes of the cells are sealed where they are packed, as text they would be read as something else.
  const listed = (columns: readonly string[]): string => columns.map((name) => (name === 'cells' ? 'CAST(cells AS BLOB)' : name)).join(', ');
  db.exec(`
    UPDATE block_state SET
      rows_seal = (SELECT seal('rows', first, source_rows) FROM block WHERE block.first = block_state.first),
      ends_seal = (SELECT seal('ends', first, ends) FROM block_item WHERE block_item.first = block_state.first);
    ${Object.entries(tables).map(([table, columns]) => `UPDATE ${table} SET seal = seal('${table}', ${listed(columns)});`).join('\n')}
    UPDATE job SET fixed_seal = seal('job', ${listed(fixedColumns)}), live_seal = seal('job', ${listed(liveColumns)});`);
}

function isSealed(table: string): table is SealedTable {
  return Object.hasOwn(sealedColumns, table);
}
