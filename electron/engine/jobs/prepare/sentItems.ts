import { hash } from 'node:crypto';
import { rowStates, type RowState } from '#contract/job.ts';
import type { RowMapper } from '../../mapping/types.ts';
import type { ChunkState } from '../../store/chunks.ts';
import type { JobFile } from '../../store/jobFile.ts';
import type { JobRecord } from '../../store/jobTable.ts';
import { overlaid, type StoredBatch } from '../../store/corrections.ts';

/** From the first attempt to the end of the last one with the same rows: somewhere in between they were applied. */
export interface SentTime {
  /** Tells the jobs apart; attempts of one job are ordered by their numbers too, whatever was done to the clock. */
  readonly job: string;
  readonly firstAttempt: number;
  readonly lastAttempt: number;
  /** ISO 8601. */
  readonly from: string;
  readonly to: string;
}

/** What a job has sent for a match key once. */
export interface SentItem {
  readonly key: string;
  /** Digest of the item; `uncertain` where it is not known whether it was applied. */
  readonly item: string;
  readonly time: SentTime;
}

/** Of an item whose fate is not certain, or that was followed by another of the same key in no certain order. */
export const uncertain = '';
/** Behind every moment: what may have been applied may yet be. */
const forever = '\uffff';

/** Digest of an item, JSON in UTF-8. */
export const digest = (item: string | Uint8Array): string => hash('sha256', item, 'base64');

const sent: ReadonlySet<RowState> = new Set(['accepted', 'failed', 'unknown', 'queued', 'sending'] as const);
/** Of a planned one nothing was applied, and halves stand in for a split one. */
const leftFor: ReadonlySet<ChunkState> = new Set(['answered', 'unknown', 'queued', 'sending', 'given-up'] as const);

/**
 * All that a job has sent, for each row as it stands and as it was before it was corrected, in no order. Match keys are not
 * stored; the job's own mapper gives them again from the cells. Fault job-corrupt.
 */
export function* sentItems(file: JobFile, job: JobRecord, mapper: RowMapper): Generator<SentItem> {
  const requests = new Requests(file, job);
  yield* earlierItems(file, mapper, requests);
  requests.pass(Infinity);
  const states = file.states.bytes();
  const stateAt = (position: number): RowState => rowStates[states[position - 1] ?? 0] ?? 'empty';
  const positions: number[] = [];
  for (let position = 1; position <= states.length; position += 1) if (sent.has(stateAt(position)) || requests.holds(position)) positions.push(position);
  const texts = file.items.texts(positions);
  for (const row of file.blocks.rowsAt(positions)) {
    const text = texts.next();
    const json = text.done === true ? '' : text.value.json;
    if (requests.isTold(row.position)) continue;
    const mapped = mapper.map(row);
    if (mapped.kind === 'item') yield itemSent(mapped.key, json, stateAt(row.position), requests.timeOf(row.position));
  }
}

function itemSent(key: string, json: string, state: RowState, time: SentTime): SentItem {
  if (state === 'accepted') return { key, item: digest(json), time };
  return { key, item: uncertain, time: state === 'failed' ? time : { ...time, to: forever } };
}

/**
 * What rows were sent as before they were corrected. The first correction after a request knows what had come of the row, and the
 * cells before it are those that were sent. A batch that was undone has changed nothing.
 */
function* earlierItems(file: JobFile, mapper: RowMapper, requests: Requests): Generator<SentItem> {
  const made = file.corrections.batches().filter(({ state, act }) => state === 'applied' && act.kind !== 'pick');
  for (const batch of made.sort((a, b) => a.chunk - b.chunk || a.id - b.id)) {
    requests.pass(batch.chunk);
    const states = new Map(file.corrections.rowsBetween(batch.id, 1, requests.rows).map(({ position, state }) => [position, state]));
    const positions = [...states.keys()].filter((position) => requests.tell(position));
    for (const { position, row, cells } of file.blocks.rowsAt(positions)) {
      const before = cellsBefore(file, position, cells, batch, made);
      const mapped = mapper.map({ row, cells: before });
      if (mapped.kind === 'item') yield itemSent(mapped.key, mapped.json, states.get(position) ?? 'unknown', requests.timeOf(position));
    }
  }
}

/** A row's cells as they were before a batch. */
function cellsBefore(file: JobFile, position: number, cells: Parameters<typeof overlaid>[0], { id }: StoredBatch, made: readonly StoredBatch[]): ReturnType<typeof overlaid> {
  const counting = new Set(made.map((batch) => batch.id));
  const since = file.corrections.cellsOf(position).filter(({ batch }) => batch >= id && counting.has(batch));
  // By column and batch, so that the first one of each column comes last here.
  return overlaid(cells, new Map(since.reverse().map(({ column, before }) => [column, before])));
}

interface Request {
  readonly id: number;
  readonly members: readonly { readonly from: number; readonly to: number }[];
}

/** Which request a row was sent in last, up to one of them. */
class Requests {
  readonly rows: number;
  readonly #file: JobFile;
  readonly #requests: readonly Request[];
  readonly #any: SentTime;
  readonly #times = new Map<number, SentTime>();
  readonly #last: Uint32Array;
  /** By position, the request whose rows' fate is told already. */
  readonly #told = new Map<number, number>();
  #next = 0;

  constructor(file: JobFile, { jobId, rowsRead, createdAt }: JobRecord) {
    this.#file = file;
    this.rows = rowsRead;
    this.#last = new Uint32Array(rowsRead + 1);
    this.#requests = file.chunks.sentAfter(0).filter(({ state }) => leftFor.has(state));
    // A repair may have lost the request of a row.
    this.#any = { job: jobId, firstAttempt: 0, lastAttempt: Infinity, from: createdAt, to: file.attempts.totals().lastStartedAt ?? createdAt };
  }

  /** Takes the requests up to a number. */
  pass(id: number): void {
    for (; (this.#requests[this.#next]?.id ?? Infinity) <= id && this.#next < this.#requests.length; this.#next += 1) {
      const request = this.#requests[this.#next];
      for (const { from, to } of request?.members ?? []) this.#last.fill(request?.id ?? 0, from, to + 1);
    }
  }

  holds(position: number): boolean {
    return this.#last[position] !== 0;
  }

  /** Whether what came of a row's last request is to be told; once. */
  tell(position: number): boolean {
    const last = this.#last[position] ?? 0;
    if (last === 0 || this.isTold(position)) return false;
    this.#told.set(position, last);
    return true;
  }

  isTold(position: number): boolean {
    return this.#told.get(position) === this.#last[position];
  }

  timeOf(position: number): SentTime {
    const id = this.#last[position] ?? 0;
    const known = this.#times.get(id);
    if (known !== undefined) return known;
    const attempts = this.#file.attempts.ofChunk(id);
    const [first, last] = [attempts[0], attempts.at(-1)];
    const time = first === undefined || last === undefined ? this.#any : { job: this.#any.job, firstAttempt: first.id, lastAttempt: last.id, from: first.started_at, to: last.ended_at ?? last.started_at };
    this.#times.set(id, time);
    return time;
  }
}
