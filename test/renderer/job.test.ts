import { describe, expect, it } from 'vitest';
import { createClient } from '#contract/client.ts';
import { Fault } from '#contract/faults.ts';
import type { JobStatus } from '#contract/job.ts';
import { AppState } from '../../renderer/state/app.svelte.ts';
import type { JobState } from '../../renderer/state/job.svelte.ts';
import { FakeTransport, type Answers } from '../support/fakeTransport.ts';
import { connection, counts, jobRows, jobStatus, pause, practiceConnection, problems, runningStatus, summary } from '../support/pageData.ts';

const failures = [
  { code: 404, text: 'Profile not found', rows: 190, examples: [12, 19] },
  { code: 400, text: 'Field “_bdate”: value does not match type date', rows: 21, examples: [203] },
  { code: 400, text: 'Field “email”: value is taken', rows: 4, examples: [300] },
  { code: null, text: 'larger than one request may be', rows: 1, examples: [900] },
];

const finished = jobStatus({
  state: 'finished',
  attempts: 5,
  server: 'marketing.example.com',
  counts: counts({ accepted: 19_184, failed: 216, invalid: 412, duplicate: 150, empty: 38 }),
});

interface Page {
  readonly transport: FakeTransport;
  readonly app: AppState;
  readonly job: JobState;
}

/** A job that is open, in the state given; `now` is what jobStatus answers from then on. */
async function open(status: JobStatus, answers: Answers = {}): Promise<Page & { now: (next: JobStatus) => void }> {
  let current = status;
  const transport = new FakeTransport({
    listJobs: () => [summary({ status })],
    listConnections: () => [connection()],
    jobStatus: () => current,
    jobProblems: () => problems,
    jobFailures: () => ({ groups: failures, more: { groups: 0, rows: 0 } }),
    previewItems: () => ['{"Custom_ID":17}'],
    ...answers,
  });
  const app = new AppState(createClient(transport));
  app.begin();
  await app.openJob('j1');
  return {
    transport,
    app,
    job: app.job!,
    now: (next) => {
      current = next;
    },
  };
}

function told(app: AppState): readonly string[] {
  return app.notices.items.map((item) => (item.kind === 'fault' ? item.explanation.what : item.kind === 'told' ? item.lines.join(' ') : item.text));
}

describe('Starting a job', () => {
  it('asks with the number of profiles, the database and the host', async () => {
    const { job } = await open(jobStatus(), { testConnection: () => [{ id: 7, name: 'Clients' }] });
    expect(job.nextRun.startQuestion).toBe('19,400 profiles in database 7 on marketing.example.com will be updated.');
    await job.connections.check('c1');
    expect(job.nextRun.startQuestion).toContain('database 7 “Clients”');
  });

  it('sends the settings as the operator gave them', async () => {
    const { transport, job, now } = await open(jobStatus(), { startJob: () => null });
    job.nextRun.set({ streams: 4, chunkProfiles: 1_000, chunkMegabytes: 2.5 });
    now(runningStatus(0));
    expect(await job.start()).toBe(true);
    expect(transport.inputs('startJob')).toEqual([{ jobId: 'j1', connectionId: 'c1', streams: 4, pauseWhenRefused: 90, chunkProfiles: 1_000, chunkBytes: 2_500_000 }]);
    expect(job.status?.state).toBe('running');
  });

  it('tries the first rows out once, and says how many it means', async () => {
    const { transport, job } = await open(jobStatus(), { startJob: () => null });
    job.nextRun.set({ trial: 10 });
    expect(job.nextRun.startQuestion).toBe('10 profiles in database 7 on marketing.example.com will be updated.');
    await job.start();
    expect(transport.inputs('startJob')).toMatchObject([{ trial: 10 }]);
    expect(job.nextRun.settings.trial).toBe(null);
  });

  it.each([
    [{ trial: 0 }, 'Trial rows: from 1 to 10,000.'],
    [{ connectionId: null }, 'Choose a connection.'],
    [{ streams: 9 }, 'Streams at most: a whole number from 1 to 8.'],
    [{ streams: Number.NaN }, 'Streams at most: a whole number from 1 to 8.'],
    [{ chunkProfiles: 10_001 }, 'Profiles in a request: from 1 to 10,000.'],
    [{ chunkMegabytes: 11 }, 'Size of a request: from 0.01 to 10 MB.'],
  ])('is refused with %j', async (settings, problem) => {
    const { transport, job } = await open(jobStatus());
    job.nextRun.set(settings);
    expect(job.nextRun.settingsProblem).toBe(problem);
    expect(await job.start()).toBe(false);
    expect(transport.inputs('startJob')).toEqual([]);
  });

  it('asks for the token where the connection has none any more', async () => {
    const { transport, job } = await open(jobStatus(), { listConnections: () => [connection({ hasToken: false })] });
    expect(job.nextRun.settingsProblem).toContain('no token now');
    expect(await job.start()).toBe(false);
    expect(transport.inputs('startJob')).toEqual([]);
  });

  it('is not offered where no row can be sent', async () => {
    const { job } = await open(jobStatus({ counts: counts({ invalid: 20 }) }));
    expect(job.nextRun.canStart).toBe(false);
  });

  it('warns when the connection leads to another host than the job was begun on', async () => {
    const { job } = await open(jobStatus({ state: 'paused', pause: pause(), server: 'other.example.com' }));
    job.nextRun.set({ connectionId: 'c1' });
    expect(job.nextRun.otherServer).toBe(true);
  });

  it('offers the practice server as a connection', async () => {
    const { job } = await open(jobStatus(), { startPractice: () => practiceConnection });
    await job.nextRun.usePractice();
    expect(job.nextRun.settings.connectionId).toBe('practice');
    expect(job.nextRun.startQuestion).toContain('127.0.0.1:41234');
  });

  it('explains why it failed and asks for the state anew', async () => {
    const { app, job } = await open(jobStatus(), {
      startJob: () => {
        throw new Fault('token-missing', { name: 'Production' });
      },
    });
    expect(await job.start()).toBe(false);
    expect(told(app)).toEqual(['There is no API token at “Production”.']);
    expect(job.busy).toBeNull();
  });
});

describe('A running job', () => {
  it('follows the engine’s events, in its screen and in the list of jobs', async () => {
    const { transport, app, job } = await open(runningStatus(0));
    transport.emit({ kind: 'job', jobId: 'j1', status: runningStatus(4_988) });
    expect(job.status?.counts.accepted).toBe(4_988);
    expect(app.history.running[0]?.status?.counts.accepted).toBe(4_988);
  });

  it('ignores the events of other jobs', async () => {
    const { transport, job } = await open(runningStatus(100));
    transport.emit({ kind: 'job', jobId: 'j2', status: runningStatus(4_988) });
    expect(job.status?.counts.accepted).toBe(100);
  });

  it('asks for the failures again when their number changed, and not otherwise', async () => {
    const { transport, job } = await open(runningStatus(0));
    const before = transport.inputs('jobFailures').length;
    job.apply(runningStatus(1_000));
    expect(transport.inputs('jobFailures')).toHaveLength(before);
    job.apply(runningStatus(1_000, { counts: counts({ accepted: 1_000, failed: 13, notSent: 18_387, invalid: 412, duplicate: 150, empty: 38 }) }));
    await Promise.resolve();
    expect(transport.inputs('jobFailures')).toHaveLength(before + 1);
  });

  it('says that it is pausing until nothing is under way any more', async () => {
    const { transport, job } = await open(runningStatus(1_000), { pauseJob: () => null });
    await job.pause();
    expect(job.pausing).toBe(true);
    await job.stopNow();
    expect(transport.inputs('pauseJob')).toEqual([{ jobId: 'j1', now: false }, { jobId: 'j1', now: true }]);
    transport.emit({ kind: 'job', jobId: 'j1', status: jobStatus({ state: 'paused', pause: pause() }) });
    expect(job.pausing).toBe(false);
  });

  it('is looked at anew, and the operator told, when the engine’s process was started again', async () => {
    const { transport, app, job, now } = await open(runningStatus(1_000));
    now(jobStatus({ state: 'paused', pause: pause({ reason: 'interrupted' }) }));
    transport.emit({ kind: 'engine-restarted' });
    await expect.poll(() => job.status?.state).toBe('paused');
    expect(told(app)).toEqual(['The import engine stopped unexpectedly.']);
  });
});

describe('Failed rows', () => {
  it('are retried by the codes chosen, each code once', async () => {
    const { transport, job } = await open(finished, { retryJob: () => ({ rows: 25 }) });
    job.failures.select(400, true);
    job.failures.select(404, true);
    job.failures.select(404, false);
    expect(job.failures.selectedRows).toBe(25);
    expect(await job.retrySelected()).toBe(true);
    expect(transport.inputs('retryJob')).toEqual([{ jobId: 'j1', codes: [400], unknown: false }]);
    expect(job.failures.selectedCodes).toEqual([]);
  });

  it('are retried all together, those without a code among them', async () => {
    const { transport, app, job } = await open(finished, { retryJob: () => ({ rows: 216 }) });
    await job.retryAll();
    expect(transport.inputs('retryJob')).toEqual([{ jobId: 'j1', unknown: false }]);
    expect(told(app)).toEqual(['216 rows will be sent again when you start.']);
  });

  it('can be started once they are marked, with only those rows', async () => {
    const { job, now } = await open(finished, { retryJob: () => ({ rows: 216 }) });
    expect(job.nextRun.canStart).toBe(false);
    now(jobStatus({ round: 2, attempts: 5, server: 'marketing.example.com', counts: counts({ accepted: 19_184, notSent: 216, invalid: 412, duplicate: 150, empty: 38 }) }));
    await job.retryAll();
    expect(job.nextRun.canStart).toBe(true);
    expect(job.nextRun.startQuestion).toContain('216 profiles');
  });

  it('with an unknown outcome are sent again only on their own', async () => {
    const { transport, job } = await open(finished, { retryJob: () => ({ rows: 5 }) });
    await job.retryUnknown({ unknown: true });
    expect(transport.inputs('retryJob')).toMatchObject([{ jobId: 'j1', unknown: true }]);
  });
});

describe('Unknown rows', () => {
  const unknown = counts({ accepted: 15_000, unknown: 5_000 });

  it('are settled by a resume while their request can still be asked for', async () => {
    const chunks = { total: 4, answered: 3, planned: 0, sending: 0, unsettled: 1 };
    const { job } = await open(jobStatus({ state: 'paused', pause: pause({ reason: 'interrupted' }), counts: unknown, chunks }));
    expect(job.nextRun.canSettle).toBe(true);
    expect(job.nextRun.canStart).toBe(true);
    expect(job.nextRun.toSend).toBe(5_000);
  });

  it('are left to the operator’s decision once it cannot', async () => {
    const chunks = { total: 4, answered: 3, planned: 0, sending: 0, unsettled: 1 };
    const { job } = await open(jobStatus({ state: 'paused', pause: pause({ reason: 'unsettled' }), counts: unknown, chunks }));
    expect(job.nextRun.canSettle).toBe(false);
    expect(job.nextRun.canStart).toBe(false);
  });
});

describe('Rows', () => {
  it('of a filter are looked for once, and asked for by their positions', async () => {
    const { transport, job } = await open(finished, { filterRows: () => Uint32Array.of(7, 70, 700), rowsAt: ({ positions }) => positions.map((position) => jobRows(position - 1, 1, 20_000).rows[0]!) });
    await job.rows.show({ states: ['failed'] });
    expect(transport.inputs('filterRows')).toEqual([{ jobId: 'j1', filter: { states: ['failed'] } }]);
    expect(job.rows.shown.count).toBe(3);
    job.rows.pages.want(job.rows.shown, 0, 2);
    await new Promise((resolve) => setTimeout(resolve));
    expect(transport.inputs('rowsAt').at(-1)).toEqual({ jobId: 'j1', positions: [7, 70, 700] });
    expect(job.rows.rowAt(1)).toMatchObject({ position: 70 });
    await job.rows.show({});
    expect(job.rows.shown.count).toBe(20_000);
  });
});

describe('An export', () => {
  it('is told by name and number of rows', async () => {
    const { app, job } = await open(finished, { exportRows: () => ({ name: 'failed.xlsx', rows: 216, tooLong: 0 }) });
    await job.exporting.rows('failed');
    expect(told(app)).toEqual(['216 rows written to “failed.xlsx”.']);
  });

  it('says nothing when its dialog was dismissed', async () => {
    const { app, job } = await open(finished, { exportRows: () => null });
    await job.exporting.rows('all');
    expect(told(app)).toEqual([]);
  });
});

describe('A job that was deleted', () => {
  it('is in no list any more', async () => {
    const { app, transport, job } = await open(finished, { deleteJob: () => null });
    transport.answer({ listJobs: () => [] });
    expect(await job.remove()).toBe(true);
    await app.goHome();
    expect(app.history.jobs).toEqual([]);
  });
});
