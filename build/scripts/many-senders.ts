import { parseArgs } from 'node:util';
import { z } from 'zod';
import { usualTimeoutMs } from '#engine/api/client.ts';
import { generator } from '../../test/support/random.ts';
import { outlook, type Circumstances } from './senders/model.ts';

/**
 * Models many programs on one platform, by the product's own rules: where more of them, or more requests at once, bring no more and only wait longer.
 * `many-senders.ts [--parallel N] [--service MS] [--profiles N] [--hours N] [--seed N]`. Sends nothing.
 */
const { values } = parseArgs({ options: { parallel: { type: 'string', default: '4' }, service: { type: 'string', default: '2000' }, profiles: { type: 'string', default: '5000' }, hours: { type: 'string', default: '1' }, seed: { type: 'string', default: '1' } } });
const number = (text: string): number => z.coerce.number().positive().parse(text);
const common = { parallel: number(values.parallel), serviceMs: number(values.service), profiles: number(values.profiles), timeoutMs: usualTimeoutMs, forMs: number(values.hours) * 3_600_000 };
/** Of one message at the platform's limit. */
const megabytes = 10;

function line(...cells: readonly (string | number)[]): void {
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}

function row(of: Pick<Circumstances, 'way' | 'senders' | 'most' | 'sharesAnswers'>): void {
  const { share, profilesPerSecond, meanWait, longWait, deepest, timeouts, paused, mostReturns } = outlook({ ...common, ...of }, generator(Number(values.seed)));
  const way = of.way === 'http' ? 'HTTP' : of.sharesAnswers === true ? 'queue, one of answers' : 'queue';
  line(way, of.senders, of.most, `${(share * 100).toFixed(0)} %`, Math.round(profilesPerSecond), meanWait.toFixed(1), longWait.toFixed(1), deepest, deepest * megabytes, timeouts, paused, mostReturns);
}

process.stdout.write(`\n${common.parallel} requests at once, ${common.serviceMs} ms for one of ${common.profiles} profiles, ${values.hours} h, seed ${values.seed}\n\n`);
line('way', 'senders', 'streams / unanswered', 'of the platform', 'profiles a second', 'answer after s, mean', 'p95', 'waiting at most', 'MB of 10 MB each', 'time-outs', 'paused', 'given back at most');
line(...Array.from({ length: 12 }, () => '---'));
for (const senders of [1, 2, 4, 8, 16, 32, 64]) {
  for (const most of [1, 4, 8]) row({ way: 'http', senders, most });
  for (const most of [1, 2, 4, 8, 32]) row({ way: 'queue', senders, most });
  if (senders > 1) row({ way: 'queue', senders, most: 8, sharesAnswers: true });
}
// Where what waits outlasts the time that a request may take.
for (const way of ['http', 'queue'] as const) row({ way, senders: Math.ceil((2 * common.parallel * common.timeoutMs) / common.serviceMs), most: 1 });
