import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Mend } from '#contract/mends.ts';
import { Fault } from '#contract/faults.ts';
import { pickRow } from '#engine/jobs/corrections/pickRow.ts';
import { redoBatch, undoBatch } from '#engine/jobs/corrections/undoBatch.ts';
import { correctFromWorkbook } from '#engine/jobs/corrections/workbook/correctFromWorkbook.ts';
import { fillDuplicates } from '#engine/jobs/duplicates/fillDuplicates.ts';
import { jobStatus } from '#engine/jobs/jobStatus.ts';
import { applyMend } from '#engine/jobs/mending/applyMend.ts';
import { openJob } from '#engine/jobs/recover.ts';
import { retryRound } from '#engine/jobs/retryRound.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { chaos, copyAsKilled, virtualClock } from '../../support/chaos.ts';
import { runOnce, type ChaosScene } from '../../support/chaosRun.ts';
import { edit, mustHold, open, prepareRows, set, type Checked, type SourceRow } from '../../support/corrections.ts';
import { temporaryFolder } from '../../support/jobs.ts';
import { generator } from '../../support/random.ts';
import { forCorrecting, rewritten } from '../../support/rounds.ts';

/**
 * Corrections of every kind between and instead of runs on a platform on which everything goes wrong, killed at any moment.
 * PROFILE_IMPORTER_CHAOS sets another number of jobs.
 */
const jobs = Number(process.env['PROFILE_IMPORTER_CHAOS'] ?? 5);
const firstSeed = Number(process.env['PROFILE_IMPORTER_CHAOS_SEED'] ?? 1);

let folder: ReturnType<typeof temporaryFolder>;

beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

interface Scene extends ChaosScene {
  file: JobFile;
  workbook: string | null;
  kills: number;
  /** How often each profile must have been applied, and its last item. */
  readonly applied: Map<number, { times: number; item: string }>;
}

const keys = 40;
const below = (random: () => number, count: number): number => Math.floor(random() * count);
const oneOf = <Value>(random: () => number, values: readonly Value[]): Value => values[below(random, values.length)]!;
const days = ['31.01.2024', '01.02.2024', '', 'never', '30.02.2024'] as const;
const numberFor = (random: () => number): string => (random() < 0.1 ? oneOf(random, ['x', '']) : String(1 + below(random, keys)));
const valueFor = (random: () => number, column: number): string => (column === 0 ? numberFor(random) : column === 1 ? oneOf(random, ['Anna', 'Борис', '', 'Vera']) : oneOf(random, days));
const rowsFor = (random: () => number, count: number): readonly SourceRow[] => Array.from({ length: count }, () => [numberFor(random), oneOf(random, ['Anna', '']), oneOf(random, days)]);

const mends: readonly (readonly [column: number, mend: Mend])[] = [
  [2, { kind: 'replace', find: 'never', with: '05.05.2024', whole: true }],
  [1, { kind: 'case', to: 'upper' }],
  [1, { kind: 'set', value: 'Set' }],
  [2, { kind: 'clear' }],
  [0, { kind: 'replace', find: 'x', with: '7', whole: true }],
];

type Made = (file: JobFile) => Promise<unknown>;

/** One batch of any kind, as an operator makes it. */
async function batchFor(scene: Scene): Promise<Made> {
  const { random, clock, rows } = scene;
  const options = { clock, origin: 'window', sendAgain: random() < 0.3, adopt: true } as const;
  const chance = random();
  if (chance < 0.25) {
    const positions = Array.from({ length: 1 + below(random, 6) }, () => 1 + below(random, rows)).sort((a, b) => a - b);
    const cells = positions.map((position) => {
      const column = below(random, 3);
      return set(position, column, valueFor(random, column));
    });
    return (file) => edit(file, cells, options);
  }
  if (chance < 0.4) {
    const [column, mend] = oneOf(random, mends);
    const positions = Array.from({ length: 1 + below(random, rows) }, () => 1 + below(random, rows));
    return (file) => applyMend(file, { column, mends: [mend], selection: random() < 0.3 ? { kind: 'all' } : { kind: 'rows', positions }, onlyFixing: random() < 0.4 }, options);
  }
  if (chance < 0.55) {
    const position = 1 + below(random, rows);
    return (file) => pickRow(file, { ...options, position });
  }
  if (chance < 0.65) return (file) => fillDuplicates(file, options);
  if (chance < 0.75) {
    const workbook = await workbookFor(scene);
    return (file) => correctFromWorkbook(file, workbook, options);
  }
  const turn = chance < 0.9 ? undoBatch : redoBatch;
  return (file) => turn(file, options);
}

/** Goes out now, or has some steps ago; comes back with some cells edited. */
async function workbookFor(scene: Scene): Promise<string> {
  const { random, file } = scene;
  if (scene.workbook === null || random() < 0.4) scene.workbook = await forCorrecting(file, folder.path);
  scene.workbook = await rewritten(scene.workbook, (sheet) => {
    for (let count = below(random, 8); count > 0; count -= 1) {
      const column = below(random, 3);
      sheet.getCell(2 + below(random, sheet.rowCount - 1), column + 1).value = valueFor(random, column) || null;
    }
  });
  return scene.workbook;
}

const expected: ReadonlySet<string> = new Set(['nothing-to-undo', 'correction-sent', 'no-duplicates']);

/** A batch that may be killed in its midst: then nothing of it is there. */
async function correctSome(scene: Scene): Promise<void> {
  const { random, file } = scene;
  const before = mustHold(file);
  const made = await batchFor(scene);
  const kill = random() < 0.5 ? 1 + below(random, 12) : Infinity;
  let moment = 0;
  let copy: string | null = null;
  const pass = (): void => {
    moment += 1;
    if (moment !== kill) return;
    copy = join(folder.path, `${(scene.copies += 1)}.importjob`);
    copyAsKilled(file.path, copy);
  };
  try {
    await made(watched(file, pass));
    mustHold(file);
  } catch (error) {
    expect(expected).toContain(error instanceof Fault ? error.code : error);
    if (copy === null) expect(mustHold(file)).toEqual(before);
  }
  if (copy === null) return;
  scene.kills += 1;
  file.close();
  scene.file = openJob(copy);
  expect(mustHold(scene.file)).toEqual(before);
}

/** Says so after each thing that a batch writes. */
function watched(file: JobFile, pass: () => void): JobFile {
  const { corrections, items, states } = file;
  return {
    ...file,
    corrections: {
      ...corrections,
      addCells: (...args) => (corrections.addCells(...args), pass()),
      putRows: (...args) => (corrections.putRows(...args), pass()),
      addBatch: (...args) => (corrections.addBatch(...args), pass()),
      setBatchState: (...args) => (corrections.setBatchState(...args), pass()),
    },
    items: { ...items, replace: (...args) => (items.replace(...args), pass()) },
    states: { ...states, change: (...args) => (states.change(...args), pass()) },
  };
}

/** What a run accepts is applied once, by the item that stood in the job, also where the answer came runs later. */
async function runSome(scene: Scene, wild: boolean): Promise<void> {
  const { random, server, applied } = scene;
  if (!['ready', 'paused'].includes(jobStatus(scene.file, null).state)) return;
  const before = mustHold(scene.file);
  server.trouble = wild ? random() * 0.5 : 0;
  const from = scene.file;
  ({ file: scene.file } = await runOnce(scene, from, wild, 'json'));
  if (scene.file !== from) scene.kills += 1;
  count(before, mustHold(scene.file), applied);
}

function count(before: Checked, after: Checked, applied: Scene['applied']): void {
  after.states.forEach((state, index) => {
    if (state !== 'accepted' || before.states[index] === 'accepted') return;
    const profile = Number(after.keys[index]);
    applied.set(profile, { times: (applied.get(profile)?.times ?? 0) + 1, item: after.items[index]! });
  });
}

async function step(scene: Scene): Promise<void> {
  const chance = scene.random();
  if (chance < 0.65) return correctSome(scene);
  if (chance < 0.9) return runSome(scene, true);
  if (chance < 0.95) {
    try {
      retryRound(scene.file, { adopt: true }, scene.clock.now());
    } catch (error) {
      expect(['nothing-to-retry', 'unknown-can-be-settled']).toContain((error as Fault).code);
    }
    return;
  }
  const { path } = scene.file;
  scene.file.close();
  scene.file = open(path);
}

async function whole(seed: number): Promise<number> {
  const random = generator(seed);
  const clock = virtualClock();
  const refused = new Set(Array.from({ length: below(random, 4) }, () => 1 + below(random, keys)));
  const server = chaos({ random, clock, bad: new Set(), refused, maxBytes: 1_000_000 });
  const rows = 20 + below(random, 60);
  const path = await prepareRows(folder.path, rowsFor(random, rows), { version: 2, invalid: oneOf(random, ['row', 'field']), duplicates: oneOf(random, ['first', 'last', 'last', 'all']) });
  const file = open(path);
  const scene: Scene = { folder: folder.path, random, clock, server, rows: file.job.read()!.rowsRead, copies: 0, ids: 0, file, workbook: null, kills: 0, applied: new Map() };
  for (let steps = 0; steps < 20; steps += 1) await step(scene);
  for (let runs = 0; ['ready', 'paused'].includes(jobStatus(scene.file, null).state); runs += 1) {
    await runSome(scene, false);
    expect(runs).toBeLessThan(20);
  }
  const status = jobStatus(scene.file, null);
  expect([status.countsAddUp, status.counts.notSent, status.counts.unknown]).toEqual([true, 0, 0]);
  for (let profile = 1; profile <= keys; profile += 1) {
    expect([profile, server.applied.get(profile) ?? 0]).toEqual([profile, scene.applied.get(profile)?.times ?? 0]);
    const item = scene.applied.get(profile)?.item;
    if (item !== undefined) expect([profile, server.items.get(profile)?.at(-1)]).toEqual([profile, JSON.parse(item)]);
  }
  scene.file.close();
  return scene.kills;
}

describe('any sequence of edits, mends, picks, fillings, workbooks, undoing, redoing and runs, killed at any moment', () => {
  it.each(Array.from({ length: jobs }, (_, index) => firstSeed + index))('applies each accepted row once with its last value (seed %i)', { timeout: 120_000 }, async (seed) => {
    await whole(seed);
  });
});
