import type { Chunk } from '../../../store/chunks.ts';
import type { JobFile } from '../../../store/jobFile.ts';

/** What a request id of this job stands for. */
export interface OwnRequest {
  readonly chunk: number;
  /** Null where the file tells of no sending: it may have left all the same. */
  readonly attempt: number | null;
}

/** All request ids that a job has ever had, and the chunks whose answers may still come. */
export class OwnRequests {
  readonly #requests = new Map<string, OwnRequest>();
  /** By chunk: when it was first sent, in ms since 1970. */
  readonly #awaited = new Map<number, number>();
  /** By chunk: how often the platform asked in this run to have it again. */
  readonly #again = new Map<number, number>();

  constructor(file: JobFile) {
    const ended = new Map<number, boolean>();
    for (const { id, chunk, requestId, hasEnded } of file.attempts.ids()) {
      this.#requests.set(requestId, { chunk, attempt: id });
      ended.set(chunk, hasEnded === 1);
    }
    for (const chunk of file.chunks.open()) {
      if (chunk.state === 'planned') continue;
      if (chunk.requestId !== null && !this.#requests.has(chunk.requestId)) this.#requests.set(chunk.requestId, { chunk: chunk.id, attempt: null });
      // One that was answered without a word about its rows gets no other answer.
      if (ended.get(chunk.id) !== true) this.await(chunk);
    }
  }

  of(requestId: string): OwnRequest | null {
    return this.#requests.get(requestId) ?? null;
  }

  /** It is about to leave, or has. */
  add(requestId: string, request: OwnRequest): void {
    this.#requests.set(requestId, request);
  }

  await({ id, firstSentAt }: Pick<Chunk, 'id' | 'firstSentAt'>): void {
    this.#awaited.set(id, Date.parse(firstSentAt ?? ''));
  }

  /** Its answer has come, or it is known not to be with the broker. */
  settle(chunk: number): void {
    this.#awaited.delete(chunk);
  }

  /** The platform wants it once more; the how many-th time. */
  askedAgain(chunk: number): number {
    const times = (this.#again.get(chunk) ?? 0) + 1;
    this.#again.set(chunk, times);
    return times;
  }

  /** How many chunks that is so of. */
  get chunksAsked(): number {
    return this.#again.size;
  }

  timesAsked(chunk: number): number {
    return this.#again.get(chunk) ?? 0;
  }

  /** Chunks whose answers are awaited that were first sent after this moment (ms since 1970), and those of before, which a broker has given up by then. */
  unanswered(after: number): { readonly young: number; readonly old: number } {
    let old = 0;
    for (const sentAt of this.#awaited.values()) if (sentAt < after) old += 1;
    return { young: this.#awaited.size - old, old };
  }
}
