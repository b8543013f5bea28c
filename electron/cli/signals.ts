export interface Interrupts {
  readonly stop: AbortSignal;
  readonly abort: AbortSignal;
  /** A person at the keyboard, or the system or a scheduler that ends the program. */
  readonly stoppedBy: () => 'asked' | 'closed';
  /** Takes the handlers away again, so that the process can end as it would without them. */
  release(): void;
}

/** One Ctrl-C can arrive twice, from the terminal and from npm's shell; no hand is as fast as that. */
const sameInterruptMs = 100;

/** The first SIGINT or SIGTERM asks for a clean stop, the second one for an end at once. */
export function listenForInterrupts(onFirst: () => void): Interrupts {
  const stop = new AbortController();
  const abort = new AbortController();
  let first = 0;
  let by: 'asked' | 'closed' = 'asked';
  const handle = (signal: NodeJS.Signals): void => {
    if (!stop.signal.aborted) {
      by = signal === 'SIGTERM' ? 'closed' : 'asked';
      first = performance.now();
      stop.abort();
      onFirst();
    } else if (performance.now() - first > sameInterruptMs) abort.abort();
  };
  process.on('SIGINT', handle);
  process.on('SIGTERM', handle);
  return {
    stop: stop.signal,
    abort: abort.signal,
    stoppedBy: () => by,
    release() {
      process.off('SIGINT', handle);
      process.off('SIGTERM', handle);
    },
  };
}
