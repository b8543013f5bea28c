import { randomUUID } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { JobSummary } from '#contract/commands.ts';
import type { Catalogue, StoredJob } from '#engine/store/catalogue.ts';
import { fileAt, sameFile, type FileIdentity } from '#engine/store/fileIdentity.ts';
import type { JobRecord } from '#engine/store/jobTable.ts';

/**
 * The id and path that a job file has in the list: those of the entry that leads to this very file, under whatever name,
 * or new ones. Never the id inside the file: a copy has the same, and would take the original's place.
 */
export function listedAs(jobs: readonly StoredJob[], path: string, job: Pick<JobRecord, 'createdAt' | 'place'>): Pick<StoredJob, 'jobId' | 'path'> {
  const real = realpathSync(path);
  const file = fileAt(real);
  const known = file === null ? undefined : jobs.find((listed) => leadsTo(listed, real, file.identity) || wasRenamed(listed, file.identity, job));
  // Another job that was put where a listed one lay is not that one.
  if (known === undefined || known.createdAt !== job.createdAt) return { jobId: randomUUID(), path: real };
  return { jobId: known.jobId, path: fileAt(known.path) === null ? real : known.path };
}

function leadsTo(listed: StoredJob, real: string, file: FileIdentity): boolean {
  if (listed.path === real) return true;
  const there = fileThere(listed.path);
  return there !== null && sameFile(there, file);
}

/** The file was prepared or last run where the list looks for it, and nothing lies there now. */
function wasRenamed(listed: StoredJob, file: FileIdentity, { place }: Pick<JobRecord, 'place'>): boolean {
  const before = place?.file ?? null;
  return before !== null && place?.path === listed.path && sameFile(before, file) && fileThere(listed.path) === null;
}

/** A drive that cannot be asked has nothing there. */
function fileThere(path: string): FileIdentity | null {
  try {
    return fileAt(path)?.identity ?? null;
  } catch {
    return null;
  }
}

/** A name that no other entry of the list has, with the folder where it needs telling apart: a copy mostly has the name of its original. */
export function nameAmong(jobs: readonly StoredJob[], jobId: string, name: string, path: string): string {
  const taken = new Set(jobs.filter((job) => job.jobId !== jobId).map((job) => job.name));
  if (!taken.has(name)) return name;
  const told = `${name} (${basename(dirname(path))})`;
  for (let number = 2, unique = told; ; number += 1) {
    if (!taken.has(unique)) return unique;
    unique = `${told} ${number}`;
  }
}

/** The jobs of the list as they are told, with the status of each in the same order. */
export function summariesOf(jobs: readonly StoredJob[], statuses: readonly JobSummary['status'][], { pinned, sentBy }: Pick<Catalogue, 'pinned' | 'sentBy'>): readonly JobSummary[] {
  const [onTop, connections] = [pinned(), sentBy()];
  return jobs.map(({ jobId, name, createdAt, path }, index) => {
    const connectionId = connections.get(jobId);
    const status = statuses[index] ?? null;
    return { jobId, name, createdAt, status, ...(status === null && fileThere(path) === null ? { gone: true } : {}), ...(onTop.has(jobId) ? { pinned: true } : {}), ...(connectionId === undefined ? {} : { connectionId }) };
  });
}
