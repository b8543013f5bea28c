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

/** SIGHUP: the terminal or, on Windows, the console window was closed; SIGBREAK: Ctrl-Break there. */
const heard: readonly NodeJS.Signals[] = process.platform === 'win32' ? ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] : ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** The first SIGINT, SIGTERM or other end asks for a clean stop, the second one for an end at once. */
export function listenForInterrupts(onFirst: () => void): Interrupts {
  const stop = new AbortController();
  const abort = new AbortController();
  let first = 0;
  let by: 'asked' | 'closed' = 'asked';
  const handle = (signal: NodeJS.Signals): void => {
    if (!stop.signal.aborted) {
      by = signal === 'SIGINT' ? 'asked' : 'closed';
      first = performance.now();
      stop.abort();
      onFirst();
    } else if (performance.now() - first > sameInterruptMs) abort.abort();
  };
  for (const signal of heard) process.on(signal, handle);
  return {
    stop: stop.signal,
    abort: abort.signal,
    stoppedBy: () => by,
    release() {
      for (const signal of heard) process.off(signal, handle);
    },
  };
}
