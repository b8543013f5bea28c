import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { systemClock as clock } from '#engine/jobs/clock.ts';
import { exportRows } from '#engine/jobs/exports/exportRows.ts';
import { checkJob } from '#engine/jobs/repair/checkJob.ts';
import { repairJob } from '#engine/jobs/repair/repairJob.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { edit, mustHold, open, prepareRows, set } from '../../../support/corrections.ts';
import { jobPlace } from '../../../support/jobPlace.ts';
import { run } from '../../../support/jobs.ts';
import { takeOver } from '../../../support/takeOver.ts';

const place = jobPlace({ population: 2_000 });

type Records = readonly Record<string, unknown>[];
const itemTables = ['block_item', 'item_patch'] as const;

/** All that stands of items. */
const itemsAt = (db: Database.Database): readonly Records[] => itemTables.map((table) => db.prepare(`SELECT * FROM ${table}`).all() as Records);

function putBack(db: Database.Database, records: readonly Records[]): void {
  itemTables.forEach((table, index) => {
    db.exec(`DELETE FROM ${table}`);
    for (const record of records[index] ?? []) {
      const names = Object.keys(record);
      db.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map((name) => `@${name}`).join(', ')})`).run(record);
    }
  });
}

/** The items of the first rows. */
const itemsOf = (made: JobFile, count: number): readonly string[] => Array.from(made.items.texts(Array.from({ length: count }, (_, index) => index + 1)), ({ json }) => json);

describe('items of a block that are of an earlier time', () => {
  it.each([
    { few: true, withSource: false }, { few: true, withSource: true }, { few: false, withSource: false }, { few: false, withSource: true },
  ])('are not sent though all are as long as before, and are made again by a repair (few corrected: $few, workbook: $withSource)', async ({ few, withSource }) => {
    const small = await prepareRows(place.folder, [['801', 'Anna', '31.01.2024'], ['802', 'Other', '']]);
    const made = open(small);
    // Where most rows of a block are corrected, all of it is written anew.
    await edit(made, [set(1, 1, 'Olga'), ...(few ? [] : [set(2, 1, 'Older')])]);
    const db = new Database(small);
    const earlier = itemsAt(db);
    await edit(made, [set(1, 1, 'Inga')]);
    made.close();
    putBack(db, earlier);
    db.close();
    const stale = open(small);
    await expect(run(stale, place.server)).rejects.toThrow('job-corrupt');
    stale.close();
    expect(place.server.journal.applied().get(801)).toBe(0);
    const check = checkJob(small);
    expect([check.whole, check.tables.find(({ table }) => table === 'block_item')?.lost]).toEqual([false, 1]);
    const again = small.replace('.importjob', '-again.importjob');
    await repairJob({ job: small, out: again, clock, ...(withSource ? { source: small.replace('.importjob', '.csv') } : {}) });
    takeOver(again);
    const file = place.open(again);
    expect([file.states.at(1), itemsOf(file, 1)]).toEqual(['ready', [expect.stringContaining('Inga')]]);
  });

  it.each(['csv', 'xlsx'])('end an export that says something of their rows, and no other (%s)', async (ending) => {
    const wide = await prepareRows(place.folder, Array.from({ length: 600 }, (_, index) => [index === 550 ? 'x' : String(index + 1), 'Anna', '']));
    const made = open(wide);
    await edit(made, [set(1, 1, 'Olga')]);
    made.close();
    const db = new Database(wide);
    const earlier = itemsAt(db);
    const file = place.open(wide);
    await edit(file, [set(1, 1, 'Inga')]);
    putBack(db, earlier);
    db.close();
    const [all, invalid] = [`${wide}-all.${ending}`, `${wide}-invalid.${ending}`];
    await expect(exportRows(file, 'all', all, { replace: false })).rejects.toMatchObject({ code: 'job-corrupt', detail: { rows: '2-501' } });
    expect(existsSync(all)).toBe(false);
    expect((await exportRows(file, 'invalid', invalid, { replace: false })).rows).toBe(1);
  });

  it('are known for corrected ones where a job is repaired without its workbook, then damaged and repaired with it', async () => {
    const small = await prepareRows(place.folder, [['811', 'Anna', '31.01.2024'], ['812', 'Other', '']]);
    const made = open(small);
    await edit(made, [set(1, 1, 'Olga')]);
    made.close();
    const damage = (path: string): void => {
      const db = new Database(path);
      db.exec('UPDATE block_key SET seal = 0');
      db.close();
    };
    damage(small);
    const [first, second] = [small.replace('.importjob', '-1.importjob'), small.replace('.importjob', '-2.importjob')];
    await repairJob({ job: small, out: first, clock });
    takeOver(first);
    const repairedOnce = open(first);
    await edit(repairedOnce, [set(2, 1, 'Third')]);
    repairedOnce.close();
    damage(first);
    await repairJob({ job: first, out: second, clock, source: small.replace('.importjob', '.csv') });
    takeOver(second);
    const file = place.open(second);
    expect(itemsOf(file, 2)).toEqual([expect.stringContaining('Olga'), expect.stringContaining('Third')]);
    mustHold(file);
  });
});
