import { afterEach, describe, expect, it, vi } from 'vitest';
import { usualMarks } from '#contract/connectionMark.ts';
import type { JobStatus } from '#contract/job.ts';
import { FakeTransport, type Answers } from '../support/fakeTransport.ts';
import { mountPage, type Page } from '../support/mountPage.ts';
import { connection, counts, inspection, jobStatus, pause, practiceConnection, runningStatus, summary } from '../support/pageData.ts';
import { Fault } from '#contract/faults.ts';

let open: Page | null = null;

afterEach(() => {
  open?.close();
  open = null;
  vi.useRealTimers();
});

/** The page with a job of this status opened from the list. */
async function jobPage(status: JobStatus, answers: Answers = {}): Promise<{ readonly page: Page; readonly transport: FakeTransport }> {
  const transport = new FakeTransport({
    listJobs: () => [summary({ status })],
    listRecipes: () => [],
    listConnections: () => [connection()],
    jobStatus: () => status,
    jobProblems: () => [],
    jobFailures: () => ({ groups: [], more: { groups: 0, rows: 0 } }),
    previewItems: () => [],
    checkSource: () => ({ verdict: 'same', modified: null }),
    startJob: () => null,
    ...answers,
  });
  open = await mountPage(transport);
  await open.click('job-open');
  return { page: open, transport };
}

const toneOf = (element: HTMLElement): string => ['ok', 'warn', 'info', 'error'].find((tone) => element.classList.contains(tone)) ?? '';

describe('The end of a job', () => {
  it.each([
    ['nothing was accepted', counts({ failed: 300 }), 'warn', 'Finished: no profile was updated, 300 rows failed.'],
    ['nothing was accepted since nothing was fit', counts({ invalid: 20, empty: 3 }), 'warn', 'Finished: no profile was updated; left out: 20 invalid.'],
    ['two thirds were left out', counts({ accepted: 92, invalid: 208 }), 'warn', 'Finished: 92 profiles updated; left out: 208 invalid.'],
    ['duplicates were left out', counts({ accepted: 92, duplicate: 1 }), 'ok', 'Finished: 92 profiles updated; left out: 1 duplicate.'],
    ['all went well', counts({ accepted: 92, empty: 3 }), 'ok', 'Finished: 92 profiles updated.'],
    ['some failed', counts({ accepted: 92, failed: 1 }), 'warn', 'Finished: 92 profiles updated, 1 row failed.'],
  ])('is told as it is where %s', async (_, parts, tone, what) => {
    const { page } = await jobPage(jobStatus({ state: 'finished', attempts: 3, counts: parts }));
    const banner = page.get('banner-finished');
    expect(toneOf(banner)).toBe(tone);
    expect(banner.textContent).toContain(what);
  });

  it('in the list is not green either where nobody was updated', async () => {
    const status = jobStatus({ state: 'finished', attempts: 3, counts: counts({ failed: 300 }) });
    const good = jobStatus({ state: 'finished', attempts: 3, counts: counts({ accepted: 300 }) });
    const { page } = await jobPage(status, { listJobs: () => [summary({ status }), summary({ jobId: 'j2', status: good })] });
    await page.click('go-home');
    expect(page.all('job-badge').map(({ className }) => /\bfinished\b/.test(className)).sort()).toEqual([false, true]);
  });

  it('is not awaited where all rows are unchanged', async () => {
    const { page } = await jobPage(jobStatus({ counts: counts({ unchanged: 276 }) }));
    expect(page.get('banner-unchanged').textContent).toContain('All 276 rows are unchanged: nothing to send.');
    await page.click('go-home');
    expect(page.text()).toContain('All 276 rows are unchanged: nothing to send.');
  });

  it('is not awaited where the others were left out for a reason, which is named', async () => {
    const { page } = await jobPage(jobStatus({ counts: counts({ unchanged: 270, invalid: 6 }) }));
    expect(page.get('banner-unchanged').textContent).toContain('270 rows are unchanged, the others were left out (6 invalid): nothing to send.');
    expect(toneOf(page.get('banner-unchanged'))).toBe('warn');
  });
});

describe('Pace and time left', () => {
  const waiting = (now: number): JobStatus => {
    const status = runningStatus(1_000);
    const stream = { activity: 'waiting', chunk: 2, profiles: 500, attempt: 1, because: 'throttled', answer: 503, waitMs: 20_000, waitUntil: now + 20_000 } as const;
    return { ...status, live: { ...status.live!, streams: [{ ...stream, stream: 1 }, { ...stream, stream: 2 }], tuning: { limit: 1, ceiling: 2, reason: { code: 'throttled', answer: 503 }, smaller: null }, rowsPerSecond: null, secondsLeft: null } };
  };

  it('are not invented while the server has asked to wait: the wait counts down, under one name everywhere', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
    const { page } = await jobPage(waiting(Date.now()));
    expect(page.get('standstill').textContent).toBe('Waiting for the server, 20 s left: the server asked to wait (503).');
    expect(page.get('pace').textContent).toBe('–');
    expect(page.get('time-left').textContent).toBe('–');
    expect(page.all('stream').map(({ textContent }) => textContent)).toEqual([
      expect.stringContaining('waiting, 20 s left: the server asked to wait (503)'),
      expect.stringContaining('waiting, 20 s left: the server asked to wait (503)'),
    ]);
    expect(page.get('tuning').textContent).toContain('the server asked to wait (503)');
    vi.advanceTimersByTime(6_000);
    await page.settle();
    expect(page.get('standstill').textContent).toContain('Waiting for the server, 14 s left');
    expect(page.text()).not.toContain('rows a second, about');
  });

  it('end when no answer has come for longer than usual', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
    const status = runningStatus(1_000);
    const { page } = await jobPage({ ...status, live: { ...status.live!, paceUntil: Date.now() + 5_000 } });
    expect(page.get('pace').textContent).toBe('412');
    vi.advanceTimersByTime(6_000);
    await page.settle();
    expect(page.get('pace').textContent).toBe('–');
    expect(page.get('standstill').textContent).toBe('Waiting for an answer.');
  });
});

describe('Before a start', () => {
  it('the settings of the last run are proposed again', async () => {
    const runSettings = { streams: 3, chunkProfiles: 500, chunkBytes: 2_000_000, format: 'json', pauseWhenRefused: 50 } as const;
    const { page, transport } = await jobPage(jobStatus({ state: 'paused', pause: pause(), attempts: 2, runSettings }));
    await page.click('resume');
    await page.click('dialog-yes');
    expect(transport.inputs('startJob')).toMatchObject([{ streams: 3, chunkProfiles: 500, chunkBytes: 2_000_000, pauseWhenRefused: 50 }]);
  });

  it('rows left out are named once more', async () => {
    const { page } = await jobPage(jobStatus({ counts: counts({ notSent: 92, invalid: 208, duplicate: 3 }) }));
    await page.click('start');
    expect(page.get('start-left-out').textContent).toBe('Left out of 303 rows read: 208 invalid, 3 duplicates.');
  });

  it('after a pause for refused rows going on all the same is a choice of its own', async () => {
    const refused = pause({ reason: 'rows-refused', code: 404, text: 'Profile not found', rows: { answered: 5_000, refused: 4_900, alike: 4_800 } });
    const { page, transport } = await jobPage(jobStatus({ state: 'paused', pause: refused, attempts: 2 }));
    expect(page.get('banner-rows-refused').textContent).toContain('4,900 of 5,000 rows answered last were refused by the platform, 4,800 of them with: “Profile not found” (code 404).');
    await page.click('resume');
    expect((page.get('go-on-refused') as HTMLInputElement).checked).toBe(false);
    page.get('go-on-refused').click();
    await page.settle();
    await page.click('dialog-yes');
    expect(transport.inputs('startJob')).toMatchObject([{ pauseWhenRefused: null }]);
  });

  it('a token that was not kept is entered where it is needed, and proved before', async () => {
    let right = false;
    const { page, transport } = await jobPage(jobStatus({ state: 'paused', pause: pause({ reason: 'closed' }), attempts: 2 }), {
      listConnections: () => [connection({ hasToken: false, sessionOnly: true })],
      tryConnection: () => {
        if (right) return [{ id: 7, name: 'Clients' }];
        throw new Fault('server-refused', { httpStatus: 401, code: 401, text: 'API token required' });
      },
      saveConnection: () => connection({ sessionOnly: true }),
    });
    expect(page.get('banner-closed').textContent).toContain('The program was closed while the job was running.');
    await page.click('resume');
    await page.enter('job-token', 'wrong');
    await page.click('job-token-use');
    expect(page.get('job-token-fault').textContent).toContain('API token required');
    expect(transport.inputs('saveConnection')).toEqual([]);
    right = true;
    await page.enter('job-token', 'right');
    await page.click('job-token-use');
    expect(transport.inputs('saveConnection')).toMatchObject([{ connectionId: 'c1', token: 'right' }]);
    expect(page.has('job-token')).toBe(false);
    await page.click('dialog-yes');
    expect(transport.inputs('startJob')).toHaveLength(1);
  });

  it('a workbook changed since it was checked is told, and started with what was checked by choice only', async () => {
    const { page, transport } = await jobPage(jobStatus(), { checkSource: () => ({ verdict: 'changed', modified: '2024-03-02T08:00:00Z' }) });
    await page.click('start');
    expect(page.get('source-changed').textContent).toContain('The workbook was changed after it was checked.');
    expect(page.get('dialog-yes').textContent).toContain('Start with what was checked');
    await page.click('dialog-yes');
    expect(transport.inputs('startJob')).toHaveLength(1);
  });

  it('a changed workbook can be checked anew, mapped as the job was', async () => {
    const { page, transport } = await jobPage(jobStatus(), {
      checkSource: () => ({ verdict: 'changed', modified: '2024-03-02T08:00:00Z' }),
      reopenSource: () => ({
        source: { sourceId: 's9', name: 'clients-march.xlsx', bytes: 10 },
        recipe: { version: 1, request: { db_id: 7, matching: 'custom', field_name: 'Custom_ID' }, fields: [{ field: 'Custom_ID', type: 'int', column: 'Client No' }] },
      }),
      inspectSource: () => inspection(),
    });
    await page.click('start');
    await page.click('check-anew');
    expect(transport.inputs('inspectSource')).toMatchObject([{ sourceId: 's9' }]);
    expect(page.has('mapping')).toBe(true);
    expect(transport.inputs('startJob')).toEqual([]);
  });

  it('of a job that is under way already no workbook is looked for', async () => {
    const { page, transport } = await jobPage(jobStatus({ state: 'paused', pause: pause(), attempts: 2 }));
    await page.click('resume');
    expect(transport.inputs('checkSource')).toEqual([]);
    expect((page.get('dialog-yes') as HTMLButtonElement).disabled).toBe(false);
  });

  it('more profiles than the connection’s limit are sent only once their number is typed; a few rows of a trial go without', async () => {
    const { page, transport } = await jobPage(jobStatus({ counts: counts({ notSent: 19_400 }) }), { listConnections: () => [connection({ mark: usualMarks.production })] });
    await page.click('start');
    expect(page.get('start-dialog').textContent).toContain('19,400 profiles go to “Production”. Type this number to go on.');
    const yes = (): HTMLButtonElement => page.get('dialog-yes') as HTMLButtonElement;
    expect(yes().disabled).toBe(true);
    await page.enter('typed-number', '1940');
    expect(yes().disabled).toBe(true);
    await page.enter('typed-number', '19 400');
    expect(yes().disabled).toBe(false);
    transport.answer({ startJob: () => { throw new Fault('number-unconfirmed', { profiles: 19_401, above: 10_000, confirmed: 19_400 }); } });
    await page.click('dialog-yes');
    expect(transport.inputs('startJob')).toMatchObject([{ confirmed: 19_400 }]);
    expect(page.text()).toContain('19,401 profiles would be sent, and 19,400 is the number that was given.');
    transport.answer({ startJob: () => null });
    await page.click('start');
    expect(yes().disabled).toBe(true);
    await page.click('trial');
    expect(page.has('typed-number')).toBe(false);
    await page.click('dialog-yes');
    expect(transport.inputs('startJob').at(-1)).toEqual({ ...transport.inputs('startJob').at(-1), trial: 10, confirmed: undefined });
  });

  it('a token that is missing is given in place, whatever the job is started for', async () => {
    const bare = connection({ hasToken: false });
    const { page, transport } = await jobPage(jobStatus({ counts: counts({ notSent: 300 }) }), {
      listConnections: () => [bare], tryConnection: () => [{ id: 7, name: 'Clients' }], saveConnection: () => connection(),
    });
    await page.click('start');
    expect((page.get('dialog-yes') as HTMLButtonElement).disabled).toBe(true);
    await page.enter('job-token', 'an invented token');
    await page.click('job-token-use');
    expect(transport.inputs('saveConnection')).toMatchObject([{ connectionId: 'c1', mark: bare.mark, token: 'an invented token' }]);
    await page.click('dialog-yes');
    expect(transport.inputs('startJob')).toHaveLength(1);
  });

  it('a job tried on the practice server is not proposed with another platform on this computer', async () => {
    const local = connection({ connectionId: 'c2', name: 'Tunnel', baseUrl: 'http://127.0.0.1:9000' });
    const status = jobStatus({ state: 'paused', pause: pause({ reason: 'trial' }), attempts: 1, server: 'practice' });
    const { page } = await jobPage(status, { listConnections: () => [local, practiceConnection] });
    await page.click('resume');
    expect((page.get('connection-select') as HTMLSelectElement).value).toBe('practice');
    await page.enter('connection-select', 'c2');
    expect(page.has('other-server')).toBe(true);
    expect((page.get('dialog-yes') as HTMLButtonElement).disabled).toBe(true);
  });
});
