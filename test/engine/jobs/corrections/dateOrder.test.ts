import { describe, expect, it } from 'vitest';
import { besideWords } from '#contract/corrections.ts';
import { reportWords } from '#contract/correctingWords.ts';
import { previewWords } from '#contract/mendWords.ts';
import type { MendRequest } from '#contract/mends.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { redoBatch, undoBatch } from '#engine/jobs/corrections/undoBatch.ts';
import { correctFromWorkbook, previewWorkbook } from '#engine/jobs/corrections/workbook/correctFromWorkbook.ts';
import { fillDuplicates, previewFill } from '#engine/jobs/duplicates/fillDuplicates.ts';
import { jobStatus } from '#engine/jobs/jobStatus.ts';
import { applyMend } from '#engine/jobs/mending/applyMend.ts';
import { previewEdit } from '#engine/jobs/mending/previewEdit.ts';
import { previewMend } from '#engine/jobs/mending/previewMend.ts';
import { listProposals } from '#engine/jobs/mending/proposals.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { correctedJob } from '../../../support/correctedJob.ts';
import { edit, rowsOf, set, type SourceRow } from '../../../support/corrections.ts';
import { forCorrecting, rewritten } from '../../../support/rounds.ts';

const here = correctedJob();
const born = 2;
const rows = (dates: readonly string[]): readonly SourceRow[] => dates.map((date, index) => [String(index + 1), `Name ${index + 1}`, date]);
const typed = ['03/04/1990', '03/14/1990', '03/15/1990', '04/05/1991'];
const edits = (texts: readonly string[]) => texts.map((date, index) => set(index + 1, born, date));
/** The state of each row with its reasons and its date as it is sent. */
const said = (file: JobFile): readonly string[] =>
  rowsOf(file).map(({ position, state, errors }) => [state, ...errors.map(({ reason }) => reason), ...[...file.items.texts([position])].map(({ json }) => /"_bdate":"([^"]*)"/.exec(json)?.[1] ?? '')].filter((word) => word !== '').join(' '));
const refused = ['invalid date-order-open', 'invalid date-other-order', 'invalid date-other-order', 'invalid date-order-open'];
const options = { clock: systemClock };

describe('dates typed into a column whose order nothing has decided', () => {
  it('are not read day first beside one of the batch that can only be month first', async () => {
    const file = await here.job(rows(['', '', '', '']));
    await edit(file, edits(typed));
    expect(said(file)).toEqual(refused);
    const proposals = await listProposals(file);
    expect(proposals.map(({ reason, proposals: [first] }) => [reason, first?.request.mends, first?.preview.right])).toEqual([
      ['date-order-open', expect.arrayContaining([expect.objectContaining({ kind: 'dates' })]), 2],
      ['date-other-order', [expect.objectContaining({ kind: 'dates', order: 'mdy' })], 2],
    ]);
    file.check();
  });

  it('are read day first where nothing speaks against it, and beside one that can only be day first', async () => {
    const file = await here.job(rows(['', '', '', '']));
    await edit(file, edits(['03/04/1990', '14/03/1990', '1990-03-31', '04/05/1991']));
    expect(said(file)).toEqual(['ready 1990-04-03', 'ready 1990-03-14', 'ready 1990-03-31', 'ready 1991-05-04']);
  });

  it('are noted once as preparing notes them, where nothing else tells the order', async () => {
    const file = await here.job(rows(['', '', '', '']));
    const noted = (): readonly unknown[] => jobStatus(file, null).notes;
    await edit(file, edits(['14/03/1990', '03/04/1990']));
    expect(noted()).toEqual([]);
    await edit(file, edits(['1990-03-14', '05/04/1990']));
    expect(noted()).toEqual([{ kind: 'date-open', count: 1, rows: [3], columns: ['C'] }]);
    await edit(file, [set(3, born, '06/07/1990')]);
    expect(noted()).toHaveLength(1);
    file.check();
    const proven = await here.job(rows(['14.03.1990', '']));
    await edit(proven, [set(2, born, '03/04/1990')]);
    expect(jobStatus(proven, null).notes).toEqual([]);
  });

  it('are noted no longer once their batch was undone, and again with it', async () => {
    const file = await here.job(rows(['', '', '', '']));
    const noted = (): readonly unknown[] => jobStatus(file, null).notes;
    const note = { kind: 'date-open', count: 1, rows: [3], columns: ['C'] };
    await edit(file, [set(2, born, '05/04/1990')]);
    expect(noted()).toEqual([note]);
    await undoBatch(file, options);
    expect(noted()).toEqual([]);
    await redoBatch(file, options);
    expect(noted()).toEqual([note]);
    await undoBatch(file, options);
    await edit(file, [set(3, born, '06/07/1990')]);
    expect(noted()).toEqual([{ ...note, rows: [4] }]);
    file.check();
  });

  it('are not filled from a duplicate where corrections speak against their order', async () => {
    const file = await here.job([['1', 'Anna', '03/04/1990'], ['1', 'Anna', ''], ['2', 'Boris', '']], { duplicates: 'last' });
    await edit(file, [set(3, born, '03/14/1990')]);
    expect((await previewFill(file, { limit: 5 })).cells).toBe(0);
    expect(await fillDuplicates(file, { ...options, origin: 'window' })).toMatchObject({ batch: null, cells: 0 });
    await undoBatch(file, options);
    expect(await fillDuplicates(file, { ...options, origin: 'window' })).toMatchObject({ cells: 1 });
    expect(said(file)[1]).toBe('ready 1990-04-03');
  });

  it('are judged by corrections of earlier batches that count, and by no others', async () => {
    const file = await here.job(rows(['', '', '', '']));
    await edit(file, [set(2, born, '03/14/1990')]);
    await edit(file, [set(1, born, '03/04/1990')]);
    expect(said(file).slice(0, 2)).toEqual(['invalid date-order-open', 'invalid date-other-order']);
    await edit(file, [set(1, 1, 'Other')]);
    expect(said(file)[0]).toBe('invalid date-order-open');
    await edit(file, [set(2, born, '1990-03-14')]);
    await edit(file, [set(4, born, '04/05/1991')]);
    expect(said(file)[3]).toBe('ready 1991-05-04');
  });

  it('are told before a later batch brings the proof by which they are refused, by every preview', async () => {
    const file = await here.job(rows(['', '', '', '03/05/1990']));
    const exported = await forCorrecting(file, here.folder);
    await edit(file, [set(1, born, '03/04/1990'), set(2, born, '1990-01-31')]);
    const told = { reopened: { count: 1, first: [2] } };
    const words = 'the date typed into row 2 before would not be sent any more: beside a date of the other order it may have been read wrongly';
    const mend: MendRequest = { column: born, mends: [{ kind: 'set', value: '03/14/1990' }], selection: { kind: 'rows', positions: [3] }, onlyFixing: false };
    const mended = await previewMend(file, mend);
    expect(mended).toMatchObject(told);
    expect(previewWords(mended)).toContain(words);
    expect(previewEdit(file, { position: 3, column: born, value: '03/14/1990', sendAgain: false })).toMatchObject(told);
    const report = await previewWorkbook(file, await rewritten(exported, (sheet) => (sheet.getCell('C4').value = '03/14/1990')), {});
    expect(report).toMatchObject(told);
    expect(reportWords(report, { asItIs: '', overwrite: '' })).toContain(words);
    // Neither a date of the same order, nor one that takes the other's place.
    expect(previewEdit(file, { position: 3, column: born, value: '14/03/1990', sendAgain: false })).not.toHaveProperty('reopened');
    expect(previewEdit(file, { position: 1, column: born, value: '03/14/1990', sendAgain: false })).not.toHaveProperty('reopened');
    const result = await applyMend(file, mend, { ...options, origin: 'window' });
    expect(result).toMatchObject(told);
    expect(await previewMend(file, mend)).not.toHaveProperty('reopened');
  });

  it('are refused also where the proof comes in a later batch, and are read again when that is undone', async () => {
    const file = await here.job(rows(['', '', '', '03/05/1990']));
    await edit(file, [set(1, born, '03/04/1990')]);
    await edit(file, [set(2, born, '05/04/1990')]);
    file.transaction(() => file.states.change([{ from: 2, to: 2 }], () => 'accepted'));
    const proof = await edit(file, [set(3, born, '03/14/1990')]);
    expect(proof).toMatchObject({ rows: 1, cells: 1, reopened: { count: 1, first: [2] } });
    expect(besideWords(proof)).toContain('The date typed into row 2 before is not sent any more');
    // What was sent, or read from the source, stays.
    expect(said(file)).toEqual(['invalid date-order-open', 'accepted 1990-04-05', 'invalid date-other-order', 'ready 1990-05-03']);
    file.check();
    await undoBatch(file, options);
    expect(said(file)).toEqual(['ready 1990-04-03', 'accepted 1990-04-05', 'ready', 'ready 1990-05-03']);
    await redoBatch(file, options);
    expect(said(file)[0]).toBe('invalid date-order-open');
    file.check();
  });

  it('stay so when the batch is undone and brought back', async () => {
    const file = await here.job(rows(['', '', '', '']));
    const before = said(file);
    await edit(file, edits(typed));
    await undoBatch(file, options);
    expect(said(file)).toEqual(before);
    await redoBatch(file, options);
    expect(said(file)).toEqual(refused);
  });

  it('leave an accepted row as it is, which would be invalid then', async () => {
    const file = await here.job(rows(['', '', '', '']));
    file.transaction(() => file.states.change([{ from: 1, to: 1 }], () => 'accepted'));
    expect(await edit(file, edits(typed), { sendAgain: true })).toMatchObject({ rows: 3, refused: [{ row: 2, reason: 'accepted-invalid' }] });
  });

  it('are judged together with those that a mend writes', async () => {
    const file = await here.job(rows(typed.map((date) => `on ${date}`)));
    const request: MendRequest = { column: born, mends: [{ kind: 'replace', find: 'on ', with: '' }], selection: { kind: 'all' }, onlyFixing: false };
    expect(await previewMend(file, request)).toMatchObject({ right: 0 });
    await applyMend(file, request, { ...options, origin: 'window' });
    expect(said(file)).toEqual(refused);
  });

  it('are judged together with those that a workbook brings', async () => {
    const file = await here.job(rows(['', '', '', '']));
    const path = await rewritten(await forCorrecting(file, here.folder), (sheet) => typed.forEach((date, index) => (sheet.getCell(index + 2, born + 1).value = date)));
    expect((await previewWorkbook(file, path, {})).becomes).toMatchObject({ ready: 0, invalid: 4 });
    await correctFromWorkbook(file, path, options);
    expect(said(file)).toEqual(refused);
  });
});

describe('dates typed into a column whose order its rows have decided', () => {
  it('are not guessed at beside one that says otherwise, while the rows as read stay what they are', async () => {
    const file = await here.job(rows(['13.02.1990', '03/04/1990', '', '']));
    await edit(file, [set(3, born, '05/06/1990'), set(4, born, '12/31/1990')]);
    expect(said(file)).toEqual(['ready 1990-02-13', 'ready 1990-04-03', 'invalid date-order-open', 'invalid date-other-order']);
  });

  it('are read by that order, and refused beside one that can only be day first where it is month first', async () => {
    const file = await here.job(rows(['02/13/1990', '03/04/1990', '', '']));
    await edit(file, [set(3, born, '05/06/1990')]);
    expect(said(file)[2]).toBe('ready 1990-05-06');
    await edit(file, [set(3, born, '06/07/1990'), set(4, born, '31/12/1990')]);
    expect(said(file)).toEqual(['ready 1990-02-13', 'ready 1990-03-04', 'invalid date-order-open', 'invalid date-other-order']);
  });

  it('are read by the order that the recipe says, whatever stands beside them', async () => {
    const file = await here.job(rows(['', '', '', '']), { fields: [{ field: 'Custom_ID', type: 'int', column: 'No' }, { field: '_bdate', type: 'date', column: 'Born', order: 'dmy' }] });
    await edit(file, edits(typed));
    expect(said(file)).toEqual(['ready 1990-04-03', 'invalid date-other-order', 'invalid date-other-order', 'ready 1991-05-04']);
  });
});
