import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { JobRow } from '#contract/job.ts';
import type { RowDetails } from '#contract/rowDetails.ts';
import { Details } from '../../../renderer/state/rows/details.svelte.ts';
import { eventWords, sentWords, storedWords } from '../../../renderer/text/detailWords.ts';
import { FakeTransport } from '../../support/fakeTransport.ts';
import { mountPage, type Page } from '../../support/mountPage.ts';
import { connection, counts, jobStatus, practiceConnection, summary } from '../../support/pageData.ts';

let open: Page | null = null;
afterEach(() => {
  open?.close();
  open = null;
});

const how = { type: 'phones', with: [], country: 'RU', changes: [], empty: 'skip', invalid: 'row' } as const;
const row: JobRow = { position: 1, row: 2, state: 'failed', cells: [{ t: 's', v: '+79161234567' }], errors: [], duplicateOf: null, code: 404, text: 'Profile not found', profileId: null, corrected: [0] };
const details: RowDetails = {
  position: 1, row: 2, state: 'failed', original: [{ t: 'n', v: 9161234567, text: '8 916 123-45-67', f: '0 000' }], cells: row.cells, item: '{"phones":["+79161234567"]}',
  uses: [{ column: 0, field: 'phones', sent: '["+79161234567"]', how }],
  history: [
    { kind: 'checked', at: '2024-03-01T09:00:00Z', state: 'invalid' },
    { kind: 'corrected', at: '2024-03-01T09:05:00Z', batch: 1, origin: 'window', act: { kind: 'edit', row: 2, column: 'A' }, state: 'applied', cells: [{ column: 0, before: { t: 'n', v: 9161234567, text: '8 916 123-45-67' }, after: { t: 's', v: '+79161234567' } }] },
    { kind: 'sent', at: '2024-03-01T09:06:00Z', attempt: 1, round: 1, profiles: 500, requestId: 'abc' },
    { kind: 'answered', at: '2024-03-01T09:06:02Z', attempt: 1, outcome: 'answered', httpStatus: 200, text: null, replayed: false, row: { code: 404, text: 'Profile not found', profileId: null } },
  ],
};

async function shown(rows: readonly JobRow[]): Promise<Page> {
  const status = jobStatus({ state: 'finished', counts: counts({ failed: 1 }) });
  open = await mountPage(new FakeTransport({
    listJobs: () => [summary({ status })], listConnections: () => [connection(), practiceConnection], listRecipes: () => [],
    jobStatus: () => status, jobProblems: () => [], jobFailures: () => ({ groups: [], more: { groups: 0, rows: 0 } }), previewItems: () => [], checkSource: () => ({ verdict: 'same', modified: null }),
    jobColumns: () => [{ index: 0, letter: 'A', header: 'Mobile', ref: 'Mobile' }], rowsAt: () => [...rows], rowDetails: () => details,
  }));
  await open.app.openJob('j1');
  await open.click('tab-rows');
  await open.settle();
  await open.settle();
  return open;
}

describe('The panel beside the grid', () => {
  it('shows no number 0 for a row whose number a repair could not save', async () => {
    const page = await shown([{ ...row, row: 0 }]);
    expect(page.get('grid-row').querySelector('[role="rowheader"]')?.textContent).toBe('');
    const headings = [...page.get('cell-panel').querySelectorAll('h2')].map(({ textContent }) => textContent.trim());
    expect(headings.slice(0, 2)).toEqual(['Mobile A', 'A row without number']);
  });

  it('says what is stored, what Excel shows, what was sent and why, and the history of the row', async () => {
    await shown([row]);
    const text = (id: string): string => (open?.get(id).textContent ?? '').replace(/\s+/g, ' ');
    expect(text('cell-stored')).toBe('The number 9161234567, in the number format 0 000');
    expect(text('cell-shown')).toBe('“8 916 123-45-67”');
    expect(text('cell-corrected')).toBe('“+79161234567”');
    expect(text('cell-sent')).toContain('["+79161234567"]');
    expect(text('cell-sent')).toContain('numbers without a country as of RU');
    expect(text('row-history')).toMatch(/Checked: invalid.*Corrected in the window.*Mobile: “8 916 123-45-67” → “\+79161234567”.*Sent with 499 other rows, round 1.*Answered: refused \(404\).*Profile not found/);
  });
});

it('What is told of a row before its last correction is not said of it after', async () => {
  const known = new Details(async (position) => ({ ...details, position }));
  known.want(row);
  await nextTurn();
  expect([known.of(row), known.of({ ...row }), known.of({ ...row, position: 2 })]).toEqual([details, details, null]);
  const after: JobRow = { ...row, state: 'ready', cells: [{ t: 's', v: '+79161234568' }] };
  expect(known.of(after)).toBeNull();
  known.want(after);
  await nextTurn();
  expect([known.of(after), known.of(row)]).toEqual([details, null]);
});

describe('Words about a cell', () => {
  it('tell every kind of it apart', () => {
    expect([null, { t: 'd', v: '2024-01-31', f: 'dd.mm.yyyy' } as const, { t: 'b', v: true } as const, { t: 'e', v: '#N/A' } as const, { t: 's', v: '+7', written: '7', f: '"+"@' } as const].map(storedWords)).toEqual([
      'Nothing: the cell is empty', 'The date 2024-01-31, in the number format dd.mm.yyyy', 'The logical value TRUE', 'The error value #N/A', 'The text “7”, in the number format "+"@',
    ]);
  });

  it('say why nothing is sent', () => {
    const use = { column: 0, field: 'phones', sent: null, how };
    const error = { row: 2, column: 'A', header: '', field: 'phones', value: '12', reason: 'incorrect-phone' } as const;
    const plain = { ...row, corrected: [], text: null, code: null };
    expect(sentWords(use, { ...plain, state: 'invalid', errors: [error] })).toMatchObject({ sent: 'Nothing: the row is invalid and left out', why: expect.stringContaining('Incorrect phone: too few digits (2)') });
    expect(sentWords(use, { ...plain, state: 'ready', errors: [{ ...error, leftOut: true }] })).toMatchObject({ sent: 'Nothing: the value is left out' });
    expect(sentWords(use, { ...plain, state: 'ready' })).toMatchObject({ sent: 'Nothing', why: expect.stringContaining('leaves the field as it is') });
    expect(sentWords(use, { ...plain, state: 'duplicate', duplicateOf: 9 }).sent).toContain('row 9');
    expect(sentWords({ ...use, field: 'subscriptions[1].phone' }, { ...plain, state: 'ready' }).field).toBe('subscription 2, phone');
  });

  it('say what is not known of an answer', () => {
    const event = { kind: 'answered', at: '', attempt: 1, outcome: 'later: timed-out', httpStatus: null, text: 'ETIMEDOUT', replayed: false, row: null } as const;
    expect(eventWords(event, String).what).toBe('No answer for this row');
    expect(eventWords({ ...event, outcome: null, text: null }, String).what).toBe('No answer so far');
    expect(eventWords({ ...event, row: { code: 0, text: '', profileId: 'p1' }, replayed: true }, String)).toEqual({ what: 'Answered: accepted', more: ['Profile p1', 'An earlier answer, which the platform repeated.'] });
  });
});
