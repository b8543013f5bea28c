import { describe, expect, it } from 'vitest';
import type { ComparedRow, Comparison } from '#contract/comparison.ts';
import { Fault } from '#contract/faults.ts';
import type { Answers } from '../support/fakeTransport.ts';
import type { Page } from '../support/mountPage.ts';
import { openedJob, type OpenedJob } from '../support/openedJob.ts';
import { counts, jobStatus } from '../support/pageData.ts';

const changed = (position: number): ComparedRow => ({
  position, row: position + 1, key: String(position), kind: 'changed', isEmptied: position === 2, doubts: [], words: null,
  fields: [
    { field: 'Custom_ID', change: 'same', before: '1', after: '1', doubts: [] },
    position === 2
      ? { field: '_city', change: 'emptied', before: 'Tver', after: null, doubts: ['empty-sent'] }
      : { field: 'status', subscription: { channel: 'email', resource: 28, address: 'a@b.ru' }, change: 'changed', before: 'subscribed', after: 'unsubscribed', doubts: [] },
  ],
});
const missing = (position: number): ComparedRow => ({ position, row: position + 1, key: String(position), kind: 'not-found', isEmptied: false, doubts: [], words: null, fields: [] });

function comparison(rows: readonly ComparedRow[], more: Partial<Comparison> = {}): Comparison {
  const count = (kind: ComparedRow['kind']): number => rows.filter((row) => row.kind === kind).length;
  const counts = { notFound: count('not-found'), refused: 0, unchanged: 0, changed: count('changed'), unclear: 0, emptied: rows.filter(({ isEmptied }) => isEmptied).length };
  return { rows, counts, fields: [{ field: '_city', same: 1, filled: 0, changed: 0, emptied: 1, unclear: 0 }], sample: 20, waiting: 20_000, ended: null, fault: null, kept: 0, ...more };
}

/** The start of a job, gone on to what it would change. */
async function atComparison(answers: Answers = {}): Promise<OpenedJob> {
  const opened = await openedJob(jobStatus(), answers);
  await opened.page.click('start');
  await opened.page.click('see-changes');
  return opened;
}
const texts = (page: Page, testId: string): readonly string[] => page.all(testId).map(({ textContent }) => (textContent ?? '').replace(/\s+/g, ' ').trim());

/** Cell by cell. */
const fields = (page: Page): readonly string[] =>
  page.all('compared-field').map((row) => [...row.querySelectorAll('td')].map(({ textContent }) => (textContent ?? '').replace(/\s+/g, ' ').trim()).join(' | '));

describe('What would change', () => {
  it('is reached from the start, compared on request, and shown field by field with counts', async () => {
    const { page, transport } = await atComparison({ compareProfiles: () => comparison([changed(1), changed(2), missing(3)]) });
    expect(page.has('start-dialog')).toBe(false);
    expect(transport.inputs('compareProfiles')).toEqual([]);
    await page.enter('compare-sample', '100');
    await page.click('compare-run');
    expect(transport.inputs('compareProfiles')).toEqual([{ jobId: 'j1', connectionId: 'c1', sample: 100, goOn: false, keep: false }]);
    expect(page.get('compare-counts').textContent?.trim()).toContain('3 compared of 20,000 that would be updated: 1 not found, 0 unchanged, 2 changed, 1 of them with emptied fields.');
    expect(texts(page, 'compared-row')).toHaveLength(3);
    expect(fields(page)).toEqual([
      'email, resource 28: status changeda@b.ru | subscribed | unsubscribed',
      '_city emptied | Tver | (empty) An empty value is sent. Whether the platform empties the field or leaves it is not published.',
    ]);
    expect(page.get('compare-fields').textContent?.replace(/\s+/g, '')).toContain('_city00101');
    transport.emit({ kind: 'language', language: 'ru' });
    await page.settle();
    expect(page.get('compare-counts').textContent).toContain('изменится: 2, из них с очищаемыми полями: 1');
    expect(fields(page)[1]).toContain('_city очистится | Tver | (пусто) Отправляется пустое значение.');
    transport.emit({ kind: 'language', language: 'en' });
  });

  it('is filtered by what becomes of the profiles, and shown by pages', async () => {
    const rows = [...Array.from({ length: 45 }, (_, index) => missing(index + 10)), changed(1), changed(2)];
    const { page } = await atComparison({ compareProfiles: () => comparison(rows) });
    await page.click('compare-run');
    expect(page.has('compare-filter-unclear')).toBe(false);
    expect(texts(page, 'compare-page')).toEqual(['1 to 20 of 47']);
    await page.click('compare-more');
    await page.click('compare-more');
    expect([texts(page, 'compare-page'), page.get('compare-more')]).toMatchObject([['41 to 47 of 47'], { disabled: true }]);
    await page.click('compare-filter-emptied');
    expect(texts(page, 'compared-row').map((text) => text.slice(0, 8))).toEqual(['Row 3: 2']);
    await page.click('compare-filter-not-found');
    expect(texts(page, 'compared-row')).toHaveLength(20);
  });

  it('tells how far it is and what the platform wants, is paused, and gone on with', async () => {
    const answered = Promise.withResolvers<Comparison>();
    const { page, transport } = await atComparison({ compareProfiles: () => answered.promise, cancelComparison: () => null });
    await page.click('compare-run');
    transport.emit({ kind: 'fetching', jobId: 'j1', profiles: 7, total: 20, waiting: 12_000 });
    await page.settle();
    expect(texts(page, 'compare-progress')).toEqual(['7 of 20 profiles The server asks to wait: 12 s more.']);
    await page.click('compare-stop');
    expect(transport.inputs('cancelComparison')).toHaveLength(1);
    answered.resolve(comparison([changed(1)], { ended: 'asked' }));
    await page.settle();
    expect(page.get('compare-counts').textContent).toContain('Ended before all were compared.');
    transport.answer({ compareProfiles: () => comparison([changed(1), missing(3)]) });
    await page.click('compare-go-on');
    expect(transport.inputs('compareProfiles').at(-1)).toMatchObject({ goOn: true });
    expect(page.has('compare-go-on')).toBe(false);
  });

  it('shows what was compared beside what the platform says against it, and asks for a sample that can be', async () => {
    const fault = { code: 'server-busy', detail: { httpStatus: 429 } } as const;
    const { page } = await atComparison({ compareProfiles: () => comparison([changed(1)], { ended: 'fault', fault }) });
    await page.enter('compare-sample', '1001');
    expect(page.get('compare-run')).toHaveProperty('disabled', true);
    expect(page.text()).toContain('From 1 to 1,000.');
    await page.enter('compare-sample', '20');
    await page.click('compare-run');
    expect(page.text()).toContain('asks to be left in peace for longer than is waited for. The answer had no words (HTTP 429).'.slice(0, 60));
    expect(texts(page, 'compared-row')).toHaveLength(1);
    expect(page.has('compare-go-on')).toBe(true);
  });
});

describe('The undo workbook', () => {
  const kept = { state: 'finished', attempts: 3, keptProfiles: 20, counts: counts({ accepted: 19_400, unknown: 6 }) } as const;
  const saved = { workbook: 'clients undo.xlsx', recipe: 'clients undo 2.json', saved: 'clients undo', rows: 18, sent: 19_406, left: { added: 2, subscription: 0, value: 1_200, email: 1, key: 0 } };

  async function finished(answers: Answers): Promise<OpenedJob> {
    const opened = await openedJob(jobStatus(kept), answers);
    await opened.page.click('tab-compare');
    return opened;
  }

  it('is written of a job that was sent, which tells how many rows it covers and what is not taken back, in either language', async () => {
    const { page, transport } = await finished({ saveUndo: () => saved });
    expect(texts(page, 'undo-panel')[0]).toContain('The job keeps profiles as they were before: 20. Rows that were sent: 19,406.');
    await page.click('undo-save');
    expect(transport.inputs('saveUndo')).toEqual([{ jobId: 'j1' }]);
    expect(texts(page, 'undo-saved')).toEqual([
      '“clients undo.xlsx” takes back 18 of 19,406 rows that were sent. Its recipe is “clients undo 2.json” beside it, and “clients undo” among the saved recipes. Not taken back: '
      + 'Subscriptions that the import has added; an update takes none away: 2.Values that no cell gives back as they were, and that stay as the import has made them: 1,200.Emails that were empty before; the platform deletes none: 1.',
    ]);
    transport.emit({ kind: 'language', language: 'ru' });
    await page.settle();
    expect(texts(page, 'undo-saved')[0]).toMatch(/^Книга «clients undo\.xlsx» отменяет изменения строк: 18 из 19.406 отправленных\./u);
    transport.emit({ kind: 'language', language: 'en' });
  });

  it('shows how far it is, can be cancelled, and leaves nothing where no place was chosen or it failed', async () => {
    const answered = Promise.withResolvers<null>();
    const { page, transport } = await finished({ saveUndo: () => answered.promise, cancelUndo: () => null });
    await page.click('undo-save');
    expect(page.get('undo-save').getAttribute('aria-busy')).toBe('true');
    transport.emit({ kind: 'undoing', jobId: 'j1', step: 'look', rows: 500, total: 1_000 });
    await page.settle();
    expect(page.get('undo-panel').textContent).toContain('Looking through the rows: 500 of 1,000');
    expect(page.get('undo-panel').querySelector('[role=progressbar]')?.getAttribute('aria-label')).toBe('writing the undo workbook');
    expect(page.all('activity').map(({ dataset }) => dataset['activity'])).toEqual(['undoing']);
    await page.click('export-cancel');
    expect(transport.inputs('cancelUndo')).toEqual([{ jobId: 'j1' }]);
    answered.resolve(null);
    await page.settle();
    expect([page.has('undo-saved'), page.get('undo-panel').querySelector('[role=progressbar]')]).toEqual([false, null]);
    transport.answer({ saveUndo: () => { throw new Fault('nothing-to-undo', { event: 'profiles' }); } });
    await page.click('undo-save');
    expect(page.text()).toContain('No profile was kept of a row that was sent: there is nothing to take back.');
    expect(page.has('undo-saved')).toBe(false);
  });
});
