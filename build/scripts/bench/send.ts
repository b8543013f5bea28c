import { randomUUID } from 'node:crypto';
import { nodeTransport } from '#engine/api/nodeTransport.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { runJob } from '#engine/jobs/run/runJob.ts';
import { openJobFile } from '#engine/store/jobFile.ts';
import { prepare } from './prepare.ts';
import type { Said } from './side.ts';

export async function send(job = '', url = ''): Promise<Said> {
  const file = openJobFile(job, { create: false });
  const started = performance.now();
  let firstRequest = 0;
  const transport = nodeTransport();
  const never = new AbortController().signal;
  const { counts } = await runJob({
    file,
    access: { baseUrl: url, token: 'benchmark', tokenInBody: true },
    transport: {
      send(request) {
        if (firstRequest === 0) firstRequest = performance.now() - started;
        return transport.send(request);
      },
      close: () => transport.close(),
    },
    limits: { profiles: 5_000, bytes: 8_000_000 },
    streams: 2,
    clock: systemClock,
    random: Math.random,
    newId: randomUUID,
    stop: never,
    abort: never,
  });
  file.close();
  return { accepted: counts.accepted, firstRequest };
}

/** The whole: a workbook in, every profile sent, every answer recorded. */
export async function endToEnd(source = '', job = '', url = ''): Promise<Said> {
  await prepare(source, job);
  return send(job, url);
}
