export interface Interrupts {
  readonly stop: AbortSignal;
  readonly abort: AbortSignal;
  /** Takes the handlers away again, so that the process can end as it would without them. */
  release(): void;
}

/** The first SIGINT or SIGTERM asks for a clean stop, the second one for an end at once. */
export function listenForInterrupts(onFirst: () => void): Interrupts {
  const stop = new AbortController();
  const abort = new AbortController();
  const handle = (): void => {
    if (stop.signal.aborted) abort.abort();
    else {
      stop.abort();
      onFirst();
    }
  };
  process.on('SIGINT', handle);
  process.on('SIGTERM', handle);
  return {
    stop: stop.signal,
    abort: abort.signal,
    release() {
      process.off('SIGINT', handle);
      process.off('SIGTERM', handle);
    },
  };
}
