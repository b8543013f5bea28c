import { randomUUID } from 'node:crypto';
import { queueAddressSchema } from '#contract/queueAddress.ts';
import { nodeTransport } from '#engine/api/nodeTransport.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { queueWayTo } from '#engine/jobs/run/broker/queueWayTo.ts';
import type { RunBasics } from '#engine/jobs/run/runContext.ts';
import { runJob } from '#engine/jobs/run/runJob.ts';
import { openJobFile, type JobFile } from '#engine/store/jobFile.ts';
import type { Said } from './side.ts';

function basics(file: JobFile, profiles: string, streams: number): RunBasics {
  const never = new AbortController().signal;
  return { file, limits: { profiles: Number(profiles), bytes: 8_000_000 }, streams, clock: systemClock, random: Math.random, newId: randomUUID, stop: never, abort: never };
}

/** A prepared job over HTTP; `streams`: the most requests at once. Time of the run alone in s. */
export async function sendHttp(job = '', profiles = '', streams = '', url = ''): Promise<Said> {
  const file = openJobFile(job, { create: false });
  const started = performance.now();
  const access = { baseUrl: url, token: 'benchmark', tokenInBody: true };
  const { counts } = await runJob({ ...basics(file, profiles, Number(streams)), access, transport: nodeTransport() });
  const took = (performance.now() - started) / 1_000;
  file.close();
  return { accepted: counts.accepted, took };
}

/** The same through a broker; `unanswered`: the most requests there without an answer. */
export async function sendQueue(job = '', profiles = '', unanswered = '', url = '', user = '', password = ''): Promise<Said> {
  const file = openJobFile(job, { create: false });
  const started = performance.now();
  const address = queueAddressSchema.parse({ url, user, mostUnanswered: Number(unanswered) });
  const { counts } = await runJob({ ...basics(file, profiles, 1), queue: queueWayTo({ ...address, password }, 'benchmark') });
  const took = (performance.now() - started) / 1_000;
  file.close();
  return { accepted: counts.accepted, took };
}
