import { HttpSender } from './overHttp.ts';
import { QueueSender, type WaitingAnswer } from './overQueue.ts';
import { Platform, type Strength } from './platform.ts';
import { Timeline } from './timeline.ts';

/** Programs that all have more to send than the time allows, on one platform. */
export interface Circumstances extends Strength {
  readonly way: 'http' | 'queue';
  readonly senders: number;
  /** Of each: streams at most over HTTP, requests without an answer over a queue. */
  readonly most: number;
  /** All collect from one queue of answers; else each has its own. Only over a queue. */
  readonly sharesAnswers?: boolean;
  /** Ms that a request over HTTP may take. */
  readonly timeoutMs: number;
  /** Ms that are looked at, after as much time to get going as a fifth of them. */
  readonly forMs: number;
}

/** What came of it. */
export interface Outlook {
  /** Of what the platform could do, answered to and known by the senders: 0 to 1. */
  readonly share: number;
  readonly profilesPerSecond: number;
  /** From sending to knowing the answer, s. */
  readonly meanWait: number;
  /** Nineteen of twenty waited no longer, s. */
  readonly longWait: number;
  /** Most requests that waited for the platform at once. */
  readonly deepest: number;
  readonly timeouts: number;
  /** Senders that gave up and wait for a person. */
  readonly paused: number;
  /** Most times that one answer was given back by those whose it was not. */
  readonly mostReturns: number;
}

/** Where senders tell what they see. */
export interface Told {
  settled(waitMs: number, profiles: number): void;
  timeouts: number;
  paused: number;
  mostReturns: number;
}

/** Plays it through. Pure: the same circumstances and random numbers give the same outlook. */
export function outlook(of: Circumstances, random: () => number): Outlook {
  const timeline = new Timeline();
  const platform = new Platform(timeline, of, random);
  const from = of.forMs / 5;
  const waits: number[] = [];
  let profiles = 0;
  const told: Told = {
    timeouts: 0, paused: 0, mostReturns: 0,
    settled(waitMs, count) {
      if (timeline.now < from) return;
      waits.push(waitMs);
      profiles += count;
    },
  };
  const shared = new Set<WaitingAnswer>();
  for (let index = 0; index < of.senders; index += 1) {
    const answers = of.sharesAnswers === true ? shared : new Set<WaitingAnswer>();
    const sender = of.way === 'http' ? new HttpSender(of, { timeline, platform, random, told }) : new QueueSender(of, { timeline, platform, told, answers });
    // Nobody begins in the very same moment as another.
    timeline.plan(random() * of.serviceMs, () => sender.send());
  }
  timeline.runUntil(from + of.forMs);
  waits.sort((one, other) => one - other);
  const profilesPerSecond = profiles / (of.forMs / 1_000);
  return {
    share: profilesPerSecond / ((of.parallel * of.profiles) / (of.serviceMs / 1_000)),
    profilesPerSecond,
    meanWait: waits.reduce((sum, wait) => sum + wait, 0) / Math.max(1, waits.length) / 1_000,
    longWait: (waits[Math.floor((waits.length - 1) * 0.95)] ?? 0) / 1_000,
    deepest: platform.deepest, timeouts: told.timeouts, paused: told.paused, mostReturns: told.mostReturns,
  };
}
