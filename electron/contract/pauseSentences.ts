import { m } from '#messages';
import type { PauseReason } from './job.ts';

type Words = readonly [what: () => string, meaning: () => string, action: () => string];

/** Why a job stands still, what that means, what to do. */
export const pauseSentences: Readonly<Record<PauseReason, Words>> = {
  asked: [m.pauses_asked_what, m.pauses_asked_meaning, m.pauses_asked_action],
  closed: [m.pauses_closed_what, m.pauses_closed_meaning, m.pauses_closed_action],
  'rows-refused': [m.pauses_rows_refused_what, m.pauses_rows_refused_meaning, m.pauses_rows_refused_action],
  queued: [m.pauses_queued_what, m.pauses_queued_meaning, m.pauses_queued_action],
  trial: [m.pauses_trial_what, m.pauses_trial_meaning, m.pauses_trial_action],
  error: [m.pauses_error_what, m.pauses_error_meaning, m.pauses_error_action],
  interrupted: [m.pauses_interrupted_what, m.pauses_interrupted_meaning, m.pauses_interrupted_action],
  'journal-lost': [m.pauses_journal_lost_what, m.pauses_journal_lost_meaning, m.pauses_journal_lost_action],
  token: [m.pauses_token_what, m.pauses_token_meaning, m.pauses_token_action],
  limit: [m.pauses_limit_what, m.pauses_limit_meaning, m.pauses_limit_action],
  rights: [m.pauses_rights_what, m.pauses_rights_meaning, m.pauses_rights_action],
  address: [m.pauses_address_what, m.pauses_address_meaning, m.pauses_address_action],
  network: [m.pauses_network_what, m.pauses_network_meaning, m.pauses_network_action],
  between: [m.pauses_between_what, m.pauses_between_meaning, m.pauses_between_action],
  certificate: [m.pauses_certificate_what, m.pauses_certificate_meaning, m.pauses_certificate_action],
  server: [m.pauses_server_what, m.pauses_server_meaning, m.pauses_server_action],
  refused: [m.pauses_refused_what, m.pauses_refused_meaning, m.pauses_refused_action],
  // What is told of these two depends on their text: see brokerPauseWords.
  unanswered: [m.broker_silent_what, m.broker_silent_meaning, m.broker_unanswered_action],
  broker: [() => m.broker_pause_what({ cause: m.broker_trouble_unreachable(), reason: '' }), m.broker_pause_meaning, m.broker_pause_again],
  unsettled: [m.pauses_unsettled_what, m.pauses_unsettled_meaning, m.pauses_unsettled_action],
};

/** What it means where the job goes through a queue: there no request is repeated by itself. */
export const overQueue: Readonly<Partial<Record<PauseReason, () => string>>> = {
  error: m.broker_interrupted_meaning,
  interrupted: m.broker_interrupted_meaning,
  'journal-lost': m.broker_journal_lost_meaning,
};
