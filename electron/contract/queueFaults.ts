import { m } from '#messages';
import { brokerReason, brokerTroubleAction, brokerTroubleWords } from './brokerWords.ts';
import { words, type Sentences } from './faultParts.ts';
import type { FaultCode, FaultDetail } from './faults.ts';
import { trustWords } from './serverTrust.ts';

/** Of the platform's queue. */
type QueueCode = Extract<FaultCode, `queue-${string}`>;

const addressProblems: Readonly<Record<string, () => string>> = {
  insecure: m.queue_address_insecure, password: m.queue_address_password, user: m.queue_address_user, same: m.queue_address_same,
};

export const queueFaults: Readonly<Record<QueueCode, (detail: FaultDetail) => Sentences>> = {
  'queue-address': (d) => {
    const problem = words(d, 'reason');
    const rest = problem === 'same' ? [m.queue_address_same_meaning(), m.queue_address_same_action()] as const : [m.queue_address_meaning(), m.queue_address_action()] as const;
    return [queueAddressWords(problem), ...rest];
  },
  'queue-password': () => [m.queue_password_missing(), m.queue_password_meaning(), m.queue_password_action()],
  'queue-trouble': (d) => {
    const [code, reason] = [words(d, 'code'), words(d, 'reason')];
    const trusted = code === 'untrusted' ? trustWords(reason, m.queue_the_broker()) : null;
    const what = trusted?.what ?? m.queue_what({ cause: brokerTroubleWords(code) ?? code, reason: brokerReason(reason) });
    return [what, m.queue_trouble_meaning(), trusted?.action ?? brokerTroubleAction(code) ?? m.queue_unreachable_action()];
  },
};

/** What is wrong with a queue's address, by its QueueAddressProblem. */
export function queueAddressWords(problem: string): string {
  return (addressProblems[problem] ?? m.queue_address_shape)();
}
