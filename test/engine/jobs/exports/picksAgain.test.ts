import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Recipe } from '#contract/recipe.ts';
import { systemClock as clock } from '#engine/jobs/clock.ts';
import { duplicateRows, listDuplicates } from '#engine/jobs/duplicates/listDuplicates.ts';
import { findText } from '#engine/jobs/findText.ts';
import { jobStatus } from '#engine/jobs/jobStatus.ts';
import { shownColumns } from '#engine/jobs/rows/listedColumns.ts';
import { pickRow } from '#engine/jobs/corrections/pickRow.ts';
import { batches, undoBatch } from '#engine/jobs/corrections/undoBatch.ts';
import { exportRows } from '#engine/jobs/exports/exportRows.ts';
import { prepareJob } from '#engine/jobs/prepare/prepareJob.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { correctedRecipe, edit, mustHold, open, prepareRows, rowsOf, set, type SourceRow } from '../../../support/corrections.ts';
import { temporaryFolder } from '../../../support/jobs.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const rows: readonly SourceRow[] = [['1', 'Anna', ''], ['2', 'Boris', ''], ['1', 'Alla', ''], ['2', 'Bob', ''], ['1', 'Asya', '']];
const sent = (file: JobFile): readonly string[] => rowsOf(file).filter(({ state }) => state === 'ready').map(({ cells }) => (cells[1]?.t === 's' ? cells[1].v : ''));

async function again(file: JobFile, ending: string, recipe: Recipe = correctedRecipe): Promise<JobFile> {
  const [source, job] = [join(folder.path, `${randomUUID()}.${ending}`), join(folder.path, `${randomUUID()}.importjob`)];
  await exportRows(file, 'all', source, { replace: false });
  await prepareJob({ source, recipe, job, jobId: randomUUID(), clock });
  return open(job);
}

describe.each(['xlsx', 'csv'])('duplicates picked by hand, in an export as .%s that is prepared again', (ending) => {
  it.each([['last', 1, ['Anna', 'Bob']], ['first', 5, ['Boris', 'Asya']]] as const)('are picked there, too, where the %s of a key is sent', async (policy, position, wanted) => {
    const recipe: Recipe = { ...correctedRecipe, duplicates: policy };
    const first = open(await prepareRows(folder.path, rows, recipe));
    await pickRow(first, { clock, origin: 'window', position });
    const second = await again(first, ending, recipe);
    expect([sent(first), sent(second)]).toEqual([wanted, wanted]);
    mustHold(second);
    expect(jobStatus(second, null).notes).toEqual([{ kind: 'picks-carried', count: 1, rows: [position + 1], columns: [] }]);
    expect(batches(second).map(({ origin }) => origin)).toEqual(['export']);
    // What the export says of rows is no cell of theirs.
    expect(shownColumns(second).map(({ header }) => header)).toEqual(['No', 'Name', 'Born']);
    expect(second.job.read()!.columns.length).toBeGreaterThan(3);
    const groups = listDuplicates(second, { offset: 0, limit: 10 }).groups;
    expect(groups.flatMap(({ members }) => members.map(({ cells }) => cells.length))).toEqual([2, 2, 2, 2, 2]);
    expect(duplicateRows(second, { position: groups[0]!.sentPosition, offset: 0 }).members.map(({ cells }) => cells.length)).toEqual([2, 2, 2]);
    expect([(await findText(second, { text: 'Row', limit: 10 })).total, (await findText(second, { text: 'sent', limit: 10 })).total, (await findText(second, { text: 'asya', limit: 10 })).total]).toEqual([0, 0, 1]);
    const third = await again(second, ending, recipe);
    expect(sent(third)).toEqual(wanted);
    expect(await undoBatch(second, { clock })).toMatchObject({ batch: { act: { kind: 'pick' }, state: 'undone' } });
    expect(sent(second)).toEqual(policy === 'last' ? ['Bob', 'Asya'] : ['Anna', 'Boris']);
    mustHold(second);
    for (const file of [first, second, third]) file.close();
  });

  it('are the ones that count: not one taken back, one picked over, or one whose key was corrected since', async () => {
    const first = open(await prepareRows(folder.path, rows));
    await pickRow(first, { clock, origin: 'window', position: 2 });
    await undoBatch(first, { clock });
    await pickRow(first, { clock, origin: 'window', position: 1 });
    await pickRow(first, { clock, origin: 'window', position: 3 });
    const second = await again(first, ending);
    expect([sent(second), batches(second).map(({ act }) => act)]).toEqual([['Alla', 'Bob'], [{ kind: 'pick', row: 4, instead: 6 }]]);
    await edit(first, [set(3, 0, '2')]);
    const third = await again(first, ending);
    expect(sent(third)).toEqual(sent(first));
    mustHold(third);
    for (const file of [first, second, third]) file.close();
  });

  it('hold for their match key alone, and for no other one that another recipe takes', async () => {
    const first = open(await prepareRows(folder.path, [['1', 'Anna', ''], ['1', 'Anna', ''], ['2', 'Anna', '']]));
    await pickRow(first, { clock, origin: 'window', position: 1 });
    const second = await again(first, ending, { ...correctedRecipe, request: { db_id: 7, matching: 'custom', field_name: '_fname' } });
    expect([rowsOf(second).map(({ state }) => state), batches(second)]).toEqual([['duplicate', 'duplicate', 'ready'], []]);
    for (const file of [first, second]) file.close();
  });
});
