import { appendFileSync, closeSync, existsSync, fsyncSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { connect } from 'amqplib';
import { z } from 'zod';
import { queueAddressSchema } from '#contract/queueAddress.ts';

/**
 * One process that is the platform at the other end: takes one request after another, writes down what it applies before it answers, and takes a
 * message that comes again for the same. Not the practice platform, which knows request ids and profiles in memory alone: killed between applying a message
 * and answering it, it would apply it once more, and nothing could be said of what the program does. `queuePlatform.ts JOURNAL ADDRESS PASSWORD PORT`.
 */
const [journal = '', addressJson = '', password = '', port = ''] = process.argv.slice(2);
const address = queueAddressSchema.parse(JSON.parse(addressJson));
const requestSchema = z.object({ request_id: z.string(), body: z.object({ data: z.array(z.object({ data: z.object({ Custom_ID: z.number() }).optional(), Custom_ID: z.number().optional() })) }) });

// A line cut off by a kill was not applied.
const applied = new Set(existsSync(journal) ? readFileSync(journal, 'utf8').split('\n').slice(0, -1).map((line) => line.split(' ')[0] ?? '') : []);

function apply(id: string, keys: readonly number[]): void {
  if (applied.has(id)) return;
  const file = openSync(journal, 'a');
  appendFileSync(file, `${id} ${keys.join(',')}\n`);
  fsyncSync(file);
  closeSync(file);
  applied.add(id);
}

async function serve(): Promise<void> {
  const connection = await connect({ protocol: 'amqp', hostname: '127.0.0.1', port: Number(port), username: address.user, password });
  const over = new Promise<void>((resolve) => {
    connection.on('close', () => resolve());
    connection.on('error', () => resolve());
  });
  const channel = await connection.createConfirmChannel();
  channel.on('error', () => undefined);
  await channel.prefetch(1);
  await channel.consume(address.requests, (message) => {
    if (message === null) return;
    const { request_id: id, body } = requestSchema.parse(JSON.parse(message.content.toString('utf8')));
    const keys = body.data.map((item) => item.Custom_ID ?? item.data?.Custom_ID ?? 0);
    apply(id, keys);
    const answer = { body: { error: 0, error_text: 'Success', result: keys.map((key) => ({ error: 0, error_text: 'Success', profile_id: String(key) })) }, request_id: id };
    channel.publish('', address.answers, Buffer.from(JSON.stringify(answer)), { persistent: true }, (error: unknown) => {
      if (error === null || error === undefined) channel.ack(message);
    });
  });
  await over;
}

for (;;) {
  await serve().catch(() => undefined);
  await delay(100);
}
