import axe from 'axe-core';
import { afterEach, describe, expect, it } from 'vitest';
import type { SavedRecipe } from '#contract/commands.ts';
import type { BatchResult } from '#contract/corrections.ts';
import { Fault } from '#contract/faults.ts';
import type { ProblemGroup } from '#contract/job.ts';
import type { MendPreview, MendRequest } from '#contract/mends.ts';
import type { JobCheck } from '#contract/repair.ts';
import { FakeTransport, type Answers } from '../support/fakeTransport.ts';
import { mountPage, type Page } from '../support/mountPage.ts';
import { connection, counts, jobStatus, summary } from '../support/pageData.ts';

let page: Page | null = null;
afterEach(() => {
  page?.close();
  page = null;
});

const recipe: SavedRecipe = { name: 'Monthly', columns: null, savedAt: '2026-10-01T10:00:00Z', recipe: { version: 1, request: { db_id: 7, matching: 'email' }, fields: [{ field: 'email', type: 'email', column: 'E-mail' }] } };
const damaged: JobCheck = {
  job: 'clients.importjob', whole: false, inDoubt: false, journal: 'own', oneTime: true, structure: false, record: true, standing: true, rows: 20_000, source: 'clients.xlsx',
  tables: [{ table: 'block_item', proved: 39, lost: null, rows: ['502-1001'], positions: [] }],
  repair: { possible: true, counts: { ready: 12_000, accepted: 8_000 }, cellsLost: 0, profilesLost: 500, accepted: '2-8001', failed: '' },
};
const elsewhere = new Fault('job-elsewhere', { name: 'march.importjob', kind: 'machine', host: 'PC-7', path: 'D:/march.importjob', at: '2026-11-27T08:15:00Z', event: 'run', ended: true });

const group: ProblemGroup = { column: 'D', header: 'Email', field: 'email', reason: 'incorrect-email', rows: 5, examples: [{ row: 3, value: 'a b@c.de' }] };
const mend: MendRequest = { column: 3, mends: [{ kind: 'spaces' }], selection: { kind: 'problem', reason: 'incorrect-email', leftOut: false }, onlyFixing: true };
const preview: MendPreview = { rows: 5, cells: 2, right: 2, wrong: 0, empty: 0, stillWrong: 0, stillRight: 0, refused: 0, samples: [] };
const again: BatchResult = { batch: null, rows: 0, cells: 0, refused: [{ row: 3, reason: 'key-accepted' }], refusedRows: 1, before: counts({}), after: counts({}) };

async function opened(answers: Answers, steps: (page: Page) => Promise<void>): Promise<{ readonly page: Page; readonly transport: FakeTransport }> {
  const transport = new FakeTransport({
    listJobs: () => [summary()], listConnections: () => [connection()], rememberedLists: () => [], listRecipes: () => [recipe], checkJob: () => damaged,
    jobStatus: () => jobStatus(), jobProblems: () => [], jobFailures: () => ({ groups: [], more: { groups: 0, rows: 0 } }), previewItems: () => [],
    ...answers,
  });
  page = await mountPage(transport);
  await steps(page);
  await page.settle();
  return { page, transport };
}

/** Names, roles and relations; contrast is looked at in a window. */
async function found(): Promise<readonly string[]> {
  const dialog = document.querySelector('dialog[open]');
  if (dialog === null) return ['no dialog'];
  const { violations } = await axe.run(dialog, { resultTypes: ['violations'], rules: { 'color-contrast': { enabled: false } } });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} at ${target.join(' ')}`));
}

it('A dialog with a field that has no name would be found', async () => {
  await opened({}, (shown) => shown.click('go-lists'));
  const dialog = document.createElement('dialog');
  dialog.innerHTML = '<input type="text">';
  page?.root.append(dialog);
  dialog.showModal();
  expect((await found()).length).toBeGreaterThan(0);
});

describe('A dialog has nothing that a screen reader would stumble over, in either language', () => {
  it.each<[string, Answers, (page: Page) => Promise<void>]>([
    ['that takes a copy over', { startJob: () => { throw elsewhere; } }, async (shown) => { await shown.app.openJob('j1'); await shown.app.job?.start(); }],
    ['that mends', { jobProblems: () => [group], listProposals: () => [{ column: 'D', header: 'Email', reason: 'incorrect-email', leftOut: false, rows: 5, proposals: [{ request: mend, preview, loses: false }] }], keepChoices: () => ({ names: [], likely: null }), listCorrections: () => [], previewMend: () => preview }, async (shown) => { await shown.app.openJob('j1'); await shown.settle(); await shown.click('tab-problems'); await shown.click('problem-mend'); }],
    ['that sends a row once more', { pickDuplicate: () => again }, async (shown) => { await shown.app.openJob('j1'); await shown.app.job?.rows.corrections.sendOnceMore(2); }],
    ['that repairs a job', { listJobs: () => [{ ...summary(), status: null }] }, (shown) => shown.click('job-repair')],
    ['that names a recipe', {}, async (shown) => { await shown.click('go-lists'); await shown.click('recipe-rename'); }],
    ['that deletes a recipe', {}, async (shown) => { await shown.click('go-lists'); await shown.click('recipe-delete'); }],
  ])('%s', async (_, answers, steps) => {
    const { page: shown, transport } = await opened(answers, steps);
    expect(await found()).toEqual([]);
    transport.emit({ kind: 'language', language: 'ru' });
    await shown.settle();
    expect(await found()).toEqual([]);
    transport.emit({ kind: 'language', language: 'en' });
  });
});
