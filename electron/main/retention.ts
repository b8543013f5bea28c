import { retentionMoment, retentionStep, postponedMs, type RetentionNotice } from '#contract/retention.ts';
import { tidyCrashes } from '#files/diagnostics/crashes.ts';
import type { Engine } from './engine/engine.ts';
import type { RecentFiles } from './recentFiles.ts';
import type { SettingsFile } from './settings.ts';

/** Deletes a job with all that the program keeps of it. */
export type DeleteJob = (jobId: string) => Promise<void>;

/** @param home folder of all that is kept */
export function createDeleteJob(engine: Pick<Engine, 'request'>, recent: Pick<RecentFiles, 'drop'>, home: string): DeleteJob {
  return async (jobId) => {
    const source = await engine.request('sourceOnlyOf', { jobId }).catch(() => null);
    await engine.request('deleteJob', { jobId });
    if (typeof source?.path === 'string') recent.drop(source.path);
    // A part of the program's memory is in them.
    tidyCrashes(home, Date.now(), true);
  };
}

export interface RetentionParts {
  readonly engine: Pick<Engine, 'request'>;
  readonly settings: Pick<SettingsFile, 'read' | 'change'>;
  readonly deleteJob: DeleteJob;
  readonly now: () => number;
  /** Called when there is something else to be told. */
  readonly onChange: () => void;
}

export interface Retention {
  /** What will be deleted and when; null where nothing will. */
  notice(): RetentionNotice | null;
  /** Deletes what was told of long enough ago, and tells of what is next. Never fails. */
  look(): Promise<void>;
  /** For a week. Faults disk-full, output-unwritable. */
  postpone(): RetentionNotice | null;
  /** What the notice tells of, at once. */
  deleteNow(): Promise<void>;
}

/** Finished jobs go some days after their last change, where that was chosen, and never without having been told of. */
export function createRetention({ engine, settings, deleteJob, now, onChange }: RetentionParts): Retention {
  let notice: RetentionNotice | null = null;

  function tell(next: RetentionNotice | null): void {
    const told = next === null ? null : { jobIds: next.jobs.map(({ jobId }) => jobId), at: next.at };
    const before = settings.read().retentionNotice ?? null;
    if (JSON.stringify(before) !== JSON.stringify(told)) settings.change({ retentionNotice: told });
    notice = next;
    onChange();
  }

  async function deleteAll(jobIds: readonly string[]): Promise<void> {
    for (const jobId of jobIds) {
      // One that is just being looked at or exported goes the next time.
      await deleteJob(jobId).catch(() => undefined);
    }
  }

  async function look(): Promise<void> {
    const { retentionDays, retentionNotice } = settings.read();
    if (retentionDays === undefined) {
      if (notice !== null || retentionNotice !== undefined) tell(null);
      return;
    }
    const expiring = await engine.request('restingSince', { moment: retentionMoment(now(), retentionDays) });
    const step = retentionStep(expiring, retentionNotice, now());
    await deleteAll(step.due.map(({ jobId }) => jobId));
    tell(step.notice);
  }

  return {
    notice: () => notice,
    look: () => look().catch(() => undefined),
    postpone() {
      if (notice !== null) tell({ ...notice, at: new Date(now() + postponedMs).toISOString() });
      return notice;
    },
    async deleteNow() {
      await deleteAll(notice?.jobs.map(({ jobId }) => jobId) ?? []);
      tell(null);
      await look();
    },
  };
}
