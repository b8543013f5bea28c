import type { HttpFailure, HttpOutcome, HttpSend } from '#contract/engine.ts';

/** Wi-Fi, VPN and 802.1X take their time after the computer has slept; a job that gives up before them stands paused in the morning. */
const settlingMs = 3 * 60_000;
const everyMs = 3_000;

/** What a network says that is not there yet: no name leads anywhere, nobody can be reached. */
const notYet = /^ERR_(?:INTERNET_DISCONNECTED|NAME_NOT_RESOLVED|NAME_RESOLUTION_FAILED|ADDRESS_UNREACHABLE|CONNECTION_(?:REFUSED|FAILED|TIMED_OUT)|PROXY_CONNECTION_FAILED|MANDATORY_PROXY_CONFIGURATION_FAILED|NETWORK_ACCESS_DENIED|DNS_\w+|PAC_\w+)$/;

export interface AfterWakingParts {
  /** Milliseconds since 1970: a steady clock may stand still while the computer sleeps. */
  readonly now: () => number;
  /** Resolves after so many ms, or at once when given up. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

export interface AfterWaking {
  /** The computer has woken up. */
  readonly woken: () => void;
  readonly send: HttpSend;
}

/**
 * Sends as `send` does, but for some minutes after the computer has slept a request that found no network is sent again until there
 * is one. Only those of which nothing has left: they count as one attempt, however often they were tried.
 */
export function afterWaking(send: HttpSend, { now, sleep }: AfterWakingParts): AfterWaking {
  let settledAt = -Infinity;
  return {
    woken: () => void (settledAt = now() + settlingMs),
    async send(request, signal): Promise<HttpOutcome> {
      for (;;) {
        const outcome = await send(request, signal);
        if (outcome.ok || !isNotYet(outcome.failure) || now() >= settledAt || signal.aborted) return outcome;
        await sleep(everyMs, signal);
      }
    },
  };
}

const isNotYet = ({ kind, systemCode }: HttpFailure): boolean => kind === 'refused' && notYet.test(systemCode);
