import type { EngineEvent } from '#contract/events.ts';
import { Fault } from '#contract/faults.ts';
import type { ActionsState } from './actions.svelte.ts';
import type { HistoryState } from './history.svelte.ts';
import type { JobState } from './job.svelte.ts';
import { hearProgress } from './jobProgress.ts';
import { speak } from './language.svelte.ts';
import type { ImportState } from './newImport.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import type { ProxyLoginState } from './proxyLogin.svelte.ts';
import type { RecentState } from './recent.svelte.ts';
import type { SettingsState } from './settings.svelte.ts';

/** What facts are handed to. */
export interface Hearing {
  readonly notices: Notices;
  readonly actions: ActionsState;
  readonly history: HistoryState;
  readonly recent: RecentState;
  readonly proxyLogin: ProxyLoginState;
  readonly settings: SettingsState;
  readonly newImport: ImportState | null;
  readonly job: JobState | null;
  showJob(jobId: string): void;
  openRecent(recentId: string): Promise<void>;
  takeOpened(): Promise<void>;
}

/** Hands a fact that came without being asked for to those it concerns. */
export function hear(app: Hearing, event: EngineEvent): void {
  const { job, notices } = app;
  switch (event.kind) {
    case 'preparing':
      return app.newImport?.prepare.apply(event);
    case 'job':
      app.history.apply(event.jobId, event.status);
      if (job?.jobId === event.jobId) job.hear(event.status);
      return;
    case 'run-failed':
      return notices.fail(new Fault(event.fault.code, event.fault.detail));
    case 'queue':
      return app.history.queue.hear(event.jobs);
    case 'notices':
      return notices.inform(event.notices);
    case 'mending':
    case 'comparing': case 'fetching':
    case 'correcting': case 'finding': case 'exporting': case 'undoing':
      if (job?.jobId === event.jobId) hearProgress(job, event);
      return;
    case 'show-job':
      return app.showJob(event.jobId);
    case 'language':
      return speak(event.language);
    case 'chosen':
      return void app.settings.hear();
    case 'action':
      return app.actions.run(event.action);
    case 'recent':
      return app.recent.hear(event.files);
    case 'retention':
      return void app.settings.loadRetention();
    case 'update':
      return app.settings.update.hear(event.state, event.tell);
    case 'open-recent':
      return void app.openRecent(event.recentId);
    case 'proxy-login':
      return app.proxyLogin.hear(event);
    case 'opened':
      return void app.takeOpened();
    case 'engine-restarted':
      notices.fail(new Fault('engine-stopped'));
      void app.history.load();
      void job?.refresh();
  }
}
