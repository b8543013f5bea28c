import { afterEach, describe, expect, it } from 'vitest';
import { noteSentence } from '#contract/sentences.ts';
import { sourceNoteKinds } from '#contract/sourceNote.ts';
import { FakeTransport } from '../support/fakeTransport.ts';
import { mountPage, type Page } from '../support/mountPage.ts';
import { jobStatus, summary } from '../support/pageData.ts';

let open: Page | null = null;

afterEach(() => {
  open?.close();
  open = null;
});

describe('What reading a file found', () => {
  it('is told on the job before it is started', async () => {
    const transport = new FakeTransport({
      listJobs: () => [summary()],
      listConnections: () => [],
      jobStatus: () => jobStatus({ notes: [{ kind: 'hidden-rows', count: 1_200, rows: [3, 4, 5], columns: [] }, { kind: 'number-open', count: 1, rows: [], columns: ['D'] }] }),
      jobProblems: () => [],
      jobFailures: () => ({ groups: [], more: { groups: 0, rows: 0 } }),
      previewItems: () => [],
    });
    open = await mountPage(transport);
    await open.app.openJob('j1');
    await open.settle();
    expect(open.get('source-notes').textContent).toContain('1,200 rows are hidden or filtered out in the workbook (rows 3, 4, 5, …)');
    expect(open.get('source-notes').textContent).toContain('(column D). Choose the decimal mark in the mapping.');
  });

  it('names on the command line the option or the member of the recipe, and nothing of the window', () => {
    for (const kind of sourceNoteKinds) {
      expect(noteSentence({ kind, count: 2, rows: [7], columns: ['B'] }, 'command')).not.toMatch(/mapping|visible ones/);
    }
    expect(noteSentence({ kind: 'number-open', count: 1, rows: [], columns: ['D'] }, 'command')).toContain('"decimal"');
    expect(noteSentence({ kind: 'date-open', count: 1, rows: [], columns: ['D'] }, 'command')).toContain('"order"');
    expect(noteSentence({ kind: 'hidden-rows', count: 1, rows: [3], columns: [] }, 'command')).toContain('--hidden skip');
  });

  it('has a sentence of every kind, for one and for many', () => {
    for (const kind of sourceNoteKinds) {
      for (const count of [1, 2_000]) expect(noteSentence({ kind, count, rows: [7], columns: ['B'] })).toMatch(/^[A-Z0-9].*\.$/);
    }
  });
});
