import { describe, expect, it } from 'vitest';
import { besideWords } from '#contract/corrections.ts';
import { previewWords } from '#contract/mendWords.ts';
import { becomesWords, toDoWords } from '#contract/correctingWords.ts';
import { systemClock as clock } from '#engine/jobs/clock.ts';
import { previewWorkbook } from '#engine/jobs/corrections/workbook/correctFromWorkbook.ts';
import { applyMend } from '#engine/jobs/mending/applyMend.ts';
import { previewEdit } from '#engine/jobs/mending/previewEdit.ts';
import { previewMend } from '#engine/jobs/mending/previewMend.ts';
import { sentInstead } from '#engine/jobs/exports/correcting/sentInstead.ts';
import { retryRound } from '#engine/jobs/retryRound.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import type { MendRequest } from '#contract/mends.ts';
import { correctedJob } from '../../../support/correctedJob.ts';
import { edit, mustHold, rowsOf, set, type SourceRow } from '../../../support/corrections.ts';
import { run } from '../../../support/jobs.ts';
import { columnOf, forCorrecting, rewritten, takeBack } from '../../../support/rounds.ts';

const made = correctedJob();

const rows: readonly SourceRow[] = [['601', 'Anna', ''], ['602', 'Boris', ''], ['603', 'Clara', ''], ['604', 'Daria', '']];

/** Two rows of one key that the platform has both accepted: the second was sent again with the key of the first. */
async function bothAccepted(duplicates: 'first' | 'last'): Promise<JobFile> {
  const file = await made.job(rows, { duplicates });
  await run(file, made.server);
  const [joins, other, key] = duplicates === 'last' ? [2, 1, '601'] as const : [1, 2, '602'] as const;
  const overwrites = { overwrites: { count: 1, first: [other + 1] } };
  expect(previewEdit(file, { position: joins, column: 0, value: key, sendAgain: true })).toMatchObject(overwrites);
  const joined = await edit(file, [set(joins, 0, key)], { sendAgain: true });
  expect(joined).toMatchObject(overwrites);
  expect(besideWords(joined)).toContain(`Row ${other + 1} was accepted with the same match key: when the corrected row is sent, it overwrites the profile of row ${other + 1}.`);
  await run(file, made.server);
  expect([file.states.at(joins), file.states.at(other)]).toEqual(['accepted', 'accepted']);
  return file;
}

describe('a row of whose match key another row is the one sent', () => {
  it.each(['first', 'last'] as const)('is told as a duplicate before it is corrected, as it becomes one (%s)', async (duplicates) => {
    const file = await bothAccepted(duplicates);
    const [loser, winner] = duplicates === 'last' ? [1, 2] as const : [2, 1] as const;
    const preview = previewEdit(file, { position: loser, column: 1, value: 'Olga', sendAgain: true });
    expect(preview).toMatchObject({ becomes: 'duplicate', instead: winner + 1, refusal: null });
    expect(becomesWords({ ...preview, becomes: 'duplicate' })).toBe(`a duplicate then, counted as accepted no more, and not sent again: row ${winner + 1} stands for the same match key`);
    expect(rowsOf(file).map((row) => toDoWords(row, sentInstead(file, { duplicates })(row)))).toEqual([1, 2, 3, 4].map((position) => (position === loser ? `Nothing: row ${winner + 1} with the same match key was sent, too, and stands for it. Correct that row instead; this one would not be sent again.` : 'Nothing: the platform has it.')));
    expect(previewEdit(file, { position: winner, column: 1, value: 'Olga', sendAgain: true })).toMatchObject({ becomes: 'ready' });
    const request: MendRequest = { column: 1, mends: [{ kind: 'case', to: 'upper' }], selection: { kind: 'all' }, onlyFixing: false };
    const mend = await previewMend(file, request, { sendAgain: true });
    expect(mend).toMatchObject({ cells: 4, sentAgain: 3, standBack: 1 });
    expect(previewWords(mend)).toContain('1 row of these would not be sent, as another row with the same match key is');
    expect(previewWords(mend)).toContain(`; the profile of row ${loser + 1}, which was accepted with the same match key, would be overwritten`);
    const path = await rewritten(await forCorrecting(file, made.folder), (sheet) => {
      for (const row of [2, 3, 4]) sheet.getCell(row, columnOf(sheet, 'Name')).value = `Name ${row}`;
    });
    const report = await previewWorkbook(file, path, { sendAgain: true });
    expect(report.becomes).toEqual({ ready: 2, duplicate: 1, invalid: 0, empty: 0, refused: 0 });
    expect(report.changes.find(({ row }) => row === loser + 1)).toMatchObject({ becomes: 'duplicate', instead: winner + 1 });
    const taken = await takeBack(file, path, { sendAgain: true });
    const { overwrites, ...toldLater } = report;
    expect(taken.report).toEqual(toldLater);
    // Before it is taken by the report, then by the result.
    expect(taken.result.overwrites).toEqual(overwrites);
    expect(overwrites).toEqual({ count: 1, first: [loser + 1] });
    expect([file.states.at(loser), file.states.at(winner), file.states.at(3), file.states.at(4)]).toEqual(['duplicate', 'ready', 'ready', 'accepted']);
    mustHold(file);
  });

  it('stays accepted where it is to be sent once more as it is, while the one that is sent goes out again', async () => {
    const file = await bothAccepted('last');
    expect(() => retryRound(file, { rows: [2, 3, 4] }, Date.now())).toThrow('nothing-to-retry');
    expect(retryRound(file, { rows: [2], sendAgain: true }, Date.now())).toMatchObject({ rows: 0, standBack: 0, stayAccepted: 1 });
    expect(retryRound(file, { rows: [2, 3, 4], sendAgain: true }, Date.now())).toMatchObject({ rows: 2, standBack: 0, stayAccepted: 1 });
    expect(mustHold(file).states).toEqual(['accepted', 'ready', 'ready', 'accepted']);
    expect(await run(file, made.server)).toMatchObject({ state: 'finished', counts: { accepted: 4 } });
    expect([601, 603, 604].map((id) => made.server.journal.applied().get(id))).toEqual([3, 2, 1]);
  });

  it('is counted so by a mend that gives several rows one key, as the mend then leaves them', async () => {
    const file = await made.job([['x61', 'Anna', ''], ['61', 'Boris', ''], ['61 ', 'Clara', ''], ['x62', 'Daria', ''], ['x 62', 'Egor', ''], ['63', 'Fedor', '']]);
    const request: MendRequest = { column: 0, mends: [{ kind: 'replace', find: 'x', with: '' }], selection: { kind: 'all' }, onlyFixing: false };
    const preview = await previewMend(file, request);
    await applyMend(file, request, { clock, origin: 'window' });
    const states = [1, 4, 5].map((position) => file.states.at(position));
    expect(preview).toMatchObject({ cells: 3, standBack: states.filter((state) => state === 'duplicate').length });
    expect(states).toEqual(['duplicate', 'duplicate', 'ready']);
    mustHold(file);
  });
});
