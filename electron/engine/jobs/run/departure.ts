import type { WireFormat } from '#contract/job.ts';
import type { Chunk } from '../../store/chunks.ts';
import type { JobFile } from '../../store/jobFile.ts';
import { nextRowState } from '../transitions.ts';
import type { ChunkBody } from './chunkBody.ts';
import { mustOwn } from './recordOutcome.ts';
import { requestIdOf } from './requestId.ts';
import type { RunState } from './runState.ts';

export interface Departure {
  readonly file: JobFile;
  readonly jobId: string;
  readonly chunk: Chunk;
  readonly body: ChunkBody;
  readonly format: WireFormat;
  readonly run: number;
  readonly owner: string;
  /** ISO 8601. */
  readonly at: string;
}

/** What a request that may leave is known by. */
export interface Departed {
  readonly attempt: number;
  readonly requestId: string;
}

/**
 * Writes that a chunk is about to be sent, before it is: its id, its rows, its attempt. Fault job-busy when another
 * process has begun a run of its own: two must never send the same rows.
 *
 * The job's own file, without its -wal, may still say "planned": it has the plan and that the job runs, so the chunk counts
 * as sent there (recoverInterrupted), and its id follows from its content. Only what a run plans anew must come into it
 * before it is sent (bringPlanHome).
 */
export function recordDeparture(departure: Departure): Departed {
  const { file, chunk, body, run, owner, at } = departure;
  return file.transaction(() => {
    mustOwn(file, owner);
    const { requestId, renewed } = idOf(departure);
    file.chunks.start({ id: chunk.id, run, requestId, renewed, check: body.check, at });
    file.states.change(chunk.members, (state) => nextRowState(state, 'send'));
    return { attempt: file.attempts.begin({ chunk: chunk.id, run, requestId, bytes: body.bytes.length, startedAt: at }), requestId };
  });
}

/**
 * Brings halves and new ids into the job's own file before the first of them leaves: a copy that knows only of the whole
 * would send it under an id of its own. Where another process is just reading it is tried again at the next departure.
 */
export function bringPlanHome(file: JobFile, state: RunState): void {
  if (state.isPlanAhead) state.isPlanAhead = !file.checkpoint();
}

/** What a chunk is known by when it leaves: it keeps the id of its first sending. Another chunk may have had its rows and body before (halved or given up since). */
export function idOf({ file, jobId, chunk, body, format }: Pick<Departure, 'file' | 'jobId' | 'chunk' | 'body' | 'format'>): Pick<Chunk, 'renewed'> & { readonly requestId: string } {
  if (chunk.requestId !== null) return { requestId: chunk.requestId, renewed: chunk.renewed };
  const { round, members } = chunk;
  for (let { renewed } = chunk; ; renewed += 1) {
    const requestId = requestIdOf({ jobId, round, members, format, bytes: body.checkedBytes, check: body.check, renewed });
    if (file.chunks.withId(requestId) === null) return { requestId, renewed };
  }
}
