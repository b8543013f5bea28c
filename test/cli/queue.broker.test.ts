import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPractice } from '../../electron/practice/index.ts';
import { brokerUsers } from '../../build/scripts/broker/broker.ts';
import { answerMessage, sharedBroker, trialQueues, type TrialQueues } from '../support/broker.ts';
import { cli, type Ended } from '../support/cli.ts';
import { makeJob, profiles, temporaryFolder } from '../support/jobs.ts';

let queues: TrialQueues;
beforeAll(async () => { queues = await trialQueues(await sharedBroker()); });
afterAll(() => queues.close());

const { user, password } = brokerUsers.own;
const names = (): readonly string[] => ['--queue-requests', queues.access.requests, '--queue-answers', queues.access.answers];
const withUser = (): string => queues.access.url.replace('://', `://${user}@`);
const doctor = (args: readonly string[], env: Readonly<Record<string, string>> = { PROFILE_IMPORTER_QUEUE_PASSWORD: password }): Promise<Ended> => cli(['doctor', ...args], { env });

describe('run --queue', () => {
  it('sends a job through a broker to the practice platform, and it goes on over nothing else', async () => {
    const folder = temporaryFolder();
    const url = queues.access.url.replace('://', `://${user}:${password}@`);
    const server = await startPractice({ queue: { url, requests: queues.access.requests, answers: queues.access.answers } });
    try {
      const job = join(folder.path, 'queue.importjob');
      makeJob(job, profiles(40)).close();
      const env = { PROFILE_IMPORTER_QUEUE_PASSWORD: password };
      const args = ['run', job, '--url', server.url, '--chunk-profiles', '10', '--json'];
      const { code, out, err } = await cli([...args, '--trial', '10', '--queue', withUser(), ...names()], { token: server.token, env });
      expect([code, JSON.parse(out)]).toMatchObject([0, { state: 'paused', counts: { accepted: 10, notSent: 30 } }]);
      expect(`${out}${err}`).not.toMatch(new RegExp(`${password}|${server.token}`));
      const otherway = await cli(args, { token: server.token, env });
      expect([otherway.code, otherway.err]).toEqual([2, expect.stringContaining(queues.access.requests)]);
      const whole = await cli([...args, '--queue', withUser(), ...names()], { token: server.token, env });
      expect([whole.code, JSON.parse(whole.out)]).toMatchObject([0, { state: 'finished', counts: { accepted: 40, failed: 0, unknown: 0 } }]);
      expect([server.journal.summary().itemsApplied, server.journal.appliedMoreThanOnce()]).toEqual([40, []]);
    } finally {
      await server.close();
      folder.remove();
    }
  });
});

describe('doctor --queue', () => {
  it('logs in, tells what waits, and takes nothing', async () => {
    for (let number = 0; number < 3; number += 1) queues.channel.sendToQueue(queues.access.answers, answerMessage(`${number}`));
    await expect.poll(async () => (await queues.channel.checkQueue(queues.access.answers)).messageCount).toBe(3);
    const { code, out, err } = await doctor(['--json', '--queue', withUser(), ...names()]);
    expect([code, JSON.parse(out)]).toMatchObject([0, { queue: { url: queues.access.url, user, virtualHost: '/' }, waiting: { requests: 0, answers: 3 } }]);
    expect(`${out}${err}`).not.toContain(password);
    const spoken = await doctor(['--queue', withUser(), ...names()]);
    expect(spoken.err).toContain('has both queues. Messages that wait: 0 in the queue of requests, 3 in the queue of answers.');
  });

  it.each([
    ['the password is wrong', () => [withUser(), ...names()], { PROFILE_IMPORTER_QUEUE_PASSWORD: 'wrong' }, 4, 'The queue cannot be used: the broker refuses the user or the password'],
    ['there is no such queue', () => [withUser()], undefined, 4, 'The queue cannot be used: the broker has no such queue (no queue \'api_req\' in vhost \'/\').'],
    ['there is no such virtual host', () => [`${withUser()}/nowhere`, ...names()], undefined, 4, 'The queue cannot be used: the broker has no such virtual host'],
    ['nobody listens', () => [`amqp://${user}@127.0.0.1:1`, ...names()], undefined, 4, 'The queue cannot be used: the broker is not reached (ECONNREFUSED).'],
    ['the port has no TLS', () => [withUser().replace('amqp:', 'amqps:'), ...names()], undefined, 4, 'The queue cannot be used: this port does not speak TLS'],
    ['two ways were asked for', () => [withUser(), '--url', 'http://127.0.0.1:1'], undefined, 2, '--queue for the way to the broker'],
    ['a password is missing', () => [withUser()], {}, 2, 'The password of the queue’s user is missing.'],
    ['one stands in the address', () => [`amqps://${user}:${password}@host`], undefined, 2, 'A password stands in the address, where others can read it.'],
    ['both queues have one name', () => [withUser(), '--queue-answers', 'api_req'], undefined, 2, 'The queue of requests and the queue of answers have the same name.'],
    ['the address has no user', () => ['amqp://127.0.0.1:5799'], undefined, 2, 'The address names no user of the broker.'],
    ['the way is not secret', () => [`amqp://${user}@rabbit.example.com`], undefined, 2, 'only a broker on this computer itself is allowed'],
  ] as const)('says that %s', async (_, args, env, code, words) => {
    const ended = await doctor(['--queue', ...args()], env);
    expect([ended.code, ended.err]).toEqual([code, expect.stringContaining(words)]);
    expect(ended.err).not.toContain(password);
  });
});
