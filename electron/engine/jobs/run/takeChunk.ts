import type { Chunk } from '../../store/chunks.ts';
import { halve, mustOwn } from './recordOutcome.ts';
import type { RunContext } from './runContext.ts';
import { isTooSlow } from './tuning/chunkSize.ts';

/** A 413 for less than this is about the one profile in it, and no reason to send all others one by one. */
const leastLearned = 10_000;

/** The best of the candidates that may be sent now, read anew after each halving; those known to be too large are halved without asking the server. */
export function takeChunk(context: RunContext, candidates: () => Iterable<Chunk>): Chunk | null {
  const { file, state } = context;
  for (;;) {
    const chunk = firstToSend(context, candidates());
    if (chunk === null || !isTooLarge(context, chunk)) return chunk;
    file.transaction(() => {
      mustOwn(file, context.owner);
      halve({ file, chunk });
    });
    state.isPlanAhead = true;
  }
}

/** One that no stream holds, and that no other must go before. */
function firstToSend({ state, order }: RunContext, chunks: Iterable<Chunk>): Chunk | null {
  for (const chunk of chunks) if (!state.held.has(chunk.id) && order?.mayLeave(chunk.members) !== false) return chunk;
  return null;
}

/** Only a chunk that was never sent may be halved unasked: any other has to be repeated as it was. */
function isTooLarge({ file, state }: RunContext, chunk: Chunk): boolean {
  if (chunk.firstSentAt !== null || chunk.profiles === 1) return false;
  const learned = file.job.bytesLearned();
  return (learned !== null && learned >= leastLearned && chunk.bytes >= learned) || isTooSlow(state.tuning.size, chunk);
}
