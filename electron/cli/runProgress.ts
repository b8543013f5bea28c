import { m } from '#messages';
import { grouped } from '#contract/counted.ts';
import type { JobStatus, LiveFigures, Tuning } from '#contract/job.ts';
import { brokerFigureWords } from '#contract/brokerWords.ts';
import { motionOf, standstillWords } from '#contract/motion.ts';
import { smallerWords, streamsWords } from '#contract/sentences.ts';
import { say, type Output } from './output.ts';
import { showProgress, type Progress } from './progress.ts';

export interface RunProgress {
  /** Takes what the run has come to. */
  tell(status: JobStatus): void;
  end(): void;
}

/** Shorter waits are over before they are read. */
const worthTellingMs = 1_000;

/** The run as it goes, for a person: what was told last is looked at again every second, as a wait goes on without a word. */
export function showRun(output: Output): RunProgress {
  const progress = showProgress(output, 'sending');
  const sayTuning = tuningTeller(output);
  const sayWait = waitTeller(output);
  const sayBroker = brokerTeller(output);
  const sayStill = stillTeller(output);
  let last: JobStatus | null = null;
  const show = (): void => {
    if (last === null) return;
    report(progress, last, Date.now());
    if (last.live !== null) sayStill(last.live, Date.now());
  };
  const timer = setInterval(show, 1_000).unref();
  return {
    tell(status) {
      last = status;
      show();
      if (status.live === null) return;
      sayTuning(status.live.tuning);
      sayWait(status.live);
      sayBroker(status.live);
    },
    end() {
      clearInterval(timer);
      progress.end();
    },
  };
}

function report(progress: Progress, { counts, live }: JobStatus, now: number): void {
  if (live === null) return;
  const { accepted, failed, unknown, queued = 0, notSent, sending } = counts;
  const motion = motionOf(live, now);
  const standstill = standstillWords(motion);
  const { limit, ceiling } = live.tuning;
  const atBroker = live.broker === undefined ? '' : ` ${brokerFigureWords(live.broker).slice(0, 2).join(' ')}`;
  const pace = standstill ?? (ceiling > 1 ? m.cli_run_streams({ pace: paceWords(motion), limit, count: ceiling }) : paceWords(motion));
  progress.update(accepted + failed, accepted + failed + unknown + queued + notSent + sending, m.cli_run_moving({ accepted: grouped(accepted), failed: grouped(failed), pace: `${pace}${atBroker}` }));
}

function paceWords(motion: ReturnType<typeof motionOf>): string {
  if (motion.kind !== 'moving') return '';
  const { rowsPerSecond: count, secondsLeft } = motion;
  return secondsLeft === null ? m.cli_run_pace({ count }) : m.cli_run_pace_left({ count, seconds: grouped(secondsLeft) });
}

/** Says once of each wait how long it is and why. */
function waitTeller(output: Output): (live: LiveFigures) => void {
  let until = 0;
  return (live) => {
    const now = Date.now();
    const motion = motionOf(live, now);
    if (motion.kind !== 'waiting' || motion.ms < worthTellingMs || now < until) return;
    until = now + motion.ms;
    const words = standstillWords(motion);
    if (words !== null) say(output, words);
  };
}

/** Says once each what stands in the way at the broker, and how much waits there when nothing comes back. */
function brokerTeller(output: Output): (live: LiveFigures) => void {
  const said = new Set<string>();
  return ({ broker }) => {
    if (broker === undefined) return;
    const [, , ...inTheWay] = brokerFigureWords({ ...broker, depths: broker.depths ?? { requests: 0, answers: 0 } });
    for (const words of inTheWay) {
      if (said.has(words)) continue;
      said.add(words);
      say(output, words);
    }
  };
}

/**
 * Says once of each standstill over a queue that nothing comes back, and how much waits: a log has had its last line when rows were settled last,
 * and that line's figures, and its time left, are true no longer.
 */
export function stillTeller(output: Output): (live: LiveFigures, now: number) => void {
  let isSaid = false;
  return (live, now) => {
    const { broker, paceUntil } = live;
    if (broker === undefined) return;
    // Before the first answer there is no pace either, and nothing stands still yet.
    const isStill = broker.unanswered > 0 && now >= paceUntil && motionOf(live, now).kind === 'silent';
    if (isStill && !isSaid) say(output, [m.broker_live_still(), brokerFigureWords(broker).slice(0, 2).join(' ')].join(' '));
    isSaid = isStill;
  };
}

/** Says each change of streams or request size once, with its reason. */
function tuningTeller(output: Output): (tuning: Tuning) => void {
  const said = new Set<string>();
  let last = '';
  return (tuning) => {
    const streams = streamsWords(tuning);
    if (streams !== last && tuning.reason.code !== 'as-set' && tuning.reason.code !== 'starting') say(output, streams);
    last = streams;
    const smaller = smallerWords(tuning);
    if (smaller === null || said.has(smaller)) return;
    said.add(smaller);
    say(output, smaller);
  };
}
