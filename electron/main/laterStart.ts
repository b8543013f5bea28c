import { readFileSync, writeFileSync } from 'node:fs';

/** A program that is only starting itself, from a slow disk, hears late. */
const patienceMs = 20_000;
const everyMs = 50;

/** Of the program that runs: it has heard of a later start, and shows its window. Never throws. */
export function tellHeard(path: string, now: number): void {
  try {
    writeFileSync(path, String(now));
  } catch {
    // The later start says that nobody answers; the window is there all the same.
  }
}

export interface LaterStartParts {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly pause: (ms: number) => Promise<void>;
}

/**
 * Of a later start: whether the program that holds the lock has heard of it since then. It may not: it hangs, or runs in another session of
 * the same person (remote desktop), where its window cannot be shown.
 */
export async function isHeard(path: string, since: number, { now, pause }: LaterStartParts): Promise<boolean> {
  const until = now() + patienceMs;
  while (heardAt(path) < since) {
    if (now() >= until) return false;
    await pause(everyMs);
  }
  return true;
}

function heardAt(path: string): number {
  try {
    return Number(readFileSync(path, 'utf8'));
  } catch {
    return -Infinity;
  }
}
