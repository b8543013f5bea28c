import { afterEach, expect, it } from 'vitest';
import type { JobStatus } from '#contract/job.ts';
import { usualQueue } from '#contract/queueAddress.ts';
import { FakeTransport } from '../support/fakeTransport.ts';
import { mountPage, type Page } from '../support/mountPage.ts';
import { connection, counts, jobStatus, pause, runningStatus, summary } from '../support/pageData.ts';

const server = 'amqps://queue.example.com:5671 api_req';
const queued = { ...counts({ accepted: 9_000, failed: 12, unknown: 500, notSent: 4_000 }), queued: 1_500, read: 15_012 };

let page: Page | null = null;
afterEach(() => page?.close());

/** The window with a job over a queue opened in it; `now` is what is told of it from then on. */
async function open(status: JobStatus, connections = [connection()]): Promise<{ readonly page: Page; readonly transport: FakeTransport; readonly now: (next: JobStatus) => Promise<void> }> {
  let current = status;
  const transport = new FakeTransport({
    listJobs: () => [summary({ status: current })], listConnections: () => connections, jobStatus: () => current, jobProblems: () => [], jobFailures: () => ({ groups: [], more: { groups: 0, rows: 0 } }),
    previewItems: () => [], checkSource: () => ({ verdict: 'same', modified: null }), runFigures: () => ({ startedAt: 0, stepMs: 2_000, steps: [], changes: [] }),
    retryJob: () => {
      current = jobStatus({ state: 'ready', attempts: 3, round: 2, server, counts: counts({ accepted: 9_000, failed: 12, notSent: 6_000 }) });
      return { rows: 2_000, refused: null, now: current };
    },
  });
  const mounted = await mountPage(transport);
  page = mounted;
  await mounted.app.openJob('j1');
  await mounted.settle();
  const now = async (next: JobStatus): Promise<void> => {
    current = next;
    transport.emit({ kind: 'job', jobId: 'j1', status: next });
    await mounted.settle();
  };
  return { page: mounted, transport, now };
}

function running(broker: NonNullable<NonNullable<JobStatus['live']>['broker']>): JobStatus {
  const status = runningStatus(9_000, { server, counts: queued });
  return { ...status, live: status.live === null ? null : { ...status.live, broker } };
}

it('a run over a queue tells how many requests are unanswered and what waits at the broker, in place of streams', async () => {
  const broker = { unanswered: 8, mostUnanswered: 8, depths: { requests: 5, answers: 1 }, blocked: null, amongOthers: false };
  const { page: window, transport, now } = await open(running(broker));
  expect(window.get('broker').textContent).toBe('8 requests of at most 8 are with the broker unanswered. Messages that wait: 5 in the queue of requests, 1 in the queue of answers.');
  expect([window.has('stream'), window.has('tuning')]).toEqual([false, false]);
  expect(window.get('count-queued').textContent).toBe('1,500');
  await now(running({ ...broker, unanswered: 1, blocked: 'low on memory', amongOthers: true }));
  expect(window.get('broker').textContent).toMatch(/^1 request of .*low on memory.*Answers of other programs wait/);
  transport.emit({ kind: 'language', language: 'ru' });
  await now(running({ ...broker, unanswered: 2 }));
  expect(window.get('broker').textContent).toBe('У брокера без ответа 2 запроса, допускается не больше 8. Ждут сообщений: в очереди запросов — 5, в очереди ответов — 1.');
  transport.emit({ kind: 'language', language: 'en' });
});

it('rows that a broker has are sent again by a decision alone, which says what it may do', async () => {
  const { page: window, transport, now } = await open(running({ unanswered: 8, mostUnanswered: 8, depths: null, blocked: null, amongOthers: false }));
  await window.click('tab-failures');
  expect(window.get('with-broker').textContent).toContain('2,000 rows are with the broker, or may be, and not answered.');
  expect(window.get('retry-with-broker')).toHaveProperty('disabled', true);
  await now(jobStatus({ state: 'paused', attempts: 3, server, counts: queued, pause: pause({ reason: 'unanswered', text: 'silent' }) }));
  expect(window.get('banner-unanswered').textContent).toMatch(/the queue of requests is empty.*Nothing is sent again by itself.*retry JOB --with-broker/s);
  await window.click('retry-with-broker');
  expect(window.text()).toContain('then they are applied a second time');
  expect(transport.inputs('retryJob')).toEqual([]);
  await window.click('dialog-yes');
  expect(transport.inputs('retryJob')).toMatchObject([{ jobId: 'j1', withBroker: true }]);
});

it('a pause at the broker says what it has against the run, and what to do', async () => {
  const paused = (text: string): JobStatus => jobStatus({ state: 'paused', attempts: 3, server, counts: queued, pause: pause({ reason: 'broker', text }) });
  const { page: window, now } = await open(paused('unreachable'));
  expect(window.get('banner-broker').textContent).toMatch(/the broker is not reached\..*Nothing is lost.*Resume the job/s);
  await now(paused('login-refused: ACCESS_REFUSED'));
  expect(window.get('banner-broker').textContent).toMatch(/refuses the user or the password \(ACCESS_REFUSED\).*Give user and password/s);
  expect(window.get('banner-broker').textContent).not.toContain('Nothing is lost');
  await now(paused('queue-missing: no queue'));
  expect(window.get('banner-broker').textContent).toContain('the messages in it are gone with it');
  await now(jobStatus({ state: 'finished', attempts: 4, server, late: 2, counts: counts({ accepted: 15_000, failed: 12 }) }));
  expect(window.get('late').textContent).toContain('2 requests were answered after their rows had been sent again');
});

it('goes on over the connection to its queue, which is proposed, and over no other', async () => {
  const queue = { ...usualQueue, url: 'amqps://queue.example.com:5671', user: 'importer' };
  const over = connection({ connectionId: 'c2', name: 'Queue', queue });
  const other = connection({ connectionId: 'c3', name: 'Other', queue: { ...queue, requests: 'other' } });
  const { page: window } = await open(jobStatus({ state: 'paused', attempts: 3, server, counts: queued, pause: pause() }), [connection(), other, over]);
  await window.click('resume');
  const chosen = window.get('connection-select');
  expect(chosen).toHaveProperty('value', 'c2');
  expect(window.has('other-server')).toBe(false);
  for (const id of ['c1', 'c3']) {
    await window.enter('connection-select', id);
    expect(window.has('other-server')).toBe(true);
  }
});
