import { m } from '#messages';
import type { JobState, RowState } from '#contract/job.ts';

/** States as the lines of the command line name them: in English by their codes, as its options and JSON do. */

export const jobStateNames: Readonly<Record<JobState, () => string>> = {
  preparing: m.cli_job_preparing,
  ready: m.cli_job_ready,
  running: m.cli_job_running,
  paused: m.cli_job_paused,
  finished: m.cli_job_finished,
  cancelled: m.cli_job_cancelled,
  'handed-over': m.cli_job_handed_over,
};

export const rowStateNames: Readonly<Record<RowState, () => string>> = {
  empty: m.cli_row_empty,
  invalid: m.cli_row_invalid,
  duplicate: m.cli_row_duplicate,
  ready: m.cli_row_ready,
  sending: m.cli_row_sending,
  accepted: m.cli_row_accepted,
  failed: m.cli_row_failed,
  unknown: m.cli_row_unknown,
  unchanged: m.cli_row_unchanged,
  hidden: m.cli_row_hidden,
  queued: m.broker_cli_row,
};
