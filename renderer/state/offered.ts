import type { OfferedFile, SourceRef } from '#contract/commands.ts';
import type { Notices } from './notices.svelte.ts';

/** Who takes files that come from outside the page. */
export interface FileTaker {
  readonly notices: Notices;
  readonly history: { load(): Promise<unknown> };
  openJob(jobId: string): Promise<void>;
  importSource(source: SourceRef): Promise<void>;
}

/** Opens the job, or begins an import with the source, that `ask` gives; whether it gave any. Its failure is told. */
export async function takeOffered(app: FileTaker, ask: () => Promise<OfferedFile | null>): Promise<boolean> {
  const offered = await app.notices.attempt(ask);
  if (offered === undefined || offered === null) return false;
  if ('source' in offered) await app.importSource(offered.source);
  else {
    await app.history.load();
    await app.openJob(offered.job.jobId);
  }
  return true;
}

/** The same until nothing is given any more, or something fails. */
export async function takeAllOffered(app: FileTaker, ask: () => Promise<OfferedFile | null>): Promise<void> {
  while (await takeOffered(app, ask));
}
