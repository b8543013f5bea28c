import { afterEach, describe, expect, it } from 'vitest';
import { inLanguage } from '#contract/language.ts';
import type { JobRow, JobStatus } from '#contract/job.ts';
import { m } from '#messages';
import { FakeTransport } from '../support/fakeTransport.ts';
import { mountPage, type Page } from '../support/mountPage.ts';
import { connection, counts, jobRows, jobStatus, practiceConnection, problems, runningStatus, sampleColumns, summary } from '../support/pageData.ts';

let open: Page | null = null;
let transport: FakeTransport;
afterEach(() => {
  transport.emit({ kind: 'language', language: 'en' });
  open?.close();
  open = null;
});

const filled = counts({ notSent: 21, invalid: 412, failed: 32, unknown: 3, duplicate: 49, accepted: 1_001, withWarnings: 31, readyWithWarnings: 21 });
const member = (position: number, state: JobRow['state']): JobRow => ({ position, row: position + 1, state, cells: [{ t: 's', v: '7' }], errors: [], duplicateOf: null, code: null, text: null, profileId: null });
const act = { kind: 'pick' as const, row: 2, instead: 3 };
const batch = { id: 1, at: '2024-03-01T10:00:00Z', origin: 'window' as const, act, rows: 1, cells: 0, state: 'applied' as const };

async function jobPage(status: JobStatus): Promise<Page> {
  transport = new FakeTransport({
    listJobs: () => [summary({ status })], listConnections: () => [connection(), practiceConnection], listRecipes: () => [], jobStatus: () => status,
    jobProblems: () => problems, jobFailures: () => ({ groups: [{ code: 404, text: 'Profile not found', rows: 12, examples: [12] }], more: { groups: 2, rows: 5 } }),
    previewItems: () => ['{"a":1}'], checkSource: () => ({ verdict: 'changed', modified: null }), listCorrections: () => [batch],
    jobColumns: () => sampleColumns.map(({ index, letter, header, ref }) => ({ index, letter, header, ref })),
    rowsAt: ({ positions }) => positions.map((position) => jobRows(position - 1, 1, 1_000).rows[0]!),
    listDuplicates: () => ({ total: 22, duplicates: 21, groups: [{ key: '7', rows: 22, sent: 3, sentPosition: 2, isPicked: true, members: [member(1, 'duplicate'), member(2, 'ready')] }] }),
    previewFill: () => ({ cells: 2, rows: 1, differing: 1, refused: [{ row: 7, reason: 'accepted' }], refusedRows: 1, refusedBy: { accepted: 1 }, first: [] }),
    pickDuplicate: () => ({ batch, rows: 1, cells: 0, refused: [], refusedRows: 0, before: counts({}), after: counts({}) }),
  });
  const page = await mountPage(transport);
  open = page;
  transport.emit({ kind: 'language', language: 'ru' });
  await page.app.openJob('j1');
  await page.settle();
  return page;
}

/** Whole messages of the catalogue in English, which a page in Russian has no place for. */
const [english, russian] = (['en', 'ru'] as const).map((language) => inLanguage(language, () => Object.values(m).map((message) => String(Reflect.apply(message, undefined, [{}])))));
const inEnglish = new Set(english!.filter((text, index) => text !== russian![index] && !text.includes('undefined') && !text.includes('NaN')));
/** What the workbook says is in its own language. */
const data = new Set([...sampleColumns.map(({ header }) => header), ...problems.flatMap(({ examples }) => examples.map(({ value }) => value))]);

/** All that a page says, texts and what is read out. */
function said(root: HTMLElement): readonly string[] {
  const elements = [...root.querySelectorAll('*')];
  const attributes = elements.flatMap((element) => ['data-tip', 'aria-label', 'placeholder'].flatMap((name) => element.getAttribute(name) ?? []));
  const texts = elements.flatMap((element) => [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => (node.textContent ?? '').replace(/\s+/g, ' ').trim()));
  return [...attributes, ...texts];
}

const englishOn = (page: Page): readonly string[] => said(page.root).filter((text) => inEnglish.has(text) && !data.has(text));

describe('A job in Russian', () => {
  it.each(['failures', 'problems', 'rows', 'duplicates', 'items', 'exports'])('says nothing of the catalogue in English under %s', async (tab) => {
    const page = await jobPage(jobStatus({ counts: filled }));
    await page.click(`tab-${tab}`);
    await page.settle();
    if (tab === 'rows') await page.click('rows-find');
    if (tab === 'duplicates') await page.click('duplicates-fill-all');
    expect(inEnglish.size).toBeGreaterThan(300);
    expect(englishOn(page)).toEqual([]);
  });

  it('asks in Russian before anything is sent, and says so while it runs', async () => {
    const page = await jobPage({ ...runningStatus(5), counts: filled, live: null, state: 'paused', pause: null });
    await page.click('resume');
    expect(page.get('start-dialog').textContent).toContain('будет обновлён 21 профиль.');
    expect(englishOn(page)).toEqual([]);
    transport.emit({ kind: 'language', language: 'en' });
    page.close();
    const running = await jobPage(runningStatus(4_988));
    expect(running.get('time-left').textContent).toBe('около 35 с');
    expect(englishOn(running)).toEqual([]);
  });

  it('says in the language of the moment what was told before', async () => {
    const page = await jobPage(jobStatus({ counts: filled }));
    await page.click('tab-duplicates');
    await page.click('duplicate-pick');
    await page.settle();
    expect(page.get('duplicates-told').textContent).toMatch(/^Готово: /);
    transport.emit({ kind: 'language', language: 'en' });
    await page.settle();
    expect(page.get('duplicates-told').textContent).toBe('Done: row 2 sent instead of row 3.');
  });
});
