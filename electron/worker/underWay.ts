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
