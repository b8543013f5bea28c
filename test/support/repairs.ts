import Database from 'better-sqlite3';
import { randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '#contract/faults.ts';
import type { JobStatus } from '#contract/job.ts';
import type { Recipe } from '#contract/recipe.ts';
import { prepareJob } from '#engine/jobs/prepare/prepareJob.ts';
import { checkJob } from '#engine/jobs/repair/checkJob.ts';
import { repairJob, type Repaired } from '#engine/jobs/repair/repairJob.ts';
import { retryRound } from '#engine/jobs/retryRound.ts';
import { openJob } from '#engine/jobs/recover.ts';
import { openJobFile } from '#engine/store/jobFile.ts';
import { Platform } from './damage.ts';
import { run } from './jobs.ts';
import { generator } from './random.ts';

/** Jobs made from a CSV file, sent or not, damaged, repaired and sent to their end, against a platform that judges every item. */

export const repairRows = 3_000;
const page = 16_384;
const usualLimits = { profiles: 100, bytes: 1_000_000 };
export const clock = { now: () => Date.now() };

export const repairRecipe: Recipe = {
  version: 1,
  request: { db_id: 7, matching: 'custom', field_name: 'Custom_ID', skip_triggers: true },
  fields: [
    { field: 'Custom_ID', type: 'int', column: 'Client No' },
    { field: '_fname', type: 'string', column: 'Name' },
    { field: 'email', type: 'email', column: 'Email' },
  ],
};

/** Invalid, empty and doubled rows among the others; texts wide enough for blocks of several pages. */
export function csvOf(rows: number): string {
  const lines = Array.from({ length: rows }, (_, index) => {
    const id = index + 1;
    if (id % 61 === 0) return `none,Ólafur ${id},person${id}@example.com`;
    if (id % 83 === 0) return ',,';
    return `${id % 71 === 0 ? id - 1 : id},"Анна Марія ${'ü'.repeat(id % 40)}, the ${id}th",person${id}@example.com`;
  });
  return `Client No,Name,Email\n${lines.join('\n')}\n`;
}

export const stages = ['fresh', 'paused', 'left', 'retried', 'finished'] as const;
export type Stage = (typeof stages)[number];

interface Base {
  readonly path: string;
  readonly platform: Platform;
}

export interface Repairs {
  readonly folder: string;
  readonly source: string;
  readonly expected: ReadonlySet<string>;
  base(stage: Stage): Base;
  /** A copy of a job, to be damaged. */
  copy(stage: Stage): string;
  /** Repairs the job at a path and sends what it gives, as the platform of the stage goes on. */
  repair(stage: Stage, path: string, withSource: boolean): Promise<RepairEnd>;
}

export interface RepairEnd {
  readonly repaired: Repaired;
  readonly out: string;
  /** After it was sent to its end. */
  readonly status: JobStatus;
  readonly platform: Platform;
  /** What must not be: a sentence for each. */
  readonly problems: readonly string[];
}

const send = async (path: string, platform: Platform, trial?: number, limits = usualLimits, adopt = false): Promise<JobStatus> => {
  const file = openJob(path);
  try {
    return await run(file, { url: 'https://example.com', token: 'token', transport: platform, limits, streams: 2, adopt, trial });
  } finally {
    file.close();
  }
};

/** Makes the jobs: never sent; paused half-way; left running with its -wal; retried, with a round half sent; finished. */
export async function makeRepairs(folder: string, rows = repairRows, wanted: readonly Stage[] = stages): Promise<Repairs> {
  const source = join(folder, 'source.csv');
  writeFileSync(source, csvOf(rows));
  const fresh = join(folder, 'fresh.importjob');
  // Each a job of its own: copies of one are sent as the first of them was planned.
  const prepare = async (job: string): Promise<string> => (await prepareJob({ source, recipe: repairRecipe, job, jobId: randomUUID(), clock }), job);
  await prepare(fresh);
  const expected = itemsOf(fresh);
  const bases = new Map<Stage, Base>([['fresh', { path: fresh, platform: new Platform(expected) }]]);
  const started = async (stage: Stage): Promise<Base> => {
    const base = { path: await prepare(join(folder, `${stage}.importjob`)), platform: new Platform(expected) };
    bases.set(stage, base);
    return base;
  };
  const limits = { profiles: rows > 100_000 ? 5_000 : 100, bytes: 8_000_000 };
  const sendTo = (path: string, platform: Platform, trial?: number): Promise<JobStatus> => send(path, platform, trial, limits);
  if (wanted.includes('paused')) {
    const paused = await started('paused');
    await sendTo(paused.path, paused.platform, Math.floor(rows / 2));
  }
  if (wanted.includes('finished')) {
    const finished = await started('finished');
    await sendTo(finished.path, finished.platform);
  }
  if (wanted.includes('retried')) {
    const retried = await started('retried');
    await sendTo(retried.path, retried.platform, Math.floor(rows / 3));
    const file = openJob(retried.path);
    retryRound(file, {}, Date.now());
    file.close();
    await sendTo(retried.path, retried.platform, Math.floor(rows / 5));
  }
  bases.set('left', await leftRunning(await prepare(join(folder, 'running.importjob')), folder, expected, sendTo));
  let number = 0;
  return {
    folder,
    source,
    expected,
    base: (stage) => bases.get(stage)!,
    copy: (stage) => copied(bases.get(stage)!.path, join(folder, `damaged${(number += 1)}`)),
    repair: (stage, path, withSource) => repairAndSend(path, { platform: new Platform(expected, bases.get(stage)!.platform), source: withSource ? source : undefined, rows }),
  };
}

async function leftRunning(running: string, folder: string, expected: ReadonlySet<string>, sendTo: (path: string, platform: Platform) => Promise<JobStatus>): Promise<Base> {
  const left = join(folder, 'left.importjob');
  let seenByThen: Platform | null = null;
  const dying: Platform = new Platform(expected, null, (number) => {
    if (number !== 7) return;
    for (const suffix of ['', '-wal']) copyFileSync(running + suffix, left + suffix);
    seenByThen = new Platform(expected, dying);
  });
  await sendTo(running, dying);
  return { path: left, platform: seenByThen ?? dying };
}

function itemsOf(path: string): ReadonlySet<string> {
  const file = openJobFile(path, { create: false });
  const items = new Set(Array.from(file.items.texts(file.states.positions(new Set(['ready'] as const))), ({ json }) => json));
  file.close();
  return items;
}

function copied(path: string, folder: string): string {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  mkdirSync(folder);
  const copy = join(folder, 'job.importjob');
  for (const suffix of ['', '-wal']) if (existsSync(path + suffix)) copyFileSync(path + suffix, copy + suffix);
  return copy;
}

async function repairAndSend(path: string, { platform, source, rows }: { readonly platform: Platform; readonly source: string | undefined; readonly rows: number }): Promise<RepairEnd> {
  const out = `${path.replace(/\.importjob$/, '')}-repaired.importjob`;
  const before = bytesOf(path);
  const repaired = await repairJob({ job: path, out, source, clock });
  const problems: string[] = [];
  if (bytesOf(path) !== before) problems.push('the damaged file was changed');
  if (!checkJob(out).whole) problems.push('the repaired file is not whole');
  // What is damaged here are copies: what is made of them has to be taken over.
  const status = repaired.status.state === 'finished' ? repaired.status : await send(out, platform, undefined, { profiles: rows > 100_000 ? 5_000 : 100, bytes: 1_000_000 }, true);
  if (platform.wrong.length > 0) problems.push(`wrong: ${platform.wrong[0] ?? ''}`);
  if (platform.doubled > 0) problems.push(`${platform.doubled} applied twice`);
  if (!status.countsAddUp || status.counts.read !== rows) problems.push(`counts: ${JSON.stringify(status.counts)}`);
  if (status.counts.notSent > 0) problems.push(`${status.counts.notSent} not sent`);
  problems.push(...notTrue(out, platform));
  return { repaired, out, status, platform, problems };
}

/** Every row that is called accepted was applied, and what was applied is called accepted or unknown. */
function notTrue(out: string, platform: Platform): readonly string[] {
  const file = openJobFile(out, { create: false });
  try {
    const keysOf = (state: 'accepted' | 'failed' | 'unknown'): ReadonlySet<string> =>
      new Set(Array.from(file.items.texts(file.states.positions(new Set([state]))), ({ json }) => /"Custom_ID":(\d+)/.exec(json)?.[1] ?? ''));
    const [accepted, failed] = [keysOf('accepted'), keysOf('failed')];
    const missing = [...accepted].filter((key) => key !== '' && !platform.applied.has(key));
    const refused = [...failed].filter((key) => key !== '' && platform.applied.has(key));
    return [
      ...(missing.length === 0 ? [] : [`${missing.length} called accepted and never applied, such as ${missing[0] ?? ''}`]),
      ...(refused.length === 0 ? [] : [`${refused.length} called failed and applied, such as ${refused[0] ?? ''}`]),
    ];
  } finally {
    file.close();
  }
}

function bytesOf(path: string): string {
  return ['', '-wal'].map((suffix) => (existsSync(path + suffix) ? readFileSync(path + suffix).toString('latin1') : '')).join('|');
}

const tables = ['job', 'block', 'block_item', 'block_state', 'row_error', 'duplicate', 'chunk', 'attempt', 'failure'] as const;
export type Table = (typeof tables)[number];
export const damagedTables = tables;

/** Zeroes a page of a table: its root, or a leaf below it. */
export function zeroTable(path: string, table: Table | 'correction_batch' | 'correction' | 'corrected_row' | 'kept_profile', part: 'root' | 'leaf', choose: () => number = () => 0.5): void {
  const bytes = readFileSync(path);
  const copy = `${path}.look`;
  writeFileSync(copy, bytes);
  const db = new Database(copy);
  let number = Number(db.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck().get(table));
  db.close();
  for (const suffix of ['', '-wal', '-shm']) rmSync(copy + suffix, { force: true });
  for (;;) {
    const at = (number - 1) * page;
    const kind = bytes[at];
    if (part === 'root' || (kind !== 5 && kind !== 2)) break;
    const cells = bytes.readUInt16BE(at + 3);
    const which = Math.floor(choose() * (cells + 1));
    number = which === cells ? bytes.readUInt32BE(at + 8) : bytes.readUInt32BE(at + bytes.readUInt16BE(at + 12 + which * 2));
  }
  bytes.fill(0, (number - 1) * page, number * page);
  writeFileSync(path, bytes);
}

export function zeroPage(path: string, number: number): void {
  const bytes = readFileSync(path);
  bytes.fill(0, (number - 1) * page, number * page);
  writeFileSync(path, bytes);
}

export interface CampaignOutcome {
  readonly what: string;
  /** repaired: all is right. refused: with a sentence. Everything else must not be. */
  readonly verdict: 'repaired' | 'refused' | 'wrong';
  readonly detail: string;
  readonly unknown: number;
  readonly lost: number;
}

/** The damage, the repair and the run with this number: the same seed and number always give the same. */
export async function repairAtRandom(repairs: Repairs, seed: number, index: number): Promise<CampaignOutcome> {
  const random = generator(Math.imul(seed, 0x9e37_79b1) ^ index);
  const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(random() * values.length)]!;
  const stage = pick(stages);
  const path = repairs.copy(stage);
  const damages = Array.from({ length: random() < 0.3 ? 2 : 1 }, () => damageOnce(path, random, pick));
  const withSource = random() < 0.6;
  const what = `${index} ${stage}: ${damages.join(' and ')}${withSource ? ', with the source' : ''}`;
  try {
    const { problems, repaired } = await repairs.repair(stage, path, withSource);
    return { what, verdict: problems.length === 0 ? 'repaired' : 'wrong', detail: problems.join('; '), unknown: repaired.note.unknown, lost: repaired.note.lost };
  } catch (error) {
    const told = error instanceof Fault && error.code !== 'internal' && error.code !== 'job-corrupt';
    return { what, verdict: told ? 'refused' : 'wrong', detail: error instanceof Fault ? `${error.code} ${JSON.stringify(error.detail)}` : String(error instanceof Error ? error.stack : error), unknown: 0, lost: 0 };
  } finally {
    rmSync(join(path, '..'), { recursive: true, force: true, maxRetries: 5 });
  }
}

function damageOnce(path: string, random: () => number, pick: <Value>(values: readonly Value[]) => Value): string {
  const kind = pick(['table', 'table', 'first', 'log', 'cut', 'page', 'bytes', 'bits', 'log-bytes'] as const);
  const size = readFileSync(path).length;
  const log = `${path}-wal`;
  if (kind === 'table' && size >= page) {
    const [table, part] = [pick(tables), pick(['root', 'leaf'] as const)];
    try {
      zeroTable(path, table, part, random);
      return `${part} of ${table}`;
    } catch {
      zeroPage(path, 1);
      return 'first page';
    }
  }
  if (kind === 'log' && existsSync(log)) {
    rmSync(log);
    return 'log gone';
  }
  if (kind === 'log-bytes' && existsSync(log)) {
    const bytes = readFileSync(log);
    bytes.fill(Math.floor(random() * 256), Math.floor(random() * bytes.length)).subarray(0, 8);
    writeFileSync(log, bytes);
    return 'log broken';
  }
  if (kind === 'cut') {
    const at = Math.floor(size * (0.2 + random() * 0.8));
    truncateSync(path, at);
    return `cut at ${at}`;
  }
  if (kind === 'first') {
    zeroPage(path, 1);
    return 'first page';
  }
  const bytes = readFileSync(path);
  const at = Math.floor(random() * Math.max(1, bytes.length));
  if (kind === 'page') bytes.fill(0, at - (at % page), at - (at % page) + page);
  else if (kind === 'bits') for (let bit = 0; bit < 20; bit += 1) bytes[Math.floor(random() * bytes.length)]! ^= 1 << Math.floor(random() * 8);
  else for (let index = at; index < Math.min(at + 64, bytes.length); index += 1) bytes[index] = Math.floor(random() * 256);
  writeFileSync(path, bytes);
  return `${kind} at ${at}`;
}
