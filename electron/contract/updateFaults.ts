import { m } from '#messages';
import { inBrackets, named, type Sentences } from './faultParts.ts';
import type { FaultCode, FaultDetail } from './faults.ts';

/** Of newer versions of the program. */
type UpdateCode = Extract<FaultCode, `update-${string}`>;

export const updateFaults: Readonly<Record<UpdateCode, (detail: FaultDetail) => Sentences>> = {
  'update-off': () => [m.updates_off_what(), m.updates_off_meaning(), m.updates_off_action()],
  'update-unreachable': (d) => [m.updates_unreachable_what({ reason: inBrackets(d, 'reason') }), m.updates_kept_meaning(), m.updates_unreachable_action()],
  'update-page': () => [m.updates_page_what(), m.updates_page_meaning(), m.updates_page_action()],
  'update-unsigned': () => [m.updates_unsigned_what(), m.updates_unsigned_meaning(), m.updates_unsigned_action()],
  'update-unusable': (d) => [m.updates_unusable_what({ reason: inBrackets(d, 'reason') }), m.updates_kept_meaning(), m.updates_unusable_action()],
  'update-mismatch': () => [m.updates_mismatch_what(), m.updates_mismatch_meaning(), m.updates_mismatch_action()],
  'update-unwritable': (d) => [m.updates_unwritable_what({ name: named(d), reason: inBrackets(d, 'reason') }), m.updates_kept_meaning(), m.updates_unwritable_action()],
  'update-while-working': () => [m.updates_working_what(), m.updates_working_meaning(), m.updates_working_action()],
};
