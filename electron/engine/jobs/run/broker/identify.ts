import { chunkBody } from '../chunkBody.ts';
import { idOf } from '../departure.ts';
import { mustOwn } from '../recordOutcome.ts';
import type { RunContext } from '../runContext.ts';

/**
 * Gives the chunks that may have left, though the file has lost the word of it, the ids that they left under: these follow from what they
 * hold, and by them an answer is known. One transaction.
 */
export function identifyDoubtful({ file, owner, jobId, frames }: RunContext): void {
  const nameless = file.chunks.open().filter(({ state, requestId }) => state !== 'planned' && requestId === null);
  if (nameless.length === 0) return;
  file.transaction(() => {
    mustOwn(file, owner);
    for (const chunk of nameless) {
      const body = chunkBody(file, chunk, frames);
      file.chunks.identify({ id: chunk.id, check: body.check, ...idOf({ file, jobId, chunk, body, format: frames.format }) });
    }
  });
}
