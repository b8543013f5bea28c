import { m } from '#messages';
import { grouped } from './counted.ts';
import type { BrokerFigures, Pause } from './job.ts';

interface Trouble {
  /** In the middle of a sentence. */
  readonly cause: () => string;
  /** What becomes of what was sent, where it does not simply stay with the broker. */
  readonly meaning?: () => string;
  /** What helps, where more does than trying again. */
  readonly action?: () => string;
}

/** What a broker, or the way to it, can have against a run or a trial of the connection; the engine's codes of a line are among them. */
const troubles = {
  unreachable: { cause: m.broker_trouble_unreachable },
  untrusted: { cause: m.broker_trouble_untrusted, meaning: m.broker_pause_meaning_kept, action: m.queue_untrusted_action },
  'login-refused': { cause: m.broker_trouble_login_refused, meaning: m.broker_pause_meaning_kept, action: m.queue_login_refused_action },
  'access-refused': { cause: m.broker_trouble_access_refused, meaning: m.broker_pause_meaning_kept, action: m.queue_access_refused_action },
  'vhost-missing': { cause: m.broker_trouble_vhost_missing, meaning: m.broker_pause_meaning_missing, action: m.queue_vhost_missing_action },
  'queue-missing': { cause: m.broker_trouble_queue_missing, meaning: m.broker_pause_meaning_missing, action: m.queue_missing_action },
  'exchange-missing': { cause: m.broker_trouble_exchange_missing, meaning: m.broker_pause_meaning_kept, action: m.queue_missing_action },
  'message-too-large': { cause: m.broker_trouble_message_too_large },
  blocked: { cause: m.broker_trouble_blocked },
  'channel-closed': { cause: m.broker_trouble_channel_closed },
  'connection-lost': { cause: m.broker_trouble_connection_lost },
  nacked: { cause: m.broker_trouble_nacked, action: m.broker_nacked_action },
  aborted: { cause: m.broker_trouble_aborted },
  closed: { cause: m.broker_trouble_closed },
  'not-spoken': { cause: m.broker_trouble_not_spoken, meaning: m.broker_pause_meaning_kept, action: m.queue_not_spoken_action },
  'tls-not-spoken': { cause: m.broker_trouble_tls_not_spoken, meaning: m.broker_pause_meaning_kept, action: m.queue_tls_not_spoken_action },
  'foreign-answers': { cause: m.broker_trouble_foreign_answers, action: m.broker_pause_foreign },
} as const satisfies Readonly<Record<string, Trouble>>;

export type BrokerTrouble = keyof typeof troubles;

const isTrouble = (code: string): code is BrokerTrouble => Object.hasOwn(troubles, code);

function troubleOf(code: string): Trouble | null {
  return isTrouble(code) ? troubles[code] : null;
}

/** "the broker is not reached"; null where the code is none of a broker's. */
export function brokerTroubleWords(code: string): string | null {
  return troubleOf(code)?.cause() ?? null;
}

/** What to do about it; null where there is nothing but to try again. */
export function brokerTroubleAction(code: string): string | null {
  return troubleOf(code)?.action?.() ?? null;
}

/** What the broker or the system said of it, behind the cause. */
export const brokerReason = (reason: string): string => (reason === '' ? '' : m.broker_reason({ reason }));

/** How a run stands with its broker, a sentence each. */
export function brokerFigureWords({ unanswered, mostUnanswered, depths, blocked, amongOthers }: BrokerFigures): readonly string[] {
  return [
    m.broker_live({ count: unanswered, most: grouped(mostUnanswered) }),
    ...(depths === null ? [] : [m.broker_live_depths({ requests: grouped(depths.requests), answers: grouped(depths.answers) })]),
    ...(blocked === null ? [] : [m.broker_live_blocked({ reason: blocked })]),
    ...(amongOthers ? [m.broker_live_others()] : []),
  ];
}

/** What it means that requests were answered after the operator had given them up. */
export const lateWords = (requests: number): string => m.broker_late({ count: requests });

/** What sending rows again does that a broker has, or may have. */
export const sentAgainWords = (): string => m.broker_sent_twice();

/** Why a run over a queue ended with requests unanswered: the queue of requests is empty and nothing comes, the messages are too old, or their answers said nothing of the rows. */
export const unansweredKinds = ['silent', 'expired', 'unclear'] as const;
export type UnansweredKind = (typeof unansweredKinds)[number];

const unanswered: Readonly<Record<UnansweredKind, readonly [what: () => string, meaning: () => string]>> = {
  silent: [m.broker_silent_what, m.broker_silent_meaning],
  expired: [m.broker_expired_what, m.broker_expired_meaning],
  unclear: [m.broker_unclear_what, m.broker_unclear_meaning],
};

interface Words {
  readonly what: string;
  readonly meaning: string;
  readonly action: string;
}

/** The explanation of a pause that only a run over a queue comes to; null for all others. */
export function brokerPauseWords({ reason, text }: Pause): Words | null {
  if (reason === 'broker') {
    const [code = '', ...words] = (text ?? '').split(': ');
    return {
      what: m.broker_pause_what({ cause: brokerTroubleWords(code) ?? code, reason: brokerReason(words.join(': ')) }),
      meaning: (troubleOf(code)?.meaning ?? m.broker_pause_meaning)(),
      action: brokerTroubleAction(code) ?? m.broker_pause_again(),
    };
  }
  if (reason !== 'unanswered') return null;
  const [what, meaning] = unanswered[unansweredKinds.find((kind) => kind === text) ?? 'silent'];
  return { what: what(), meaning: meaning(), action: m.broker_unanswered_action() };
}
