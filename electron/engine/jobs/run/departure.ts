import type { WireFormat } from '#contract/job.ts';
import type { Chunk } from '../../store/chunks.ts';
import type { JobFile } from '../../store/jobFile.ts';
import { nextRowState } from '../transitions.ts';
import type { ChunkBody } from './chunkBody.ts';
import { mustOwn } from './recordOutcome.ts';
import { requestIdOf } from './requestId.ts';

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
 * Writes that a chunk is about to be sent, before it is: its id, its rows, its attempt; and brings it into the job's own
 * file, so that a copy without its -wal, or one whose -wal is lost, lacks answers at most, never a sending. Fault job-busy when another
 * process has begun a run of its own: two must never send the same rows.
 */
export function recordDeparture(departure: Departure): Departed {
  const { file, chunk, body, run, owner, at } = departure;
  const departed = file.transaction(() => {
    mustOwn(file, owner);
    const { requestId, renewed } = idOf(departure);
    file.chunks.start({ id: chunk.id, run, requestId, renewed, check: body.check, at });
    file.states.change(chunk.members, (state) => nextRowState(state, 'send'));
    return { attempt: file.attempts.begin({ chunk: chunk.id, run, requestId, bytes: body.bytes.length, startedAt: at }), requestId };
  });
  file.checkpoint();
  return departed;
}

/** A chunk keeps the id of its first sending. Another chunk may have had its rows and body before (halved or given up since). */
function idOf({ file, jobId, chunk, body, format }: Departure): Pick<Chunk, 'renewed'> & { readonly requestId: string } {
  if (chunk.requestId !== null) return { requestId: chunk.requestId, renewed: chunk.renewed };
  const { round, members } = chunk;
  for (let { renewed } = chunk; ; renewed += 1) {
    const requestId = requestIdOf({ jobId, round, members, format, bytes: body.checkedBytes, check: body.check, renewed });
    if (file.chunks.withId(requestId) === null) return { requestId, renewed };
  }
}
