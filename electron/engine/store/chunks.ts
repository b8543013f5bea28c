import { decodeRuns, encodeRuns, type Run } from './runs.ts';
import type { Connection } from './database.ts';
import { mustBePossible } from './chunkShape.ts';
import { versionedRecords, type VersionedRecords } from './sealedRecords.ts';
import type { ChunkCounts } from '#contract/job.ts';
import { statement } from './statement.ts';
import type { WriteCount } from './written.ts';

/**
 * planned: its rows are ready, or an attempt failed that cannot have been applied. sending: in flight.
 * unknown: sent, outcome open, to be settled by the same body under the same Request-ID, or over a queue by the answer
 * that may yet come. queued: a broker has confirmed that it has it; its answer is awaited. answered, split
 * (its halves stand in for it), given-up (the operator put its rows into a new round) are final.
 */
export const chunkStates = ['planned', 'sending', 'unknown', 'answered', 'split', 'given-up', 'queued'] as const;
export type ChunkState = (typeof chunkStates)[number];

export interface Chunk {
  readonly id: number;
  readonly round: number;
  /** The chunk whose half it is; null where it is none. */
  readonly parent: number | null;
  readonly members: readonly Run[];
  readonly profiles: number;
  readonly bytes: number;
  /** Null while it was never sent, or has to get a new one: it follows from the body, which is made when it is sent. */
  readonly requestId: string | null;
  /** How often its id was replaced by a new one. */
  readonly renewed: number;
  readonly bodyCheck: number | null;
  readonly state: ChunkState;
  readonly appliedMaybe: boolean;
  /** ISO 8601. */
  readonly firstSentAt: string | null;
  readonly run: number;
  readonly runAttempts: number;
}

export interface NewChunk {
  readonly round: number;
  readonly parent: number | null;
  readonly members: readonly Run[];
  readonly profiles: number;
  readonly bytes: number;
}

/** What is written of a chunk that is about to be sent. */
export interface ChunkStart {
  readonly id: number;
  readonly run: number;
  readonly requestId: string;
  readonly renewed: number;
  readonly check: number;
  /** ISO 8601. */
  readonly at: string;
}

/** ISO 8601, all inclusive; `fromBefore` for chunks that an earlier run sent last. */
export interface SentWithin {
  readonly from: string;
  readonly fromBefore: string;
  readonly to: string;
}

/** Stands where a chunk has no id yet: the column wants something, different for each. */
const noIdYet = 'unsent-';

/** As it is stored. */
export interface ChunkRecord {
  readonly id: number;
  readonly round: number;
  readonly parent: number | null;
  readonly members: string;
  readonly profiles: number;
  readonly bytes: number;
  readonly request_id: string;
  readonly body_check: number | null;
  readonly state: ChunkState;
  readonly applied_maybe: number;
  readonly first_sent_at: string | null;
  readonly run: number;
  readonly run_attempts: number;
  readonly renewed: number;
  readonly version: number;
  readonly seal: number;
}

function load(record: ChunkRecord): Chunk {
  return {
    id: record.id,
    round: record.round,
    parent: record.parent,
    members: decodeRuns(record.members),
    profiles: record.profiles,
    bytes: record.bytes,
    requestId: record.request_id.startsWith(noIdYet) ? null : record.request_id,
    renewed: record.renewed,
    bodyCheck: record.body_check,
    state: record.state,
    appliedMaybe: record.applied_maybe === 1,
    firstSentAt: record.first_sent_at,
    run: record.run,
    runAttempts: record.run_attempts,
  };
}

/** Of a chunk that was planned, and no more. */
const neverLeft = "state = 'planned' AND first_sent_at IS NULL AND id NOT IN (SELECT chunk FROM attempt)";

/** The table chunk: reading. */
function chunkReads(db: Connection, { checked }: VersionedRecords<ChunkRecord>) {
  const loaded = (record: ChunkRecord): Chunk => load(checked(record));
  const select = statement<[number], ChunkRecord>(db, 'SELECT * FROM chunk WHERE id = ?');
  const selectAll = statement<[], ChunkRecord>(db, 'SELECT * FROM chunk ORDER BY id');
  const selectOpen = statement<[], ChunkRecord>(db, "SELECT * FROM chunk WHERE state IN ('unknown', 'queued', 'planned') ORDER BY state = 'planned', id");
  const selectByState = statement<[ChunkState], ChunkRecord>(db, 'SELECT * FROM chunk WHERE state = ? ORDER BY id');
  const selectNext = statement<[SentWithin & { run: number; attempts: number; most: number }], ChunkRecord>(
    db,
    // A planned chunk has nothing in the balance; an unknown one first, while the platform still remembers its id.
    // Halves before whole chunks, the newest first: so a bad row stands alone after the fewest refusals in a row.
    `SELECT * FROM chunk WHERE state IN ('unknown', 'planned') AND NOT (run = @run AND run_attempts >= @attempts)
     AND NOT (state = 'unknown' AND first_sent_at NOT BETWEEN iif(run = @run, @from, @fromBefore) AND @to)
     ORDER BY state = 'planned', parent IS NULL, CASE WHEN parent IS NULL THEN id ELSE -id END LIMIT @most`,
  );
  const selectById = statement<[string], { id: number }>(db, 'SELECT id FROM chunk WHERE request_id = ?');
  const countStates = statement<[], { state: ChunkState; chunks: number }>(db, 'SELECT state, count(*) AS chunks FROM chunk GROUP BY state');
  const countStale = statement<[SentWithin & { run: number }], { chunks: number }>(
    db,
    "SELECT count(*) AS chunks FROM chunk WHERE state = 'unknown' AND first_sent_at NOT BETWEEN iif(run = @run, @from, @fromBefore) AND @to",
  );

  return {
    get(id: number): Chunk | null {
      const record = select.get(id);
      return record === undefined ? null : loaded(record);
    },
    /** The chunk that has this Request-ID; null where none has. */
    withId: (requestId: string): number | null => selectById.get(requestId)?.id ?? null,
    all: (): readonly Chunk[] => selectAll.all().map(loaded),
    /** Chunks that still have to be settled: what has left first. */
    open: (): readonly Chunk[] => selectOpen.all().map(loaded),
    inState: (state: ChunkState): readonly Chunk[] => selectByState.all(state).map(loaded),
    /**
     * The next chunks to send, best first, at most ten unless `all`, each read when it is asked for: those not out of attempts in this run and,
     * if unknown, first sent within `window`, since the platform forgets Request-IDs. Nothing else is read or written until it is let go.
     */
    *candidates(run: number, attempts: number, window: SentWithin, all = false): Generator<Chunk> {
      for (const record of selectNext.iterate({ ...window, run, attempts, most: all ? -1 : 10 })) yield loaded(record);
    },
    /** Unknown chunks first sent outside of it. */
    stale: (run: number, window: SentWithin): number => countStale.get({ ...window, run })?.chunks ?? 0,
    /**
     * Reads every record under its seal; what each says must be possible, its rows among those that are there, and
     * those that are open fit the states of the rows (`rows`, as stored) and share none. Faults job-corrupt, job-unreadable.
     */
    check(rows: Uint8Array): void {
      const taken = new Uint8Array(rows.length);
      for (const record of selectAll.iterate()) mustBePossible(loaded(record), record.members, rows, taken);
    },
    counts(): ChunkCounts {
      const by = new Map(countStates.all().map(({ state, chunks }) => [state, chunks]));
      const planned = by.get('planned') ?? 0;
      const sending = by.get('sending') ?? 0;
      const unsettled = by.get('unknown') ?? 0;
      const queued = by.get('queued') ?? 0;
      const answered = by.get('answered') ?? 0;
      return { total: planned + sending + unsettled + queued + answered, answered, planned, sending, unsettled, ...(queued === 0 ? {} : { queued }) };
    },
  };
}

/** The table chunk: which may leave over a queue. */
function publishReads(db: Connection, { checked }: VersionedRecords<ChunkRecord>) {
  const selectToPublish = statement<[number], ChunkRecord>(
    db,
    "SELECT * FROM chunk WHERE state = 'planned' ORDER BY parent IS NULL, CASE WHEN parent IS NULL THEN id ELSE -id END LIMIT ?",
  );
  return {
    /** The next chunks to publish, in the order of `candidates`, at most so many, or all: what has left is never published again by itself. */
    *toPublish(most: number | 'all'): Generator<Chunk> {
      for (const record of selectToPublish.iterate(most === 'all' ? -1 : most)) yield load(checked(record));
    },
  };
}

/** The table chunk: which have left. */
function sentReads(db: Connection, { checked }: VersionedRecords<ChunkRecord>) {
  const selectLast = statement<[], number>(db, 'SELECT coalesce(max(id), 0) FROM chunk').pluck();
  const selectLastLeft = statement<[], number>(db, `SELECT coalesce(max(id), 0) FROM chunk WHERE NOT (${neverLeft})`).pluck();
  const selectLastRound = statement<[], number>(db, `SELECT coalesce(max(round), 0) FROM chunk WHERE NOT (${neverLeft})`).pluck();
  const selectLeft = statement<[number], ChunkRecord>(db, `SELECT * FROM chunk WHERE id > ? AND NOT (${neverLeft}) ORDER BY id`);
  return {
    /** The number of the newest one; 0 where there is none. */
    lastId: (): number => selectLast.get() ?? 0,
    /** The same of those that have left: the numbers of others are given anew when they are dropped. */
    lastSentId: (): number => selectLastLeft.get() ?? 0,
    /** The last round of which anything has left; 0 where nothing has. */
    lastSentRound: (): number => selectLastRound.get() ?? 0,
    /** Those of a higher number that have left at least once, whatever became of them. */
    sentAfter: (id: number): readonly Chunk[] => selectLeft.all(id).map((record) => load(checked(record))),
  };
}

const neverSent = { body_check: null, state: 'planned', applied_maybe: 0, first_sent_at: null, run: 0, run_attempts: 0, renewed: 0, version: 1 } as const;

/** The table chunk: writing; inside the caller's transaction. */
function chunkWrites({ insert, change }: VersionedRecords<ChunkRecord>, lastId: () => number) {

  return {
    insert({ round, parent, members, profiles, bytes }: NewChunk): void {
      const id = lastId() + 1;
      insert({ ...neverSent, id, round, parent, members: encodeRuns(members), profiles, bytes, request_id: `${noIdYet}${id}` });
    },
    /** A record saved from another file, as it is; under a seal of its own. */
    restore({ seal: _, ...record }: ChunkRecord): void {
      insert(record);
    },
    setState(id: number, state: ChunkState): void {
      change(id, () => ({ state }));
    },
    /** An attempt begins: state sending, one more attempt of this run, its id and the body's check kept. */
    start({ id, run, requestId, renewed, check, at }: ChunkStart): void {
      change(id, ({ run: before, run_attempts: attempts, first_sent_at: first }) => ({
        state: 'sending',
        request_id: requestId,
        renewed,
        body_check: check,
        first_sent_at: first ?? at,
        run_attempts: before === run ? attempts + 1 : 1,
        run,
      }));
    },
    /** The id and check of one that may have left, though nothing here says so: they follow from its body. */
    identify({ id, requestId, renewed, check }: Pick<ChunkStart, 'id' | 'requestId' | 'renewed' | 'check'>): void {
      change(id, () => ({ request_id: requestId, renewed, body_check: check }));
    },
    markAppliedMaybe(id: number): void {
      change(id, () => ({ applied_maybe: 1 }));
    },
    /** It may have been sent, at `at` at the earliest (ISO 8601), though nothing here says so. */
    doubt(id: number, at: string): void {
      change(id, ({ first_sent_at: first }) => ({ state: 'unknown', applied_maybe: 1, first_sent_at: first ?? at }));
    },
    /** The time of its first sending is known better by now; in ISO 8601. */
    redate(id: number, at: string): void {
      change(id, () => ({ first_sent_at: at }));
    },
    /** A body that is known not to have been applied gets a new Request-ID when it is sent again. */
    renew(id: number): void {
      change(id, ({ renewed }) => ({ request_id: `${noIdYet}${id}`, renewed: renewed + 1, first_sent_at: null, applied_maybe: 0 }));
    },
  };
}

/** Taking planned chunks back; inside the caller's transaction. */
function chunkDrops(db: Connection, { checked }: VersionedRecords<ChunkRecord>, wrote: (versions: number) => void) {
  const unsentVersions = statement<[], number>(db, `SELECT coalesce(sum(version), 0) FROM chunk WHERE ${neverLeft}`).pluck();
  const dropUnsent = statement(db, `DELETE FROM chunk WHERE ${neverLeft}`);
  const selectUnsent = statement<[], ChunkRecord>(db, `SELECT * FROM chunk WHERE ${neverLeft} ORDER BY id`);
  const drop = statement<[number]>(db, 'DELETE FROM chunk WHERE id = ?');

  return {
    /** Forgets planned chunks that were never sent, so that they can be planned with other limits. */
    dropUnsent(): void {
      wrote(-(unsentVersions.get() ?? 0));
      dropUnsent.run();
    },
    /** The same of those that hold one of the rows: `rows` has a 1 at their positions. The others are sent as they were planned. */
    dropUnsentHolding(rows: Uint8Array): void {
      for (const record of selectUnsent.all()) {
        const holds = decodeRuns(checked(record).members).some(({ from, to }) => rows.subarray(from, to + 1).includes(1));
        if (!holds) continue;
        drop.run(record.id);
        wrote(-record.version);
      }
    },
  };
}

/** The table chunk. Whatever writes to it goes through `change`, or the next reading says job-corrupt. */
export function chunkQueries(db: Connection, written: WriteCount) {
  const wrote = (versions: number): void => written.add('chunks', versions);
  const records = versionedRecords<ChunkRecord>(db, 'chunk', wrote);
  const sent = sentReads(db, records);
  return { ...chunkReads(db, records), ...publishReads(db, records), ...sent, ...chunkWrites(records, sent.lastId), ...chunkDrops(db, records, wrote) };
}

export type ChunkQueries = ReturnType<typeof chunkQueries>;
