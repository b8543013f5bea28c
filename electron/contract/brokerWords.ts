import { m } from '#messages';
import { grouped } from './counted.ts';
import type { BrokerFigures, Pause } from './job.ts';

/** What a broker, or the way to it, can have against a run; the engine's codes of a line are among them. */
const troubles = {
  unreachable: m.broker_trouble_unreachable,
  untrusted: m.broker_trouble_untrusted,
  'login-refused': m.broker_trouble_login_refused,
  'access-refused': m.broker_trouble_access_refused,
  'vhost-missing': m.broker_trouble_vhost_missing,
  'queue-missing': m.broker_trouble_queue_missing,
  'exchange-missing': m.broker_trouble_exchange_missing,
  'message-too-large': m.broker_trouble_message_too_large,
  blocked: m.broker_trouble_blocked,
  'channel-closed': m.broker_trouble_channel_closed,
  'connection-lost': m.broker_trouble_connection_lost,
  nacked: m.broker_trouble_nacked,
  aborted: m.broker_trouble_aborted,
  closed: m.broker_trouble_closed,
  'not-spoken': m.broker_trouble_not_spoken,
  'foreign-answers': m.broker_trouble_foreign_answers,
} as const;

export type BrokerTrouble = keyof typeof troubles;

const isTrouble = (code: string): code is BrokerTrouble => Object.hasOwn(troubles, code);

/** "the broker is not reached"; null where the code is none of a broker's. */
export function brokerTroubleWords(code: string): string | null {
  return isTrouble(code) ? troubles[code]() : null;
}

const actions: Readonly<Partial<Record<BrokerTrouble, () => string>>> = {
  untrusted: m.broker_pause_trust,
  'login-refused': m.broker_pause_connection,
  'access-refused': m.broker_pause_connection,
  'vhost-missing': m.broker_pause_connection,
  'queue-missing': m.broker_pause_connection,
  'exchange-missing': m.broker_pause_connection,
  'not-spoken': m.broker_pause_address,
  'foreign-answers': m.broker_pause_foreign,
};

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

/** Why a run over a queue ended with requests unanswered: both queues are empty and silent, the messages are too old, or their answers said nothing of the rows. */
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
    const told = words.join(': ');
    const action = (isTrouble(code) ? actions[code] : undefined) ?? m.broker_pause_again;
    return {
      what: m.broker_pause_what({ cause: brokerTroubleWords(code) ?? code, reason: told === '' ? '' : m.broker_reason({ reason: told }) }),
      meaning: m.broker_pause_meaning(),
      action: action(),
    };
  }
  if (reason !== 'unanswered') return null;
  const [what, meaning] = unanswered[unansweredKinds.find((kind) => kind === text) ?? 'silent'];
  return { what: what(), meaning: meaning(), action: m.broker_unanswered_action() };
}
