import { m } from '#messages';
import { basename, resolve } from 'node:path';
import type { RequestFrame } from '#contract/recipe.ts';
import { andList } from '#contract/recipe/basics.ts';
import { usageFault } from '#contract/spokenFault.ts';
import { jobMapping } from '../jobMapping.ts';
import type { JobFile } from '../../store/jobFile.ts';
import type { ComparedJob, JobRecord } from '../../store/jobTable.ts';
import { mustBeLast } from '../place.ts';
import { openJob } from '../recover.ts';
import { turns, type TurnOptions } from '../turns.ts';
import { digest, sentItems, uncertain, type SentItem, type SentTime } from './sentItems.ts';

/** What the platform holds for match keys as far as earlier jobs tell. */
export interface KnownItems {
  /** Host that the earlier jobs were sent to; what they know holds there and nowhere else. */
  readonly server: string;
  /** How the earlier jobs stood when they were read. */
  readonly compared: readonly ComparedJob[];
  /** Whether this very item, JSON in UTF-8, is the last one accepted for its key. */
  isUnchanged(key: string, item: Uint8Array): boolean;
}

/** Rows of the earlier jobs that were looked at. */
export interface KnownProgress {
  readonly rows: number;
  readonly total: number;
}

/** How many items are taken before others may have their turn. */
const itemsAtATime = 200;

/**
 * Reads what earlier jobs know: for each match key the item that any row of any of them had accepted last, by the order and the times of
 * the attempts. A row that failed later, or that may have been applied, makes its key uncertain, so that it is sent again; so does an order
 * that nobody knows. Updates made elsewhere in the meantime are not known here. Faults: cancelled, those of opening a job, job-elsewhere
 * and job-handed-over where another file of it knows more, and usage for one that was never sent, updates other profiles, or went to another server than the rest.
 */
export async function readKnownItems(paths: readonly string[], request: RequestFrame, options: TurnOptions<KnownProgress> = {}): Promise<KnownItems> {
  const known = new LastItems();
  const jobs: Earlier[] = [];
  try {
    for (const path of paths) jobs.push(openEarlier(path, request));
    const server = oneServer(jobs);
    const compared = jobs.map(({ file, job }) => ({ job: job.jobId, path: resolve(file.path), attempts: file.attempts.totals().attempts }));
    const turn = turns(options);
    const total = jobs.reduce((sum, { job }) => sum + job.rowsRead, 0);
    let taken = 0;
    for (const { file, job } of jobs) {
      const compiled = jobMapping(file, job);
      if (!compiled.ok) continue;
      for (const item of sentItems(file, job, compiled.mapper)) {
        known.add(item);
        taken += 1;
        // One row may have sent several items.
        if (taken % itemsAtATime === 0) await turn({ rows: Math.min(taken, total), total });
      }
    }
    return { server, compared, isUnchanged: (key, item) => known.itemOf(key) === digest(item) };
  } finally {
    for (const { file } of jobs) file.close();
  }
}

interface Earlier {
  readonly file: JobFile;
  readonly job: JobRecord;
  readonly server: string;
}

function openEarlier(path: string, request: RequestFrame): Earlier {
  const file = openJob(path);
  try {
    const job = file.job.read();
    // An older state of it may have been sent nothing yet.
    if (job !== null) mustBeLast(file, job);
    if (job === null || job.server === null || file.attempts.totals().lastStartedAt === null) throw usageFault(() => m.cli_usage_earlier_never_sent({ file: basename(path) }));
    if (!sameTarget(job.recipe.request, request)) throw usageFault(() => m.cli_usage_earlier_other({ file: basename(path) }));
    return { file, job, server: job.server };
  } catch (error) {
    file.close();
    throw error;
  }
}

/** Whether two requests find their profiles in the same database by the same key. */
export function sameTarget(one: RequestFrame, other: RequestFrame): boolean {
  return (
    one.db_id === other.db_id && one.matching === other.matching && one.field_name === other.field_name && one.resource_id === other.resource_id
  );
}

function oneServer(jobs: readonly Earlier[]): string {
  const servers = [...new Set(jobs.map(({ server }) => server))];
  const [server] = servers;
  if (server === undefined || servers.length > 1) throw usageFault(() => m.cli_usage_earlier_servers({ servers: andList(servers) }));
  return server;
}

/** Match keys with the item that was sent last for each, whichever row it was of. */
class LastItems {
  readonly #items = new Map<string, Omit<SentItem, 'key'>>();

  add({ key, item, time }: SentItem): void {
    const known = this.#items.get(key);
    if (known === undefined || isLater(time, known.time)) this.#items.set(key, { item, time });
    else if (!isLater(known.time, time)) this.#items.set(key, { item: item === known.item ? item : uncertain, time: joined(known.time, time) });
  }

  itemOf(key: string): string | undefined {
    return this.#items.get(key)?.item;
  }
}

/** Of two requests under way at once nobody knows which was applied last; nor where the clock says otherwise than the order of the attempts. */
function isLater(one: SentTime, other: SentTime): boolean {
  return one.job === other.job ? one.firstAttempt > other.lastAttempt && one.from >= other.to : one.from > other.to;
}

function joined(one: SentTime, other: SentTime): SentTime {
  const [from, to] = [one.from < other.from ? one.from : other.from, one.to > other.to ? one.to : other.to];
  // Of several jobs only the clock tells.
  if (one.job !== other.job) return { job: '', firstAttempt: 0, lastAttempt: 0, from, to };
  return { job: one.job, firstAttempt: Math.min(one.firstAttempt, other.firstAttempt), lastAttempt: Math.max(one.lastAttempt, other.lastAttempt), from, to };
}
