import type { Reply } from './reply.ts';

/**
 * Memory of answers for repeats (manual page "Deduplication of requests"): key → the answer, for a while. An answer is
 * kept as a function that writes it again, because a day of answers as text would be as large as the job itself.
 */
export interface StoredAnswer {
  readonly bodyHash: string;
  /** Profiles in the batch: what the entry costs, four bytes each. */
  readonly profiles: number;
  readonly reply: () => Reply;
}

interface Entry extends StoredAnswer {
  readonly expires: number;
}

/** About 20 MB of answers; a platform keeps a day's on disk. */
const MAX_PROFILES = 5_000_000;
const MAX_ENTRIES = 200_000;

export class DedupMemory {
  readonly #now: () => number;
  readonly #lifetimeMs: number;
  readonly #entries = new Map<string, Entry>();
  readonly #working = new Map<string, Promise<void>>();
  #profiles = 0;
  /** Answers forgotten for want of room before their time: a repeat of one of these would be applied again. */
  evicted = 0;

  constructor(seconds: number, now: () => number) {
    this.#lifetimeMs = seconds * 1_000;
    this.#now = now;
  }

  get on(): boolean {
    return this.#lifetimeMs > 0;
  }

  find(key: string): StoredAnswer | null {
    const entry = this.#entries.get(key);
    if (entry === undefined) return null;
    if (entry.expires > this.#now()) return entry;
    this.#drop(key, entry);
    return null;
  }

  remember(key: string, answer: StoredAnswer): void {
    this.#entries.set(key, { ...answer, expires: this.#now() + this.#lifetimeMs });
    this.#profiles += answer.profiles;
    for (const [oldest, entry] of this.#entries) {
      if (entry.expires <= this.#now()) this.#drop(oldest, entry);
      else if ((this.#profiles > MAX_PROFILES || this.#entries.size > MAX_ENTRIES) && oldest !== key) {
        this.#drop(oldest, entry);
        this.evicted += 1;
      } else break;
    }
  }

  /** Resolves when the request under that key has been worked off; null where none is being worked on. */
  working(key: string): Promise<void> | null {
    return this.#working.get(key) ?? null;
  }

  /** Marks the key as being worked on until the function that comes back is called. */
  claim(key: string): () => void {
    let release = (): void => undefined;
    this.#working.set(key, new Promise<void>((resolve) => { release = resolve; }));
    return () => {
      this.#working.delete(key);
      release();
    };
  }

  clear(): void {
    this.#entries.clear();
    this.#profiles = 0;
  }

  #drop(key: string, entry: Entry): void {
    this.#entries.delete(key);
    this.#profiles -= entry.profiles;
  }
}
