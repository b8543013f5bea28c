import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { actWords, besideWords } from '#contract/corrections.ts';
import type { MendRequest } from '#contract/mends.ts';
import type { Recipe } from '#contract/recipe.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { batches, redoBatch, undoBatch } from '#engine/jobs/corrections/undoBatch.ts';
import { correctFromWorkbook, previewWorkbook } from '#engine/jobs/corrections/workbook/correctFromWorkbook.ts';
import { exportRows } from '#engine/jobs/exports/exportRows.ts';
import { jobStatus } from '#engine/jobs/jobStatus.ts';
import { applyMend } from '#engine/jobs/mending/applyMend.ts';
import { previewEdit } from '#engine/jobs/mending/previewEdit.ts';
import { previewMend } from '#engine/jobs/mending/previewMend.ts';
import { listProposals } from '#engine/jobs/mending/proposals.ts';
import { prepareJob } from '#engine/jobs/prepare/prepareJob.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { correctedJob } from '../../../support/correctedJob.ts';
import { correctedRecipe, edit, rowsOf, set, type SourceRow } from '../../../support/corrections.ts';
import { forCorrecting, rewritten } from '../../../support/rounds.ts';

const here = correctedJob();
const born = 2;
const options = { clock: systemClock };
const rows = (dates: readonly string[]): readonly SourceRow[] => dates.map((date, index) => [String(index + 1), `Name ${index + 1}`, date]);
/** Four rows with dates that are none, in the sheet's rows 2 to 5. */
const job = (recipe: Partial<Recipe> = {}): Promise<JobFile> => here.job(rows(Array(4).fill('31.02.1980')), recipe);
/** The state of each row with its reasons and its date as it is sent. */
const said = (file: JobFile): readonly string[] =>
  rowsOf(file).map(({ position, state, errors }) => [state, ...errors.map(({ reason }) => reason), ...[...file.items.texts([position])].map(({ json }) => /"_bdate":"([^"]*)"/.exec(json)?.[1] ?? '')].filter((word) => word !== '').join(' '));
const [open, contrary, wrong] = ['invalid date-order-open', 'invalid date-other-order', 'invalid incorrect-date'];
const preview = (file: JobFile, position: number, value: string) => previewEdit(file, { position, column: born, value, sendAgain: false });
const setTo = (value: string, ...positions: number[]): MendRequest => ({ column: born, mends: [{ kind: 'set', value }], selection: { kind: 'rows', positions }, onlyFixing: false });

describe('a date of the other order, typed beside one that can be read both ways', () => {
  it('is told with the rows that it takes back before it is typed', async () => {
    const file = await job();
    await edit(file, [set(1, born, '03.04.1980')]);
    const told = { reopened: { count: 1, first: [2] } };
    expect(preview(file, 2, '06/25/1980')).toMatchObject({ becomes: 'invalid', ...told });
    expect(await previewMend(file, setTo('06/25/1980', 2))).toMatchObject({ cells: 1, ...told });
    const path = await rewritten(await forCorrecting(file, here.folder), (sheet) => (sheet.getCell('C3').value = '06/25/1980'));
    const report = await previewWorkbook(file, path, {});
    expect(report).toMatchObject({ changedRows: 1, ...told });
    expect(said(file)[0]).toBe('ready 1980-04-03');
    const taken = await correctFromWorkbook(file, path, options);
    expect(taken.result).toMatchObject(told);
    expect(said(file)).toEqual([open, contrary, wrong, wrong]);
  });

  it('tells nothing where it takes none back', async () => {
    const file = await job();
    await edit(file, [set(1, born, '13.04.1980')]);
    for (const [position, value] of [[2, '06/25/1980'], [1, '06/25/1980'], [2, '05.04.1980']] as const) {
      expect(preview(file, position, value)).not.toHaveProperty('reopened');
      expect(await previewMend(file, setTo(value, position))).not.toHaveProperty('reopened');
    }
  });

  it('is one cell in one row, and the others are told by themselves', async () => {
    const file = await job();
    await edit(file, [set(1, born, '03.04.1980')]);
    const made = await edit(file, [set(2, born, '06/25/1980')], { act: { kind: 'edit', row: 3, column: 'C' } });
    expect(made).toMatchObject({ rows: 1, cells: 1, reopened: { count: 1, first: [2] }, batch: { rows: 1, cells: 1 } });
    expect(actWords(made.batch!)).toBe('row 3, column C');
    expect(batches(file).at(-1)).toMatchObject({ rows: 1, cells: 1 });
    expect(await undoBatch(file, options)).toMatchObject({ rows: 1, cells: 1, batch: { rows: 1, cells: 1 } });
    expect(said(file)).toEqual(['ready 1980-04-03', wrong, wrong, wrong]);
    expect(await redoBatch(file, options)).toMatchObject({ rows: 1, cells: 1 });
    expect(said(file)).toEqual([open, contrary, wrong, wrong]);
    file.check();
  });
});

describe('dates refused for one of the other order', () => {
  const typed = [set(1, born, '03.04.1980'), set(2, born, '06/25/1980'), set(3, born, '05.06.1980')];
  /** Rows 2 and 4 are refused for row 3. */
  async function refused(): Promise<JobFile> {
    const file = await job();
    await edit(file, typed);
    expect(said(file)).toEqual([open, contrary, open, wrong]);
    return file;
  }
  const right = ['ready 1980-04-03', 'ready 1980-06-25', 'ready 1980-06-05', wrong];

  it.each<readonly [string, (file: JobFile) => Promise<unknown>]>([
    ['an edit', (file) => edit(file, [set(2, born, '25.06.1980')])],
    ['an edit that says the day', (file) => edit(file, [set(2, born, '1980-06-25')])],
    ['a mend of that row', (file) => applyMend(file, setTo('25.06.1980', 2), { ...options, origin: 'window' })],
    ['a mend of all', (file) => applyMend(file, { column: born, mends: [{ kind: 'replace', find: '06/25/1980', with: '25.06.1980' }], selection: { kind: 'all' }, onlyFixing: false }, { ...options, origin: 'window' })],
    ['a workbook', async (file) => correctFromWorkbook(file, await rewritten(await forCorrecting(file, here.folder), (sheet) => (sheet.getCell('C3').value = '25.06.1980')), options)],
  ])('are read again once it is put right by %s, and undone and brought back with it', async (_by, putRight) => {
    const file = await refused();
    await putRight(file);
    expect(said(file)).toEqual(right);
    expect(jobStatus(file, null).counts).toMatchObject({ invalid: 1, ready: 3 });
    file.check();
    await undoBatch(file, options);
    expect(said(file)).toEqual([open, contrary, open, wrong]);
    await redoBatch(file, options);
    expect(said(file)).toEqual(right);
    file.check();
  });

  it('are told beside the row that is put right, before and after', async () => {
    const file = await refused();
    const told = { readAgain: { count: 2, first: [2, 4] } };
    expect(preview(file, 2, '25.06.1980')).toMatchObject({ becomes: 'ready', ...told });
    expect(await previewMend(file, setTo('25.06.1980', 2))).toMatchObject({ right: 1, ...told });
    const path = await rewritten(await forCorrecting(file, here.folder), (sheet) => (sheet.getCell('C3').value = '25.06.1980'));
    expect(await previewWorkbook(file, path, {})).toMatchObject({ changedRows: 1, ...told });
    const made = await edit(file, [set(2, born, '25.06.1980')]);
    expect(made).toMatchObject({ rows: 1, cells: 1, ...told });
    expect(besideWords(made)).toContain('Dates typed into 2 rows before (rows 2, 4) are read again');
  });

  it('are read with one that is typed in the same batch in which the other order goes', async () => {
    const file = await refused();
    expect(await previewMend(file, setTo('07.08.1980', 2, 4))).toMatchObject({ right: 2, readAgain: { count: 2, first: [2, 4] } });
    const path = await rewritten(await forCorrecting(file, here.folder), (sheet) => [3, 5].forEach((row) => (sheet.getCell(row, born + 1).value = '07.08.1980')));
    expect((await previewWorkbook(file, path, {})).becomes).toMatchObject({ ready: 2, invalid: 0 });
    await edit(file, [set(2, born, '07.08.1980'), set(4, born, '07.08.1980')]);
    expect(said(file)).toEqual(['ready 1980-04-03', 'ready 1980-08-07', 'ready 1980-06-05', 'ready 1980-08-07']);
  });

  it('stay refused as long as another one of that order stands, and are proposed for', async () => {
    const file = await refused();
    await edit(file, [set(4, born, '07/31/1980')]);
    expect(preview(file, 2, '25.06.1980')).not.toHaveProperty('readAgain');
    await edit(file, [set(2, born, '25.06.1980')]);
    expect(said(file)).toEqual([open, 'ready 1980-06-25', open, contrary]);
    const [group] = await listProposals(file, { reason: 'date-order-open' });
    expect(group).toMatchObject({ rows: 2, proposals: expect.arrayContaining([expect.objectContaining({ preview: expect.objectContaining({ right: 2 }) as unknown })]) as unknown });
    await applyMend(file, group!.proposals[0]!.request, { ...options, origin: 'window' });
    expect(jobStatus(file, null).counts.ready).toBe(3);
    file.check();
  });

  it('are read again, too, when the other one is undone from below a batch that has kept it', async () => {
    const file = await job();
    await edit(file, [set(1, born, '06/25/1980')]);
    await edit(file, [set(2, born, '03.04.1980')]);
    await edit(file, [set(1, born, '25.06.1980')]);
    expect(said(file).slice(0, 2)).toEqual(['ready 1980-06-25', 'ready 1980-04-03']);
    await undoBatch(file, options);
    expect(said(file).slice(0, 2)).toEqual([contrary, open]);
    await undoBatch(file, options);
    await undoBatch(file, options);
    expect(said(file)).toEqual([wrong, wrong, wrong, wrong]);
    file.check();
  });

  it('are sent with their value again where only that was left out', async () => {
    const file = await job({ version: 2, invalid: 'field' });
    await edit(file, typed);
    expect(jobStatus(file, null).counts).toMatchObject({ ready: 4, readyWithWarnings: 4 });
    await edit(file, [set(2, born, '25.06.1980')]);
    expect(jobStatus(file, null).counts).toMatchObject({ ready: 4, readyWithWarnings: 1 });
    file.check();
    await undoBatch(file, options);
    expect(jobStatus(file, null).counts).toMatchObject({ ready: 4, readyWithWarnings: 4 });
  });

  it('stay refused beside one that an older workbook does not have yet, and corrects nothing of', async () => {
    const file = await job();
    await edit(file, [set(1, born, '03.04.1980')]);
    const path = await rewritten(await forCorrecting(file, here.folder), (sheet) => (sheet.getCell('B2').value = 'Olga'));
    await edit(file, [set(2, born, '06/25/1980')]);
    expect(await previewWorkbook(file, path, {})).toMatchObject({ changedRows: 1, becomes: { ready: 0, invalid: 1 } });
    await correctFromWorkbook(file, path, options);
    expect(said(file)).toEqual([open, contrary, wrong, wrong]);
  });

  it('stay refused beside one whose row cannot be corrected now', async () => {
    const file = await job({ version: 2, invalid: 'field' });
    await edit(file, typed);
    file.transaction(() => file.states.change([{ from: 2, to: 2 }], () => 'accepted'));
    const request: MendRequest = { column: born, mends: [{ kind: 'map', values: { '06/25/1980': '25.06.1980', '31.02.1980': '07.08.1980' } }], selection: { kind: 'all' }, onlyFixing: false };
    expect(await previewMend(file, request)).toMatchObject({ right: 0, stillWrong: 1, refused: 1 });
    await applyMend(file, request, { ...options, origin: 'window' });
    expect(rowsOf(file)[3]?.errors.map(({ reason }) => reason)).toEqual(['date-order-open']);
  });

  it('leave a row that was sent as it is', async () => {
    const file = await refused();
    await edit(file, [set(2, born, '25.06.1980')]);
    file.transaction(() => file.states.change([{ from: 1, to: 1 }], () => 'accepted'));
    expect(preview(file, 4, '06/25/1980')).toMatchObject({ reopened: { count: 1, first: [4] } });
    await edit(file, [set(4, born, '06/25/1980')]);
    expect(said(file)).toEqual(['accepted 1980-04-03', 'ready 1980-06-25', open, contrary]);
  });

  it('give the same items and errors from an export that is prepared again', async () => {
    const file = await refused();
    await edit(file, [set(2, born, '25.06.1980')]);
    const [source, path] = [join(here.folder, 'again.xlsx'), join(here.folder, `${randomUUID()}.importjob`)];
    await exportRows(file, 'all', source, { replace: false });
    await prepareJob({ source, recipe: correctedRecipe, job: path, jobId: randomUUID(), clock: systemClock });
    expect(said(here.open(path))).toEqual(right);
  });
});
