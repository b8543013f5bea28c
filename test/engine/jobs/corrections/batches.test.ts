import { describe, expect, it } from 'vitest';
import type { Cell } from '#contract/cells.ts';
import { explain } from '#contract/sentences.ts';
import { Fault } from '#contract/faults.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { batches, redoBatch, undoBatch, whyNotTurned } from '#engine/jobs/corrections/undoBatch.ts';
import { jobStatus } from '#engine/jobs/jobStatus.ts';
import { retryRound } from '#engine/jobs/retryRound.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { lockJob } from '#engine/store/lock.ts';
import { correctedJob } from '../../../support/correctedJob.ts';
import { edit, mustHold, rowsOf, set, type SourceRow } from '../../../support/corrections.ts';
import { run } from '../../../support/jobs.ts';

const scene = correctedJob();
const { job } = scene;

const undo = (made: JobFile): ReturnType<typeof undoBatch> => undoBatch(made, { clock: systemClock });
const redo = (made: JobFile): ReturnType<typeof redoBatch> => redoBatch(made, { clock: systemClock });
const statesOf = (made: JobFile): readonly string[] => mustHold(made).states;
const good: readonly SourceRow[] = [['1', 'Anna', '31.01.2024'], ['2', 'Boris', '01.02.2024'], ['3', 'Vera', '15.02.2024']];

describe('a corrected row', () => {
  it('that was invalid is sent as it is now, and its cells as read are kept', async () => {
    const made = await job([['1', 'Anna', '31.01.2024'], ['x', 'Boris', 'never']]);
    expect(statesOf(made)).toEqual(['ready', 'invalid']);
    expect(await edit(made, [set(2, 0, '2')])).toMatchObject({ rows: 1, cells: 1, before: { invalid: 1 }, after: { invalid: 1 } });
    expect(rowsOf(made)[1]!.errors.map(({ reason }) => reason)).toEqual(['incorrect-date']);
    await edit(made, [set(2, 2, '02.02.2024')]);
    expect(statesOf(made)).toEqual(['ready', 'ready']);
    expect(Array.from(made.blocks.rowsAt([2], { original: true }), ({ cells }) => cells)).toEqual([[{ t: 's', v: 'x' }, { t: 's', v: 'Boris' }, { t: 's', v: 'never' }]]);
    expect(await run(made, scene.server)).toMatchObject({ state: 'finished', counts: { accepted: 2 } });
    expect(scene.server.journal.item(2)).toMatchObject({ Custom_ID: 2, _fname: 'Boris' });
  });

  it('that becomes wrong is not sent, and one that was cleared counts as empty', async () => {
    const made = await job(good);
    await edit(made, [set(1, 0, ''), set(2, 0, ''), set(2, 1, ''), set(2, 2, '')]);
    expect(statesOf(made)).toEqual(['invalid', 'empty', 'ready']);
    expect(await run(made, scene.server)).toMatchObject({ state: 'finished', counts: { accepted: 1, invalid: 1, empty: 1 } });
  });

  it('that failed is sent in a new round, and undoing gives back what the platform said', async () => {
    scene.server.setFaults({ rules: [{ kind: 'reject-items', customIds: [2], code: 422, text: 'No such city' }] });
    const made = await job(good);
    await run(made, scene.server);
    const failed = rowsOf(made)[1];
    await edit(made, [set(2, 1, 'Bob')]);
    expect(jobStatus(made, null)).toMatchObject({ state: 'ready', round: 2, counts: { ready: 1, failed: 0 } });
    await undo(made);
    expect(rowsOf(made)[1]).toEqual(failed);
    expect(jobStatus(made, null)).toMatchObject({ state: 'finished', counts: { failed: 1 } });
    await redo(made);
    scene.server.setFaults({ rules: [] });
    expect(await run(made, scene.server)).toMatchObject({ state: 'finished', counts: { accepted: 3 } });
    expect([1, 2, 3].map((profile) => scene.server.journal.applied().get(profile))).toEqual([1, 1, 1]);
  });

  it('that was accepted is corrected only by the operator’s own word, and then sent once more', async () => {
    const made = await job(good);
    await run(made, scene.server);
    expect(await edit(made, [set(1, 1, 'Ann'), set(2, 1, 'Bob')])).toMatchObject({ batch: null, refusedRows: 2, refused: [{ row: 2, reason: 'accepted' }, { row: 3, reason: 'accepted' }] });
    expect(await edit(made, [set(1, 0, 'x')], { sendAgain: true })).toMatchObject({ batch: null, refused: [{ row: 2, reason: 'accepted-invalid' }] });
    await edit(made, [set(1, 1, 'Ann')], { sendAgain: true });
    expect(await run(made, scene.server)).toMatchObject({ state: 'finished', round: 2, counts: { accepted: 3 } });
    expect([1, 2, 3].map((profile) => scene.server.journal.applied().get(profile))).toEqual([2, 1, 1]);
    expect(scene.server.journal.item(1)).toMatchObject({ _fname: 'Ann' });
  });

  it('is left alone while nobody knows whether it was applied', async () => {
    scene.server.setFaults({ rules: [{ kind: 'drop-after' }] });
    const made = await job(good);
    expect(await run(made, scene.server)).toMatchObject({ state: 'paused', counts: { unknown: 3 } });
    expect(await edit(made, [set(1, 1, 'Ann'), set(9, 1, 'Ann'), set(10, 1, 'Ann')])).toMatchObject({ batch: null, refused: [{ reason: 'no-row' }, { reason: 'no-row' }, { row: 2, reason: 'unknown' }] });
    scene.server.setFaults({ rules: [] });
    expect(await run(made, scene.server)).toMatchObject({ state: 'finished', counts: { accepted: 3 } });
    expect(scene.server.journal.appliedMoreThanOnce()).toEqual([]);
  });

  it('is left alone in a request that is to be sent again as it was', async () => {
    scene.server.setFaults({ rules: [{ kind: 'auth', status: 401 }] });
    const made = await job(good);
    expect(await run(made, scene.server)).toMatchObject({ state: 'paused' });
    const { states } = mustHold(made);
    const result = await edit(made, [set(1, 1, 'Ann')]);
    expect([states[0], result.refused[0]?.reason]).toEqual(['ready', 'open-request']);
  });

  it('keeps the plan of requests that it is not in', async () => {
    const made = await job(Array.from({ length: 12 }, (_, index) => [String(index + 1), 'Anna', '31.01.2024'] as const));
    await run(made, { ...scene.server, limits: { profiles: 3, bytes: 100_000 }, trial: 3 });
    const stop = new AbortController();
    stop.abort();
    await run(made, { ...scene.server, limits: { profiles: 3, bytes: 100_000 }, stop: stop.signal });
    const planned = made.chunks.inState('planned').map(({ members }) => members);
    expect(planned.length).toBe(3);
    await edit(made, [set(5, 1, 'Ann')]);
    expect(made.chunks.inState('planned').map(({ members }) => members)).toEqual([planned[1], planned[2]]);
    expect(await run(made, { ...scene.server, limits: { profiles: 3, bytes: 100_000 } })).toMatchObject({ state: 'finished', counts: { accepted: 12 } });
    expect(scene.server.journal.appliedMoreThanOnce()).toEqual([]);
  });
});

describe('a match key that is corrected', () => {
  it('decides again for the rows that it leaves and those that it joins', async () => {
    const made = await job([['1', 'first', ''], ['1', 'second', ''], ['2', 'third', ''], ['2', 'fourth', '']]);
    expect(statesOf(made)).toEqual(['duplicate', 'ready', 'duplicate', 'ready']);
    await edit(made, [set(4, 0, '1')]);
    expect(statesOf(made)).toEqual(['duplicate', 'duplicate', 'ready', 'ready']);
    expect(rowsOf(made).map(({ duplicateOf }) => duplicateOf)).toEqual([5, 5, null, null]);
    await edit(made, [set(4, 0, 'x')]);
    expect(statesOf(made)).toEqual(['duplicate', 'ready', 'ready', 'invalid']);
    await undo(made);
    await undo(made);
    expect(statesOf(made)).toEqual(['duplicate', 'ready', 'duplicate', 'ready']);
  });

  it('leaves what was sent as it is, and lets no row that was not sent go behind it', async () => {
    const made = await job([['1', 'first', ''], ['2', 'second', ''], ['3', 'third', '']], { duplicates: 'first' });
    await run(made, { ...scene.server, trial: 1 });
    await edit(made, [set(2, 0, '1')]);
    expect(statesOf(made)).toEqual(['accepted', 'duplicate', 'ready']);
    expect(await run(made, scene.server)).toMatchObject({ state: 'finished', counts: { accepted: 2, duplicate: 1 } });
    expect(scene.server.journal.appliedMoreThanOnce()).toEqual([]);
  });

  it('is compared in a job of an earlier version too, whose hashes are made for it', async () => {
    const made = await job([['1', 'first', ''], ['2', 'second', ''], ['x', 'third', '']]);
    made.transaction(() => made.keys.clear());
    made.close();
    const file = scene.open(made.path);
    await edit(file, [set(3, 0, '1')]);
    expect(statesOf(file)).toEqual(['duplicate', 'ready', 'ready']);
  });
});

describe('batches', () => {
  it('are undone and redone as a whole, in their order, also after the job was closed', async () => {
    const made = await job(good);
    const before = mustHold(made);
    await edit(made, [set(1, 1, 'A'), set(2, 1, 'B')]);
    await edit(made, [set(1, 1, 'C')]);
    const after = mustHold(made);
    made.close();
    const file = scene.open(made.path);
    expect(await undo(file)).toMatchObject({ rows: 1, cells: 1, batch: { id: 2, state: 'undone' } });
    expect(await undo(file)).toMatchObject({ rows: 2, cells: 2, batch: { id: 1, state: 'undone' } });
    expect(mustHold(file)).toEqual(before);
    await expect(undo(file)).rejects.toMatchObject({ code: 'nothing-to-undo' });
    await redo(file);
    await redo(file);
    expect(mustHold(file)).toEqual(after);
    await undo(file);
    await edit(file, [set(3, 1, 'D')]);
    await expect(redo(file)).rejects.toMatchObject({ code: 'nothing-to-undo' });
    expect(batches(file).map(({ state }) => state)).toEqual(['applied', 'dropped', 'applied']);
  });

  it('are told before they are undone or redone as they become then, and nothing of it is done', async () => {
    const made = await job([...good, ['3', 'Gleb', '']]);
    await edit(made, [set(1, 0, 'x'), set(2, 1, 'Bob'), set(4, 0, '4')]);
    await edit(made, [set(2, 0, '1')]);
    for (const turn of [undoBatch, undoBatch, redoBatch, redoBatch]) {
      const before = { held: mustHold(made), batches: batches(made) };
      const told = await turn(made, { clock: systemClock, isPreview: true });
      expect({ held: mustHold(made), batches: batches(made) }).toEqual(before);
      expect(await turn(made, { clock: systemClock })).toEqual(told);
      expect(told.batch).not.toBeNull();
    }
    await expect(redoBatch(made, { clock: systemClock, isPreview: true })).rejects.toMatchObject({ code: 'nothing-to-undo' });
    await run(made, scene.server);
    await expect(undoBatch(made, { clock: systemClock, isPreview: true })).rejects.toMatchObject({ code: 'correction-sent' });
  });

  it('are not undone once they were sent in requests that stand in the place of those planned before', async () => {
    const made = await job(Array.from({ length: 9 }, (_, index) => [String(index + 1), 'Anna', '31.01.2024'] as const));
    const limits = { profiles: 3, bytes: 100_000 };
    await run(made, { ...scene.server, limits, trial: 3 });
    const stop = new AbortController();
    stop.abort();
    await run(made, { ...scene.server, limits, stop: stop.signal });
    await edit(made, [set(4, 1, 'Ann'), set(9, 1, 'Ann')]);
    await run(made, { ...scene.server, limits });
    await expect(undo(made)).rejects.toThrowError('correction-sent');
    expect(scene.server.journal.appliedMoreThanOnce()).toEqual([]);
  });

  it('are not undone once a row of theirs was sent, whatever became of it', async () => {
    scene.server.setFaults({ rules: [{ kind: 'reject-items', customIds: [2], code: 422, text: 'No such city' }] });
    const made = await job([...good, ['x', 'Ида', '']]);
    await edit(made, [set(2, 1, 'Bob'), set(4, 0, '4')]);
    await run(made, scene.server);
    retryRound(made, {}, Date.now());
    const before = mustHold(made);
    const fault: unknown = await undo(made).catch((error: unknown) => error);
    expect(fault).toMatchObject({ code: 'correction-sent', detail: { rows: 2, row: 3 } });
    if (fault instanceof Fault) expect(explain(fault.data).what).toContain('2 rows of it, row 3 first, were sent since');
    expect(mustHold(made)).toEqual(before);
  });

  it('tell, where a row of theirs may have been applied, that the job is to be run before it is corrected once more', async () => {
    const made = await job([...good, ['x', 'Ида', '']]);
    await edit(made, [set(2, 1, 'Bob'), set(4, 0, '4')]);
    await run(made, scene.server);
    made.transaction(() => { made.states.change([{ from: 4, to: 4 }], () => 'unknown'); });
    expect(whyNotTurned(made, 1)).toBe('sent');
    for (const isPreview of [true, false]) {
      const fault: unknown = await undoBatch(made, { clock: systemClock, isPreview }).catch((error: unknown) => error);
      expect(fault).toMatchObject({ code: 'correction-sent', detail: { rows: 2, row: 3, unsettled: 1, unsettledRows: ['5'] } });
      if (fault instanceof Fault) expect(explain(fault.data).action).toMatch(/^Run the job until nothing of it is unknown, as 1 row of these \(row 5\) may have been applied already; then correct these rows once more/);
    }
  });

  it('change nothing where they are cancelled or the job is in use', async () => {
    const made = await job(good);
    const before = mustHold(made);
    const abort = new AbortController();
    abort.abort();
    await expect(edit(made, [set(1, 1, 'A')], { signal: abort.signal })).rejects.toMatchObject({ code: 'cancelled' });
    const lock = lockJob(made.path);
    await expect(edit(made, [set(1, 1, 'A')])).rejects.toMatchObject({ code: 'job-busy' });
    lock.release();
    expect(mustHold(made)).toEqual(before);
    expect(batches(made)).toEqual([]);
  });

  it('say nothing where every cell is so already', async () => {
    const made = await job(good);
    expect(await edit(made, [set(1, 1, 'Anna'), set(2, 2, '01.02.2024')])).toMatchObject({ batch: null, rows: 0, cells: 0, refusedRows: 0 });
  });
});

describe('a row that could not be believed as a whole', () => {
  it('is believed once nothing stands behind the last header, or its cut end was said, and not before', async () => {
    const made = await job([...good, ['4', 'Gleb', '', 'stray'] as unknown as SourceRow, ['5', 'Ида', '', 'stray'] as unknown as SourceRow]);
    expect(statesOf(made).slice(3)).toEqual(['invalid', 'invalid']);
    await edit(made, [set(4, 1, 'Глеб')]);
    expect(rowsOf(made)[3]!.errors.map(({ reason }) => reason)).toEqual(['row-too-long']);
    await edit(made, [set(4, 3, '')]);
    expect(statesOf(made).slice(3)).toEqual(['ready', 'invalid']);
    await undo(made);
    await undo(made);
    expect(rowsOf(made)[3]!.errors.map(({ reason }) => reason)).toEqual(['row-too-long']);
  });
});

it('cells of every kind are kept as they are set', async () => {
  const made = await job(good);
  const cells: readonly Cell[] = [{ t: 'n', v: 7, text: '007', f: '000' }, { t: 's', v: 'a', written: 'b', f: '@' }, { t: 'd', v: '2024-01-31' }];
  await edit(made, cells.map((after, column) => ({ position: 1, column, after })));
  expect(rowsOf(made)[0]!.cells).toEqual(cells);
  expect(made.corrections.cellsOf(1).map(({ before }) => before)).toEqual([{ t: 's', v: '1' }, { t: 's', v: 'Anna' }, { t: 's', v: '31.01.2024' }]);
});
