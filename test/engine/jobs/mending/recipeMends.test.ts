import Database from 'better-sqlite3';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MendRule, Recipe } from '#contract/recipe.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { batches } from '#engine/jobs/corrections/undoBatch.ts';
import { applyMend } from '#engine/jobs/mending/applyMend.ts';
import { repairJob } from '#engine/jobs/repair/repairJob.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { correctedRecipe, edit, mustHold, open, prepareRows, rowsOf, set, type SourceRow } from '../../../support/corrections.ts';
import { outcomes, preparedAgain } from '../../../support/exports.ts';
import { temporaryFolder } from '../../../support/jobs.ts';
import { takeOver } from '../../../support/takeOver.ts';

let folder: ReturnType<typeof temporaryFolder>;
const opened: JobFile[] = [];

beforeEach(() => {
  folder = temporaryFolder();
});

afterEach(() => {
  for (const file of opened.splice(0)) file.close();
  folder.remove();
});

const kept = (file: JobFile): JobFile => {
  opened.push(file);
  return file;
};

const rows: readonly SourceRow[] = Array.from({ length: 700 }, (_, index) => [
  index % 7 === 0 ? `${index}.0x` : String(index % 400), index % 3 === 0 ? ` Name ${index}` : `Name ${index}`, index % 5 === 0 ? 'нет' : index % 11 === 0 ? 'never' : '31.01.2024',
]);
const mends: readonly MendRule[] = [
  { column: 'Born', do: [{ kind: 'map', values: { нет: '' } }] },
  { column: '@A', do: [{ kind: 'replace', find: 'x', with: '' }, { kind: 'float' }] },
  { column: 'name', do: [{ kind: 'case', to: 'upper' }], when: 'always' },
];
const withMends: Partial<Recipe> = { version: 2, mends: [...mends] };

describe('a recipe with mends', () => {
  it('gives what mending by hand gives, and keeps the cells as they were read', async () => {
    const plain = kept(open(await prepareRows(folder.path, rows)));
    const cells = rowsOf(plain).map((row) => row.cells);
    const own = { origin: 'window', clock: systemClock } as const;
    await applyMend(plain, { column: 1, mends: [...mends[2]!.do], selection: { kind: 'all' }, onlyFixing: false }, own);
    await applyMend(plain, { column: 2, mends: [...mends[0]!.do], selection: { kind: 'all' }, onlyFixing: true }, own);
    await applyMend(plain, { column: 0, mends: [...mends[1]!.do], selection: { kind: 'all' }, onlyFixing: true }, own);
    const made = kept(open(await prepareRows(folder.path, rows, withMends)));
    const held = mustHold(made);
    expect(held).toEqual(mustHold(plain));
    expect(new Set(held.states)).toEqual(new Set(['ready', 'duplicate', 'invalid']));
    expect(rowsOf(made).map((row) => row.cells)).toEqual(cells);
  });

  it.each(['xlsx', 'csv'] as const)('gives the same once more from an export as .%s', async (ending) => {
    const first = kept(open(await prepareRows(folder.path, rows, withMends)));
    expect(outcomes(kept(await preparedAgain(first, folder.path, ending)))).toEqual(outcomes(first));
  });

  it('maps a corrected row by them too, and a repaired job as it was', async () => {
    const path = await prepareRows(folder.path, rows, withMends);
    const file = open(path);
    await edit(file, [set(12, 2, 'нет'), set(13, 1, 'small')]);
    const before = mustHold(file);
    expect(before.items[11]).not.toContain('_bdate');
    expect(before.items[12]).toContain('SMALL');
    file.close();
    const db = new Database(path);
    db.exec("UPDATE block_item SET items = x'00'; UPDATE row_error SET value = 'other'");
    db.close();
    const out = join(folder.path, 'repaired.importjob');
    await repairJob({ job: path, out, clock: systemClock, source: path.replace('.importjob', '.csv') });
    takeOver(out);
    expect(mustHold(kept(open(out)))).toEqual(before);
  });

  it('is refused where the file has no such column', async () => {
    const lost: Partial<Recipe> = { version: 2, mends: [{ column: 'Phone', do: [{ kind: 'trim' }] }] };
    await expect(prepareRows(folder.path, rows, lost)).rejects.toMatchObject({ data: { code: 'recipe-columns', detail: { problems: [expect.stringContaining('mends[0].column: ')] } } });
    expect(correctedRecipe.version).toBe(1);
  });
});

it('a batch with an act that could not be read back is refused, and the job stays as it was', async () => {
  const file = kept(open(await prepareRows(folder.path, [['1', 'Anna', '31.01.2024']])));
  const before = mustHold(file);
  const eleven = Array.from({ length: 11 }, () => ({ kind: 'case', to: 'upper' }) as const);
  await expect(applyMend(file, { column: 1, mends: eleven, selection: { kind: 'all' }, onlyFixing: false }, { origin: 'window', clock: systemClock })).rejects.toThrow();
  expect(mustHold(file)).toEqual(before);
  expect(batches(file)).toEqual([]);
});
