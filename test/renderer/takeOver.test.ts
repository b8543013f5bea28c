import { afterEach, describe, expect, it } from 'vitest';
import type { CommandInput, CommandOutput } from '#contract/commands.ts';
import { Fault } from '#contract/faults.ts';
import { FakeTransport } from '../support/fakeTransport.ts';
import { mountPage, type Page } from '../support/mountPage.ts';
import { connection, jobStatus, runningStatus, summary } from '../support/pageData.ts';

let shown: Page | null = null;
afterEach(() => {
  shown?.close();
  shown = null;
});

interface Asked {
  readonly adopt?: boolean | undefined;
}

type Given = CommandOutput<'handOverJob'>;

async function open(status = jobStatus(), startJob: (input: Asked) => null = () => null, handOverJob: (input: CommandInput<'handOverJob'>) => Given | Promise<Given> = () => null): Promise<{ page: Page; transport: FakeTransport }> {
  const transport = new FakeTransport({
    listJobs: () => [summary({ status })],
    listConnections: () => [connection()],
    jobStatus: () => status,
    jobProblems: () => [],
    jobFailures: () => ({ groups: [], more: { groups: 0, rows: 0 } }),
    previewItems: () => [],
    startJob,
    handOverJob,
  });
  const page = await mountPage(transport);
  shown = page;
  await page.app.openJob('j1');
  await page.settle();
  return { page, transport };
}

const copy = new Fault('job-elsewhere', { name: 'march.importjob', kind: 'machine', host: 'PC-7', path: 'D:/march.importjob', at: '2026-11-27T08:15:00Z', event: 'run', ended: true });

describe('A copy of a job', () => {
  it('is started only after it was said where the other was run, and that this one is to go on', async () => {
    const { page, transport } = await open(jobStatus(), ({ adopt }) => {
      if (adopt !== true) throw copy;
      return null;
    });
    await page.app.job?.start();
    await page.settle();
    expect(page.get('take-over').textContent).toContain('was last run on the computer PC-7 as “D:/march.importjob” on 27 Nov 2026 08:15 UTC; that run came to its end.');
    expect(page.app.notices.items).toEqual([]);
    await page.click('dialog-yes');
    expect(transport.inputs('startJob').map(({ adopt }) => adopt)).toEqual([undefined, true]);
    expect(page.has('take-over')).toBe(false);
  });

  it('stays as it is when the question is dismissed', async () => {
    const { page, transport } = await open(jobStatus(), () => {
      throw copy;
    });
    await page.app.job?.start();
    await page.settle();
    await page.click('dialog-no');
    expect([page.has('take-over'), transport.inputs('startJob').length]).toEqual([false, 1]);
  });
});

const given = { to: '/media/stick/march.importjob', at: '2026-11-27T08:15:00Z', step: 'done' } as const;

describe('Handing a job over', () => {
  it('asks what it means, takes no second click meanwhile, and says where the job went', async () => {
    let finish: (to: Given) => void = () => undefined;
    const { page, transport } = await open(jobStatus(), undefined, () => new Promise((resolve) => { finish = resolve; }));
    await page.click('hand-over');
    expect(page.get('hand-over-question').textContent).toContain('This one sends nothing any more.');
    expect(transport.inputs('handOverJob')).toEqual([]);
    await page.click('dialog-yes');
    expect([page.has('hand-over-question'), page.get('hand-over').getAttribute('aria-disabled')]).toEqual([false, 'true']);
    finish(given);
    await page.settle();
    expect(page.app.notices.items).toMatchObject([{ kind: 'done', text: 'Handed over to “/media/stick/march.importjob”. Run it from there; this one sends nothing any more.' }]);
    expect(transport.inputs('handOverJob')).toEqual([{ jobId: 'j1' }]);
  });

  it('says nothing where no file was chosen, and of a copy asks which one is to go on', async () => {
    const { page, transport } = await open(jobStatus(), undefined, ({ adopt }) => {
      if (adopt !== true) throw copy;
      return null;
    });
    await page.click('hand-over');
    await page.click('dialog-yes');
    expect(page.get('take-over').textContent).toContain('was last run on the computer PC-7');
    await page.click('dialog-yes');
    expect(transport.inputs('handOverJob').map(({ adopt }) => adopt)).toEqual([undefined, true]);
    expect(page.app.notices.items).toEqual([]);
  });

  it('has to wait for a running job, is offered again where it came to no end, and not of a cancelled job', async () => {
    const { page } = await open(runningStatus(0));
    expect(page.get('hand-over').hasAttribute('disabled')).toBe(true);
    page.app.job?.apply(jobStatus({ state: 'handed-over', handedOver: { ...given, step: 'begun' } }));
    await page.settle();
    expect([page.get('hand-over').hasAttribute('disabled'), page.get('banner-handed-over').textContent?.includes('Hand it over once more')]).toEqual([false, true]);
    page.app.job?.apply(jobStatus({ state: 'cancelled' }));
    await page.settle();
    expect(page.has('hand-over')).toBe(false);
  });
});

describe('A job that was handed over', () => {
  it('says where it went, and can only be looked at, exported and deleted', async () => {
    const { page } = await open(jobStatus({ state: 'handed-over', handedOver: given }));
    expect(page.get('banner-handed-over').textContent).toContain('was handed over to “/media/stick/march.importjob”');
    expect(['start', 'resume', 'cancel', 'pause', 'hand-over', 'delete'].filter((id) => page.has(id))).toEqual(['delete']);
  });
});
