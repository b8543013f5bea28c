import type { HttpAnswer, HttpSend } from '#contract/engine.ts';
import { Fault } from '#contract/faults.ts';
import { answeredBetween, isPageFor } from '#network/between.ts';
import type { FetchFile } from './updates.ts';

/** A feed holds some lines for each package. */
const longestFile = 100_000;
const patienceMs = 30_000;

/**
 * Fetches the small files of a feed. A sign-in of the network in between is told as such: it says nothing of the feed, nor of who has signed it.
 * Faults update-unreachable, update-page, proxy-unusable, certificate-unusable.
 */
export function createFetchFile(settle: (url: string) => Promise<void>, send: HttpSend): FetchFile {
  return async (url, signal) => {
    await settle(url);
    const outcome = await send({ url, headers: {}, body: new Uint8Array(), timeoutMs: patienceMs }, signal);
    if (!outcome.ok) throw new Fault('update-unreachable', { reason: outcome.failure.systemCode });
    const { answer } = outcome;
    if (isOfSomebodyBetween(answer, url)) throw new Fault('update-page');
    if (answer.status === 404) return null;
    if (answer.status !== 200 || answer.body.length > longestFile) throw new Fault('update-unreachable', { reason: `HTTP ${answer.status}` });
    return answer.body;
  };
}

/** With another status than success a server tells by a page what it has not. */
const isOfSomebodyBetween = (answer: HttpAnswer, url: string): boolean => (answer.status === 200 ? isPageFor(answer) : answeredBetween(answer, false, url)?.passedOn === false);
