import Database from 'better-sqlite3';
import { randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Recipe } from '#contract/recipe.ts';
import { placeOf } from '#engine/jobs/place.ts';
import { openJob } from '#engine/jobs/recover.ts';
import { fileAt } from '#engine/store/fileIdentity.ts';
import { openJobFile } from '#engine/store/jobFile.ts';
import { findWal, isForeign, type WalOrigin } from '#engine/store/walCheck.ts';
import { readWal } from '#engine/store/walLog.ts';
import { wholeImage } from '#engine/store/wholeImage.ts';
import { Platform } from './damage.ts';
import { customRecipe, makeJob, profiles, run } from './jobs.ts';
import { generator } from './random.ts';

/** A job's file, its -wal and the index of that as they lay there at one moment. */
export interface Moment {
  readonly name: string;
  readonly path: string;
  /** As it was then. */
  readonly platform: Platform;
}

const page = 16_384;
/** Over three pages. */
const wordy: Recipe = { ...customRecipe, fields: [...customRecipe.fields, ...Array.from({ length: 400 }, (_, index) => ({ field: `_field_with_a_long_name_${index}`, type: 'string' as const, value: `value ${index} of a long list`.repeat(2) }))] };

/** Runs a job in many requests, dies, goes on from what is left, is read meanwhile, and keeps its files at random moments. */
export async function liveOf(folder: string, seed: number, options: { readonly wordy: boolean; readonly rows?: number; readonly often: number; readonly readers: boolean; readonly lives?: number }): Promise<readonly Moment[]> {
  const random = generator(seed);
  const moments: Moment[] = [];
  const rows = options.rows ?? 900;
  let path = join(folder, 'life-0', 'job.importjob');
  let platform = new Platform(null);
  mkdirSync(join(folder, 'life-0'), { recursive: true });
  const keep = (name: string): void => {
    const moment = join(folder, `moment-${moments.length}.importjob`);
    copyFileSync(path, moment);
    if (!existsSync(`${path}-wal`)) return;
    for (const suffix of ['-wal', '-shm']) copyFileSync(path + suffix, moment + suffix);
    moments.push({ name, path: moment, platform: new Platform(null, platform) });
  };
  const made = makeJob(path, profiles(rows), options.wordy ? wordy : customRecipe);
  made.transaction(() => made.job.setPlace(placeOf(path, fileAt(path)?.identity ?? null, 'prepared', '2026-01-01T00:00:00.000Z', null)));
  made.close();

  for (let life = 0; life < (options.lives ?? 3); life += 1) {
    const kill = new AbortController();
    const end = 20 + Math.floor(random() * 80);
    let reader: Database.Database | null = null;
    platform = new Platform(null, platform, (number) => {
      if (number === 1 || random() < options.often) keep(`life ${life}, request ${number}`);
      if (options.readers && random() < 0.05 && reader === null) {
        reader = new Database(path, { readonly: true });
        reader.exec('BEGIN');
        reader.prepare('SELECT count(*) FROM chunk').get();
      } else if (random() < 0.1) {
        reader?.close();
        reader = null;
      }
      if (number === end) kill.abort();
    });
    const file = openJobFile(path, { create: false });
    await run(file, { url: 'https://example.com', token: 'token', transport: platform, limits: { profiles: 3, bytes: 1_000_000 }, streams: 2, adopt: true, abort: kill.signal, newId: randomUUID });
    keep(`life ${life}, ended`);
    const rest: Database.Database | null = reader;
    (rest as Database.Database | null)?.close();
    file.close();
    const next = moments[moments.length - 1 - Math.floor(random() * 3)]!;
    mkdirSync(join(folder, `life-${life + 1}`));
    path = join(folder, `life-${life + 1}`, 'job.importjob');
    platform = next.platform;
    for (const suffix of ['', '-wal']) copyFileSync(next.path + suffix, path + suffix);
    const looked = openJob(path);
    keep(`life ${life}, looked at`);
    looked.close();
  }
  return moments;
}

/** The file of one moment beside the -wal of another, in a folder of its own. */
export function mixed(folder: string, file: Moment, wal: Moment, name = 'mixed'): string {
  const path = join(folder, `${name}.importjob`);
  copyFileSync(file.path, path);
  copyFileSync(`${wal.path}-wal`, `${path}-wal`);
  return path;
}

export interface Mix {
  readonly origin: WalOrigin;
  /** Whether replaying gives the very state of the job that the -wal is of. */
  readonly same: boolean;
}

export function mix(folder: string, file: Moment, wal: Moment): Mix {
  const path = mixed(folder, file, wal);
  const { origin } = findWal(path);
  return { origin, same: isForeign(origin) || wholeImage(path).equals(wholeImage(wal.path)) };
}

/** The file as a kill leaves it that comes while its log is being moved into it: pages go in their order (SQLite's wal.c). */
export function partlyMoved(folder: string, moment: Moment, share: number): string {
  const path = mixed(folder, moment, moment, 'moved');
  const { commits } = readWal(path);
  const latest = new Map<number, number>();
  for (const commit of commits) for (const [number, at] of commit) latest.set(number, at);
  const pages = [...latest].sort(([one], [other]) => one - other);
  const wal = readFileSync(`${path}-wal`);
  let bytes = readFileSync(path);
  for (const [number, at] of pages.slice(0, Math.round(pages.length * share))) {
    if (number * page > bytes.length) bytes = Buffer.concat([bytes, Buffer.alloc(number * page - bytes.length)]);
    wal.copy(bytes, (number - 1) * page, at, at + page);
  }
  writeFileSync(path, bytes);
  return path;
}
