import { afterEach, expect, it } from 'vitest';
import type { JobRow } from '#contract/job.ts';
import { FakeTransport } from '../support/fakeTransport.ts';
import { mountPage, type Page } from '../support/mountPage.ts';
import { connection, counts, jobStatus, practiceConnection, summary } from '../support/pageData.ts';

let open: Page | null = null;
afterEach(() => {
  open?.close();
  open = null;
});

const row = (position: number, state: JobRow['state']): JobRow => ({ position, row: position + 1, state, cells: [{ t: 's', v: '7' }], errors: [], duplicateOf: null, code: null, text: null, profileId: null });

it('Duplicates stand side by side; another one is sent, and empty cells are filled after a preview', async () => {
  const status = jobStatus({ counts: counts({ duplicate: 1 }) });
  const result = (act: { kind: 'pick'; row: number; instead: number } | { kind: 'fill'; row: null }) => ({ batch: { id: 1, at: '2024-03-01T10:00:00Z', origin: 'window' as const, act, rows: 1, cells: act.kind === 'pick' ? 0 : 2, state: 'applied' as const }, rows: 1, cells: 0, refused: [], refusedRows: 0, before: counts({}), after: counts({}) });
  const transport = new FakeTransport({
    listJobs: () => [summary({ status })], listConnections: () => [connection(), practiceConnection], listRecipes: () => [],
    jobStatus: () => status, jobProblems: () => [], jobFailures: () => ({ groups: [], more: { groups: 0, rows: 0 } }), previewItems: () => [], checkSource: () => ({ verdict: 'same', modified: null }),
    jobColumns: () => [{ index: 0, letter: 'A', header: 'No', ref: 'No' }], rowsAt: () => [], listCorrections: () => [],
    listDuplicates: () => ({ total: 1, duplicates: 1, groups: [{ key: '7', rows: 2, sent: 3, sentPosition: 2, isPicked: false, members: [row(1, 'duplicate'), row(2, 'ready')] }] }),
    pickDuplicate: () => result({ kind: 'pick', row: 2, instead: 3 }),
    previewFill: () => ({ cells: 2, rows: 1, differing: 1, refused: [{ row: 9, reason: 'unknown' }], refusedRows: 1, refusedBy: { unknown: 1 }, first: [{ position: 2, row: 3, column: 0, after: { t: 's', v: 'Anna' }, from: 2, differs: true }] }),
    fillDuplicates: () => result({ kind: 'fill', row: null }),
  });
  open = await mountPage(transport);
  await open.app.openJob('j1');
  await open.settle();
  await open.click('tab-duplicates');
  await open.settle();
  expect(open.get('duplicate-group').textContent).toContain('row 3 is sent');
  await open.click('duplicate-pick');
  await open.settle();
  expect(transport.inputs('pickDuplicate')).toEqual([{ jobId: 'j1', position: 1, sendAgain: false }]);
  expect(open.get('duplicates-told').textContent).toBe('Done: row 2 sent instead of row 3.');
  await open.click('duplicates-fill');
  await open.settle();
  expect(open.get('duplicates-preview').textContent).toMatch(/Row 9 would not be corrected: it may have been applied already; run the job until that is settled.*column A: Anna \(of row 2; others differ\)/);
  await open.click('dialog-yes');
  await open.settle();
  expect(transport.inputs('fillDuplicates')).toEqual([{ jobId: 'j1', position: 2, sendAgain: false }]);
});

it('A row of a large group is found by its number, and is sent after an accepted one only where the operator says so', async () => {
  const status = jobStatus({ counts: counts({ duplicate: 49, accepted: 1 }) });
  const none = { batch: null, rows: 0, cells: 0, refused: [{ row: 46, reason: 'key-accepted' as const }], refusedRows: 1, before: counts({}), after: counts({}) };
  const made = { ...none, batch: { id: 1, at: '2024-03-01T10:00:00Z', origin: 'window' as const, act: { kind: 'pick' as const, row: 46, instead: 51 }, rows: 1, cells: 0, state: 'applied' as const }, refused: [], refusedRows: 0 };
  const shown = (from: number, to: number): readonly JobRow[] => [...Array.from({ length: to - from + 1 }, (_, index) => row(from + index, 'duplicate')), row(50, 'accepted')];
  const transport = new FakeTransport({
    listJobs: () => [summary({ status })], listConnections: () => [connection(), practiceConnection], listRecipes: () => [],
    jobStatus: () => status, jobProblems: () => [], jobFailures: () => ({ groups: [], more: { groups: 0, rows: 0 } }), previewItems: () => [], checkSource: () => ({ verdict: 'same', modified: null }),
    listDuplicates: () => ({ total: 1, duplicates: 49, groups: [{ key: '7', rows: 50, sent: 51, sentPosition: 50, isPicked: false, members: shown(1, 19) }] }),
    duplicateRows: ({ offset, row: wanted }) => (wanted === undefined ? { offset, members: shown(offset + 1, Math.min(49, offset + 19)) } : { offset: 38, members: shown(39, 49) }),
    pickDuplicate: ({ sendAgain }) => (sendAgain ? made : none),
  });
  open = await mountPage(transport);
  await open.app.openJob('j1');
  await open.settle();
  await open.click('tab-duplicates');
  await open.settle();
  expect(open.get('group-page').textContent).toBe('1–19 of 49 beside the one that is sent');
  await open.click('group-more');
  expect(open.get('group-page').textContent).toBe('20–38 of 49 beside the one that is sent');
  await open.enter('group-row', '46');
  await open.settle();
  expect(open.get('group-page').textContent).toBe('39–49 of 49 beside the one that is sent');
  expect(open.get('group-more')).toHaveProperty('disabled', true);
  open.all('duplicate-pick')[6]!.click();
  await open.settle();
  await open.settle();
  expect(transport.inputs('pickDuplicate')).toEqual([{ jobId: 'j1', position: 45, sendAgain: false }]);
  expect(open.get('send-again').textContent).toContain('overwrites its profile');
  await open.click('dialog-yes');
  await open.settle();
  expect(transport.inputs('pickDuplicate')[1]).toEqual({ jobId: 'j1', position: 45, sendAgain: true });
  expect(open.get('duplicates-told').textContent).toBe('Done: row 46 sent instead of row 51.');
  expect(open.all('send-again')).toHaveLength(0);
});
