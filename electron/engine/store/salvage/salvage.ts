import Database from 'better-sqlite3';
import { z } from 'zod';
import type { AttemptRecord } from '../attempts.ts';
import { chunkStates, type ChunkRecord } from '../chunks.ts';
import type { FailureRecord } from '../failures.ts';
import type { FixedRow, LiveRow } from '../jobRecord.ts';
import { loadPatch, patchedItems, type PatchRecord } from '../itemPatch.ts';
import type { BatchRecord, CorrectedRowRecord, CorrectionRecord } from '../corrections.ts';
import { jobKind } from '../jobKind.ts';
import type { KeptProfileRecord } from '../keptProfiles.ts';
import type { DuplicateRecord, ErrorRecord } from '../problems.ts';
import { batchStates, correctionOrigins } from '#contract/corrections.ts';
import { rowErrorReasons } from '#contract/rowErrors.ts';
import { fixedColumns, liveColumns, sealedColumns, sealOf, sealOfRecord, versionPinned, type SealedTable, type Stored } from '../seal.ts';
import { bytesOf, uint32 } from '../uint32.ts';
import { foundRecords, type FoundRecord } from './pages.ts';

const whole = z.int();
const count = z.int().min(0);
const position = z.int().min(1);
const text = z.string();
const bytes: z.ZodType<Uint8Array> = z.instanceof(Uint8Array);

const schemas = {
  block: z.object({ first: position, count: position, source_rows: bytes, cells: bytes, seal: whole }).refine((block) => block.source_rows.length === block.count * 4),
  block_item: z.object({ first: position, ends: bytes, items: bytes, version: count, seal: whole }).refine(({ ends }) => ends.length > 0 && ends.length % 4 === 0),
  item_patch: z.object({ first: position, base: count, ends: bytes, rows: bytes, items: bytes, version: count, seal: whole }).refine(({ ends, rows }) => ends.length > 0 && ends.length % 4 === 0 && rows.length % 4 === 0),
  block_state: z.object({ first: position, states: bytes, version: count, rows_seal: whole, ends_seal: whole, seal: whole }).refine(({ states }) => states.length > 0),
  row_error: z.object({ position, seq: count, row: whole, col: text.nullable(), header: text.nullable(), field: text, value: text, reason: z.enum(rowErrorReasons), seal: whole, left_out: count.max(1) }),
  duplicate: z.object({ position, of_row: whole, seal: whole }),
  chunk: z.object({
    id: position, round: count, parent: whole.nullable(), members: text, profiles: position, bytes: count, request_id: text, body_check: whole.nullable(),
    state: z.enum(chunkStates), applied_maybe: whole, first_sent_at: text.nullable(), run: count, run_attempts: count, renewed: count, version: count, seal: whole,
  }),
  attempt: z.object({
    id: position, chunk: whole, run: count, request_id: text, bytes: count, started_at: text, ended_at: text.nullable(), outcome: text.nullable(),
    http_status: whole.nullable(), code: whole.nullable(), text: text.nullable(), replayed: whole, answer: z.instanceof(Buffer).nullable(), version: count, seal: whole,
  }),
  block_key: z.object({ first: position, keys: bytes, version: count, seal: whole }),
  correction_batch: z.object({
    id: position, at: text, origin: z.enum(correctionOrigins), act: text, row_count: count, cell_count: count, state: z.enum(batchStates), chunk: count, version: count, seal: whole,
  }),
  correction: z.object({ position, col: count, batch: position, before: text, after: text, seal: whole }),
  corrected_row: z.object({ batch: position, position, was: text, state: count, seal: whole }),
  kept_profile: z.object({ position, at: text, profile: text, seal: whole }),
  failure: z.object({ position, row: whole, attempt: whole.nullable(), code: whole.nullable(), text, profile_id: text.nullable(), seal: whole }),
} as const;

const fixedSchema = z.object({ job_id: text, created_at: text, source: text.nullable(), recipe: text, columns: text, notes: text, date1904: whole, rows_read: count });
const liveSchema = z.object({
  state: text, pause: text.nullable(), round: count, run: count, server: text.nullable(), chunk_profiles: whole.nullable(), chunk_bytes: whole.nullable(),
  bytes_learned: whole.nullable(), owner: text.nullable(), format: text, run_settings: text.nullable(), place: text.nullable(), run_started_at: text.nullable(),
  handed_over: text.nullable(),
});

export type SavedBlock = z.infer<(typeof schemas)['block']>;
export type SavedItems = z.infer<(typeof schemas)['block_item']>;
export type SavedStates = z.infer<(typeof schemas)['block_state']>;

/** All of a job file that its seals prove; each record once, the one of the latest version where there are several. */
export interface Salvage {
  /** What preparing wrote of the job, and where it stands; null where that is lost. */
  readonly fixed: FixedRow | null;
  readonly live: LiveRow | null;
  /** By the position of the first row. */
  readonly blocks: ReadonlyMap<number, SavedBlock>;
  readonly items: ReadonlyMap<number, SavedItems>;
  /** The same of blocks whose states tell of later ones, which are lost: right but for rows that were corrected. */
  readonly outdatedItems: ReadonlyMap<number, SavedItems>;
  /** Items of corrected rows; `items` has them in their places. */
  readonly patches: ReadonlyMap<number, PatchRecord>;
  readonly states: ReadonlyMap<number, SavedStates>;
  /** By position. */
  readonly errors: ReadonlyMap<number, readonly ErrorRecord[]>;
  readonly duplicates: ReadonlyMap<number, DuplicateRecord>;
  readonly failures: ReadonlyMap<number, FailureRecord>;
  readonly keptProfiles: ReadonlyMap<number, KeptProfileRecord>;
  /** In their order. */
  readonly chunks: readonly ChunkRecord[];
  readonly attempts: readonly AttemptRecord[];
  readonly batches: readonly BatchRecord[];
  /** In no order. */
  readonly corrections: readonly CorrectionRecord[];
  readonly correctedRows: readonly CorrectedRowRecord[];
  /** Blocks whose hashes of match keys are whole; they are made anew in a repair. */
  readonly keys: readonly { readonly version: number }[];
}

type Row = Readonly<Record<string, Stored>>;

/** Reads `image`, a job file with its log, page by page. Never throws for what is in it. */
export function salvage(image: Buffer): Salvage {
  const found = new Found();
  for (const record of foundRecords(image)) found.take(record);
  return found.salvage();
}

const tables: readonly SealedTable[] = [
  'block', 'block_item', 'item_patch', 'block_state', 'row_error', 'duplicate', 'chunk', 'attempt', 'failure', 'block_key', 'correction_batch', 'correction', 'corrected_row', 'kept_profile',
];

interface Layout {
  readonly table: SealedTable | 'job';
  readonly columns: readonly string[];
  /** What columns that came later say of a record from before. */
  readonly later: Row;
}

/** The layouts that a record of so many values can have; its seal tells which of them it has. */
function layoutsByWidth(): ReadonlyMap<number, readonly Layout[]> {
  const db = new Database(':memory:');
  try {
    const layouts = new Map<number, Layout[]>();
    for (const step of jobKind.migrations) db.exec(step.sql);
    for (const table of [...tables, 'job' as const]) {
      const columns = db.prepare<[], { name: string; usual: string | null }>(`SELECT name, dflt_value AS usual FROM pragma_table_info('${table}') ORDER BY cid`).all();
      const seal = columns.findIndex(({ name }) => name === (table === 'job' ? 'live_seal' : 'seal'));
      // A column behind the seal came after it: SQLite leaves the records that were there as they are.
      for (let width = seal + 1; width <= columns.length; width += 1) {
        const later = Object.fromEntries(columns.slice(width).map(({ name, usual }) => [name, usual === null ? null : Number(usual)]));
        layouts.set(width, [...(layouts.get(width) ?? []), { table, columns: columns.slice(0, width).map(({ name }) => name), later }]);
      }
    }
    return layouts;
  } finally {
    db.close();
  }
}

/** Columns of a table's key, where it has more than one. */
const keyColumns: Readonly<Partial<Record<SealedTable, number>>> = { row_error: 2, correction: 3, corrected_row: 2 };

class Found {
  readonly #byWidth = layoutsByWidth();
  #fixed: FixedRow | null = null;
  #live: LiveRow | null = null;
  readonly #records = new Map<SealedTable, Map<string, Row>>(tables.map((table) => [table, new Map()]));

  take({ key, values }: FoundRecord): void {
    for (const { table, columns, later } of this.#byWidth.get(values.length) ?? []) {
      const row: Record<string, Stored> = { ...later };
      columns.forEach((name, index) => (row[name] = values[index] ?? null));
      // A rowid stands in no column of its own.
      const keyColumn = columns[0];
      if (key !== null && keyColumn !== undefined && row[keyColumn] === null) row[keyColumn] = key;
      if (table === 'job') this.#takeJob(row);
      else if (sealOfRecord(table, row) === row['seal']) this.#takeRecord(table, row);
    }
  }

  #takeJob(row: Row): void {
    const fixed = fits('job', fixedColumns, row, 'fixed_seal') ? fixedSchema.safeParse(row).data : undefined;
    const live = fits('job', liveColumns, row, 'live_seal') ? liveSchema.safeParse(row).data : undefined;
    // Several only where pages that were given up cannot be told any more: of those the latest start holds.
    if (fixed !== undefined && (this.#fixed === null || fixed.rows_read >= this.#fixed.rows_read)) this.#fixed = fixed;
    if (live !== undefined && (this.#live === null || ageOf(live) >= ageOf(this.#live))) this.#live = live;
  }

  #takeRecord(table: SealedTable, row: Row): void {
    const records = this.#records.get(table);
    const key = sealedColumns[table].slice(0, keyColumns[table] ?? 1).map((name) => String(row[name])).join(' ');
    const before = records?.get(key);
    if (before === undefined || Number(row['version'] ?? 0) >= Number(before['version'] ?? 0)) records?.set(key, row);
  }

  #parsed<Value>(table: SealedTable, schema: z.ZodType<Value>): readonly Value[] {
    return [...(this.#records.get(table)?.values() ?? [])].flatMap((row) => {
      const parsed = schema.safeParse(row);
      return parsed.success ? [parsed.data] : [];
    });
  }

  salvage(): Salvage {
    const errors = new Map<number, ErrorRecord[]>();
    for (const error of this.#parsed('row_error', schemas.row_error)) errors.set(error.position, [...(errors.get(error.position) ?? []), error]);
    for (const list of errors.values()) list.sort((a, b) => a.seq - b.seq);
    const states = byFirst(this.#parsed('block_state', schemas.block_state));
    const patches = byFirst(this.#parsed('item_patch', schemas.item_patch));
    const items = this.#parsed('block_item', schemas.block_item).map((block) => withPatch(block, patches.get(block.first)));
    return {
      fixed: this.#fixed,
      live: this.#live,
      blocks: byFirst(this.#parsed('block', schemas.block)),
      items: byFirst(items.filter((block) => !isOutdated(block, states))),
      outdatedItems: byFirst(items.filter((block) => isOutdated(block, states))),
      patches,
      states,
      errors,
      duplicates: byPosition(this.#parsed('duplicate', schemas.duplicate)),
      keptProfiles: byPosition(this.#parsed('kept_profile', schemas.kept_profile)),
      failures: byPosition(this.#parsed('failure', schemas.failure)),
      chunks: this.#parsed('chunk', schemas.chunk).toSorted((a, b) => a.id - b.id),
      attempts: this.#parsed('attempt', schemas.attempt).toSorted((a, b) => a.id - b.id),
      batches: this.#parsed('correction_batch', schemas.correction_batch).toSorted((a, b) => a.id - b.id),
      corrections: this.#parsed('correction', schemas.correction),
      correctedRows: this.#parsed('corrected_row', schemas.corrected_row),
      keys: this.#parsed('block_key', schemas.block_key),
    };
  }
}

/** The items of a block with those of its corrected rows; as they are where the two are not of one time. */
function withPatch(block: SavedItems, patch: PatchRecord | undefined): SavedItems {
  if (patch === undefined || patch.base !== block.version) return block;
  const made = patchedItems({ ends: uint32(block.ends), items: block.items }, loadPatch(patch));
  return made === null ? block : { ...block, ends: bytesOf(made.ends), items: made.items, version: patch.version };
}

/** Items of an earlier time than the states of their block say: what they were replaced by is lost. */
function isOutdated({ first, version }: SavedItems, states: ReadonlyMap<number, SavedStates>): boolean {
  const pin = states.get(first)?.ends_seal;
  return pin !== undefined && versionPinned(pin) > version;
}

function fits(table: string, columns: readonly string[], row: Row, seal: string): boolean {
  return sealOf(table, columns.map((name) => row[name] ?? null)) === row[seal];
}

const ageOf = ({ run, round }: LiveRow): number => run * 1_000_000 + round;

function byFirst<Value extends { readonly first: number }>(records: readonly Value[]): ReadonlyMap<number, Value> {
  return new Map(records.toSorted((a, b) => a.first - b.first).map((record) => [record.first, record]));
}

function byPosition<Value extends { readonly position: number }>(records: readonly Value[]): ReadonlyMap<number, Value> {
  return new Map(records.map((record) => [record.position, record]));
}
