import { createPlatformClient } from '../../api/client.ts';
import type { JobFile } from '../../store/jobFile.ts';
import type { PlatformTime } from './platformTime.ts';
import type { OverHttp, RunContext } from './runContext.ts';
import type { RunState } from './runState.ts';
import { runStream } from './stream.ts';

/** Sends what a job has to send by asking the platform itself. */
export async function runOverHttp(context: RunContext, { transport, access }: OverHttp): Promise<void> {
  const { file, state, time, clock, timeoutMs } = context;
  const client = createPlatformClient({ transport, access, timeoutMs, now: () => clock.now(), onDate: (date) => learnTime(file, state, time, date) });
  try {
    // All streams end before the first error is passed on: none may write after the lock is gone.
    const ends = await Promise.allSettled(state.streams.map(({ stream }) => runStream({ ...context, client }, stream)));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  } finally {
    await client.close();
  }
}

/** Less is the time that an answer takes, and no clock set wrongly. */
const leastShiftMs = 60_000;

/**
 * What was sent before the first Date of a run carries the local clock's time: it is set right, so that a later run
 * does not take a forgotten id for a young one.
 */
function learnTime(file: JobFile, state: RunState, time: PlatformTime, date: number): void {
  const before = time.now();
  time.learn(date);
  const shift = time.now() - before;
  const isStartWrong = !state.isTimeKnown && Math.abs(shift) > leastShiftMs;
  state.isTimeKnown = true;
  const redated = Math.abs(shift) > leastShiftMs ? [...state.sentBlind] : [];
  state.sentBlind.clear();
  if (redated.length === 0 && !isStartWrong) return;
  state.isPlanAhead = true;
  file.transaction(() => {
    // What a lost -wal leaves in doubt is dated by it.
    if (isStartWrong) file.job.redateRun(shift);
    for (const id of redated) {
      const at = file.chunks.get(id)?.firstSentAt ?? null;
      if (at !== null) file.chunks.redate(id, new Date(Date.parse(at) + shift).toISOString());
    }
  });
}
