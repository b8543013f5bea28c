import { Fault } from '#contract/faults.ts';
import type { ProfileRequest } from '../../api/profiles/profileKeys.ts';
import type { PlatformAccess } from '../../api/client.ts';
import type { JobFile } from '../../store/jobFile.ts';
import { serverForJob } from '../run/jobServer.ts';

export interface SampledRow {
  readonly position: number;
  /** Of the sheet. */
  readonly row: number;
  /** The item as it would be sent, as JSON. */
  readonly json: string;
}

export interface Sample {
  readonly request: ProfileRequest;
  readonly rows: readonly SampledRow[];
  /** How many rows would be sent in all. */
  readonly waiting: number;
}

/** So many of `count` things, spread evenly from the first on; their places from 0. Pure. */
export function spread(count: number, size: number): readonly number[] {
  const taken = Math.min(count, size);
  return Array.from({ length: taken }, (_, index) => Math.floor((index * count) / taken));
}

/**
 * Rows that would be sent now, spread evenly over all of them; `positions`: those of them that would be sent and no others. Nothing is changed.
 * Faults job-state while it is being prepared, job-other-server, job-corrupt.
 */
export function takeSample(file: JobFile, access: Pick<PlatformAccess, 'baseUrl' | 'practice'>, size: number, positions?: readonly number[]): Sample {
  const job = file.job.read();
  if (job === null || job.state === 'preparing') throw new Fault('job-state', { state: 'preparing', event: 'compare' });
  serverForJob(file, job, access);
  const waiting = file.states.count().ready;
  const wanted = positions ?? readyAt(file, spread(waiting, size));
  const chosen = wanted.filter((position) => file.states.at(position) === 'ready');
  const rows = [...file.items.texts(chosen)].map(({ position, json }) => ({ position, row: file.blocks.rowNumber(position), json }));
  const { db_id, matching, field_name, resource_id } = job.recipe.request;
  return { request: { db_id, matching, field_name, resource_id, profileIdMember: job.recipe.settings?.profileIdMember }, rows, waiting };
}

/** The positions of those ready rows that stand at the rising places. */
function readyAt(file: JobFile, places: readonly number[]): readonly number[] {
  const found: number[] = [];
  let place = 0;
  for (const position of file.states.positions(new Set(['ready'] as const))) {
    if (found.length === places.length) break;
    if (place === places[found.length]) found.push(position);
    place += 1;
  }
  return found;
}
