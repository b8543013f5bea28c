import { randomUUID } from 'node:crypto';
import { queueAddressSchema } from '#contract/queueAddress.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { queueWayTo } from '#engine/jobs/run/broker/queueWayTo.ts';
import { runJob } from '#engine/jobs/run/runJob.ts';
import { openJob } from '#engine/jobs/recover.ts';

/** One process that runs a job over a queue, until it ends or is killed: `queueSender.ts JOB ADDRESS PASSWORD`. Prints the state at the end. */
const [job = '', address = '', password = ''] = process.argv.slice(2);
const file = openJob(job);
const never = new AbortController().signal;
const { state, pause } = await runJob({
  file,
  queue: queueWayTo({ ...queueAddressSchema.parse(JSON.parse(address)), password }, 'a'.repeat(32)),
  limits: { profiles: 50, bytes: 1_000_000 },
  streams: 1,
  timeoutMs: 500,
  clock: systemClock,
  random: () => Math.random() / 4,
  newId: randomUUID,
  stop: never,
  abort: never,
});
file.close();
process.stdout.write(JSON.stringify({ state, reason: pause?.reason ?? null, text: pause?.text ?? null }));
