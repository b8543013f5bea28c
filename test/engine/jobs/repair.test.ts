import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkJob } from '#engine/jobs/repair/checkJob.ts';
import { repairJob } from '#engine/jobs/repair/repairJob.ts';
import { temporaryFolder } from '../../support/jobs.ts';
import { cases } from '../../support/longForms.ts';
import { clock, damagedTables, makeRepairs, repairAtRandom, repairRows, zeroPage, zeroTable, type CampaignOutcome, type Repairs } from '../../support/repairs.ts';

let folder: ReturnType<typeof temporaryFolder>;
let repairs: Repairs;

beforeAll(async () => {
  folder = temporaryFolder();
  repairs = await makeRepairs(folder.path);
}, 120_000);

afterAll(() => folder.remove());

describe('a repair with the workbook', () => {
  it.each(damagedTables.filter((table) => table !== 'job'))('gets every row of a job never sent out of a file with a zeroed page of %s', async (table) => {
    const path = repairs.copy('fresh');
    zeroTable(path, table, 'leaf');
    const { problems, repaired, status } = await repairs.repair('fresh', path, true);
    expect(problems).toEqual([]);
    expect(repaired.note).toMatchObject({ unknown: 0, lost: 0 });
    expect(status).toMatchObject({ state: 'finished', counts: { unknown: 0 } });
  });

  it.each(damagedTables.filter((table) => table !== 'job'))('applies no profile twice where the root page of %s is zeroed half-way', async (table) => {
    const path = repairs.copy('paused');
    zeroTable(path, table, 'root');
    const { problems } = await repairs.repair('paused', path, true);
    expect(problems).toEqual([]);
  });

  it('gets all out where the first page is zeroed, though the job was half sent', async () => {
    const path = repairs.copy('paused');
    zeroPage(path, 1);
    const { problems, repaired, status } = await repairs.repair('paused', path, true);
    expect(problems).toEqual([]);
    expect(repaired.note).toMatchObject({ unknown: 0, lost: 0 });
    expect(status.state).toBe('finished');
  });

  it('repeats what a lost journal leaves open, under the same ids, until all is known', async () => {
    const path = repairs.copy('left');
    rmSync(`${path}-wal`);
    const { problems, repaired, status, platform } = await repairs.repair('left', path, true);
    expect(problems).toEqual([]);
    expect(repaired.note.unknown).toBeGreaterThan(0);
    expect(status.counts.unknown).toBe(0);
    expect(platform.applied.size).toBe(status.counts.accepted);
  });

  it('reads again what a cut has taken of a job never sent', async () => {
    const path = repairs.copy('fresh');
    truncateSync(path, Math.floor(readFileSync(path).length / 2));
    const { problems, status } = await repairs.repair('fresh', path, true);
    expect(problems).toEqual([]);
    expect(status.counts.unknown).toBe(0);
  });

  it('leaves rows unknown where neither their states nor any request proves that they were not sent', async () => {
    const path = repairs.copy('paused');
    for (const table of ['block_state', 'chunk'] as const) zeroTable(path, table, 'root');
    const { problems, repaired, status } = await repairs.repair('paused', path, true);
    expect(problems).toEqual([]);
    expect(repaired.note.unknown).toBeGreaterThan(repairRows / 2);
    expect(status.counts.unknown).toBe(repaired.note.unknown);
  });

  it('takes no other file, though it is as long', async () => {
    const path = repairs.copy('fresh');
    zeroPage(path, 1);
    const other = join(folder.path, 'other.csv');
    writeFileSync(other, readFileSync(repairs.source, 'utf8').replace('Анна', 'Инна'));
    const repair = repairJob({ job: path, out: `${path}-k.importjob`, source: other, clock });
    await expect(repair).rejects.toMatchObject({ code: 'repair-source', detail: { reason: 'other' } });
    await expect(repairJob({ job: path, out: `${path}-k.importjob`, source: repairs.source, clock })).resolves.toMatchObject({ status: { state: 'ready', repaired: { unknown: 0, lost: 0 } } });
  });
});

describe('a repair without the workbook', () => {
  it('takes what a chunk and its stored answer say of rows whose states are lost', async () => {
    const path = repairs.copy('finished');
    zeroTable(path, 'block_state', 'root');
    const { problems, status } = await repairs.repair('finished', path, false);
    expect(problems).toEqual([]);
    expect(status.counts.accepted).toBe(repairs.base('finished').platform.applied.size);
  });

  it('sends no row without its profile, and names it', async () => {
    const path = repairs.copy('fresh');
    zeroTable(path, 'block_item', 'leaf');
    const { problems, repaired, status } = await repairs.repair('fresh', path, false);
    expect(problems).toEqual([]);
    expect(repaired.note.lost).toBeGreaterThan(0);
    expect(status.counts.failed).toBeGreaterThanOrEqual(repaired.note.lost);
  });
});

describe('a check', () => {
  it('says of a whole job that it is, and touches it as little as any other', () => {
    for (const stage of ['fresh', 'paused', 'left', 'finished'] as const) expect(checkJob(repairs.copy(stage))).toMatchObject({ whole: true, rows: repairRows });
  });

  it('is what a repair goes by: of a whole job none is made, which would send the same once more', async () => {
    const path = repairs.copy('paused');
    await expect(repairJob({ job: path, out: `${path}-k.importjob`, clock })).rejects.toMatchObject({ code: 'repair-needless' });
  });

  it('names the rows that are hit by the sheet’s numbers', () => {
    const path = repairs.copy('fresh');
    zeroTable(path, 'block_item', 'leaf', () => 0);
    const { whole, tables } = checkJob(path);
    expect(whole).toBe(false);
    expect(tables.find(({ table }) => table === 'block_item')?.rows[0]).toMatch(/^2-\d+$/);
    expect(tables.find(({ table }) => table === 'block')).toMatchObject({ rows: [] });
  });

  it('lists the rows that answers prove accepted where the record of the job is lost', async () => {
    const path = repairs.copy('paused');
    zeroTable(path, 'job', 'leaf');
    const { repair, record } = checkJob(path);
    expect(record).toBe(false);
    expect(repair.counts.accepted).toBe(repairs.base('paused').platform.applied.size);
    expect(repair.accepted).toMatch(/^2-/);
    await expect(repairJob({ job: path, out: `${path}-k.importjob`, clock })).rejects.toMatchObject({ code: 'repair-impossible' });
  });
});

describe('damage of any kind, repaired and sent', () => {
  it('sends nothing wrong, applies nothing twice and calls nothing accepted that was not', async () => {
    const outcomes: CampaignOutcome[] = [];
    for (let index = 0; index < cases(9, 12); index += 1) outcomes.push(await repairAtRandom(repairs, 1, index));
    expect(outcomes.filter(({ verdict }) => verdict === 'wrong')).toEqual([]);
    expect(outcomes.filter(({ verdict }) => verdict === 'repaired').length).toBeGreaterThan(5);
  }, 240_000);
});
