import { Fault } from '#contract/faults.ts';
import { askAnything } from '../../api/discovery.ts';
import type { Chunk } from '../../store/chunks.ts';
import { idempotencyWindow, type IdempotencyWindow } from './idempotency.ts';
import type { PlatformTime } from './platformTime.ts';
import type { HttpContext } from './runContext.ts';

/** An answer that takes longer is not waited for before a request is repeated. */
const waitedForMs = 15_000;

/** What the platform still remembers, by its own time and by the local one. */
export function windowNow(time: PlatformTime): IdempotencyWindow {
  return idempotencyWindow(time.now(), time.here());
}

/**
 * Whether a chunk may be sent now. One that an earlier run sent is not repeated on the word of the local clock alone, which
 * may have been set back since: before the first of them the server is asked for something that changes nothing, as its answer
 * carries its Date. Where none comes, the local clock decides.
 */
export async function mayRepeat(context: HttpContext, chunk: Chunk): Promise<boolean> {
  const { file, time, run } = context;
  if (chunk.state !== 'unknown' || chunk.run === run) return true;
  await learnDate(context);
  const { fromBefore, to } = windowNow(time);
  const at = file.chunks.get(chunk.id)?.firstSentAt ?? null;
  return at === null || (at >= fromBefore && at <= to);
}

/** Streams that want to know it at the same time ask once. What has answered without a Date is not asked again. */
async function learnDate({ state, client, abort, stop, halt }: HttpContext): Promise<void> {
  if (state.isTimeKnown || state.isDateless) return;
  state.asking ??= askAnything(client, AbortSignal.any([stop, abort, halt.signal, AbortSignal.timeout(waitedForMs)]))
    .then(
      () => void (state.isDateless = true),
      (error: unknown) => {
        // Not reached, it is asked again before the next repeat.
        state.isDateless = !(error instanceof Fault) || (error.code !== 'server-unreachable' && error.code !== 'server-untrusted');
      },
    )
    .finally(() => void (state.asking = null));
  await state.asking;
}
