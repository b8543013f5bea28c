import { afterEach, describe, expect, it } from 'vitest';
import type { BatchResult, CorrectionBatch } from '#contract/corrections.ts';
import type { ProblemGroup } from '#contract/job.ts';
import type { GroupProposals, MendPreview, MendRequest } from '#contract/mends.ts';
import { FakeTransport } from '../support/fakeTransport.ts';
import { mountPage, type Page } from '../support/mountPage.ts';
import { connection, counts, jobStatus, practiceConnection, summary } from '../support/pageData.ts';

let open: Page | null = null;
/** Row 9 would be sent after an accepted one of its match key: it is left alone where nobody says that it is to be sent. */
let asks = false;
afterEach(() => {
  open?.close();
  open = null;
  asks = false;
});

const textOf = (page: Page, testId: string): string => (page.all(testId)[0]?.textContent ?? '').replace(/\s+/g, ' ').trim();

const groups: readonly ProblemGroup[] = [{ column: 'D', header: 'Email', field: 'email', reason: 'incorrect-email', rows: 5, examples: [{ row: 3, value: 'a b@c.de' }] }];
const preview: MendPreview = {
  rows: 5, cells: 2, right: 2, wrong: 0, empty: 0, stillWrong: 0, stillRight: 0, refused: 0,
  samples: [{ position: 2, row: 3, before: { t: 's', v: 'a b@c.de' }, after: { t: 's', v: 'ab@c.de' }, outcome: 'right', reason: null }],
};
const request: MendRequest = { column: 3, mends: [{ kind: 'spaces' }], selection: { kind: 'problem', reason: 'incorrect-email', leftOut: false }, onlyFixing: true };
const proposals: readonly GroupProposals[] = [{
  column: 'D', header: 'Email', reason: 'incorrect-email', leftOut: false, rows: 5,
  proposals: [{ request, preview, loses: false }, { request: { ...request, mends: [{ kind: 'clear' }] }, preview: { ...preview, cells: 5, right: 5, samples: [] }, loses: true }],
}];

const left = (sendAgain: boolean): Pick<BatchResult, 'refused' | 'refusedRows'> => (asks && !sendAgain ? { refused: [{ row: 9, reason: 'key-accepted' }], refusedRows: 1 } : { refused: [], refusedRows: 0 });
const isApplied = ({ state }: CorrectionBatch): boolean => state === 'applied';

/** A job whose group is mended as a whole by one mend; `found`: what is proposed then for each number of mends made. */
async function job(...found: readonly (readonly GroupProposals[])[]): Promise<{ readonly page: Page; readonly transport: FakeTransport }> {
  const status = jobStatus({ counts: counts({ notSent: 10, invalid: 5 }) });
  const steps = found.length === 0 ? [proposals] : found;
  let batches: readonly CorrectionBatch[] = [];
  const made = (): number => batches.filter(isApplied).length;
  const transport = new FakeTransport({
    listJobs: () => [summary({ status })], listConnections: () => [connection(), practiceConnection], listRecipes: () => [],
    jobStatus: () => status, jobProblems: () => (made() >= steps.length ? [] : groups), jobFailures: () => ({ groups: [], more: { groups: 0, rows: 0 } }),
    previewItems: () => [], checkSource: () => ({ verdict: 'same', modified: null }),
    listProposals: () => steps[made()] ?? [],
    keepChoices: () => ({ names: ['monthly', 'other'], likely: 'monthly' }),
    keepMend: ({ name, mends }) => ({ name, isNew: name !== 'monthly', rule: { column: 'Email', do: mends } }),
    previewMend: () => preview,
    cancelMending: () => null,
    listCorrections: () => batches,
    applyMend: ({ mends, sendAgain }) => {
      batches = [...batches.filter(isApplied), { id: batches.length + 1, at: '2026-01-01T00:00:00.000Z', origin: 'window', act: { kind: 'mend', column: 'D', mends }, rows: 2, cells: 2, state: 'applied' }];
      return { batch: batches.at(-1) ?? null, rows: 2, cells: 2, ...left(sendAgain), before: status.counts, after: status.counts };
    },
    undoCorrections: ({ sendAgain = false }) => {
      if (asks && !sendAgain) return { batch: null, rows: 0, cells: 0, ...left(sendAgain), before: status.counts, after: status.counts };
      const last = batches.findLast(isApplied);
      batches = batches.map((batch) => (batch === last ? { ...batch, state: 'undone' as const } : batch));
      return { batch: last ?? null, rows: 2, cells: 2, refused: [], refusedRows: 0, before: status.counts, after: status.counts };
    },
  });
  open = await mountPage(transport);
  await open.app.openJob('j1');
  await open.settle();
  await open.click('problem-mend');
  await open.settle();
  return { page: open, transport };
}

describe('Mending a group of problems', () => {
  it('shows what the application proposes with counts and rows before and after, does it on request, and takes it back', async () => {
    const { page, transport } = await job();
    expect(transport.inputs('listProposals')).toEqual([{ jobId: 'j1', column: 'D', reason: 'incorrect-email' }]);
    expect(page.all('mend-proposal')).toHaveLength(2);
    expect(textOf(page, 'mend-dialog')).toContain('Remove all spaces and invisible characters: 2 rows become right');
    expect(textOf(page, 'mend-dialog')).toContain('Empty the cell, which loses the values: 5 rows become right');
    expect(textOf(page, 'mend-samples')).toContain('3a b@c.deab@c.deright');
    expect(transport.inputs('applyMend')).toEqual([]);
    expect(textOf(page, 'dialog-yes')).toBe('Mend 2 cells');
    await page.click('dialog-yes');
    await page.settle();
    expect(transport.inputs('applyMend')).toEqual([{ jobId: 'j1', ...request, sendAgain: false }]);
    expect(textOf(page, 'mend-told')).toContain('column D, 2 cells: remove all spaces');
    expect(textOf(page, 'mend-all-done')).toContain('Nothing of this group is left');
    expect(page.all('dialog-yes')).toHaveLength(0);
    await page.click('dialog-no');
    expect(page.all('mend-dialog')).toHaveLength(0);
    expect(page.all('problem-mend')).toHaveLength(0);
    expect(textOf(page, 'mend-last')).toContain('remove all spaces');
    await page.click('mend-undo');
    await page.settle();
    expect(transport.inputs('undoCorrections')).toHaveLength(1);
    expect(page.all('problem-mend')).toHaveLength(1);
    expect(textOf(page, 'mend-undone')).toContain('Undone: column D, 2 cells: remove all spaces');
    await page.click('mend-redo');
    await page.settle();
    expect(transport.inputs('undoCorrections').map(({ redo }) => redo)).toEqual([false, true]);
  });

  it('asks before a mended row is sent after an accepted one of its match key, also where a mend is taken back', async () => {
    const { page, transport } = await job();
    asks = true;
    await page.click('dialog-yes');
    await page.settle();
    expect(page.all('mend-dialog')).toHaveLength(0);
    expect(textOf(page, 'send-again')).toContain('Row 9 would have the match key of another row that the platform has accepted');
    await page.click('dialog-yes');
    await page.settle();
    expect(transport.inputs('applyMend').map(({ sendAgain }) => sendAgain)).toEqual([false, true]);
    expect(page.all('send-again')).toHaveLength(0);
    await page.click('dialog-no');
    await page.click('mend-undo');
    await page.settle();
    expect(textOf(page, 'send-again')).toContain('Row 9 would have the match key');
    await page.click('dialog-no');
    expect(transport.inputs('undoCorrections')).toEqual([{ jobId: 'j1', redo: false }]);
  });

  it('goes on with what is left of the group after a mend, and takes each of its mends back', async () => {
    const left = [{ ...proposals[0]!, rows: 3, proposals: [{ request: { ...request, mends: [{ kind: 'letters' as const }] }, preview: { ...preview, rows: 3, cells: 1, right: 1 }, loses: false }] }];
    const { page, transport } = await job(proposals, left);
    expect(page.all('mend-undo-here')).toHaveLength(0);
    await page.click('dialog-yes');
    await page.settle();
    expect(textOf(page, 'mend-dialog')).toContain('Mend 3 rows: Email (D)');
    expect(textOf(page, 'dialog-yes')).toBe('Mend 1 cell');
    await page.click('dialog-yes');
    await page.settle();
    expect(transport.inputs('applyMend')).toMatchObject([{ mends: [{ kind: 'spaces' }] }, { mends: [{ kind: 'letters' }] }]);
    expect(textOf(page, 'mend-all-done')).toContain('Nothing');
    await page.click('mend-undo-here');
    await page.settle();
    expect(textOf(page, 'mend-dialog')).toContain('Mend 3 rows: Email (D)');
    await page.click('mend-undo-here');
    await page.settle();
    expect(textOf(page, 'mend-dialog')).toContain('Mend 5 rows: Email (D)');
    expect(textOf(page, 'mend-told')).toContain('Undone');
    expect(page.all('mend-undo-here')).toHaveLength(0);
  });

  it('keeps a mend in the recipe of the job where that is asked for, and in none else', async () => {
    const { page, transport } = await job(proposals, proposals, proposals);
    await page.click('dialog-yes');
    await page.settle();
    expect(transport.inputs('keepMend')).toEqual([]);
    await page.click('mend-keep');
    await page.settle();
    expect(page.get('mend-keep-name')).toHaveProperty('value', 'monthly');
    await page.enter('mend-keep-name', ' ');
    expect(page.get('dialog-yes')).toHaveProperty('disabled', true);
    await page.enter('mend-keep-name', 'monthly');
    expect(textOf(page, 'mend-dialog')).toContain('added to this saved recipe');
    await page.click('dialog-yes');
    await page.settle();
    expect(transport.inputs('keepMend')).toEqual([{ jobId: 'j1', name: 'monthly', ...request }]);
    expect(textOf(page, 'mend-told')).toContain('Kept in the recipe “monthly”');
  });

  it('looks for mistyped addresses anew once the dialog is closed, however many mends were made in it', async () => {
    const { page, transport } = await job(proposals, proposals);
    const before = transport.inputs('listMistyped').length;
    await page.click('dialog-yes');
    await page.settle();
    await page.click('dialog-yes');
    await page.settle();
    expect(transport.inputs('listMistyped')).toHaveLength(before);
    await page.click('dialog-no');
    await page.settle();
    expect(transport.inputs('listMistyped')).toHaveLength(before + 1);
  });

  it('shows valid addresses that look mistyped before the start, and mends them on request alone', async () => {
    const { page, transport } = await job();
    await page.click('dialog-no');
    const domain: MendRequest = { column: 3, mends: [{ kind: 'domain' }], selection: { kind: 'state', state: 'ready' }, onlyFixing: false };
    const samples = [{ ...preview.samples[0]!, before: { t: 's' as const, v: 'a@gmail.con' }, after: { t: 's' as const, v: 'a@gmail.com' }, outcome: 'same' as const }];
    transport.answer({ listMistyped: () => (transport.inputs('applyMend').length > 0 ? [] : [{ column: 'D', header: 'Email', reason: null, leftOut: false, rows: 2, proposals: [{ request: domain, preview: { ...preview, right: 0, stillRight: 2, samples }, loses: false }] }]) });
    transport.emit({ kind: 'job', jobId: 'j1', status: jobStatus({ counts: counts({ notSent: 10, invalid: 5 }) }) });
    await page.settle();
    expect(textOf(page, 'mistyped')).toContain('3a@gmail.cona@gmail.com');
    await page.click('start');
    await page.settle();
    expect(textOf(page, 'start-mistyped')).toContain('2 addresses look mistyped');
    await page.click('dialog-no');
    expect(transport.inputs('applyMend')).toEqual([]);
    await page.click('mistyped-mend');
    await page.settle();
    expect(page.all('mend-own').length + page.all('mend-keep').length).toBe(0);
    await page.click('dialog-yes');
    await page.settle();
    expect(transport.inputs('applyMend')).toEqual([{ jobId: 'j1', ...domain, sendAgain: false }]);
    expect(page.all('mistyped')).toHaveLength(0);
  });

  it('says on its button that values are emptied, and shows them so', async () => {
    const { page } = await job([{ ...proposals[0]!, proposals: [{ request: { ...request, mends: [{ kind: 'clear' }] }, preview: { ...preview, samples: [{ ...preview.samples[0]!, after: null }] }, loses: true }] }]);
    await page.click('mend-proposal');
    expect(textOf(page, 'dialog-yes')).toBe('Empty 2 cells');
    expect(textOf(page, 'mend-samples')).toContain('3a b@c.deemptyright');
  });

  it('chooses nothing unasked that loses values, and says what that is for a status', async () => {
    const loses = { request: { ...request, mends: [{ kind: 'clear' as const }] }, preview, loses: true };
    const checked = (page: Page): readonly boolean[] => page.all('mend-proposal').map((one) => one instanceof HTMLInputElement && one.checked);
    const { page, transport } = await job([{ ...proposals[0]!, reason: 'incorrect-email', proposals: [loses] }], [{ ...proposals[0]!, proposals: [loses, { request, preview, loses: false }] }]);
    expect(checked(page)).toEqual([false]);
    expect(page.all('dialog-yes')[0]).toHaveProperty('disabled', true);
    await page.click('dialog-yes');
    expect(transport.inputs('applyMend')).toEqual([]);
    await page.click('mend-proposal');
    await page.click('dialog-yes');
    await page.settle();
    expect(checked(page)).toEqual([false, true]);
  });

  it('tells what came of keeping a mend: what it replaces, a recipe of another version, and that nothing was changed', async () => {
    const { page, transport } = await job(proposals, proposals, proposals, proposals);
    const kept = async (answer: object): Promise<string> => {
      transport.answer({ keepMend: ({ name, mends }) => ({ name, isNew: false, rule: { column: 'Email', do: mends }, ...answer }) });
      await page.click('dialog-yes');
      await page.settle();
      return textOf(page, 'mend-told');
    };
    await page.click('mend-keep');
    await page.settle();
    expect(await kept({ isUpgraded: true })).toContain('“monthly” was a recipe of version 1, which knows no mends, and is one of version 2 now');
    expect(await kept({ replaced: [{ column: 'Email', do: [{ kind: 'case', to: 'upper' }] }] })).toContain('in place of what contradicted it: write in capital letters');
    expect(await kept({ isKnown: true })).toContain('The recipe “monthly” has this mend already');
    const before = transport.inputs('keepMend').length;
    transport.answer({ applyMend: () => ({ batch: null, rows: 0, cells: 0, refused: [{ row: 3, reason: 'unknown' }], refusedRows: 1, before: counts({}), after: counts({}) }) });
    expect(await kept({})).toContain('Nothing was changed, so nothing is kept in the recipe “monthly”.');
    expect(transport.inputs('keepMend')).toHaveLength(before);
  });

  it('names of rows that are still wrong the column that is, and the rows that would be left as they are', async () => {
    const samples = [{ ...preview.samples[0]!, outcome: 'same' as const, reason: 'incorrect-phone' as const, elsewhere: 'E', value: '12' }];
    const refusals = { refused: [{ row: 4, reason: 'accepted' as const }, { row: 5, reason: 'accepted' as const }], refusedBy: { accepted: 2 } };
    const { page } = await job([{ ...proposals[0]!, proposals: [{ request, preview: { ...preview, right: 1, stillWrong: 1, wrongElsewhere: 1, refused: 2, refusals, samples }, loses: false }] }]);
    expect(textOf(page, 'mend-samples')).toContain('column E: incorrect phone: too few digits (2)');
    expect(textOf(page, 'mend-words')).toBe('2 cells would be changed: 1 row becomes right, 1 stays wrong in other columns only; 2 rows cannot be corrected now.');
    expect(textOf(page, 'mend-refused')).toBe('2 rows would not be corrected: the platform has accepted them; to correct and send them once more takes “send again” (rows 4, 5).');
  });

  it('takes a mend of the operator’s own, once it was looked at', async () => {
    const { page, transport } = await job([{ ...proposals[0]!, proposals: [] }]);
    expect(textOf(page, 'mend-none')).toContain('knows nothing');
    await page.enter('own-kind', 'take');
    await page.enter('own-at', '-1');
    await page.enter('own-separator', ' / ');
    expect(page.all('dialog-yes')[0]).toHaveProperty('disabled', true);
    await page.click('own-look');
    await page.settle();
    const own = { ...request, mends: [{ kind: 'take', at: -1, separator: ' / ' }] };
    expect(transport.inputs('previewMend')).toEqual([{ jobId: 'j1', ...own }]);
    expect(textOf(page, 'mend-words')).toBe('2 cells would be changed: 2 rows become right.');
    await page.click('own-only');
    expect(page.all('dialog-yes')[0]).toHaveProperty('disabled', true);
    await page.click('own-look');
    await page.settle();
    await page.click('dialog-yes');
    await page.settle();
    expect(transport.inputs('applyMend')).toEqual([{ jobId: 'j1', ...own, onlyFixing: false, sendAgain: false }]);
  });

  it('reads a map of values line by line, and is closed without doing anything', async () => {
    const { page, transport } = await job([{ ...proposals[0]!, proposals: [] }]);
    await page.enter('own-kind', 'map');
    await page.enter('own-values', 'нет =>\nA => B');
    await page.click('own-look');
    await page.settle();
    expect(transport.inputs('previewMend')).toMatchObject([{ mends: [{ kind: 'map', values: { нет: '', A: 'B' } }] }]);
    await page.enter('own-values', 'no arrow');
    expect(page.all('own-look')[0]).toHaveProperty('disabled', true);
    await page.click('dialog-no');
    await page.settle();
    expect([page.all('mend-dialog').length, transport.inputs('applyMend').length]).toEqual([0, 0]);
  });
});
