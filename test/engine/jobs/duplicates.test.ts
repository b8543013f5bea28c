import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shownText } from '#contract/cells.ts';
import { actWords } from '#contract/corrections.ts';
import { explain, inOneLine } from '#contract/sentences.ts';
import { Fault } from '#contract/faults.ts';
import type { Recipe } from '#contract/recipe.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { pickRow } from '#engine/jobs/corrections/pickRow.ts';
import { batches, redoBatch, undoBatch } from '#engine/jobs/corrections/undoBatch.ts';
import { fillDuplicates, groupOfKey, previewFill, previewPick } from '#engine/jobs/duplicates/fillDuplicates.ts';
import { duplicateRows, listDuplicates } from '#engine/jobs/duplicates/listDuplicates.ts';
import { prepareJob } from '#engine/jobs/prepare/prepareJob.ts';
import { checkJob } from '#engine/jobs/repair/checkJob.ts';
import { repairJob } from '#engine/jobs/repair/repairJob.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { correctedJob } from '../../support/correctedJob.ts';
import { edit, mustHold, rowsOf, set, type SourceRow } from '../../support/corrections.ts';
import { damageSome } from '../../support/duplicates.ts';
import { run } from '../../support/jobs.ts';
import { takeOver } from '../../support/takeOver.ts';

const scene = correctedJob();

let path: string;
async function job(rows: readonly SourceRow[], recipe: Partial<Recipe> = {}): Promise<JobFile> {
  const file = await scene.job(rows, recipe);
  ({ path } = file);
  return file;
}

const pick = (made: JobFile, position: number, sendAgain = false) => pickRow(made, { clock: systemClock, origin: 'window', position, sendAgain });
const fill = (made: JobFile, more: { position?: number; sendAgain?: boolean } = {}) => fillDuplicates(made, { clock: systemClock, origin: 'window', ...more });
const undo = (made: JobFile) => undoBatch(made, { clock: systemClock });
const redo = (made: JobFile) => redoBatch(made, { clock: systemClock });
const list = (made: JobFile, offset = 0, limit = 100) => listDuplicates(made, { offset, limit });
const groupsOf = (made: JobFile) => list(made).groups.map(({ key, sent, isPicked, members }) => [key, sent, isPicked, members.map(({ row }) => row)]);
const statesOf = (made: JobFile): readonly string[] => mustHold(made).states;
const three: readonly SourceRow[] = [['1', 'Anna', ''], ['2', 'Boris', ''], ['1', '', '31.01.2024'], ['1', 'Ann', '']];

describe('duplicates', () => {
  it.each([['last', 5, 4], ['first', 2, 1]] as const)('are listed as groups, with the row that is sent by %s', async (duplicates, sent, position) => {
    const made = await job([...three, ['3', 'x', ''], ['3', 'y', '']], { duplicates });
    expect(list(made)).toMatchObject({ total: 2, duplicates: 3, groups: [{ key: '1', rows: 3, sent, sentPosition: position, isPicked: false }, { key: '3', rows: 2 }] });
    expect(list(made).groups[0]!.members.map(({ row, state }) => [row, state])).toEqual([2, 4, 5].map((row) => [row, row === sent ? 'ready' : 'duplicate']));
    expect(list(made, 1, 1)).toMatchObject({ total: 2, groups: [{ key: '3' }] });
    expect(list(made, 2).groups).toEqual([]);
  });

  it('are none where all rows of a key are sent', async () => {
    const made = await job(three, { duplicates: 'all' });
    expect(list(made)).toEqual({ total: 0, duplicates: 0, groups: [] });
    expect(await pick(made, 1)).toMatchObject({ batch: null, refused: [{ row: 2, reason: 'no-duplicate' }] });
    // One that cannot be sent itself is told so.
    expect(await pick(await job([['1', 'Anna', 'never'], ['1', 'Boris', '']]), 1)).toMatchObject({ batch: null, refused: [{ row: 2, reason: 'no-item' }] });
  });

  it('are the same key apart from letter case and what nobody sees, where it is an address', async () => {
    const [source, target] = [join(scene.folder, 'a.csv'), join(scene.folder, 'a.importjob')];
    writeFileSync(source, ['Mail,Name', 'a@example.com,Anna', ' A@Example.com\u00A0,', '"a@example.com ",Ann'].join('\n'));
    const fields = [{ field: 'email', type: 'email', column: 'Mail' } as const, { field: '_fname', type: 'string', column: 'Name' } as const];
    await prepareJob({ source, recipe: { version: 1, request: { db_id: 7, matching: 'email' }, fields, duplicates: 'first' }, job: target, jobId: randomUUID(), clock: systemClock });
    const file = scene.open(target);
    expect(groupsOf(file)).toEqual([['a@example.com', 2, false, [2, 3, 4]]]);
    expect([groupOfKey(file, 'A@EXAMPLE.COM '), groupOfKey(file, 'b@example.com')]).toEqual([1, 0]);
    await pick(file, 2);
    expect(groupsOf(file)).toEqual([['a@example.com', 3, true, [2, 3, 4]]]);
    expect(await fill(file)).toMatchObject({ cells: 1, rows: 1 });
    expect(rowsOf(file)[1]!.cells.map(shownText)).toEqual([' A@Example.com\u00A0', 'Anna']);
    mustHold(file);
  });

  it('of a large group are told from its first rows on, with the one that is sent', async () => {
    const made = await job(Array.from({ length: 1_200 }, (_, index): SourceRow => ['1', `Name ${index}`, '']));
    const [group] = list(made).groups;
    expect(group).toMatchObject({ rows: 1_200, sent: 1_201 });
    expect(group!.members.map(({ row }) => row)).toEqual([...Array.from({ length: 19 }, (_, index) => index + 2), 1_201]);
    await pick(made, 600);
    expect(list(made).groups).toMatchObject([{ rows: 1_200, sent: 601 }]);
  });
});

describe('a row that is picked', () => {
  it('is sent once, instead of the one by first or last, as undoing, redoing and the list of batches tell', async () => {
    const made = await job(three);
    expect(previewPick(made, 3)).toEqual({ row: 4, instead: 5, refusal: null });
    expect(await pick(made, 3)).toMatchObject({ rows: 1, cells: 0, refused: [], batch: { act: { kind: 'pick', row: 4, instead: 5 } }, after: { ready: 2, duplicate: 2 } });
    expect(statesOf(made)).toEqual(['duplicate', 'ready', 'ready', 'duplicate']);
    await undo(made);
    expect(statesOf(made)).toEqual(['duplicate', 'ready', 'duplicate', 'ready']);
    await redo(made);
    made.close();
    const file = scene.open(path);
    expect(batches(file)).toMatchObject([{ act: { kind: 'pick' }, state: 'applied' }]);
    expect(groupsOf(file)).toEqual([['1', 4, true, [2, 4, 5]]]);
    expect(await run(file, scene.server)).toMatchObject({ state: 'finished', counts: { accepted: 2, duplicate: 2 } });
    expect([scene.server.journal.applied().get(1), scene.server.journal.item(1)]).toEqual([1, { Custom_ID: 1, _bdate: '2024-01-31' }]);
    await expect(undo(file)).rejects.toMatchObject({ code: 'correction-sent' });
  });

  it('stands back for one that is picked later, and comes back when that is undone', async () => {
    const made = await job(three);
    await pick(made, 3);
    await pick(made, 1);
    expect(groupsOf(made)).toEqual([['1', 2, true, [2, 4, 5]]]);
    await undo(made);
    expect(groupsOf(made)).toEqual([['1', 4, true, [2, 4, 5]]]);
    await pick(made, 4);
    expect([groupsOf(made), batches(made).map(({ state }) => state)]).toEqual([[['1', 5, true, [2, 4, 5]]], ['applied', 'dropped', 'applied']]);
    mustHold(made);
  });

  it('stays picked for its match key, against rows that get the key later too, and is not picked for another key', async () => {
    const made = await job([...three, ['9', 'Nina', ''], ['8', 'Olga', '']]);
    await pick(made, 1);
    await edit(made, [set(5, 0, '1')]);
    expect(groupsOf(made)).toEqual([['1', 2, true, [2, 4, 5, 6]]]);
    await edit(made, [set(1, 0, '8')]);
    expect(groupsOf(made)).toEqual([['8', 7, false, [2, 7]], ['1', 6, false, [4, 5, 6]]]);
    mustHold(made);
    await undo(made);
    expect(groupsOf(made)).toEqual([['1', 2, true, [2, 4, 5, 6]]]);
    await edit(made, [set(1, 0, 'x')]);
    expect(groupsOf(made)).toEqual([['1', 6, false, [4, 5, 6]]]);
    expect(mustHold(made).states[0]).toBe('invalid');
  });

  it('is none after one that was accepted, unless it is to be sent again; and none that has no rival', async () => {
    const made = await job(three);
    await run(made, scene.server);
    expect(previewPick(made, 1)).toMatchObject({ refusal: 'key-accepted' });
    expect(await pick(made, 1)).toMatchObject({ batch: null, refused: [{ row: 2, reason: 'key-accepted' }] });
    expect(await pick(made, 2)).toMatchObject({ batch: null, refused: [{ row: 3, reason: 'accepted' }] });
    expect(await pick(made, 77)).toMatchObject({ batch: null, refused: [{ reason: 'no-row' }] });
    await pick(made, 1, true);
    expect(statesOf(made)).toEqual(['ready', 'accepted', 'duplicate', 'accepted']);
    expect(await run(made, scene.server)).toMatchObject({ state: 'finished', counts: { accepted: 3, duplicate: 1 } });
    expect([scene.server.journal.applied().get(1), scene.server.journal.item(1)]).toEqual([2, expect.objectContaining({ _fname: 'Anna' })]);
  });

  it('may be one that was accepted itself, which stays in the group and is sent once more by the word, as undoing and redoing tell', async () => {
    const made = await job(three);
    await run(made, scene.server);
    await pick(made, 1, true);
    await run(made, scene.server);
    expect(groupsOf(made)).toEqual([['1', 2, true, [2, 4, 5]]]);
    expect(previewPick(made, 4)).toEqual({ row: 5, instead: 2, refusal: 'accepted' });
    expect(previewPick(made, 4, true)).toEqual({ row: 5, instead: 2, refusal: null });
    expect(await pick(made, 4)).toMatchObject({ batch: null, refused: [{ row: 5, reason: 'accepted' }] });
    expect(await pick(made, 4, true)).toMatchObject({ rows: 1, batch: { act: { kind: 'pick', row: 5, instead: 2 } } });
    expect(statesOf(made)).toEqual(['accepted', 'accepted', 'duplicate', 'ready']);
    expect(groupsOf(made)).toEqual([['1', 5, true, [2, 4, 5]]]);
    await undo(made);
    expect(statesOf(made)).toEqual(['accepted', 'accepted', 'duplicate', 'accepted']);
    expect(await redo(made)).toMatchObject({ batch: null, refused: [{ row: 5, reason: 'accepted' }] });
    await redoBatch(made, { clock: systemClock, sendAgain: true });
    expect(await run(made, scene.server)).toMatchObject({ state: 'finished', counts: { accepted: 3, duplicate: 1 } });
    expect([scene.server.journal.applied().get(1), scene.server.journal.item(1)]).toEqual([3, expect.objectContaining({ _fname: 'Ann' })]);
    mustHold(made);
  });

  it('is listed also where none of its key is left that was not sent', async () => {
    const made = await job([['1', 'Anna', ''], ['1', 'Ann', ''], ['2', 'Boris', '']]);
    await run(made, scene.server);
    await pick(made, 1, true);
    await run(made, scene.server);
    expect(statesOf(made)).toEqual(['accepted', 'accepted', 'accepted']);
    expect([groupsOf(made), list(made)]).toMatchObject([[['1', 2, true, [2, 3]]], { total: 1, duplicates: 0 }]);
    expect(duplicateRows(made, { position: 1, offset: 0 }).members.map(({ row }) => row)).toEqual([2, 3]);
  });

  it('is sent once more as it is where no other row has its key', async () => {
    const made = await job(three);
    await run(made, scene.server);
    expect(await pick(made, 2, true)).toMatchObject({ batch: { act: { kind: 'pick', row: 3, instead: 3 } } });
    expect(actWords(batches(made)[0]!)).toBe('row 3 sent once more, as it is');
    expect(await run(made, scene.server)).toMatchObject({ state: 'finished', round: 2, counts: { accepted: 2, duplicate: 2 } });
    expect([1, 2].map((id) => scene.server.journal.applied().get(id))).toEqual([1, 2]);
    mustHold(made);
  });

  it('is brought back after one that was accepted only by the word that picking it takes', async () => {
    const made = await job(three);
    await run(made, scene.server);
    await pick(made, 1, true);
    await undo(made);
    expect(statesOf(made)).toEqual(['duplicate', 'accepted', 'duplicate', 'accepted']);
    expect(await redoBatch(made, { clock: systemClock })).toMatchObject({ batch: null, refusedRows: 1, refused: [{ row: 2, reason: 'key-accepted' }] });
    expect(statesOf(made)).toEqual(['duplicate', 'accepted', 'duplicate', 'accepted']);
    expect(await redoBatch(made, { clock: systemClock, sendAgain: true })).toMatchObject({ batch: { state: 'applied' }, rows: 1 });
    expect(statesOf(made)).toEqual(['ready', 'accepted', 'duplicate', 'accepted']);
    expect(await run(made, scene.server)).toMatchObject({ state: 'finished', round: 2, counts: { accepted: 3 } });
  });

  it('is none where one of its key may have been applied, which is settled first', async () => {
    const made = await job(three);
    made.transaction(() => made.states.change([{ from: 4, to: 4 }], () => 'unknown'));
    expect(previewPick(made, 1)).toMatchObject({ refusal: 'key-unsettled' });
    expect(await pick(made, 1, true)).toMatchObject({ batch: null, refused: [{ row: 2, reason: 'key-unsettled' }] });
  });

  it('is not redone after a row of its key was sent meanwhile', async () => {
    const made = await job(three);
    await pick(made, 1);
    await undo(made);
    await run(made, scene.server);
    await expect(redo(made)).rejects.toMatchObject({ code: 'correction-sent' });
    expect(scene.server.journal.applied().get(1)).toBe(1);
  });

  it('is kept by a repair, also with the workbook read again', async () => {
    const made = await job(three);
    await pick(made, 1);
    const before = groupsOf(made);
    made.close();
    for (const source of [undefined, path.replace('.importjob', '.csv')]) {
      const out = join(scene.folder, `${randomUUID()}.importjob`);
      const copy = damageSome(path, scene.folder, source === undefined ? 'block_key' : 'block');
      expect(checkJob(copy).tables.some(({ lost }) => lost !== 0)).toBe(true);
      await repairJob({ job: copy, out, clock: systemClock, ...(source === undefined ? {} : { source }) });
      takeOver(out);
      const file = scene.open(out);
      expect(groupsOf(file)).toEqual(before);
      await undo(file);
      expect(groupsOf(file)).toEqual([['1', 5, false, [2, 4, 5]]]);
      file.close();
    }
  });
});

describe('filling from duplicates', () => {
  it.each([['last', 'Ann', 5], ['first', 'Anna', 2]] as const)('takes by %s the nearest value for each empty cell, and tells where others differ', async (duplicates, name, from) => {
    const rows: readonly SourceRow[] = [['1', 'Anna', ''], ['1', '', '31.01.2024'], ['2', '', ''], ['1', 'Ann', '']];
    const made = await job(duplicates === 'last' ? [...rows, ['1', '', '']] : [['1', '', ''], ...rows], { duplicates });
    const preview = await previewFill(made, { limit: 10 });
    const shift = duplicates === 'last' ? 0 : 1;
    expect(preview).toMatchObject({ cells: 2, rows: 1, differing: 1, refusedRows: 0 });
    expect(preview.first.map(({ column, after, from: of, differs }) => [column, shownText(after), of, differs])).toEqual([[1, name, from + shift, true], [2, '31.01.2024', 3 + shift, false]]);
    expect(batches(made)).toEqual([]);
    expect(await fill(made)).toMatchObject({ cells: 2, rows: 1, batch: { act: { kind: 'fill', row: null } } });
    mustHold(made);
    await run(made, scene.server);
    expect([scene.server.journal.applied().get(1), scene.server.journal.item(1)]).toEqual([1, { Custom_ID: 1, _fname: name, _bdate: '2024-01-31' }]);
  });

  it('fills one group or all, is undone as a whole, and is nothing where nothing is empty', async () => {
    const made = await job([['1', 'Anna', ''], ['2', 'Boris', ''], ['1', '', ''], ['2', '', ''], ['3', 'x', '']]);
    expect(await fill(made, { position: 1 })).toMatchObject({ cells: 1, batch: { act: { kind: 'fill', row: 4 } } });
    expect(await fill(made)).toMatchObject({ cells: 1, rows: 1 });
    expect(await fill(made)).toMatchObject({ batch: null, cells: 0 });
    await undo(made);
    await undo(made);
    expect(rowsOf(made)[2]!.cells.map(shownText)).toEqual(['1']);
    const fault = await fill(made, { position: 5 }).catch((error: unknown) => error);
    expect(fault instanceof Fault ? inOneLine(explain(fault.data)) : fault).toContain('There are no duplicates of row 6.');
  });

  it('leaves what is not empty, and fills a row that was picked from all others', async () => {
    const made = await job(three);
    await pick(made, 3);
    await fill(made);
    expect(rowsOf(made)[2]!.cells.map(shownText)).toEqual(['1', 'Ann', '31.01.2024']);
    expect(statesOf(made)).toEqual(['duplicate', 'ready', 'ready', 'duplicate']);
    await undo(made);
    await undo(made);
    expect(groupsOf(made)).toEqual([['1', 5, false, [2, 4, 5]]]);
  });

  it('leaves rows that were accepted, unless they are to be sent again', async () => {
    const made = await job(three);
    await run(made, scene.server);
    expect(await previewFill(made, { limit: 10 })).toMatchObject({ cells: 0, refused: [{ row: 5, reason: 'accepted' }], refusedRows: 1, refusedBy: { accepted: 1 } });
    expect(await fill(made)).toMatchObject({ batch: null, refused: [{ row: 5, reason: 'accepted' }] });
    expect(await fill(made, { sendAgain: true })).toMatchObject({ cells: 1 });
    expect(await run(made, scene.server)).toMatchObject({ counts: { accepted: 2, duplicate: 2 } });
    expect(scene.server.journal.item(1)).toEqual({ Custom_ID: 1, _fname: 'Ann', _bdate: '2024-01-31' });
  });

  it('never changes the match key of a row by what it fills', async () => {
    const [source, target] = [join(scene.folder, 'b.csv'), join(scene.folder, 'b.importjob')];
    writeFileSync(source, ['Mail,Phone,Name', 'a@example.com,+79161234567,Anna', ',+79161234567,', ',+79161234567,'].join('\n'));
    const fields = [{ field: 'email', type: 'email', column: 'Mail' } as const, { field: 'phones', type: 'phones', columns: ['Phone'] } satisfies Recipe['fields'][number], { field: '_fname', type: 'string', column: 'Name' } as const];
    await prepareJob({ source, recipe: { version: 2, request: { db_id: 7, matching: 'email_phone' }, fields }, job: target, jobId: randomUUID(), clock: systemClock });
    const file = scene.open(target);
    expect(groupsOf(file).map(([, , , rows]) => rows)).toEqual([[3, 4]]);
    await edit(file, [set(2, 2, 'Ann')]);
    expect(await fill(file)).toMatchObject({ cells: 1 });
    mustHold(file);
  });

  it('fills thousands of groups in one batch', async () => {
    const count = 12_000;
    const made = await job([...Array.from({ length: count }, (_, index): SourceRow => [String(index + 1), `Name ${index}`, '']), ...Array.from({ length: count }, (_, index): SourceRow => [String(index + 1), '', ''])]);
    expect(await fill(made)).toMatchObject({ cells: count, rows: count, refusedRows: 0 });
    expect(list(made, count - 1)).toMatchObject({ total: count, groups: [{ key: String(count) }] });
    expect(shownText(Array.from(made.blocks.rowsAt([2 * count]))[0]!.cells[1] ?? null)).toBe(`Name ${count - 1}`);
  });
});
