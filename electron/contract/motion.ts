import { m } from '#messages';
import { waitSeconds } from './formats.ts';
import type { LiveFigures, StreamStatus } from './job.ts';
import { causeWords } from './sentences.ts';

/**
 * Whether a run moves, as it is at a moment: figures told a while ago go stale without a word, so whoever shows them
 * asks again every second.
 * - moving: rows are settled; the pace is true
 * - waiting: every stream waits until its next try; `ms` until the first of them
 * - trying: requests that failed before are under way again
 * - silent: requests are under way, and no answer has come for longer than usual
 */
export type Motion =
  | { readonly kind: 'moving'; readonly rowsPerSecond: number; readonly secondsLeft: number | null }
  | { readonly kind: 'waiting'; readonly ms: number; readonly because: string; readonly atBroker?: true }
  | { readonly kind: 'trying' }
  | { readonly kind: 'silent' };

/** Pure; `now` in ms since 1970. */
export function motionOf({ streams, rowsPerSecond, secondsLeft, paceUntil, broker }: LiveFigures, now: number): Motion {
  const [first, ...others] = streams.filter(({ activity }) => activity === 'waiting');
  const sending = streams.filter(({ activity }) => activity === 'sending');
  if (first !== undefined && sending.length === 0) {
    const soonest = others.reduce((best, stream) => (dueAt(stream, now) < dueAt(best, now) ? stream : best), first);
    return { kind: 'waiting', ms: waitLeft(soonest, now), because: causeWords(soonest), ...(broker === undefined ? {} : { atBroker: true }) };
  }
  if (rowsPerSecond !== null && now < paceUntil) return { kind: 'moving', rowsPerSecond, secondsLeft };
  return sending.some(({ attempt }) => attempt > 1) ? { kind: 'trying' } : { kind: 'silent' };
}

/** Milliseconds until a stream's next try, counting down from when it was told; never below 0. */
export function waitLeft({ waitUntil, waitMs }: StreamStatus, now: number): number {
  return waitUntil === null ? waitMs : Math.max(0, waitUntil - now);
}

const dueAt = (stream: StreamStatus, now: number): number => now + waitLeft(stream, now);

/** "waiting for the server, 14 s left: the server asked to wait (503)"; null while the run moves. */
export function standstillWords(motion: Motion): string | null {
  switch (motion.kind) {
    case 'moving':
      return null;
    case 'waiting':
      return (motion.atBroker === true ? m.broker_waiting : m.run_waiting)({ seconds: waitSeconds(motion.ms), because: motion.because });
    case 'trying':
      return m.run_trying();
    case 'silent':
      return m.run_silent();
  }
}
