import { describe, expect, it } from 'vitest';
import type { MendRequest } from '#contract/mends.ts';
import type { Recipe } from '#contract/recipe.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { pickRow } from '#engine/jobs/corrections/pickRow.ts';
import { redoBatch, undoBatch } from '#engine/jobs/corrections/undoBatch.ts';
import { fillDuplicates, previewFill } from '#engine/jobs/duplicates/fillDuplicates.ts';
import { applyMend } from '#engine/jobs/mending/applyMend.ts';
import { previewMend } from '#engine/jobs/mending/previewMend.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { correctedJob } from '../../../support/correctedJob.ts';
import { edit, mustHold, prepareRows, set, type SourceRow } from '../../../support/corrections.ts';
import { run } from '../../../support/jobs.ts';

const scene = correctedJob();

async function sent(rows: readonly SourceRow[], recipe: Partial<Recipe> = {}): Promise<JobFile> {
  const file = await scene.job(rows, recipe);
  await run(file, scene.server);
  return file;
}

const statesOf = (made: JobFile): readonly string[] => mustHold(made).states;
const clock = { clock: systemClock };
const nameOf = (id: number): unknown => scene.server.journal.item(id);

describe('a row that would get the match key of one that was accepted', () => {
  it('is refused by name while nobody has said that it is to be sent after it, whatever it was before', async () => {
    scene.server.setFaults({ rules: [{ kind: 'reject-items', customIds: [3], code: 422, text: 'No' }] });
    const made = await sent([['1', 'Anna', ''], ['3', 'fails', ''], ['', '', ''], ['x', 'wrong', '']]);
    expect(statesOf(made)).toEqual(['accepted', 'failed', 'empty', 'invalid']);
    expect(await edit(made, [set(2, 0, '1'), set(3, 0, '1'), set(4, 0, '1')])).toMatchObject({
      batch: null, refusedRows: 3, refused: [{ row: 3, reason: 'key-accepted' }, { row: 4, reason: 'key-accepted' }, { row: 5, reason: 'key-accepted' }],
    });
    expect(statesOf(made)).toEqual(['accepted', 'failed', 'empty', 'invalid']);
    expect(await edit(made, [set(2, 0, '1'), set(3, 0, '4')])).toMatchObject({ rows: 1, refusedRows: 1, refused: [{ row: 3, reason: 'key-accepted' }] });
    await run(made, scene.server);
    expect(nameOf(1)).toMatchObject({ _fname: 'Anna' });
    expect(await edit(made, [set(2, 0, '1')], { sendAgain: true })).toMatchObject({ rows: 1, refusedRows: 0 });
    await run(made, scene.server);
    expect(nameOf(1)).toMatchObject({ _fname: 'fails' });
    expect(scene.server.journal.applied().get(1)).toBe(2);
  });

  it('is refused too where another cell than its key is what is corrected', async () => {
    const made = await sent([['1', 'Anna', '31.01.2024'], ['1', 'Boris', 'never']]);
    expect(statesOf(made)).toEqual(['accepted', 'invalid']);
    expect(await edit(made, [set(2, 2, '01.02.2024')])).toMatchObject({ batch: null, refused: [{ row: 3, reason: 'key-accepted' }] });
    expect(await edit(made, [set(2, 2, '01.02.2024')], { sendAgain: true })).toMatchObject({ rows: 1, after: { ready: 1, accepted: 1 } });
    // It waits by the operator's word, so that the rest of it may still be corrected.
    expect(await edit(made, [set(2, 1, 'Bob')])).toMatchObject({ rows: 1, refusedRows: 0 });
    await run(made, scene.server);
    expect(nameOf(1)).toMatchObject({ _fname: 'Bob' });
  });

  it('is no matter where it stands back for the one accepted, and where all rows of a key are sent anyway', async () => {
    const made = await sent([['x', 'before', ''], ['1', 'Anna', ''], ['y', 'behind', '']]);
    expect(await edit(made, [set(1, 0, '1')])).toMatchObject({ rows: 1, refusedRows: 0 });
    expect(statesOf(made)).toEqual(['duplicate', 'accepted', 'invalid']);
    made.close();
    const all = await sent([['1', 'Anna', ''], ['x', 'all', '']], { duplicates: 'all' });
    expect(await edit(all, [set(2, 0, '1')])).toMatchObject({ rows: 1, refusedRows: 0, after: { ready: 1 } });
    all.close();
    const first = await sent([['x', 'before', ''], ['1', 'Anna', ''], ['y', 'behind', '']], { duplicates: 'first' });
    expect(await edit(first, [set(1, 0, '1'), set(3, 0, '1')])).toMatchObject({ rows: 1, refused: [{ row: 2, reason: 'key-accepted' }] });
    expect(statesOf(first)).toEqual(['invalid', 'accepted', 'duplicate']);
  });

  it('is refused as unsettled while nobody knows of the other whether it was applied', async () => {
    scene.server.setFaults({ rules: [{ kind: 'drop-after' }] });
    const made = await sent([['1', 'Anna', ''], ['x', 'wrong', '']]);
    expect(await edit(made, [set(2, 0, '1')], { sendAgain: true })).toMatchObject({ batch: null, refused: [{ row: 3, reason: 'key-unsettled' }] });
    scene.server.setFaults({ rules: [] });
    await run(made, scene.server);
    expect(await edit(made, [set(2, 0, '1')], { sendAgain: true })).toMatchObject({ rows: 1 });
  });

  it('is refused as unsettled too where all rows of a key are sent, also when that is brought back by undoing', async () => {
    scene.server.setFaults({ rules: [{ kind: 'drop-after' }] });
    const made = await scene.job([['1', 'Anna', ''], ['x', 'wrong', ''], ['2', 'Boris', ''], ['1', 'Clara', ''], ['5', 'waits', '']], { duplicates: 'all' });
    await edit(made, [set(2, 0, '1')]);
    await edit(made, [set(2, 0, '6')]);
    await run(made, { ...scene.server, trial: 1 });
    expect(statesOf(made)).toEqual(['unknown', 'ready', 'ready', 'ready', 'ready']);
    const refused = { batch: null, refused: [{ row: 3, reason: 'key-unsettled' }] };
    expect(await edit(made, [set(2, 0, '1')], { sendAgain: true })).toMatchObject(refused);
    expect(await edit(made, [set(5, 0, '1')])).toMatchObject({ refused: [{ row: 6, reason: 'key-unsettled' }] });
    expect(await undoBatch(made, clock)).toMatchObject(refused);
    // It is sent behind the other one anyway, as it always was to be.
    expect(await edit(made, [set(4, 1, 'Clarissa')])).toMatchObject({ rows: 1, refusedRows: 0 });
    scene.server.setFaults({ rules: [] });
    await run(made, scene.server);
    expect(await edit(made, [set(2, 0, '1')], { sendAgain: true })).toMatchObject({ rows: 1 });
    await run(made, scene.server);
    expect(nameOf(1)).toMatchObject({ _fname: 'wrong' });
  });

  it('is refused by a mend, which its preview counts in the same way', async () => {
    const made = await sent([['1', 'Anna', ''], ['2', 'Boris', ''], ['1x', 'Vera', ''], ['2x', 'Gleb', ''], ['3x', 'Dora', '']]);
    const request: MendRequest = { column: 0, mends: [{ kind: 'replace', find: 'x', with: '' }], selection: { kind: 'all' }, onlyFixing: true };
    const preview = await previewMend(made, request);
    expect(preview).toMatchObject({ right: 1, refused: 2 });
    expect(await previewMend(made, request, { sendAgain: true })).toMatchObject({ right: 3, refused: 0 });
    expect(await applyMend(made, request, { ...clock, origin: 'window' })).toMatchObject({ rows: preview.cells, refusedRows: preview.refused, refused: [{ row: 4 }, { row: 5 }] });
    expect(await applyMend(made, request, { ...clock, origin: 'window', sendAgain: true })).toMatchObject({ rows: 2, refusedRows: 0 });
  });

  it('is refused among thousands', async () => {
    const rows = Array.from({ length: 2_000 }, (_, index): SourceRow => [String(index + 1), 'Anna', '']);
    const made = await sent([...rows, ...rows.map(([no], index): SourceRow => [`${index % 2 === 0 ? no : Number(no) + 10_000}x`, 'Vera', ''])]);
    const request: MendRequest = { column: 0, mends: [{ kind: 'replace', find: 'x', with: '' }], selection: { kind: 'all' }, onlyFixing: false };
    expect(await previewMend(made, request)).toMatchObject({ right: 1_000, refused: 1_000 });
    expect(await applyMend(made, request, { ...clock, origin: 'window' })).toMatchObject({ rows: 1_000, refusedRows: 1_000 });
  });

  it('is not brought back by undoing or redoing, as a whole, unless that is said', async () => {
    const file = scene.open(await prepareRows(scene.folder, [['1', 'Anna', ''], ['1', 'Boris', ''], ['5', 'Vera', '']]));
    await edit(file, [set(2, 0, '2'), set(3, 1, 'Verena')]);
    expect(statesOf(file)).toEqual(['ready', 'ready', 'ready']);
    await run(file, { ...scene.server, trial: 1 });
    expect(statesOf(file)).toEqual(['accepted', 'ready', 'ready']);
    expect(await undoBatch(file, clock)).toMatchObject({ batch: null, rows: 0, refusedRows: 1, refused: [{ row: 3, reason: 'key-accepted' }] });
    expect(file.corrections.batches()).toMatchObject([{ state: 'applied' }]);
    expect(await undoBatch(file, { ...clock, sendAgain: true })).toMatchObject({ batch: { state: 'undone' }, rows: 2 });
    expect(statesOf(file)).toEqual(['accepted', 'ready', 'ready']);
    await redoBatch(file, clock);
    await edit(file, [set(2, 0, '1')], { sendAgain: true });
    await undoBatch(file, clock);
    expect(await redoBatch(file, clock)).toMatchObject({ batch: null, refused: [{ row: 3, reason: 'key-accepted' }] });
    expect(await redoBatch(file, { ...clock, sendAgain: true })).toMatchObject({ batch: { state: 'applied' } });
    await run(file, scene.server);
    expect(nameOf(1)).toMatchObject({ _fname: 'Boris' });
  });

  it('is told by filling as its preview told it', async () => {
    scene.server.setFaults({ rules: [{ kind: 'reject-items', customIds: [2], code: 422, text: 'No' }] });
    const made = await sent([['1', 'Anna', ''], ['2', 'one', '31.01.2024'], ['2', 'two', '']]);
    scene.server.setFaults({ rules: [] });
    expect(await pickRow(made, { ...clock, origin: 'window', position: 2 })).toMatchObject({ rows: 1 });
    await run(made, scene.server);
    const preview = await previewFill(made, { limit: 5 });
    const done = await fillDuplicates(made, { ...clock, origin: 'window' });
    expect([preview.cells, preview.refusedRows]).toEqual([done.cells, done.refusedRows]);
  });
});
