/** The end of something by its time or by the caller; to be released when it has ended by itself. */
export interface TimeLimit {
  /** Aborts when the time is over, or the other signal aborts. */
  readonly signal: AbortSignal;
  /** Whether the time was over first. */
  readonly isOver: () => boolean;
  readonly release: () => void;
}

/**
 * At most so many milliseconds. A signal of AbortSignal.timeout would hold whatever listens to it until its time has come:
 * the body of every request of the last two minutes, answered long ago.
 */
export function timeLimit(ms: number, other: AbortSignal): TimeLimit {
  const ended = new AbortController();
  let over = false;
  const giveUp = (): void => ended.abort(other.reason);
  const timer = setTimeout(() => {
    over = !ended.signal.aborted;
    ended.abort(new DOMException('', 'TimeoutError'));
  }, ms);
  if (other.aborted) giveUp();
  else other.addEventListener('abort', giveUp, { once: true });
  return {
    signal: ended.signal,
    isOver: () => over,
    release() {
      clearTimeout(timer);
      other.removeEventListener('abort', giveUp);
    },
  };
}
