import { rowStates, type RowState } from '#contract/job.ts';
import type { AttemptRecord } from '../../store/attempts.ts';
import type { JobFile } from '../../store/jobFile.ts';
import { decodeRuns, positionsOf } from '../../store/runs.ts';
import { resultsOf, resultsTold } from './answers.ts';
import type { DamagedJob } from './damagedJob.ts';
import { rowLost, type LostCorrection } from './lostCorrections.ts';

/** A row that was not accepted may yet be sent for the first time. */
const waiting: ReadonlySet<number> = new Set((['ready', 'sending', 'unknown', 'queued', 'failed'] as const satisfies readonly RowState[]).map((state) => rowStates.indexOf(state)));

export interface SentSince {
  /** Requests of which nothing tells what they have sent. */
  readonly requests: number;
  /** By position: rows that they have sent otherwise. */
  readonly lost: ReadonlyMap<number, LostCorrection>;
}

/**
 * Accepted rows that requests have sent once more of which the file, but for their own records, knows nothing: they were corrected before, and all that
 * tells of it is of the earlier time. The answers name the profiles; where they do not, any accepted row may be meant as soon as more was accepted than
 * waited. `changed`: see changedAfter. A correction that the file knows, and that came after the row was sent last, is what such a request has sent.
 * Two rows of one profile look like one that was sent twice, and are told too: who asks for nothing anew loses nothing by it. Rows
 * that were sent for the first time by such a request are unknown, and nothing tells whether they were corrected.
 */
export function sentSince(file: JobFile, { saved, areStatesEarlier, planOvertaken }: DamagedJob, changed: Uint32Array): SentSince {
  const found = new Map<number, LostCorrection>();
  if (!areStatesEarlier || !planOvertaken) return { requests: 0, lost: found };
  // The number of one that never left is given anew, to other rows.
  const known = new Set(saved.chunks.filter(({ run }) => run > 0).map(({ id }) => id));
  const since = acceptedSince(saved.attempts.filter(({ chunk }) => !known.has(chunk)));
  const isAny = since.unnamed > [...saved.states.values()].reduce((sum, { states }) => sum + states.filter((state) => waiting.has(state)).length, 0);
  const told = { requests: since.requests, lost: found };
  if (since.profiles.size === 0 && !isAny) return told;
  for (const [position, { chunk, profileId }] of acceptedBefore(saved)) {
    const isMeant = profileId === null ? isAny : isAny || since.profiles.has(profileId);
    if (isMeant && (changed[position - 1] ?? 0) <= chunk) found.set(position, rowLost(file.blocks.rowNumber(position)));
  }
  return told;
}

interface Since {
  readonly requests: number;
  readonly profiles: ReadonlySet<string>;
  /** How many rows were accepted at least of which no profile is told. */
  readonly unnamed: number;
}

/** What requests without a plan have had accepted; of those with one number the last answer counts. */
function acceptedSince(attempts: readonly AttemptRecord[]): Since {
  const answers = new Map<number, ReturnType<typeof resultsTold>>();
  for (const attempt of attempts) answers.set(attempt.chunk, resultsTold(attempt) ?? answers.get(attempt.chunk) ?? null);
  const profiles = new Set<string>();
  let unnamed = 0;
  for (const results of answers.values()) {
    // At least one row was sent.
    if (results === null) unnamed += 1;
    for (const result of results ?? []) {
      if (result?.code !== 0) continue;
      if (result.profileId === null) unnamed += 1;
      else profiles.add(result.profileId);
    }
  }
  return { requests: answers.size, profiles, unnamed };
}

interface Accepted {
  readonly chunk: number;
  readonly profileId: string | null;
}

/** By position, of rows whose last request is known to have had them accepted. */
function acceptedBefore({ chunks, attempts }: DamagedJob['saved']): ReadonlyMap<number, Accepted> {
  const byChunk = new Map<number, AttemptRecord[]>();
  for (const attempt of attempts) byChunk.set(attempt.chunk, [...(byChunk.get(attempt.chunk) ?? []), attempt]);
  const found = new Map<number, Accepted>();
  for (const chunk of chunks) {
    if (chunk.state !== 'answered') continue;
    const results = resultsOf(chunk, byChunk.get(chunk.id) ?? []);
    let index = 0;
    for (const position of positionsOf(decodeRuns(chunk.members))) {
      const result = results?.[index] ?? null;
      index += 1;
      if (result?.code === 0) found.set(position, { chunk: chunk.id, profileId: result.profileId });
      else found.delete(position);
    }
  }
  return found;
}
