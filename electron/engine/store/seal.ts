import { crc32 } from 'node:zlib';
import type { Connection } from './database.ts';
import { joinedCrc } from './crc.ts';

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
  item_patch: ['first', 'base', 'ends', 'rows', 'items', 'version'],
  block_key: ['first', 'keys', 'version'],
  correction_batch: ['id', 'at', 'origin', 'act', 'row_count', 'cell_count', 'state', 'chunk', 'version'],
  correction: ['position', 'col', 'batch', 'before', 'after'],
  corrected_row: ['batch', 'position', 'was', 'state'],
  kept_profile: ['position', 'at', 'profile'],
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

/** What a seal says of a value, as JSON: of bytes only how many there are, in brackets. */
function saying(value: Stored): string {
  if (value instanceof Uint8Array) return `[${value.length}]`;
  if (typeof value !== 'string') return Number.isSafeInteger(value) ? String(value) : JSON.stringify(value);
  const text = JSON.stringify(value);
  // A lone surrogate, unless it is just a text that looks like one.
  return text.includes('\\ud') ? JSON.stringify(value.toWellFormed()) : text;
}

/** CRC-32 of the JSON of what is said of a table and its values, and then of the bytes among them. Piece by piece: written as one list, it takes twice as long. */
function sealOfValues(table: string, values: readonly Stored[], count: number): number {
  let text = `["${table}"`;
  for (let index = 0; index < count; index += 1) text += `,${saying(values[index] ?? null)}`;
  let seal = crc32(`${text}]`);
  for (const value of values) if (value instanceof Uint8Array) seal = crc32(value, seal);
  return seal;
}

/**
 * The seal of a record: CRC-32 over what it is of (its table) and its values, each with its kind and length, so that
 * no byte can pass from one to the next unseen. Pure. Texts are taken as SQLite keeps them, without lone surrogates.
 */
export function sealOf(table: string, values: readonly Stored[]): number {
  return sealOfValues(table, values, values.length);
}

/** The seal of a whole record of a table. */
export function sealOfRecord(table: SealedTable, record: Readonly<{ [name: string]: Stored }>): number {
  const values = sealedColumns[table].map((name) => record[name] ?? null);
  return sealOfValues(table, values, sealedLength(table, values));
}

/** How many values of the sealed columns, all or those of an earlier version, the seal goes over. */
function sealedLength(table: SealedTable, values: readonly Stored[]): number {
  const late = lateColumns[table];
  let { length } = values;
  if (late === undefined) return length;
  const columns = sealedColumns[table];
  for (let name = columns[length - 1]; name !== undefined && Object.hasOwn(late, name) && late[name] === values[length - 1]; name = columns[length - 1]) length -= 1;
  return length;
}

/** As sealOf(table, [first, bytes, ...after]): of a block of rows, which is sealed anew thousands of times while a job is sent. */
export function sealOfBlock(table: string, first: number, bytes: Uint8Array, after: readonly number[] = []): number {
  let text = `["${table}",${first},[${bytes.length}]`;
  for (const value of after) text += `,${value}`;
  return crc32(bytes, crc32(`${text}]`));
}

/** As sealOf(table, [first, bytes, last, ...after]) with the CRC-32 of the last bytes: they are not gone over once more. */
export function sealByCrc(table: string, first: number, bytes: Uint8Array, last: { readonly crc: number; readonly length: number }, after: readonly number[] = []): number {
  let text = `["${table}",${first},[${bytes.length}],[${last.length}]`;
  for (const value of after) text += `,${value}`;
  return joinedCrc(crc32(bytes, crc32(`${text}]`)), last.crc, last.length);
}

/** A seal has 32 bits, and SQLite keeps 64: in a pin, what is above them is how often the items were replaced. */
export const aboveSeal = 2 ** 32;
/** More is not kept: a number must stay one that JavaScript counts in. */
const pinnedAtMost = 2 ** 20;

/**
 * What block_state says of the items of its block (ends_seal): the seal of their ends, and which version of them it goes with. Written with the
 * states, it tells items of an earlier time from those of today, also where all are as long as before.
 */
export function pinOfItems(first: number, ends: Uint8Array, version: number): number {
  return sealOfBlock('ends', first, ends) + (version > pinnedAtMost ? 0 : (version - 1) * aboveSeal);
}

/** Whether ends are those that a pin goes with. */
export function areEndsOf(pin: number, first: number, ends: Uint8Array): boolean {
  return pin % aboveSeal === sealOfBlock('ends', first, ends);
}

/** The version of items that a pin goes with; 1 also for versions beyond those that are kept. */
export function versionPinned(pin: number): number {
  return Math.floor(pin / aboveSeal) + 1;
}

/** Whether items of a version are those that a pin goes with. */
export function isPinned(pin: number, version: number): boolean {
  return versionPinned(pin) === version || version > pinnedAtMost;
}

/** Tables with the columns that their seals go over. */
type SealedTables = Readonly<Partial<Record<SealedTable, readonly string[]>>>;

/**
 * Seals everything in a file as it stands: for the step from versions that had no seals, inside its transaction. Never
 * for a file that has them: it would make good whatever was damaged. `tables`: as they were then.
 */
export function sealAll(db: Connection, tables: SealedTables = sealedColumns): void {
  db.function('seal', { varargs: true, deterministic: true }, (table: string, ...values: Stored[]) => sealOf(table, isSealed(table) ? values.slice(0, sealedLength(table, values)) : values));
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
