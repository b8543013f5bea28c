/** What became of one update_batch request. */
export type RequestOutcome =
  | 'processed' // applied now
  | 'replayed' // a repeat: answered from memory, applied nothing
  | 'refused' // wrong as a whole, applied nothing
  | 'faulted' // a fault came before processing, applied nothing
  | 'conflict' // a repeat during the first, refused
  | 'aborted'; // the client went away before the body was complete

export interface RequestRecord {
  /** From 1, in the order of arrival; the number that fault rules go by. */
  readonly number: number;
  readonly requestId: string | null;
  /** Bytes of the body read. */
  readonly bytes: number;
  readonly profiles: number;
  readonly accepted: number;
  readonly failed: number;
  readonly outcome: RequestOutcome;
  /** The `error` of a request refused as a whole, else null. */
  readonly code: number | null;
  readonly replayed: boolean;
  /** Kind of the fault that spoilt the answer, else null. */
  readonly fault: string | null;
  /** Batch requests in the server at the time, this one included. */
  readonly concurrent: number;
}

export interface JournalSummary {
  readonly requests: number;
  readonly processed: number;
  readonly replayed: number;
  readonly refused: number;
  readonly faulted: number;
  readonly conflicts: number;
  readonly aborted: number;
  /** Applied and refused items of processed batches. */
  readonly itemsApplied: number;
  readonly itemsFailed: number;
  readonly distinctProfiles: number;
  readonly appliedMoreThanOnce: number;
  readonly subscriptionsApplied: number;
  readonly subscriptionsSkipped: number;
  /** A known Request-ID came with another body: always a mistake of the client. */
  readonly idReusedForOtherBody: number;
  readonly withoutRequestId: number;
  /** Request-ID and X-Request-ID of one request differed. */
  readonly idHeadersDiffer: number;
  readonly tokenInUrl: number;
  /** Answers forgotten before their time; above 0, exactly-once cannot be judged. */
  readonly answersForgotten: number;
  readonly largestBytes: number;
  readonly largestProfiles: number;
  /** Most batch requests that were in the server at the same time. */
  readonly maxConcurrent: number;
}

type Counter =
  | 'itemsApplied' | 'itemsFailed' | 'subscriptionsApplied' | 'subscriptionsSkipped' | 'idReusedForOtherBody'
  | 'withoutRequestId' | 'idHeadersDiffer' | 'tokenInUrl' | 'answersForgotten';

const PAGE = 65_536;
const MAX_RECORDS = 200_000;

/**
 * How often each profile of one database was updated, by profile number. Two bytes a profile, in pages that come into
 * being when touched: a million profiles take 2 MB.
 */
export class AppliedCounts {
  readonly #pages = new Map<number, Uint16Array>();
  /** Profiles updated at least once. */
  size = 0;
  /** Updates in all. */
  total = 0;

  add(profile: number): void {
    const page = Math.floor(profile / PAGE);
    let counts = this.#pages.get(page);
    if (counts === undefined) this.#pages.set(page, (counts = new Uint16Array(PAGE)));
    const before = counts[profile % PAGE] ?? 0;
    if (before === 0) this.size += 1;
    this.total += 1;
    // Stops at the top: wrapping round would turn 65,536 updates into none.
    if (before < 0xffff) counts[profile % PAGE] = before + 1;
  }

  get(profile: number): number {
    return this.#pages.get(Math.floor(profile / PAGE))?.[profile % PAGE] ?? 0;
  }

  /** Profile number and count, rising by number, only those above 0. */
  *entries(): Generator<[number, number]> {
    for (const page of [...this.#pages.keys()].sort((one, other) => one - other)) {
      const counts = this.#pages.get(page);
      if (counts === undefined) continue;
      for (let place = 0; place < PAGE; place += 1) {
        const count = counts[place] ?? 0;
        if (count > 0) yield [page * PAGE + place, count];
      }
    }
  }

  moreThanOnce(): number[] {
    const numbers: number[] = [];
    for (const [number, count] of this.entries()) if (count > 1) numbers.push(number);
    return numbers;
  }
}

/** What was applied how often, and by which requests. Holds no token and, unless items are kept, no profile data. */
export class Journal {
  readonly #applied = new Map<number, AppliedCounts>();
  readonly #items = new Map<string, unknown>();
  readonly #keepItems: boolean;
  #records: RequestRecord[] = [];
  #counters = new Map<Counter, number>();
  #running = 0;
  #maxConcurrent = 0;

  constructor(settings: { readonly keepItems: boolean }) {
    this.#keepItems = settings.keepItems;
  }

  /** A batch request arrived; gives how many are in the server now. */
  enter(): number {
    this.#running += 1;
    this.#maxConcurrent = Math.max(this.#maxConcurrent, this.#running);
    return this.#running;
  }

  leave(): void {
    this.#running -= 1;
  }

  count(counter: Counter, by = 1): void {
    this.#counters.set(counter, (this.#counters.get(counter) ?? 0) + by);
  }

  record(entry: RequestRecord): void {
    this.#records.push(entry);
    if (this.#records.length > MAX_RECORDS) this.#records = this.#records.slice(MAX_RECORDS / 2);
  }

  apply(databaseId: number, profile: number, item: unknown): void {
    let counts = this.#applied.get(databaseId);
    if (counts === undefined) this.#applied.set(databaseId, (counts = new AppliedCounts()));
    counts.add(profile);
    if (this.#keepItems) this.#items.set(`${databaseId}/${profile}`, item);
  }

  /** How often each profile of a database was updated, by profile number (= Custom_ID). */
  applied(databaseId = 7): AppliedCounts {
    return this.#applied.get(databaseId) ?? new AppliedCounts();
  }

  appliedMoreThanOnce(databaseId = 7): number[] {
    return this.applied(databaseId).moreThanOnce();
  }

  /** The last item applied to a profile; undefined unless `keepItems` is on and there was one. */
  item(profile: number, databaseId = 7): unknown {
    return this.#items.get(`${databaseId}/${profile}`);
  }

  /** Settled requests in the order they were settled. */
  requests(): readonly RequestRecord[] {
    return this.#records;
  }

  summary(): JournalSummary {
    const having = (outcome: RequestOutcome): number => this.#records.filter((one) => one.outcome === outcome).length;
    const counter = (name: Counter): number => this.#counters.get(name) ?? 0;
    const databases = [...this.#applied.values()];
    return {
      requests: this.#records.length,
      processed: having('processed'),
      replayed: having('replayed'),
      refused: having('refused'),
      faulted: having('faulted'),
      conflicts: having('conflict'),
      aborted: having('aborted'),
      itemsApplied: counter('itemsApplied'),
      itemsFailed: counter('itemsFailed'),
      distinctProfiles: databases.reduce((sum, one) => sum + one.size, 0),
      appliedMoreThanOnce: databases.reduce((sum, one) => sum + one.moreThanOnce().length, 0),
      subscriptionsApplied: counter('subscriptionsApplied'),
      subscriptionsSkipped: counter('subscriptionsSkipped'),
      idReusedForOtherBody: counter('idReusedForOtherBody'),
      withoutRequestId: counter('withoutRequestId'),
      idHeadersDiffer: counter('idHeadersDiffer'),
      tokenInUrl: counter('tokenInUrl'),
      answersForgotten: counter('answersForgotten'),
      largestBytes: this.#records.reduce((most, one) => Math.max(most, one.bytes), 0),
      largestProfiles: this.#records.reduce((most, one) => Math.max(most, one.profiles), 0),
      maxConcurrent: this.#maxConcurrent,
    };
  }

  /** Forgets everything but the requests that are in the server at this moment. */
  reset(): void {
    this.#applied.clear();
    this.#items.clear();
    this.#records = [];
    this.#counters = new Map();
    this.#maxConcurrent = this.#running;
  }
}
