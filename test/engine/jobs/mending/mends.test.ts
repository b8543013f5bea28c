import { describe, expect, it } from 'vitest';
import { shownText } from '#contract/cells.ts';
import { Fault } from '#contract/faults.ts';
import { stillWords } from '#contract/mendWords.ts';
import type { Mend, MendRequest, MendSelection } from '#contract/mends.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { undoBatch } from '#engine/jobs/corrections/undoBatch.ts';
import { jobStatus } from '#engine/jobs/jobStatus.ts';
import { applyMend } from '#engine/jobs/mending/applyMend.ts';
import { previewMend } from '#engine/jobs/mending/previewMend.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { startPractice } from '../../../../electron/practice/index.ts';
import { correctedJob } from '../../../support/correctedJob.ts';
import { mustHold, rowsOf, type SourceRow } from '../../../support/corrections.ts';
import { run } from '../../../support/jobs.ts';
import { generator } from '../../../support/random.ts';

const scene = correctedJob();
const { job } = scene;

const request = (column: number, mends: readonly Mend[], selection: MendSelection = { kind: 'all' }, onlyFixing = false): MendRequest => ({ column, mends: [...mends], selection, onlyFixing });
const apply = (made: JobFile, wish: MendRequest): ReturnType<typeof applyMend> => applyMend(made, wish, { origin: 'window', clock: systemClock });
const dates: MendSelection = { kind: 'problem', reason: 'incorrect-date' };

describe('A mend of many rows', () => {
  const rows: readonly SourceRow[] = [['1', 'Anna', '31.01.2024'], ['2', 'Boris', 'нет'], ['3.0', 'Vera', '01.02.2024'], ['4', 'Gleb', 'unknown'], ['x', 'Dina', 'нет']];

  it('is looked at first, and nothing is stored by it', async () => {
    const made = await job(rows);
    const before = mustHold(made);
    const preview = await previewMend(made, request(2, [{ kind: 'map', values: { нет: '' } }], dates));
    expect(preview).toMatchObject({ rows: 3, cells: 2, right: 1, stillWrong: 1, wrong: 0, empty: 0, stillRight: 0, refused: 0 });
    expect(preview.samples).toEqual([
      { position: 2, row: 3, before: { t: 's', v: 'нет' }, after: null, outcome: 'right', reason: null },
      { position: 5, row: 6, before: { t: 's', v: 'нет' }, after: null, outcome: 'same', reason: 'not-integer', elsewhere: 'A', value: 'x' },
    ]);
    expect(preview.wrongElsewhere).toBe(1);
    expect(mustHold(made)).toEqual(before);
    expect(made.corrections.batches()).toEqual([]);
  });

  it('names what is still wrong in its own column first, and of another column that column and its own cell', async () => {
    const made = await job([['x', 'Anna', 'нет'], ['y', 'Vera', 'нет']]);
    const told = async (column: number, mend: Mend): Promise<readonly (string | null)[]> => (await previewMend(made, request(column, [mend]))).samples.map(stillWords);
    expect(await told(0, { kind: 'replace', find: 'x', with: 'z' })).toEqual(['not a whole number']);
    expect(await told(2, { kind: 'clear' })).toEqual(['column A: not a whole number', 'column A: not a whole number']);
    expect(await told(2, { kind: 'set', value: 'never' })).toEqual([expect.stringMatching(/^incorrect date/), expect.stringMatching(/^incorrect date/)]);
  });

  it('becomes one batch, which is undone as a whole', async () => {
    const made = await job(rows);
    const before = mustHold(made);
    const result = await apply(made, request(2, [{ kind: 'clear' }], dates));
    expect(result).toMatchObject({ rows: 3, cells: 3, batch: { act: { kind: 'mend', column: 'C', mends: [{ kind: 'clear' }] } }, before: { invalid: 3 }, after: { invalid: 1 } });
    mustHold(made);
    await undoBatch(made, { clock: systemClock });
    expect(mustHold(made)).toEqual(before);
  });

  it('that changes no cell makes no batch', async () => {
    const made = await job(rows);
    expect(await apply(made, request(1, [{ kind: 'trim' }]))).toMatchObject({ batch: null, rows: 0 });
  });

  it('changes only cells that are right by it, where told so', async () => {
    const made = await job(rows);
    const wish = request(2, [{ kind: 'map', values: { нет: '', unknown: 'never' } }], dates, true);
    expect(await previewMend(made, wish)).toMatchObject({ rows: 3, cells: 2, right: 1, stillWrong: 1 });
    await apply(made, wish);
    expect(rowsOf(made).map(({ cells }) => cells[2] ?? null)).toEqual([{ t: 's', v: '31.01.2024' }, null, { t: 's', v: '01.02.2024' }, { t: 's', v: 'unknown' }, null]);
  });

  it('tells what it would make wrong or empty', async () => {
    const made = await job([['1', 'Anna', '31.01.2024'], ['2', 'Boris', ''], ['3', '', '']]);
    expect(await previewMend(made, request(0, [{ kind: 'map', values: { '1': 'x', '3': '' } }]))).toMatchObject({ rows: 3, cells: 2, wrong: 1, empty: 1, right: 0 });
  });

  it('takes rows given, rows of a state, and all', async () => {
    const made = await job(rows);
    const upper: readonly Mend[] = [{ kind: 'case', to: 'upper' }];
    expect(await previewMend(made, request(1, upper, { kind: 'rows', positions: [4, 2, 2, 99] }))).toMatchObject({ rows: 2, cells: 2 });
    expect(await previewMend(made, request(1, upper, { kind: 'state', state: 'ready' }))).toMatchObject({ rows: 2, cells: 2, stillRight: 2 });
    expect(await previewMend(made, request(1, upper))).toMatchObject({ rows: 5, cells: 5 });
    await apply(made, request(1, upper, { kind: 'rows', positions: [4, 2] }));
    expect(rowsOf(made).map(({ cells }) => cells[1])).toMatchObject(['Anna', 'BORIS', 'Vera', 'GLEB', 'Dina'].map((v) => ({ v })));
  });

  it('can be cancelled, has then changed nothing, and names a column that is not there', async () => {
    const made = await job(rows);
    const before = mustHold(made);
    const stopped = AbortSignal.abort();
    await expect(previewMend(made, request(1, [{ kind: 'clear' }]), { signal: stopped })).rejects.toMatchObject({ code: 'cancelled' });
    await expect(applyMend(made, request(1, [{ kind: 'clear' }]), { origin: 'window', clock: systemClock, signal: stopped })).rejects.toMatchObject({ code: 'cancelled' });
    await expect(previewMend(made, request(9, [{ kind: 'clear' }]))).rejects.toThrow(Fault);
    expect(mustHold(made)).toEqual(before);
  });

  it('of accepted rows is refused in the preview as in the batch', async () => {
    const server = await startPractice({ population: 100 });
    try {
      const made = await job([['1', 'Anna', ''], ['2', 'Boris', ''], ['x', 'Vera', '']]);
      await run(made, server);
      const wish = request(1, [{ kind: 'case', to: 'upper' }]);
      expect(await previewMend(made, wish)).toMatchObject({ rows: 3, cells: 1, stillWrong: 1, refused: 2 });
      expect(await apply(made, wish)).toMatchObject({ rows: 1, refusedRows: 2 });
    } finally {
      await server.close();
    }
  });

  it('of rows with a value left out counts the value as put right', async () => {
    const made = await job(rows, { version: 2, invalid: 'field' });
    expect(jobStatus(made, null).counts).toMatchObject({ readyWithWarnings: 2 });
    expect(await previewMend(made, request(2, [{ kind: 'clear' }], { ...dates, leftOut: true }))).toMatchObject({ rows: 2, cells: 2, right: 2 });
  });
});

describe('The preview of any mend', () => {
  const values = [['1', '2', '3', '4', 'x', '', '5.0', '12E5'], ['Anna', ' Boris', '', 'a; b', 'ИBAH'], ['31.01.2024', '02/03/2024', '12/31/2024', '', 'never', '30.02.2024', '1.2.30']] as const;
  const mends: readonly Mend[] = [
    { kind: 'clear' }, { kind: 'set', value: '7' }, { kind: 'trim' }, { kind: 'float' }, { kind: 'take', at: 1 }, { kind: 'letters' }, { kind: 'case', to: 'upper' }, { kind: 'map', values: { never: '', x: '6' } },
    { kind: 'dates', order: 'mdy' }, { kind: 'dates', order: 'dmy', years: 'excel' }, { kind: 'replace', find: '2', with: '3' },
  ];
  const selections: readonly MendSelection[] = [{ kind: 'all' }, { kind: 'state', state: 'invalid' }, dates, { kind: 'problem', reason: 'not-integer' }, { kind: 'rows', positions: [1, 3, 5, 7] }];

  it.each(Array.from({ length: 25 }, (_, seed) => ({ seed })))('says what doing it does ($seed)', async ({ seed }) => {
    const random = generator(seed + 1);
    const oneOf = <Value>(list: readonly Value[]): Value => list[Math.floor(random() * list.length)]!;
    const made = await job(Array.from({ length: 12 }, () => [oneOf(values[0]), oneOf(values[1]), oneOf(values[2])]), random() < 0.3 ? { version: 2, invalid: 'field' } : {});
    for (let step = 0; step < 4; step += 1) {
      const wish = request(Math.floor(random() * 3), random() < 0.2 ? [oneOf(mends), oneOf(mends)] : [oneOf(mends)], oneOf(selections), random() < 0.4);
      const before = jobStatus(made, null).counts;
      const preview = await previewMend(made, wish);
      const result = await apply(made, wish);
      const after = mustHold(made);
      expect({ rows: result.rows, refused: result.refusedRows }).toEqual({ rows: preview.cells, refused: preview.refused });
      expect(preview.cells).toBe(preview.right + (preview.sendable ?? 0) + preview.wrong + preview.empty + preview.stillWrong + preview.stillRight);
      const bad = (counts: typeof before): number => counts.invalid + counts.readyWithWarnings;
      if (preview.right + (preview.sendable ?? 0) + preview.wrong + preview.empty === 0) expect(jobStatus(made, null).counts.invalid).toBe(before.invalid);
      if (wish.onlyFixing) expect(bad(jobStatus(made, null).counts)).toBeLessThanOrEqual(bad(before) + preview.wrong + preview.right);
      for (const { position, after: cell, outcome } of preview.samples) {
        expect(rowsOf(made)[position - 1]!.cells[wish.column] ?? null).toEqual(cell);
        if (outcome === 'empty') expect(after.states[position - 1]).toBe('empty');
      }
      if (!made.job.read()!.recipe.invalid) expect(jobStatus(made, null).counts.invalid).toBe(before.invalid - preview.right + preview.wrong - emptied(preview));
    }
  });

  /** Of rows that had been wrong: here all rows that are emptied have lost their key, the last thing in them. */
  const emptied = ({ samples }: Awaited<ReturnType<typeof previewMend>>): number => samples.filter(({ outcome, before }) => outcome === 'empty' && !/^\d+(?:\.0)?$/.test(shownText(before))).length;
});
