import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { connect, type ConfirmChannel } from 'amqplib';
import { z } from 'zod';

/**
 * One trivial platform behind both ways, in a process of its own: accepts every profile of every batch, at most so many batches at once,
 * each after so many milliseconds. Over HTTP it answers in the connection, over the broker into the queue of answers. `queueSink.ts --broker URL [--service MS] [--at-once N]`.
 */
const { values } = parseArgs({ options: { broker: { type: 'string' }, service: { type: 'string', default: '0' }, 'at-once': { type: 'string', default: '8' } } });
const [service, atOnce, broker] = [Number(values.service), Number(values['at-once']), z.string().parse(values.broker)];
const batch = z.object({ data: z.array(z.unknown()) });
const message = z.object({ request_id: z.string(), body: batch });
const entry = '{"error":0,"error_text":"Successful operation","profile_id":"663a138cee44bb50a67115cd"}';

const waiting: (() => void)[] = [];
let working = 0;

async function served(data: readonly unknown[]): Promise<string> {
  if (working >= atOnce) await new Promise<void>((resolve) => { waiting.push(resolve); });
  else working += 1;
  if (service > 0) await new Promise((resolve) => { setTimeout(resolve, service); });
  const next = waiting.shift();
  if (next === undefined) working -= 1;
  else next();
  return `{"error":0,"error_text":"Successful operation","result":[${Array.from(data, () => entry).join(',')}]}`;
}

function put(channel: ConfirmChannel, answer: string): Promise<void> {
  return new Promise((resolve, reject) => {
    channel.sendToQueue('api_resp', Buffer.from(answer), { persistent: true }, (error: unknown) => {
      if (error === null || error === undefined) resolve();
      else reject(new Error('the answer was not taken', { cause: error }));
    });
  });
}

const connection = await connect(broker, { noDelay: true });
const channel = await connection.createConfirmChannel();
for (const queue of ['api_req', 'api_resp']) await channel.assertQueue(queue, { durable: true });
await channel.prefetch(atOnce);
await channel.consume('api_req', (taken) => {
  if (taken === null) return;
  const { request_id: id, body } = message.parse(JSON.parse(taken.content.toString('utf8')));
  void served(body.data).then((answer) => put(channel, `{"body":${answer},"request_id":${JSON.stringify(id)}}`)).then(() => channel.ack(taken));
});
const server = createServer((request, response) => {
  void buffer(request).then((bytes) => served(batch.parse(JSON.parse(bytes.toString('utf8'))).data)).then((answer) => response.setHeader('content-type', 'application/json').end(answer));
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' && address !== null ? address.port : 0 });
});
// Whoever measures asks for what it took so far.
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpu: (user + system) / 1e6 });
});
process.on('disconnect', () => process.exit(0));
