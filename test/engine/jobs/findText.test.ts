import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shownText } from '#contract/cells.ts';
import { textFinder } from '#contract/sameText.ts';
import { findText, type FindOptions, type FindProgress } from '#engine/jobs/findText.ts';
import { undoBatch } from '#engine/jobs/corrections/undoBatch.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { correctedJob } from '../../support/correctedJob.ts';
import { slowly } from '../../support/clocks.ts';
import { edit, open, prepareRows, rowsOf, set, type SourceRow } from '../../support/corrections.ts';

const scene = correctedJob();
const { job } = scene;

const find = (made: JobFile, text: string, more: Partial<FindOptions> = {}) => findText(made, { text, limit: 100, ...more });

describe('Finding a text in a job', () => {
  it('tells each cell that shows it, whatever its letter case, in rows of every state', async () => {
    const made = await job([['1', 'Anna', '31.01.2024'], ['x', 'ANNA Lee', ''], ['1', 'Hanna', ''], ['4', 'Boris', 'anna']]);
    const found = await find(made, 'anna');
    expect(found).toMatchObject({ total: 4, rows: 4 });
    expect(found.cells).toEqual([
      { position: 1, row: 2, column: 1, text: 'Anna' },
      { position: 2, row: 3, column: 1, text: 'ANNA Lee' },
      { position: 3, row: 4, column: 1, text: 'Hanna' },
      { position: 4, row: 5, column: 2, text: 'anna' },
    ]);
    expect((await find(made, '2024')).cells).toMatchObject([{ position: 1, column: 2 }]);
    expect(await find(made, 'Clara')).toEqual({ total: 0, rows: 0, cells: [] });
    expect(await find(made, '\u200B ')).toEqual({ total: 0, rows: 0, cells: [] });
  });

  it('looks in one column, tells from a row on and up to a limit, and counts all', async () => {
    const made = await job(Array.from({ length: 1_203 }, (_, index): SourceRow => [String(index + 1), index % 2 === 0 ? 'Anna 1' : 'Boris', '']));
    expect(await find(made, '1', { column: 1, limit: 2, from: 500 })).toEqual({ total: 602, rows: 602, cells: [{ position: 501, row: 502, column: 1, text: 'Anna 1' }, { position: 503, row: 504, column: 1, text: 'Anna 1' }] });
    expect((await find(made, '1', { column: 7 })).total).toBe(0);
    expect((await find(made, '120', { column: 0 })).cells.map(({ row }) => row)).toEqual([121, 1_121, 1_201, 1_202, 1_203, 1_204]);
  });

  it('sees the corrected cells and not those beneath, until they are undone', async () => {
    const made = await job(Array.from({ length: 700 }, (_, index): SourceRow => [String(index + 1), 'Boris', '']));
    await edit(made, [set(600, 1, 'Anna'), set(600, 2, '')]);
    expect((await find(made, 'anna')).cells).toMatchObject([{ position: 600, row: 601 }]);
    expect((await find(made, 'boris')).total).toBe(699);
    await undoBatch(made, { clock: systemClock });
    expect([(await find(made, 'anna')).total, (await find(made, 'boris')).total]).toEqual([0, 700]);
  });

  it('tells how far it is, and stops when it is told to', async () => {
    const made = await job(Array.from({ length: 3000 }, (_, index): SourceRow => [String(index + 1), 'Anna', '']));
    const abort = new AbortController();
    const told: FindProgress[] = [];
    const finding = find(made, 'anna', { signal: abort.signal, now: slowly(), onProgress: (progress) => (told.push(progress), abort.abort()) });
    await expect(finding).rejects.toMatchObject({ code: 'cancelled' });
    expect(told).toHaveLength(1);
    expect(told[0]?.total).toBe(3000);
    expect(told[0]?.rows).toBeLessThan(3000);
    expect(told[0]?.found).toBe(told[0]?.rows);
  });

  it('finds the same as looking at every cell, whatever is in them', async () => {
    const value = fc.array(fc.constantFrom('Ann', 'a', 'É', 'e\u0301', ' ', '  ', '\u00A0', 'Σ', 'ς', 'σα', 'İ', '1e21', '7', '\\', 'й', 'и\u0306'), { maxLength: 4 }).map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(value, value, value), { minLength: 1, maxLength: 30 }), fc.array(value, { minLength: 1, maxLength: 5 }), async (rows, sought) => {
        const made = open(await prepareRows(scene.folder, rows));
        try {
          for (const text of sought) {
            const finder = textFinder(text);
            const wanted = rowsOf(made).flatMap(({ position, cells }) => cells.flatMap((cell, column) => (finder?.shows(shownText(cell)) === true ? [[position, column]] : [])));
            expect((await find(made, text, { limit: 1_000 })).cells.map(({ position, column }) => [position, column])).toEqual(wanted);
          }
        } finally {
          made.close();
        }
      }),
      { seed: 20_261_128, numRuns: 25 },
    );
  });
});
