import { afterEach, describe, expect, it } from 'vitest';
import { Fault } from '#contract/faults.ts';
import { FakeTransport, type Answers } from '../support/fakeTransport.ts';
import { mountPage, type Page } from '../support/mountPage.ts';
import { connection, counts, inspection, jobStatus, knownFields, pause, problems, runningStatus, summary } from '../support/pageData.ts';

let open: Page | null = null;

afterEach(() => {
  open?.close();
  open = null;
});

async function page(answers: Answers = {}): Promise<{ readonly page: Page; readonly transport: FakeTransport }> {
  const transport = new FakeTransport({
    listJobs: () => [],
    listRecipes: () => [],
    listConnections: () => [connection()],
    chooseSource: () => ({ sourceId: 's1', name: 'clients-march.xlsx', bytes: 4_812_330 }),
    inspectSource: () => inspection(),
    testConnection: () => [{ id: 7, name: 'Clients' }],
    listFields: () => knownFields,
    prepareJob: () => ({ jobId: 'j1' }),
    jobStatus: () => jobStatus(),
    jobProblems: () => problems,
    jobFailures: () => ({ groups: [{ code: 404, text: 'Profile not found', rows: 12, examples: [12, 19] }], more: { groups: 0, rows: 0 } }),
    previewItems: () => ['{"Custom_ID":17}'],
    ...answers,
  });
  open = await mountPage(transport);
  return { page: open, transport };
}

function inputs(root: HTMLElement): readonly HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>('button, input, select')];
}

function nameOf(element: HTMLElement): string {
  const label = element.id === '' ? null : document.querySelector(`label[for="${element.id}"]`);
  return [element.getAttribute('aria-label'), label?.textContent, element.closest('label')?.textContent, element.textContent].join('').trim();
}

async function toCheck({ page: shown }: { readonly page: Page }): Promise<void> {
  await shown.click('choose-file');
  await shown.click('next');
  await shown.enter('connection-select', 'c1');
  await shown.enter('database', '7');
  await shown.enter('matching', 'custom');
  await shown.enter('key-field', 'Custom_ID');
  await shown.click('next');
  await shown.click('next');
}

describe('The whole path', () => {
  it('leads from a file to a running job, with the question asked before anything is sent', async () => {
    const opened = await page({ startJob: () => null });
    const { page: shown, transport } = opened;
    await toCheck(opened);
    await shown.click('prepare');
    expect(transport.inputs('prepareJob')[0]?.recipe.request).toMatchObject({ db_id: 7, matching: 'custom', field_name: 'Custom_ID', skip_triggers: true });
    expect(shown.get('count-read').dataset['value']).toBe('20000');
    expect(shown.get('counts').dataset['addsUp']).toBe('true');
    await shown.click('start');
    expect(transport.inputs('startJob')).toEqual([]);
    expect(shown.get('start-question').textContent).toContain('19,400 profiles in database 7 “Clients” on marketing.example.com will be updated.');
    transport.answer({ jobStatus: () => runningStatus(4_988) });
    await shown.click('dialog-yes');
    expect(transport.inputs('startJob')).toHaveLength(1);
    expect(shown.get('job-screen').dataset['state']).toBe('running');
    expect(shown.text()).toContain('waiting, 12 s left: the server asked to wait (503)');
    expect(shown.get('time-left').textContent).toBe('about 35 s');
  });

  it('stops at a step that is not filled in, and says what is missing', async () => {
    const { page: shown } = await page();
    await shown.click('choose-file');
    await shown.click('next');
    await shown.click('next');
    expect(shown.has('mapping')).toBe(false);
    expect(shown.text()).toContain('Choose a database or type its number.');
    expect(shown.get('database').getAttribute('aria-invalid')).toBe('true');
  });

  it('has one mapping row for every column, with samples and the proposed field', async () => {
    const { page: shown } = await page();
    await shown.click('choose-file');
    await shown.click('next');
    await shown.enter('database', '7');
    await shown.click('next');
    const rows = shown.all('mapping-row');
    expect(rows).toHaveLength(11);
    expect(rows[1]?.querySelector('input')?.value).toBe('_fname');
    expect(rows[1]?.textContent).toContain('97%');
    expect(rows[3]?.dataset['column']).toBe('@D');
  });

  it('tells hidden sheets apart and shows the warnings of the file', async () => {
    const { page: shown } = await page();
    await shown.click('choose-file');
    const hidden = shown.get('sheet-select').querySelector('optgroup');
    expect(hidden?.getAttribute('label')).toBe('Hidden in the workbook');
    expect(hidden?.textContent).toContain('Old');
    expect(shown.get('source-warnings').textContent).toContain('Column D has no header');
  });
});

describe('An error', () => {
  it('is shown as what happened, what it means and what to do, and can be dismissed', async () => {
    const { page: shown } = await page({
      inspectSource: () => {
        throw new Fault('source-legacy', { file: 'old.xls' });
      },
    });
    await shown.click('choose-file');
    const words = shown.get('fault-source-legacy');
    expect(words.getAttribute('role')).toBe('alert');
    expect(words.textContent).toContain('The file “old.xls” is in the old .xls format.');
    expect(words.textContent).toContain('cannot be read here');
    expect(words.textContent).toContain('save it as .xlsx');
    words.querySelector('button')?.click();
    await shown.settle();
    expect(shown.has('fault-source-legacy')).toBe(false);
  });
});

describe('A job', () => {
  it('that is paused says why, in the server’s own words', async () => {
    const status = jobStatus({ state: 'paused', attempts: 4, pause: pause({ reason: 'rights', httpStatus: 403, code: 403, text: 'No access to database 7' }) });
    const { page: shown } = await page({ listJobs: () => [summary({ status })], jobStatus: () => status });
    await shown.click('job-open');
    expect(shown.get('banner-rights').textContent).toContain('“No access to database 7” (HTTP 403, code 403)');
    expect(shown.has('resume')).toBe(true);
    expect(shown.has('pause')).toBe(false);
  });

  it('whose counts do not add up is not shown as fine', async () => {
    const status = jobStatus({ countsAddUp: false, counts: { ...counts({ accepted: 10 }), read: 11 } });
    const { page: shown } = await page({ listJobs: () => [summary({ status })], jobStatus: () => status });
    await shown.click('job-open');
    expect(shown.get('counts').dataset['addsUp']).toBe('false');
    expect(shown.has('banner-counts')).toBe(true);
  });

  it('that runs is drawn anew by its events, and can be paused, then stopped', async () => {
    const { page: shown, transport } = await page({ listJobs: () => [summary({ status: runningStatus(0) })], jobStatus: () => runningStatus(0), pauseJob: () => null });
    await shown.click('job-open');
    transport.emit({ kind: 'job', jobId: 'j1', status: runningStatus(9_000) });
    await shown.settle();
    expect(shown.get('count-accepted').dataset['value']).toBe('9000');
    await shown.click('pause');
    await shown.click('stop-now');
    expect(transport.inputs('pauseJob').map(({ now }) => now)).toEqual([false, true]);
  });

  it('that was throttled shows how many streams it uses now and why', async () => {
    const status = runningStatus(0);
    const [first, second] = status.live!.streams;
    const live = {
      ...status.live!,
      streams: [first!, { ...second!, activity: 'resting' as const, because: null, waitMs: 0 }],
      tuning: { limit: 1, ceiling: 2, reason: { code: 'slowed' as const, fromMs: 3_000, toMs: 9_000 }, smaller: { code: 'near-timeout' as const, bytes: 1_000_000, tookMs: 70_000, allowedMs: 120_000 } },
    };
    const { page: shown } = await page({ listJobs: () => [summary({ status })], jobStatus: () => ({ ...status, live }) });
    await shown.click('job-open');
    expect(shown.get('tuning').textContent).toBe('1 of 2 streams: answers slowed from 3 s to 9 s; requests made smaller: an answer took 70 s of the 120 s allowed.');
    expect(shown.text()).toContain('not used now');
  });

  it('retries only the codes that were ticked', async () => {
    const status = jobStatus({ state: 'finished', attempts: 4, counts: counts({ accepted: 100, failed: 12 }) });
    const { page: shown, transport } = await page({ listJobs: () => [summary({ status })], jobStatus: () => status, retryJob: () => ({ rows: 12 }) });
    await shown.click('job-open');
    expect(shown.get('retry-selected')).toHaveProperty('disabled', true);
    await shown.click('failure-pick');
    await shown.click('retry-selected');
    expect(transport.inputs('retryJob')).toEqual([{ jobId: 'j1', codes: [404], unknown: false }]);
  });

  it('says how many failures are not in its list', async () => {
    const status = jobStatus({ state: 'finished', attempts: 4, counts: counts({ accepted: 100, failed: 12 }) });
    const groups = [{ code: 404, text: 'Profile not found', rows: 12, examples: [12, 19] }];
    const jobFailures = () => ({ groups, more: { groups: 1, rows: 2_000 } });
    const { page: shown } = await page({ listJobs: () => [summary({ status })], jobStatus: () => status, jobFailures });
    await shown.click('job-open');
    expect(shown.get('failures-more').textContent).toContain('2,000 rows more in 1 further group');
  });

  it('is deleted only after the question', async () => {
    const { page: shown, transport } = await page({ listJobs: () => [summary()], deleteJob: () => null });
    await shown.click('job-delete');
    await shown.click('dialog-no');
    expect(transport.inputs('deleteJob')).toEqual([]);
    await shown.click('job-delete');
    await shown.click('dialog-yes');
    expect(transport.inputs('deleteJob')).toEqual([{ jobId: 'j1' }]);
    expect(shown.has('job')).toBe(false);
  });
});

describe('Every control has a name for screen readers', () => {
  const look = (shown: Page): readonly string[] => inputs(shown.root).filter((element) => nameOf(element) === '').map((element) => element.outerHTML);

  it('on the way through an import', async () => {
    const opened = await page();
    const { page: shown } = opened;
    await shown.click('choose-file');
    expect(look(shown)).toEqual([]);
    await shown.click('next');
    expect(look(shown)).toEqual([]);
    await shown.enter('database', '7');
    await shown.click('next');
    await shown.click('subscription-add-email');
    await shown.click('custom-add');
    await shown.click('subscription-add-sms');
    await shown.click('constant-add');
    await shown.click('template-add');
    for (const channel of ['push', 'telegram_bot', 'other']) await shown.enter('subscription-add-other', channel);
    for (const add of shown.all('data-add')) add.click();
    await shown.enter('subscription-status', 'column:Note');
    for (const more of ['mapping-more', 'custom-more', 'data-more', 'subscription-status-more'].flatMap((id) => shown.all(id))) more.click();
    await shown.settle();
    for (const open of shown.all('map-open')) open.click();
    for (const kind of ['piece', 'characters']) await shown.enter('option-part', kind);
    expect(look(shown)).toEqual([]);
  });

  it('in a job and among the connections', async () => {
    const status = jobStatus({ state: 'finished', attempts: 4, counts: counts({ accepted: 100, failed: 12 }) });
    const { page: shown } = await page({ listJobs: () => [summary({ status })], jobStatus: () => status });
    expect(look(shown)).toEqual([]);
    await shown.click('job-open');
    for (const tab of ['failures', 'problems', 'rows', 'items', 'exports']) {
      await shown.click(`tab-${tab}`);
      expect(look(shown)).toEqual([]);
    }
    await shown.click('go-connections');
    await shown.click('connection-add');
    expect(look(shown)).toEqual([]);
  });
});
