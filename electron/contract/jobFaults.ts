import { m } from '#messages';
import { correctionLost, correctionSent, noDuplicates, nothingToUndo, workbookSentences } from './correctionFaults.ts';
import { grouped } from './counted.ts';
import { damagedPart } from './damageWords.ts';
import { job, named, part, words, type Sentences } from './faultParts.ts';
import type { FaultCode, FaultDetail } from './faults.ts';
import { reasonName } from './fileWords.ts';
import { elsewhereSentences, handedOverSentences, unchangedUnproved } from './placeWords.ts';
import { isQueueServer } from './queueServer.ts';
import { repairImpossible, repairSource } from './repairFaults.ts';
import { jobStateWord } from './stateWords.ts';
import { serverName } from './url.ts';

/** Of a job, its file and what is done with its rows. */
type JobCode = Extract<FaultCode, `job-${string}` | `repair-${string}` | `workbook-${string}` | `correction-${string}` | `nothing-to-${string}` | 'no-duplicates' | 'number-unconfirmed' | 'unchanged-unproved' | 'unknown-can-be-settled'>;

/** How many profiles would be sent, and which number was given, or where the limit is. */
function unconfirmedNumbers(detail: FaultDetail): string {
  const { profiles: count, above, confirmed } = detail;
  if (typeof count !== 'number') return '';
  const profiles = m.units_profiles({ count });
  return typeof confirmed === 'number' ? m.faults_number_unconfirmed_other({ profiles, confirmed: grouped(confirmed) }) : m.faults_number_unconfirmed_above({ profiles, above: grouped(Number(above)) });
}

/** What can be done with a job in this state instead. */
function wayOn(state: string): string {
  switch (state) {
    case 'preparing':
      return m.faults_job_state_action_preparing();
    case 'running':
      return m.faults_job_state_action_running();
    case 'finished':
      return m.faults_job_state_action_finished();
    case 'cancelled':
      return m.faults_job_state_action_cancelled();
    default:
      return m.faults_job_state_action();
  }
}

function countsWhat(detail: FaultDetail): string {
  const { read, notSent, sending } = detail;
  if (typeof read !== 'number' || typeof notSent !== 'number' || typeof sending !== 'number') return m.faults_job_counts_what({ name: named(detail) });
  return m.faults_job_counts_what_told({ name: named(detail), read: grouped(read), notSent: grouped(notSent), sending: grouped(sending) });
}

export const jobFaults: Readonly<Record<JobCode, (detail: FaultDetail) => Sentences>> = {
  'job-missing': (d) => [m.faults_job_missing_what({ job: job(d) }), m.faults_job_missing_meaning(), m.faults_job_missing_action()],
  'job-exists': (d) => [m.faults_job_exists_what({ name: named(d) }), m.faults_job_exists_meaning(), m.faults_job_exists_action()],
  'job-unreadable': (d) => [m.faults_job_unreadable_what({ name: named(d), reason: part(d, 'reason', (value) => ` (${reasonName(value)})`) }), m.faults_job_unreadable_meaning(), m.faults_job_unreadable_action()],
  'job-newer': (d) => [m.faults_job_newer_what({ job: job(d) }), m.faults_job_newer_meaning(), m.faults_job_newer_action()],
  'job-busy': (d) => [m.faults_job_busy_what({ job: job(d) }), m.faults_job_busy_meaning(), m.faults_job_busy_action()],
  'job-linked': (d) => [
    words(d, 'names') === '' ? m.faults_job_linked_what_several({ name: named(d) }) : m.faults_job_linked_what({ name: named(d), names: words(d, 'names') }),
    m.faults_job_linked_meaning(),
    m.faults_job_linked_action(),
  ],
  'job-elsewhere': elsewhereSentences,
  'job-handed-over': handedOverSentences,
  'job-state': (d) => [
    m.faults_job_state_what({ job: job(d), state: part(d, 'state', (value) => m.faults_it_is({ value: jobStateWord(value) })) }),
    m.faults_job_state_meaning(),
    wayOn(words(d, 'state')),
  ],
  'job-counts': (d) => [countsWhat(d), m.faults_job_counts_meaning(), m.faults_job_counts_action()],
  'job-corrupt': (d) => [m.faults_job_corrupt_what({ name: named(d), part: damagedPart(d) }), `${m.faults_job_corrupt_meaning()} ${m.faults_nothing_of_it()}`, m.faults_job_corrupt_action()],
  'job-journal': (d) => [
    words(d, 'of') === 'other-job' ? m.faults_job_journal_what_other_job({ name: named(d) }) : m.faults_job_journal_what_other_time({ name: named(d) }),
    m.faults_job_journal_meaning(),
    m.faults_job_journal_action(),
  ],
  'repair-needless': (d) => [m.faults_repair_needless_what({ name: named(d) }), m.faults_repair_needless_meaning(), m.faults_repair_needless_action()],
  'repair-impossible': repairImpossible,
  'repair-source': repairSource,
  'nothing-to-undo': nothingToUndo,
  'no-duplicates': noDuplicates,
  'correction-sent': correctionSent,
  'correction-lost': correctionLost,
  ...workbookSentences,
  'job-other-server': otherServer,
  'number-unconfirmed': (d) => [
    m.faults_number_unconfirmed_what({ numbers: unconfirmedNumbers(d) }),
    m.faults_number_unconfirmed_meaning(),
    m.faults_number_unconfirmed_action(),
  ],
  'unchanged-unproved': unchangedUnproved,
  'unknown-can-be-settled': canBeSettled,
  'nothing-to-retry': nothingToRetry,
};

function otherServer(d: FaultDetail): Sentences {
  const named = { job: job(d), server: part(d, 'server', (value) => `: ${serverName(value)}`) };
  if (!isQueueServer(words(d, 'server'))) return [m.faults_job_other_server_what(named), m.faults_job_other_server_meaning(), m.faults_job_other_server_action()];
  const what = d['asked'] === 'queue' ? m.broker_other_queue_what(named) : m.broker_other_way_what(named);
  return [what, m.broker_other_queue_meaning(), m.broker_other_queue_action()];
}

function nothingToRetry(d: FaultDetail): Sentences {
  const action = d['fits'] === 'with-broker' ? m.broker_retry_fits() : d['fits'] === 'unknown' ? m.faults_nothing_to_retry_unknown() : m.faults_nothing_to_retry_action();
  return [m.faults_nothing_to_retry_what({ job: job(d) }), m.faults_nothing_to_retry_meaning(), action];
}

function canBeSettled(d: FaultDetail): Sentences {
  const name = part(d, 'name', (value) => m.faults_of_name({ value }));
  if (d['way'] === 'queue') return [m.broker_can_come_what({ name }), m.faults_unknown_can_be_settled_meaning(), m.broker_can_come_action()];
  return [m.faults_unknown_can_be_settled_what({ name }), m.faults_unknown_can_be_settled_meaning(), m.faults_unknown_can_be_settled_action()];
}
