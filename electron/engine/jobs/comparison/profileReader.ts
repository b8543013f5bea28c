import { Fault, type FaultDetail } from '#contract/faults.ts';
import type { PlatformClient } from '../../api/client.ts';
import type { ProfileKey, ProfileRequest } from '../../api/profiles/profileKeys.ts';
import { readProfile, type ProfileAnswer } from '../../api/profiles/readProfile.ts';
import { attemptsPerChunk, retryDelay } from '../../api/retryTiming.ts';
import { steadyNow, type Clock } from '../clock.ts';

/** Between the beginnings of two questions, in ms: a comparison is never in a hurry, and the platform has others to serve. */
const betweenQuestionsMs = 100;
/** What the server asks to wait is waited for up to this, in ms; see retryTiming. */
const longestWaitMs = 300_000;

const throttled: ReadonlySet<unknown> = new Set([409, 423, 425, 429, 499, 503]);
const lostAgain: ReadonlySet<unknown> = new Set([408]);

export interface ReaderParts {
  readonly client: Pick<PlatformClient, 'read'>;
  readonly request: ProfileRequest;
  readonly clock: Clock;
  /** 0 ≤ random < 1. */
  readonly random: () => number;
  /** Aborted: the question under way fails, and no other is asked. */
  readonly signal: AbortSignal;
  /** Told before a wait of so many ms, and with null behind it. */
  readonly onWaiting: (ms: number | null) => void;
}

/** Asks for one profile after the other, at a pace, and again where it is worth it. */
export type ProfileReader = (key: ProfileKey) => Promise<ProfileAnswer>;

/** Faults as readProfile, cancelled, and server-busy where the platform wants more rest than is given. */
export function profileReader({ client, request, clock, random, signal, onWaiting }: ReaderParts): ProfileReader {
  let last = -Infinity;

  async function pace(): Promise<void> {
    const rest = last + betweenQuestionsMs - steadyNow(clock);
    if (rest > 0) await clock.sleep(Math.min(rest, betweenQuestionsMs), signal);
    last = steadyNow(clock);
  }

  async function rest(ms: number): Promise<void> {
    onWaiting(ms);
    await clock.sleep(ms, signal);
    onWaiting(null);
  }

  return async (key) => {
    for (let attempt = 1; ; attempt += 1) {
      await pace();
      if (signal.aborted) throw new Fault('cancelled');
      try {
        return await readProfile(client, request, key, signal);
      } catch (error) {
        if (signal.aborted) throw new Fault('cancelled', {}, { cause: error });
        await rest(delayOf(error, attempt, random()));
      }
    }
  };
}

/** How long to wait before the same question; throws where another try is not worth it. */
function delayOf(error: unknown, attempt: number, random: number): number {
  if (!(error instanceof Fault)) throw error;
  const { detail } = error;
  const code = codeOf(error.code === 'server-refused' ? detail : {});
  const isThrottled = throttled.has(code);
  const isLost = error.code === 'server-unreachable' || lostAgain.has(code) || (typeof code === 'number' && code >= 500);
  if (!isThrottled && !isLost) throw error;
  const retryAfterMs = typeof detail['retryAfterMs'] === 'number' ? detail['retryAfterMs'] : null;
  const isTooLong = retryAfterMs !== null && retryAfterMs > longestWaitMs;
  if (attempt < attemptsPerChunk && !isTooLong) return retryDelay({ attempt, throttled: isThrottled, retryAfterMs, random });
  throw isThrottled ? new Fault('server-busy', detail, { cause: error }) : error;
}

/** The body's own code before the HTTP status, as for all answers. */
function codeOf({ code, httpStatus }: FaultDetail): unknown {
  return code === 0 || code === undefined ? httpStatus : code;
}
