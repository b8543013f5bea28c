import { retryDelay } from '../../../api/retryTiming.ts';
import type { QueueError, QueueErrorCode } from '../../../queue/line.ts';

/** No second try fares better before somebody has changed something: at the broker, at the connection, or in the key store. */
const lasting: ReadonlySet<QueueErrorCode> = new Set(['untrusted', 'login-refused', 'access-refused', 'vhost-missing', 'queue-missing', 'exchange-missing', 'not-spoken', 'tls-not-spoken'] as const);
/** The broker is there and will take things again; answers may come meanwhile, so the run waits for as long as it takes. */
const passing: ReadonlySet<QueueErrorCode> = new Set(['blocked', 'nacked'] as const);
/** Failures in a row after which a broker that is not reached pauses the job: some four minutes. */
const failuresToPause = 12;

/** What follows from the last failures in a row, the newest of them `error`: a wait in ms, or null where the job has to pause. Pure; 0 ≤ `random` < 1. */
export function afterTrouble(error: Pick<QueueError, 'code'>, failures: number, random: number): number | null {
  if (lasting.has(error.code)) return null;
  if (failures >= failuresToPause && !passing.has(error.code)) return null;
  return retryDelay({ attempt: failures, throttled: passing.has(error.code), retryAfterMs: null, random });
}
