import { mostSteps, type RunFigures, type RunStep } from '#contract/runFigures.ts';
import type { TimedAttempt } from '../store/attempts.ts';
import type { JobFile } from '../store/jobFile.ts';
import { streamsChanges } from './run/tuning/streamsChanges.ts';

/** How the last run of a job goes or went; null before its first request. */
export function jobRunFigures(file: Pick<JobFile, 'attempts' | 'job'>, now: number): RunFigures | null {
  return runFigures(file.attempts.ofLastRun(), now, file.job.read()?.runSettings?.streams);
}

/** Lengths of time that a person reads at a glance, in seconds. */
const lengths = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600] as const;

/**
 * Requests put together to steps of equal length, so few of them that a run of a day is as quickly drawn as one of a minute. Rows
 * are spread over the time that their request took: answers come in lumps, and the server works all the while. Pure; `now` in ms since 1970.
 * `streams`: as the operator has set them; one where that is not known.
 */
export function runFigures(attempts: Iterable<TimedAttempt>, now: number, streams = 1): RunFigures | null {
  const all = [...attempts];
  const spans = all.map(({ startedAt, endedAt, ...rest }) => ({ ...rest, from: Date.parse(startedAt), to: endedAt === null ? null : Date.parse(endedAt) }));
  const [first] = spans;
  if (first === undefined) return null;
  const startedAt = spans.reduce((least, { from }) => Math.min(least, from), first.from);
  // One under way lasts until now; a clock that was set back must not make a time before the start.
  const end = spans.reduce((latest, { to }) => Math.max(latest, to ?? now), startedAt + 1);
  const stepMs = stepFor(end - startedAt);
  const steps: Step[] = Array.from({ length: Math.min(mostSteps, Math.ceil((end - startedAt) / stepMs)) }, () => ({ rows: 0, answerMs: null, trouble: null }));
  for (const { from, to, profiles, outcome, httpStatus } of spans) {
    if (to === null) continue;
    const last = steps[Math.min(steps.length - 1, Math.max(0, Math.floor((to - startedAt) / stepMs)))];
    if (last === undefined) continue;
    if (isTrouble(outcome)) last.trouble ??= { because: outcome.slice(troubled.length), httpStatus };
    if (outcome !== 'answered') continue;
    last.answerMs = Math.max(last.answerMs ?? 0, to - from);
    spread(steps, profiles, { from: from - startedAt, to: Math.max(from, to) - startedAt, stepMs });
  }
  return { startedAt, stepMs, steps: steps.map(told), changes: streamsChanges(all, streams) };
}

interface Step {
  rows: number;
  answerMs: number | null;
  trouble: NonNullable<RunStep['trouble']> | null;
}

const told = ({ rows, answerMs, trouble }: Step): RunStep => ({ rows: Math.round(rows * 10) / 10, answerMs, ...(trouble === null ? {} : { trouble }) });

const troubled = 'later: ';
const isTrouble = (outcome: string | null): outcome is string => outcome !== null && outcome.startsWith(troubled) && outcome.slice(troubled.length) !== 'aborted';

function stepFor(lengthMs: number): number {
  const seconds = lengthMs / 1_000 / mostSteps;
  return (lengths.find((length) => length >= seconds) ?? Math.ceil(seconds / 3_600) * 3_600) * 1_000;
}

function spread(steps: readonly Step[], rows: number, { from, to, stepMs }: { readonly from: number; readonly to: number; readonly stepMs: number }): void {
  const length = Math.max(1, to - from);
  for (let at = Math.floor(from / stepMs); at <= Math.floor(to / stepMs); at += 1) {
    const step = steps[Math.min(at, steps.length - 1)];
    const share = Math.min(to, (at + 1) * stepMs) - Math.max(from, at * stepMs);
    if (step !== undefined) step.rows += (rows * (to === from ? 1 : share)) / length;
  }
}
