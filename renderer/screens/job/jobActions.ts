import type { JobStatus } from '#contract/job.ts';
import type { Offers } from '../../state/actions.svelte.ts';
import type { AppState } from '../../state/app.svelte.ts';
import type { JobState } from '../../state/job.svelte.ts';

export type Question = 'start' | 'cancel' | 'hand-over' | 'delete';

/** Whether the job's requests can be called off for good. */
export const canCancel = (status: JobStatus | null): boolean => status?.state === 'running' || (status?.state === 'paused' && status.attempts > 0);

/** A handing over that came to no end is ended, or begun anew, by the same button. */
export const canHandOver = (status: JobStatus | null): boolean =>
  status?.state === 'handed-over' ? status.handedOver?.step !== 'done' : status !== null && status.state !== 'preparing' && status.state !== 'cancelled';

/** What can be done about the rows of a job wherever in its screen the focus is. */
export interface RowsReach {
  /** Whether corrections are taken back where the screen stands. */
  readonly canTurn: () => boolean;
  readonly find: () => void;
  readonly goToRow: () => void;
}

/** What the screen of a job offers to the registry of actions. */
export function jobOffers(app: AppState, job: JobState, ask: (question: Question) => void, { canTurn, find, goToRow }: RowsReach): Offers {
  const status = (): JobStatus | null => job.status;
  const isIdle = (): boolean => status()?.state !== 'running' && job.busy === null && !app.history.queue.has(job.jobId);
  const turn = (redo: boolean) => (): void => {
    const { readOnly } = job.rows;
    if (readOnly === null) void job.rows.turn(redo);
    else job.rows.tell(() => job.rows.readOnly ?? '');
  };
  return {
    start: { can: () => isIdle() && job.nextRun.canStart, run: () => { ask('start'); } },
    pause: { can: () => status()?.state === 'running' && !job.pausing, run: () => void job.pause() },
    'cancel-job': { can: () => canCancel(status()), run: () => { ask('cancel'); } },
    'change-mapping': { can: () => app.canChangeMapping, run: () => void app.changeMapping() },
    'hand-over': { can: () => isIdle() && canHandOver(status()), run: () => { ask('hand-over'); } },
    'delete-job': { can: () => status() !== null && isIdle(), run: () => { ask('delete'); } },
    undo: { can: canTurn, run: turn(false) },
    redo: { can: canTurn, run: turn(true) },
    find: { can: () => status() !== null, run: find },
    'go-to-row': { can: () => status() !== null, run: goToRow },
  };
}
