import type { Connection, JobSummary } from '#contract/commands.ts';
import { m } from '#messages';
import { markedName } from '../text/markedName.ts';
import { percent } from '../text/formats.ts';
import { progressOf } from '../screens/common/counts.ts';
import type { AppState } from '../state/app.svelte.ts';

/** Something that goes on whatever screen is open. */
export interface Activity {
  readonly id: string;
  /** Of the job or file. */
  readonly name: string;
  /** What goes on, and how far it is. */
  readonly words: string;
  /** From 0 to 1; null while it is not known. */
  readonly share: number | null;
  /** That it goes over. */
  readonly connection?: Connection | undefined;
  readonly stopWords: string;
  readonly stopping: boolean;
  readonly open: () => void;
  readonly stop: () => void;
}

/** All that goes on: a file that is read, rows that are exported, jobs that are sent. */
export function activitiesOf(app: AppState): readonly Activity[] {
  return [...reading(app), ...exporting(app), ...app.history.running.map((job) => sending(app, job))];
}

function reading(app: AppState): readonly Activity[] {
  const flow = app.newImport;
  if (flow?.prepare.running !== true) return [];
  const { progress, cancelling } = flow.prepare;
  const share = progress === null || progress.bytesTotal <= 0 ? null : progress.bytesRead / progress.bytesTotal;
  const name = flow.source.file?.name ?? flow.name;
  return [{
    id: 'reading', name, share, stopWords: m.app_stop_reading({ name }), stopping: cancelling,
    words: share === null ? m.app_reading() : m.app_reading_done({ percent: percent(share, 1) }),
    open: () => { app.goImport(); },
    stop: () => void flow.prepare.cancel(),
  }];
}

function exporting(app: AppState): readonly Activity[] {
  const { job } = app;
  if (job === null) return [];
  // While the place is chosen, nothing goes on yet.
  return [{ id: 'exporting', file: job.exporting }, { id: 'undoing', file: job.undoing }].filter(({ file }) => file.progress !== null).map(({ id, file }) => ({
    id, name: job.name, share: file.share, stopWords: m.app_stop_exporting({ name: job.name }), stopping: file.cancelling,
    words: file.share === null ? m.app_exporting() : m.app_exporting_done({ percent: percent(file.share, 1) }),
    open: () => void app.openJob(job.jobId),
    stop: () => void file.cancel(),
  }));
}

function sending(app: AppState, job: JobSummary): Activity {
  const { settled, all } = job.status === null ? { settled: 0, all: 0 } : progressOf(job.status.counts);
  const connection = app.connections.of(job);
  const done = m.app_done({ percent: percent(settled, all) });
  return {
    id: job.jobId, name: job.name, share: all === 0 ? null : settled / all, connection, stopWords: m.app_pause_job({ name: job.name }), stopping: app.history.isPausing(job.jobId),
    words: connection === undefined ? done : m.app_done_over({ done, connection: markedName(connection) }),
    open: () => void app.openJob(job.jobId),
    stop: () => void app.history.pause(job.jobId),
  };
}
