import type { WireFormat } from '#contract/job.ts';
import type { PlatformAccess } from '../../api/client.ts';
import type { JobFile } from '../../store/jobFile.ts';
import type { JobRecord } from '../../store/jobTable.ts';
import { queueForJob, serverForJob } from './jobServer.ts';
import type { RunOptions } from './runContext.ts';

/** What a run over HTTP and one over a queue differ in before anything is sent. */
interface Way {
  /** Whom the job belongs to from now on. */
  readonly server: string;
  readonly secret: Pick<PlatformAccess, 'token' | 'tokenInBody'>;
  readonly format: WireFormat | undefined;
  readonly streams: number;
}

/** Fault job-other-server, where the job has begun another way or with another server. */
export function wayOf(options: RunOptions & { readonly file: Pick<JobFile, 'path'> }, job: Pick<JobRecord, 'server'>): Way {
  if (options.queue === undefined) {
    const { access, file, streams } = options;
    return { server: serverForJob(file, job, access), secret: access, format: access.format, streams };
  }
  // A message has no header for it, and is JSON.
  const { server, token } = options.queue;
  return { server: queueForJob(options.file, job, server), secret: { token, tokenInBody: true }, format: 'json', streams: 1 };
}
