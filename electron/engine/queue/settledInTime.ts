import { QueueError } from './line.ts';

interface Bounds {
  /** Each ends the wait: with its reason where that is a QueueError, as aborted otherwise. */
  readonly signals: readonly AbortSignal[];
  readonly ms: number;
  /** What it is rejected with after that time. */
  readonly late: () => QueueError;
}

/**
 * What a call of the client comes to, or a QueueError: the client leaves calls unsettled for ever whose connection ends at a bad moment (the end of a
 * channel or of the connection that was asked for and not yet confirmed, a message whose body is still to come), and knows no limit of time.
 */
export async function settledInTime<Value>(asked: Promise<Value>, { signals, ms, late }: Bounds): Promise<Value> {
  const over = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const givenUp = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), ms);
    for (const signal of signals) {
      const giveUp = (): void => reject(signal.reason instanceof QueueError ? signal.reason : new QueueError('refused', 'aborted'));
      if (signal.aborted) giveUp();
      else signal.addEventListener('abort', giveUp, { once: true, signal: over.signal });
    }
  });
  try {
    return await Promise.race([asked, givenUp]);
  } finally {
    clearTimeout(timer);
    over.abort();
  }
}
