import { m } from '#messages';
import { words, type Sentences } from './faultParts.ts';
import type { FaultCode, FaultDetail } from './faults.ts';
import { trustWords } from './serverTrust.ts';

/** Of the platform's queue. */
type QueueCode = Extract<FaultCode, `queue-${string}`>;

interface Said {
  readonly what: () => string;
  readonly action: () => string;
}

/** By the engine's codes of a line to a broker. */
const troubles: Readonly<Record<string, Said>> = {
  unreachable: { what: m.queue_unreachable, action: m.queue_unreachable_action },
  'connection-lost': { what: m.queue_lost, action: m.queue_unreachable_action },
  untrusted: { what: m.queue_untrusted, action: m.queue_untrusted_action },
  'not-spoken': { what: m.queue_not_spoken, action: m.queue_not_spoken_action },
  'login-refused': { what: m.queue_login_refused, action: m.queue_login_refused_action },
  'vhost-missing': { what: m.queue_vhost_missing, action: m.queue_vhost_missing_action },
  'queue-missing': { what: m.queue_missing, action: m.queue_missing_action },
  'exchange-missing': { what: m.queue_exchange_missing, action: m.queue_missing_action },
  'access-refused': { what: m.queue_access_refused, action: m.queue_access_refused_action },
};

const other: Said = { what: m.queue_other, action: m.queue_unreachable_action };

const addressProblems: Readonly<Record<string, () => string>> = { insecure: m.queue_address_insecure, password: m.queue_address_password };

export const queueFaults: Readonly<Record<QueueCode, (detail: FaultDetail) => Sentences>> = {
  'queue-address': (d) => [queueAddressWords(words(d, 'reason')), m.queue_address_meaning(), m.queue_address_action()],
  'queue-password': () => [m.queue_password_missing(), m.queue_password_meaning(), m.queue_password_action()],
  'queue-trouble': (d) => {
    const { what, action } = troubles[words(d, 'code')] ?? other;
    const reason = words(d, 'reason');
    const trusted = words(d, 'code') === 'untrusted' ? trustWords(reason, m.queue_the_broker()) : null;
    return [trusted?.what ?? m.queue_what({ what: what(), reason: reason === '' ? '' : m.queue_reason({ reason }) }), m.queue_trouble_meaning(), trusted?.action ?? action()];
  },
};

/** What is wrong with a broker's address, as readQueueUrl says it. */
export function queueAddressWords(problem: string): string {
  return (addressProblems[problem] ?? m.queue_address_shape)();
}
