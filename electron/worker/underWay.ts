/** Work for which the end of the process waits. */
export interface UnderWay {
  /** The very promise, which counts as under way until it is settled. */
  track<Value>(work: Promise<Value>): Promise<Value>;
  /** Resolves when all that is under way now is settled, however it ends. */
  settled(): Promise<unknown>;
}

export function createUnderWay(): UnderWay {
  const works = new Set<Promise<unknown>>();
  return {
    async track(work) {
      works.add(work);
      try {
        return await work;
      } finally {
        works.delete(work);
      }
    },
    settled: () => Promise.allSettled(works),
  };
}

/** Work that is broken off with the end of the process, and leaves nothing behind then. */
export interface Stoppable {
  /** For whatever is tracked: aborted when the process ends. */
  readonly signal: AbortSignal;
  readonly track: <Value>(work: Promise<Value>) => Promise<Value>;
  /** Breaks off all that is under way and waits until what it wrote is gone. */
  readonly stop: () => Promise<void>;
}

export function createStoppable(): Stoppable {
  const abort = new AbortController();
  const underWay = createUnderWay();
  return {
    signal: abort.signal,
    track: (work) => underWay.track(work),
    async stop() {
      abort.abort();
      await underWay.settled();
    },
  };
}
