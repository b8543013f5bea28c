import { hash } from 'node:crypto';
import { basename } from 'node:path';
import { Fault } from '#contract/faults.ts';
import type { RowState } from '#contract/job.ts';
import type { RequestFrame } from '#contract/recipe.ts';
import { jobMapping } from '../jobMapping.ts';
import type { JobFile } from '../../store/jobFile.ts';
import type { JobRecord } from '../../store/jobTable.ts';
import { openJob } from '../recover.ts';

/** What the platform holds for match keys as far as earlier jobs tell. */
export interface KnownItems {
  /** Host that the earlier jobs were sent to; what they know holds there and nowhere else. */
  readonly server: string;
  /** Whether this very item, JSON in UTF-8, is the last one accepted for its key. */
  isUnchanged(key: string, item: Uint8Array): boolean;
}

const sent: ReadonlySet<RowState> = new Set(['accepted', 'failed', 'unknown', 'sending'] as const);

/** Of an item whose fate is not certain, or that was followed by another of the same key in no certain order. */
const uncertain = '';

/**
 * Reads what earlier jobs know, the one sent last first: a later job's word on a key stands above an earlier
 * one's, and a row that failed or is unknown there makes its key uncertain, so that it is sent again. Updates
 * made elsewhere in the meantime are not known here. Faults: those of opening a job, and usage for one that was
 * never sent, updates other profiles, or went to another server than the rest.
 */
export function readKnownItems(paths: readonly string[], request: RequestFrame): KnownItems {
  const known = new Map<string, string>();
  const jobs = paths.map((path) => openEarlier(path, request));
  try {
    const server = oneServer(jobs);
    jobs.sort((a, b) => (a.sentAt < b.sentAt ? 1 : -1));
    for (const { file, job } of jobs) {
      for (const [key, item] of itemsOf(file, job)) if (!known.has(key)) known.set(key, item);
    }
    return { server, isUnchanged: (key, item) => known.get(key) === hash('sha256', item, 'base64') };
  } finally {
    for (const { file } of jobs) file.close();
  }
}

interface Earlier {
  readonly file: JobFile;
  readonly job: JobRecord;
  readonly server: string;
  /** ISO 8601. */
  readonly sentAt: string;
}

function openEarlier(path: string, request: RequestFrame): Earlier {
  const file = openJob(path);
  const job = file.job.read();
  const sentAt = file.attempts.totals().lastStartedAt;
  const problem = job === null || job.server === null || sentAt === null ? 'was never sent' : sameTarget(job.recipe.request, request) ? null : 'updates other profiles than this recipe';
  if (problem === null && job !== null && job.server !== null && sentAt !== null) return { file, job, server: job.server, sentAt };
  file.close();
  throw new Fault('usage', { problem: `the earlier job ${basename(path)} ${problem ?? 'cannot be used'}` });
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
  if (server === undefined || servers.length > 1) throw new Fault('usage', { problem: `the earlier jobs were sent to ${servers.join(' and ')}` });
  return server;
}

/** Match keys are not stored; the job's own recipe gives them again from its own cells. */
function itemsOf(file: JobFile, job: JobRecord): ReadonlyMap<string, string> {
  const items = new Map<string, string>();
  const compiled = jobMapping(file, job);
  if (!compiled.ok) return items;
  const positions = [...file.states.positions(sent)];
  const texts = file.items.texts(positions);
  for (const row of file.blocks.rowsAt(positions)) {
    const text = texts.next();
    const json = text.done === true ? '' : text.value.json;
    const mapped = compiled.mapper.map(row);
    if (mapped.kind !== 'item') continue;
    const item = file.states.at(row.position) === 'accepted' ? hash('sha256', json, 'base64') : uncertain;
    const before = items.get(mapped.key);
    items.set(mapped.key, before === undefined || before === item ? item : uncertain);
  }
  return items;
}
