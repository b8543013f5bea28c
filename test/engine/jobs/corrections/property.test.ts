import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Fault } from '#contract/faults.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { pickRow } from '#engine/jobs/corrections/pickRow.ts';
import { batches, redoBatch, undoBatch } from '#engine/jobs/corrections/undoBatch.ts';
import { fillDuplicates, previewFill, previewPick } from '#engine/jobs/duplicates/fillDuplicates.ts';
import { listDuplicates } from '#engine/jobs/duplicates/listDuplicates.ts';
import { jobStatus } from '#engine/jobs/jobStatus.ts';
import { retryRound } from '#engine/jobs/retryRound.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { startPractice, type PracticeServer } from '../../../../electron/practice/index.ts';
import { edit, mustHold, open, prepareRows, rowsOf, set, type SourceRow } from '../../../support/corrections.ts';
import { run, temporaryFolder } from '../../../support/jobs.ts';
import { cases } from '../../../support/longForms.ts';
import { generator } from '../../../support/random.ts';
import { forCorrecting, rewritten, takeBack } from '../../../support/rounds.ts';

/** PROFILE_IMPORTER_CORRECTIONS sets another number of jobs, PROFILE_IMPORTER_CORRECTIONS_SEED the seed of the first. */
const jobs = Number(process.env['PROFILE_IMPORTER_CORRECTIONS'] ?? cases(8, 15));
const firstSeed = Number(process.env['PROFILE_IMPORTER_CORRECTIONS_SEED'] ?? 1);

let folder: ReturnType<typeof temporaryFolder>;

beforeEach(() => {
  folder = temporaryFolder();
});

afterEach(() => folder.remove());

interface Scene {
  readonly random: () => number;
  readonly server: PracticeServer;
  readonly rows: number;
  file: JobFile;
  /** How often each profile must have been applied, and its last item. */
  readonly applied: Map<number, { times: number; item: string }>;
  /** Exported for correcting, now or some steps ago, and corrected further every time it comes back. */
  workbook: string | null;
}

const below = (random: () => number, count: number): number => Math.floor(random() * count);
const oneOf = <Value>(random: () => number, values: readonly Value[]): Value => values[below(random, values.length)]!;

const numbers = ['1', '2', '3', '4', '5', '6', '7', 'x', ''] as const;
const names = ['Anna', 'Борис', '', 'O\'Neil', 'Vera "V"'] as const;
const days = ['31.01.2024', '01.02.2024', '', 'never', '30.02.2024'] as const;
const values = [numbers, names, days] as const;

function sourceRows(random: () => number, count: number): readonly SourceRow[] {
  return Array.from({ length: count }, () => [oneOf(random, numbers), oneOf(random, ['Anna', 'Борис', '']), oneOf(random, days)]);
}

/**
 * Undoes the last batch. Where a row would again stand to be sent for a key that another one was accepted with, which was allowed once, that is
 * refused and changes nothing until it is allowed once more.
 */
async function undoLast(file: JobFile): Promise<void> {
  const before = mustHold(file);
  const { batch, refusedBy } = await undoBatch(file, { clock: systemClock });
  if (batch !== null) return;
  expect([Object.keys(refusedBy ?? {}), mustHold(file)]).toEqual([['key-accepted'], before]);
  expect((await undoBatch(file, { clock: systemClock, sendAgain: true })).batch).not.toBeNull();
}

/** Any cells of some rows, some rows and columns that are not there among them. */
async function editSome({ file, random, rows }: Scene): Promise<void> {
  const before = mustHold(file);
  const count = 1 + below(random, 4);
  const positions = Array.from({ length: count }, () => 1 + below(random, random() < 0.1 ? rows + 3 : rows)).sort((a, b) => a - b);
  const cells = positions.map((position) => {
    const column = random() < 0.03 ? 9 : below(random, 3);
    return set(position, column, oneOf(random, values[column] ?? names));
  });
  const result = await edit(file, cells, { sendAgain: random() < 0.5 });
  const after = mustHold(file);
  if (result.batch === null) expect(after).toEqual(before);
  else expect(batches(file).at(-1)).toEqual(result.batch);
  if (result.batch === null || random() < 0.5) return;
  await undoLast(file);
  expect(mustHold(file)).toEqual(before);
  if (random() < 0.5) return;
  await redoBatch(file, { clock: systemClock, sendAgain: true });
  expect(mustHold(file)).toEqual(after);
}

/** Any row is picked, or empty cells of some rows filled, as a preview tells it before; most of them undone and redone. */
async function pickSome({ file, random, rows }: Scene): Promise<void> {
  const before = mustHold(file);
  const [position, sendAgain] = [1 + below(random, rows), random() < 0.5];
  const isFill = random() < 0.4;
  const told = isFill ? null : previewPick(file, position, sendAgain);
  const filled = isFill ? await previewFill(file, { sendAgain, limit: 100 }) : null;
  const options = { clock: systemClock, origin: 'window', sendAgain } as const;
  const result = isFill ? await fillDuplicates(file, options) : await pickRow(file, { ...options, position });
  const after = mustHold(file);
  if (told !== null) {
    expect(result.refused.map(({ reason }) => reason)).toEqual(told.refusal === null ? [] : [told.refusal]);
    if (told.refusal === null) expect([file.states.at(position), file.corrections.picks().has(position)]).toEqual(['ready', true]);
  }
  if (filled !== null) expect([result.cells, result.rows, result.refused, result.refusedRows, result.refusedBy]).toEqual([filled.cells, filled.rows, filled.refused, filled.refusedRows, filled.refusedBy]);
  for (const { key, sentPosition, rows: count, members } of listDuplicates(file, { offset: 0, limit: 100 }).groups) {
    expect(members).toHaveLength(count);
    for (const member of members) expect([after.keys[member.position - 1], member.position === sentPosition || ['duplicate', 'accepted', 'failed', 'unknown'].includes(member.state)]).toEqual([key, true]);
  }
  if (result.batch === null) expect(after).toEqual(before);
  if (result.batch === null || random() < 0.4) return;
  await undoLast(file);
  expect(mustHold(file)).toEqual(before);
  if (random() < 0.3) return;
  await redoBatch(file, { clock: systemClock, sendAgain: true });
  expect(mustHold(file)).toEqual(after);
}

/** A workbook goes out, or comes back with some cells edited, whatever else was corrected and sent in between. */
async function roundSome(scene: Scene): Promise<void> {
  const { file, random } = scene;
  if (scene.workbook === null || random() < 0.3) {
    scene.workbook = await forCorrecting(file, folder.path);
    if (random() < 0.6) return;
  }
  const before = mustHold(file);
  const cells = rowsOf(file).map((row) => row.cells);
  const written = new Map<string, string>();
  scene.workbook = await rewritten(scene.workbook, (sheet) => {
    for (let count = below(random, 5); count > 0; count -= 1) {
      const [row, column] = [2 + below(random, sheet.rowCount - 1), below(random, 3)];
      const value = oneOf(random, values[column] ?? names);
      sheet.getCell(row, column + 1).value = value === '' ? null : value;
    }
    sheet.eachRow((row, number) => {
      for (let column = 1; column <= 3; column += 1) written.set(`${number - 2},${column - 1}`, row.getCell(column).text);
    });
  });
  const { report, result } = await takeBack(file, scene.workbook, { sendAgain: random() < 0.3 });
  const after = mustHold(file);
  let changed = 0;
  rowsOf(file).forEach((row, index) => {
    for (let column = 0; column < 3; column += 1) {
      const [was, is] = [cells[index]![column] ?? null, row.cells[column] ?? null];
      if (JSON.stringify(was) === JSON.stringify(is)) continue;
      changed += 1;
      expect([index, column, is?.t === 's' ? is.v : '']).toEqual([index, column, written.get(`${index},${column}`)]);
    }
  });
  expect([changed, result.refusedRows]).toEqual([result.cells, report.becomes.refused]);
  expect(report.rows).toBe(report.mixedUp.count > 0 ? report.rows : report.untouched + report.changedRows + report.conflicts.count);
  if (result.batch === null) expect(after).toEqual(before);
  if (result.batch === null || random() < 0.6) return;
  await undoLast(file);
  expect(mustHold(file)).toEqual(before);
}

/** Undoing and redoing are refused for what was sent since, and then nothing is changed. */
async function turnSome({ file, random }: Scene): Promise<void> {
  const before = mustHold(file);
  try {
    await (random() < 0.6 ? undoBatch : redoBatch)(file, { clock: systemClock, sendAgain: random() < 0.5 });
    mustHold(file);
  } catch (error) {
    expect(['nothing-to-undo', 'correction-sent']).toContain(error instanceof Fault ? error.code : error);
    expect(mustHold(file)).toEqual(before);
  }
}

/** What a run accepts is applied once, by the item that stood in the job. */
async function runSome(scene: Scene): Promise<void> {
  const { file, random, server, applied } = scene;
  const before = mustHold(file);
  if (['ready', 'paused'].includes(jobStatus(file, null).state)) await run(file, { ...server, limits: { profiles: 1 + below(random, 4), bytes: 100_000 }, streams: 1, ...(random() < 0.4 ? { trial: 1 + below(random, 3) } : {}) });
  const after = mustHold(file);
  after.states.forEach((state, index) => {
    if (state !== 'accepted' || before.states[index] === 'accepted') return;
    const profile = Number(after.keys[index]);
    applied.set(profile, { times: (applied.get(profile)?.times ?? 0) + 1, item: after.items[index]! });
  });
  for (let profile = 1; profile <= 7; profile += 1) {
    expect([profile, server.journal.applied().get(profile)]).toEqual([profile, applied.get(profile)?.times ?? 0]);
    const item = applied.get(profile)?.item;
    if (item !== undefined) expect(server.journal.item(profile)).toEqual(JSON.parse(item));
  }
}

function retrySome({ file }: Scene): void {
  try {
    retryRound(file, {}, Date.now());
  } catch (error) {
    expect(error).toMatchObject({ code: 'nothing-to-retry' });
  }
  mustHold(file);
}

async function step(scene: Scene): Promise<void> {
  const chance = scene.random();
  if (chance < 0.2) return editSome(scene);
  if (chance < 0.3) return roundSome(scene);
  if (chance < 0.5) return pickSome(scene);
  if (chance < 0.7) return turnSome(scene);
  if (chance < 0.9) return runSome(scene);
  if (chance < 0.95) return retrySome(scene);
  const { path } = scene.file;
  scene.file.close();
  scene.file = open(path);
}

describe('any sequence of corrections, workbooks, picks and fillings of duplicates, undoing, redoing, retries and runs', () => {
  it(`ends with counts that add up, and each row applied once with its last value (${jobs} jobs)`, { timeout: Math.max(300_000, jobs * 3_000) }, async () => {
    for (let seed = firstSeed; seed < firstSeed + jobs; seed += 1) {
      const random = generator(seed);
      const server = await startPractice({ population: 10, keepItems: true, faults: { rules: [{ kind: 'reject-items', customIds: [2, 5], code: 500, text: 'refused twice', perKey: 2 }] } });
      const rows = 3 + below(random, 10);
      const path = await prepareRows(folder.path, sourceRows(random, rows), { version: 2, invalid: oneOf(random, ['row', 'field']), duplicates: oneOf(random, ['first', 'last', 'last', 'all']) });
      const file = open(path);
      const scene: Scene = { random, server, rows: file.job.read()!.rowsRead, file, applied: new Map(), workbook: null };
      try {
        for (let count = 0; count < 25; count += 1) await step(scene);
        await runSome(scene);
      } catch (error) {
        throw new Error(`seed ${seed}`, { cause: error });
      } finally {
        scene.file.close();
        await server.close();
      }
    }
  });
});
