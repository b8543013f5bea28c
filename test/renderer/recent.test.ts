import { expect, it } from 'vitest';
import type { OfferedFile } from '#contract/commands.ts';
import type { EngineEvent } from '#contract/events.ts';
import { Fault } from '#contract/faults.ts';
import { FakeTransport } from '../support/fakeTransport.ts';
import { mountPage } from '../support/mountPage.ts';
import { inspection, jobStatus, summary } from '../support/pageData.ts';

const source = { sourceId: 's1', name: 'clients-march.xlsx', bytes: 4_812_330 };
const files = [
  { recentId: 'r1', name: 'clients-march.xlsx', folder: '/home/me/march' },
  { recentId: 'r2', name: 'clients-april.xlsx', folder: '/home/me/april' },
];

it('A job file that is dropped is opened, whatever screen is open', async () => {
  const transport = new FakeTransport({ listJobs: () => [summary()], listConnections: () => [], jobStatus: () => jobStatus(), jobProblems: () => [], previewItems: () => [] });
  const page = await mountPage(transport);
  await page.click('go-connections');
  transport.offers({ job: summary() });
  const dropped = new DragEvent('drop', { bubbles: true, cancelable: true });
  Object.defineProperty(dropped, 'dataTransfer', { value: { files: [new File(['x'], 'March.importjob')] } });
  document.querySelector('main')?.dispatchEvent(dropped);
  await expect.poll(() => page.app.job?.jobId).toBe('j1');
  expect(page.app.screen).toBe('job');
  page.close();
});

it('Files taken lately stand on the first screen and in the menu, each opens again, and the list can be cleared', async () => {
  const empty: EngineEvent = { kind: 'recent', files: [] };
  const transport = new FakeTransport({
    listJobs: () => [], listConnections: () => [], listRecipes: () => [], inspectSource: () => inspection(),
    recentFiles: () => files,
    openRecent: () => source,
    forgetRecent: () => { transport.emit(empty); return null; },
  });
  const page = await mountPage(transport);
  expect(page.get('recent').textContent).toContain('clients-april.xlsx');
  await page.click('recent-open');
  expect(page.get('file-name').textContent).toBe('clients-march.xlsx');
  await page.click('go-home');
  transport.emit({ kind: 'open-recent', recentId: 'r2' });
  await expect.poll(() => page.app.screen).toBe('import');
  expect(transport.inputs('openRecent')).toEqual([{ recentId: 'r1' }, { recentId: 'r2' }]);
  await page.click('go-home');
  expect(transport.inputs('tellActions').at(-1)?.available).toContain('clear-recent');
  await page.click('recent-clear');
  expect([page.has('recent'), transport.inputs('tellActions').at(-1)?.available.includes('clear-recent')]).toEqual([false, false]);
  page.close();
});

it('Files that the system asks to be opened are taken at the start and later, and what is not ours is told', async () => {
  const waiting: (OfferedFile | Fault)[] = [{ job: summary() }];
  const transport = new FakeTransport({
    listJobs: () => [summary()], listConnections: () => [], listRecipes: () => [], jobStatus: () => jobStatus(), jobProblems: () => [], previewItems: () => [], inspectSource: () => inspection(),
    takeOpened() {
      const next = waiting.shift() ?? null;
      if (next instanceof Fault) throw next;
      return next;
    },
  });
  const page = await mountPage(transport);
  await expect.poll(() => page.app.job?.jobId).toBe('j1');
  expect(page.app.screen).toBe('job');
  waiting.push(new Fault('job-unreadable', { name: 'strange.importjob' }));
  transport.emit({ kind: 'opened' });
  await expect.poll(() => page.has('fault-job-unreadable')).toBe(true);
  waiting.push({ source });
  transport.emit({ kind: 'opened' });
  await expect.poll(() => page.app.screen).toBe('import');
  expect(page.get('file-name').textContent).toBe('clients-march.xlsx');
  page.close();
});
