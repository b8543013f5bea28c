import { describe, expect, it } from 'vitest';
import { createClient } from '#contract/client.ts';
import { Fault } from '#contract/faults.ts';
import type { JobStatus } from '#contract/job.ts';
import type { Recipe } from '#contract/recipe.ts';
import { AppState } from '../../renderer/state/app.svelte.ts';
import { FakeTransport, type Answers } from '../support/fakeTransport.ts';
import { mountPage } from '../support/mountPage.ts';
import { connection, inspection, jobStatus, knownFields, pause, practiceConnection, runningStatus, summary } from '../support/pageData.ts';

const finished = jobStatus({ state: 'finished', counts: { ...jobStatus().counts, ready: 0, notSent: 0 } });

describe('The list of jobs', () => {
  const countsOf = (some: Partial<JobStatus['counts']>): JobStatus['counts'] => ({ ...jobStatus().counts, ready: 0, notSent: 0, unknown: 0, sending: 0, ...some });
  const listed = [
    summary({ jobId: 'old', createdAt: '2024-01-01T00:00:00Z', status: jobStatus({ state: 'paused', pause: pause(), counts: countsOf({ unknown: 3 }) }) }),
    summary({ jobId: 'new', name: 'Клиенты март', createdAt: '2024-03-01T00:00:00Z' }),
    summary({ jobId: 'runs', createdAt: '2024-02-01T00:00:00Z', status: jobStatus({ state: 'running' }) }),
    summary({ jobId: 'nothing', createdAt: '2024-02-03T00:00:00Z', status: jobStatus({ state: 'ready', counts: countsOf({}) }) }),
    summary({ jobId: 'done', createdAt: '2024-02-02T00:00:00Z', status: finished }),
    summary({ jobId: 'gone', createdAt: '2023-02-02T00:00:00Z', status: null }),
  ];
  const ids = (jobs: readonly { readonly jobId: string }[]): readonly string[] => jobs.map(({ jobId }) => jobId);

  async function history(answers: Answers = {}): Promise<AppState['history']> {
    const app = new AppState(createClient(new FakeTransport({ listConnections: () => [], listJobs: () => listed, pinJob: () => null, ...answers })));
    await app.history.load();
    return app.history;
  }

  it('tells those that run, those of which something is still to be done, and the others, each the newest first', async () => {
    const { groups } = await history();
    expect([ids(groups.running), ids(groups.unfinished), ids(groups.done)]).toEqual([['runs'], ['new', 'old'], ['nothing', 'done', 'gone']]);
  });

  it('is searched by all words at once, in any letter case', async () => {
    const list = await history();
    list.search = 'МАРТ клиенты';
    expect(ids(list.groups.unfinished)).toEqual(['new']);
    list.search = 'март апрель';
    expect(Object.values(list.groups).flatMap(ids)).toEqual([]);
    expect(ids(list.running)).toEqual(['runs']);
  });

  it('has pinned ones on top of where they stand', async () => {
    const list = await history();
    await list.pin(list.find('old')!);
    expect(ids(list.groups.unfinished)).toEqual(['old', 'new']);
    await list.pin(list.find('old')!);
    expect(ids(list.groups.unfinished)).toEqual(['new', 'old']);
  });

  it('follows jobs that go on in another program, and stays as it was where it cannot be read', async () => {
    const transport = new FakeTransport({ listConnections: () => [], listJobs: () => listed });
    const { history: list } = new AppState(createClient(transport));
    await list.load();
    transport.answer({ listJobs: () => [summary({ jobId: 'new', status: finished })] });
    await list.look();
    expect(ids(list.groups.done)).toEqual(['new']);
    transport.answer({ listJobs: () => { throw new Fault('internal'); } });
    await list.look();
    expect(ids(list.groups.done)).toEqual(['new']);
  });
});

it('A job without a status is told as damaged where its file is there, and as missing where it is not: then there is nothing to repair', async () => {
  const page = await mountPage(new FakeTransport({ listConnections: () => [], listJobs: () => [summary({ jobId: 'damaged', status: null }), summary({ jobId: 'gone', status: null, gone: true })] }));
  try {
    expect(page.all('job-badge').map(({ textContent }) => textContent)).toEqual(['Unreadable', 'Missing']);
    expect(page.all('job').map((line) => line.querySelector('[data-testid="job-repair"]') !== null)).toEqual([true, false]);
  } finally {
    page.close();
  }
});

it('A job on the practice server names it once above its rows', async () => {
  const practised = summary({ connectionId: 'practice', status: { ...finished, server: 'practice' } });
  const page = await mountPage(new FakeTransport({
    listJobs: () => [practised], listRecipes: () => [], listConnections: () => [practiceConnection], jobStatus: () => practised.status!,
    jobProblems: () => [], jobFailures: () => ({ groups: [], more: { groups: 0, rows: 0 } }), previewItems: () => [],
  }));
  try {
    await page.click('job-open');
    const named = page.get('job-title').parentElement?.textContent?.match(/Practice server/g);
    expect(named).toHaveLength(1);
  } finally {
    page.close();
  }
});

describe('Practising with a sample', () => {
  it('takes one click to its last step and three more to the start, on the practice server, with words for a newcomer', async () => {
    const transport = new FakeTransport({
      listJobs: () => [], listRecipes: () => [], listConnections: () => [practiceConnection],
      startSample: () => ({
        connection: practiceConnection,
        source: { sourceId: 's1', name: 'Sample clients.xlsx', bytes: 9_000 },
        recipe: { version: 1, request: { db_id: 7, matching: 'custom', field_name: 'Custom_ID' }, fields: [{ field: 'Custom_ID', type: 'int', column: 'Client No' }] },
      }),
      inspectSource: () => inspection(), testConnection: () => [{ id: 7, name: 'Clients' }], listFields: () => knownFields, listResources: () => ({ items: [], gone: [], fetchedAt: '2024-03-01T09:00:00Z', kept: false }),
      prepareJob: () => ({ jobId: 'j1' }), jobStatus: () => jobStatus(), jobProblems: () => [], jobFailures: () => ({ groups: [], more: { groups: 0, rows: 0 } }), previewItems: () => [],
      checkSource: () => ({ verdict: 'same', modified: null }), startJob: () => null,
    });
    const page = await mountPage(transport);
    try {
      await page.click('practise');
      expect(page.get('sample-guide').textContent).toContain('some rows are wrong on purpose');
      await page.click('prepare');
      expect(page.get('sample-guide').textContent).toContain('then start');
      await page.click('start');
      await page.click('dialog-yes');
      expect(transport.inputs('prepareJob')).toMatchObject([{ sourceId: 's1', connectionId: 'practice' }]);
      expect(transport.inputs('startJob')).toMatchObject([{ jobId: 'j1', connectionId: 'practice' }]);
    } finally {
      page.close();
    }
  });

  it('is offered beside other things once there are jobs, and a job that another program goes on with is shown as it is there', async () => {
    let listedNow = [summary()];
    const transport = new FakeTransport({
      listJobs: () => listedNow, listRecipes: () => [], listConnections: () => [], jobStatus: () => listedNow[0]!.status!,
      jobProblems: () => [], jobFailures: () => ({ groups: [], more: { groups: 0, rows: 0 } }), previewItems: () => [],
    });
    const page = await mountPage(transport);
    try {
      expect([page.has('sample'), page.has('practise')]).toEqual([false, true]);
      await page.click('job-open');
      listedNow = [summary({ status: finished })];
      await page.app.history.look();
      await page.settle();
      expect(page.get('job-screen').dataset['state']).toBe('finished');
    } finally {
      page.close();
    }
  });
});

describe('What goes on', () => {
  it('stands in the side bar on every screen, each with an end to it', async () => {
    const running = runningStatus(4_988);
    let read: (job: { jobId: string }) => void = () => undefined;
    const transport = new FakeTransport({
      listJobs: () => [summary({ status: running, connectionId: 'c1' })], listRecipes: () => [], listConnections: () => [connection()], pauseJob: () => null, cancelPrepare: () => null,
      chooseSource: () => ({ sourceId: 's1', name: 'clients.xlsx', bytes: 10 }), inspectSource: () => inspection(), recogniseList: () => [], testConnection: () => [], listResources: () => ({ items: [], gone: [], fetchedAt: '2024-03-01T09:00:00Z', kept: false }),
      reopenSource: () => { throw new Fault('internal'); }, prepareJob: () => new Promise((resolve) => { read = resolve; }),
    });
    const page = await mountPage(transport);
    const words = (): readonly string[] => page.all('activity').map(({ textContent }) => textContent.replace(/\s+/g, ' ').trim());
    try {
      expect(words()).toEqual(['clients-march 25% done · Production']);
      expect(page.get('activity').dataset['mark']).toBe('red');
      await page.click('activity-stop');
      expect(transport.inputs('pauseJob')).toEqual([{ jobId: 'j1', now: false }]);
      await page.click('choose-file');
      const recipe: Recipe = { version: 1, request: { db_id: 7, matching: 'custom', field_name: 'Custom_ID' }, fields: [{ field: 'Custom_ID', type: 'int', column: 'Client No' }] };
      void page.app.newImport!.prepare.run({ sourceId: 's1', recipe, name: 'clients' });
      transport.emit({ kind: 'preparing', sourceId: 's1', rows: 10, bytesRead: 5, bytesTotal: 10 });
      await page.click('go-connections');
      expect(words()[0]).toBe('clients.xlsx Reading, 50% done');
      await page.click('go-home');
      await page.click('choose-file');
      expect(page.get('notices').textContent).toContain('“clients.xlsx” is still being read.');
      await page.click('activity-stop');
      expect(transport.inputs('cancelPrepare')).toEqual([{ sourceId: 's1' }]);
      read({ jobId: 'j2' });
      await page.settle();
      expect(page.all('activity')).toHaveLength(1);
    } finally {
      page.close();
    }
  });
});
