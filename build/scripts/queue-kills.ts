import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { connect } from 'amqplib';
import { queueLane } from '../../test/support/kills/queueLane.ts';
import { generator } from '../../test/support/random.ts';
import { brokerUsers, startBroker, stopBroker } from './broker/broker.ts';

/**
 * Kills the program, the platform and a real broker at random moments while jobs go over a queue, and prints what was lost or applied twice:
 * `queue-kills.ts [--kills N] [--seed N]`. Ends with 1 where anything was, a row is unaccounted for, or a program that was not killed ended without
 * saying how.
 */
const { values } = parseArgs({ options: { kills: { type: 'string', default: '100' }, seed: { type: 'string', default: '20261128' } } });
const folder = mkdtempSync(join(tmpdir(), 'profile-importer-queue-kills-'));
mkdirSync(join(folder, 'broker'));
let place = await startBroker(join(folder, 'broker'));
try {
  const { user, password } = brokerUsers.own;
  const connection = await connect({ protocol: 'amqp', hostname: '127.0.0.1', port: place.port, username: user, password });
  const channel = await connection.createChannel();
  for (const queue of ['api_req', 'api_resp']) await channel.assertQueue(queue, { durable: true });
  await connection.close();
  const begun = performance.now();
  const figures = await queueLane({
    folder, random: generator(Number(values.seed)), kills: Number(values.kills), rows: 3_000, place, requests: 'api_req', answers: 'api_resp', withBroker: true,
    onBroker: (now) => (place = now),
  });
  const { kills, jobs, rows, lost, doubled, decisions, problems } = figures;
  console.log(`seed ${values.seed}, ${Math.round((performance.now() - begun) / 1_000)} s\n`);
  console.log('| killed: program | platform | broker | jobs | rows | lost | applied twice | decisions asked of the operator | problems |\n|---|---|---|---|---|---|---|---|---|');
  console.log(`| ${kills.sender} | ${kills.platform} | ${kills.broker} | ${jobs} | ${rows} | ${lost} | ${doubled} | ${decisions} | ${problems.length} |`);
  for (const problem of problems.slice(0, 20)) console.error(problem);
  process.exitCode = lost + doubled + problems.length === 0 ? 0 : 1;
} finally {
  await stopBroker(place);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
