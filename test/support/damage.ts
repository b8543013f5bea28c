import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '#contract/faults.ts';
import { mostFailureGroups, type JobCounts } from '#contract/job.ts';
import type { HttpRequest, Transport } from '#engine/api/transport.ts';
import { exportRows } from '#engine/jobs/exports/exportRows.ts';
import { jobStatus } from '#engine/jobs/jobStatus.ts';
import { openJob } from '#engine/jobs/recover.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import type { MappedRow } from '#engine/mapping/types.ts';
import { makeJob, profileRow, run } from './jobs.ts';
import { generator } from './random.ts';

/**
 * Job files damaged at random, each by a number: the same seed and number always give the same file. Whatever a
 * platform of its own is sent afterwards must be, byte for byte, what the whole job would have sent.
 */

const rows = 1_500;
const limits = { profiles: 100, bytes: 1_000_000 };
const page = 16_384;
const names = ['Анна', 'Марія', 'Ólafur', 'Jean-Luc', 'O’Neill'];

function jobRows(): readonly MappedRow[] {
  return Array.from({ length: rows }, (_, index): MappedRow => {
    const id = index + 1;
    if (id % 60 === 0) return { kind: 'invalid', errors: [{ row: id + 1, column: 'A', header: 'Client No', field: 'Custom_ID', value: 'x', reason: 'not-integer' }] };
    if (id % 45 === 0) return { kind: 'empty' };
    return profileRow(id % 70 === 0 ? id - 1 : id, { _fname: names[id % names.length], email: `person${id}@example.com`, tags: ['a', `t${id % 9}`] });
  });
}

/** What is applied, and what was wrong about what came. */
export class Platform implements Transport {
  readonly applied = new Map<string, string>();
  readonly wrong: string[] = [];
  doubled = 0;
  readonly #expected: ReadonlySet<string> | null;
  readonly #answers: Map<string, string>;
  readonly #onRequest: (number: number) => void;
  #requests = 0;

  /** `expected`: the items there are; null to learn them. `answers`: of requests that it has seen before. */
  constructor(expected: ReadonlySet<string> | null, before: Platform | null = null, onRequest: (number: number) => void = () => undefined) {
    this.#expected = expected;
    this.#answers = new Map(before === null ? [] : before.#answers);
    for (const [key, item] of before?.applied ?? []) this.applied.set(key, item);
    this.#onRequest = onRequest;
  }

  send(request: HttpRequest): ReturnType<Transport['send']> {
    if (!request.url.endsWith('/update_batch')) return Promise.resolve({ status: 404, headers: {}, body: Buffer.from('') });
    const id = request.headers['request-id'] ?? '';
    const replayed = this.#answers.get(id);
    const answer = replayed ?? this.#apply(request);
    this.#answers.set(id, answer);
    this.#onRequest((this.#requests += 1));
    const headers = { 'content-type': 'application/json', ...(replayed === undefined ? {} : { 'duplicate-request': 'true' }) };
    return Promise.resolve({ status: 200, headers, body: Buffer.from(answer) });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #apply({ body }: HttpRequest): string {
    let data: readonly { readonly Custom_ID: number }[] = [];
    try {
      const parsed = JSON.parse(Buffer.from(body).toString('utf8'));
      data = parsed.data;
      if (parsed.db_id !== 7 || parsed.matching !== 'custom' || parsed.field_name !== 'Custom_ID') this.wrong.push('another request');
    } catch {
      this.wrong.push('a body that is no JSON');
    }
    return JSON.stringify({ error: 0, error_text: 'Successfully', result: data.map((item) => this.#applyOne(item)) });
  }

  #applyOne(item: { readonly Custom_ID: number }): unknown {
    const text = JSON.stringify(item);
    const key = String(item.Custom_ID);
    if (this.#expected !== null && !this.#expected.has(text)) this.wrong.push(text);
    if (item.Custom_ID % 97 === 0) return { error: 404, error_text: 'Profile not found' };
    if (this.applied.has(key)) this.doubled += 1;
    this.applied.set(key, text);
    return { error: 0, error_text: '', profile_id: `5e${key.padStart(22, '0')}` };
  }
}

/** What somebody sees of a job without sending it. */
interface Seen {
  readonly counts: JobCounts;
  readonly failures: string;
  readonly table: string;
}

interface Base {
  readonly name: string;
  readonly path: string;
  readonly platform: Platform;
  readonly seen: Seen;
  readonly end: { readonly counts: JobCounts; readonly applied: number };
}

export interface DamageCampaign {
  /** Damages the file with this number and works with it. */
  one(index: number): Promise<DamageOutcome>;
}

export interface DamageOutcome {
  readonly what: string;
  /** told: refused with a sentence somewhere. same: it made no difference. Everything else must not be. */
  readonly verdict: 'told' | 'same' | 'wrong' | 'silent' | 'doubled' | 'internal';
  readonly detail: string;
}

async function look(file: JobFile, out: string): Promise<Seen> {
  const { counts } = jobStatus(file, null);
  const failures = JSON.stringify([file.failures.groups(mostFailureGroups), file.problems.groups()]);
  await exportRows(file, 'all', out, { replace: true });
  return { counts, failures, table: readFileSync(out, 'utf8') };
}

async function send(file: JobFile, platform: Platform): Promise<JobCounts> {
  const status = await run(file, { url: 'https://example.com', token: 'token', transport: platform, limits, streams: 2, adopt: true });
  return status.counts;
}

/** Makes the whole jobs: one never sent, one paused half-way, one that a process left in mid-run with its -wal. */
export async function damageCampaign(folder: string, seed: number): Promise<DamageCampaign> {
  const fresh = join(folder, 'fresh.importjob');
  const made = makeJob(fresh, jobRows());
  const expected = new Set(Array.from(made.items.texts(made.states.positions(new Set(['ready'] as const))), ({ json }) => json));
  made.close();

  const paused = join(folder, 'paused.importjob');
  copyFileSync(fresh, paused);
  const half = new Platform(expected);
  const file = openJob(paused);
  await run(file, { url: 'https://example.com', token: 'token', transport: half, limits, streams: 2, trial: 700, adopt: true });
  file.close();

  const left = join(folder, 'left.importjob');
  const running = join(folder, 'running.importjob');
  copyFileSync(fresh, running);
  const dying: Platform = new Platform(expected, null, (number) => {
    if (number !== 6) return;
    for (const suffix of ['', '-wal']) copyFileSync(running + suffix, left + suffix);
    seenByThen = new Platform(expected, dying);
  });
  let seenByThen = dying;
  const busy = openJob(running);
  await send(busy, dying);
  busy.close();

  const bases = [await baseOf('fresh', fresh, new Platform(expected)), await baseOf('paused', paused, half), await baseOf('left', left, seenByThen)];

  async function baseOf(name: string, path: string, platform: Platform): Promise<Base> {
    const copy = copied(path, join(folder, 'whole'));
    const whole = openJob(copy);
    const seen = await look(whole, join(folder, 'whole.csv'));
    const after = new Platform(expected, platform);
    const counts = await send(whole, after);
    whole.close();
    return { name, path, platform, seen, end: { counts, applied: after.applied.size } };
  }

  return {
    async one(index) {
      const random = generator(Math.imul(seed, 0x9e37_79b1) ^ index);
      const base = bases[Math.floor(random() * bases.length)]!;
      const path = copied(base.path, join(folder, 'damaged'));
      const what = damageFile(path, random);
      const outcome = await workWith(base, path, expected, join(folder, 'damaged.csv'));
      return { ...outcome, what: `${index} ${base.name}: ${what}` };
    },
  };
}

function copied(path: string, folder: string): string {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  mkdirSync(folder);
  const copy = join(folder, 'job.importjob');
  for (const suffix of ['', '-wal']) if (existsSync(path + suffix)) copyFileSync(path + suffix, copy + suffix);
  return copy;
}

function damageFile(path: string, random: () => number): string {
  const inLog = existsSync(`${path}-wal`) && random() < 0.3;
  const target = inLog ? `${path}-wal` : path;
  const bytes = readFileSync(target);
  const below = (count: number): number => Math.floor(random() * count);
  const at = below(bytes.length);
  const kind = below(8);
  const where = `${inLog ? ' of the log' : ''} at ${at}`;
  if (kind === 0) {
    truncateSync(target, at);
    return `cut${where}`;
  }
  if (kind === 1) {
    const start = random() < 0.3 ? 0 : at - (at % page);
    bytes.fill(0, start, start + page);
    writeFileSync(target, bytes);
    return `zeros from ${start}${inLog ? ' of the log' : ''}`;
  }
  if (kind === 2) for (let index = at; index < Math.min(at + 8, bytes.length); index += 1) bytes[index] = below(256);
  // Where pages and records begin a flipped bit does the most.
  const bit = kind > 5 ? at - (at % page) + below(120) : at;
  if (kind > 2) bytes[bit] = (bytes[bit] ?? 0) ^ (1 << below(8));
  writeFileSync(target, bytes);
  return kind === 2 ? `eight bytes${where}` : `one bit at ${bit}${inLog ? ' of the log' : ''}`;
}

type Verdict = Pick<DamageOutcome, 'verdict' | 'detail'>;

/** Every step is begun by opening the file anew, as commands do; one that is refused hinders no other. */
async function workWith(base: Base, path: string, expected: ReadonlySet<string>, out: string): Promise<Verdict> {
  const platform = new Platform(expected, base.platform);
  const told: string[] = [];
  const differences: string[] = [];
  const differs = (name: string, found: unknown, whole: unknown): void => {
    if (JSON.stringify(found) !== JSON.stringify(whole)) differences.push(name);
  };
  const steps: readonly ((file: JobFile) => Promise<void> | void)[] = [
    (file) => {
      const { counts, pause } = jobStatus(file, null);
      // Then what only the -wal knew may be gone, and the job says so wherever it is shown.
      if (pause?.reason === 'journal-lost') told.push(pause.reason);
      differs('counts', counts, base.seen.counts);
    },
    (file) => differs('failures', JSON.stringify([file.failures.groups(mostFailureGroups), file.problems.groups()]), base.seen.failures),
    async (file) => {
      await exportRows(file, 'all', out, { replace: true });
      differs('rows', readFileSync(out, 'utf8'), base.seen.table);
    },
    async (file) => differs('end', { counts: await send(file, platform), applied: platform.applied.size }, base.end),
  ];
  for (const step of steps) {
    const refused = await attempt(path, step);
    if (refused === null) continue;
    if (!(refused instanceof Fault) || refused.code === 'internal') return { verdict: 'internal', detail: refused instanceof Error ? (refused.stack ?? refused.message) : typeof refused };
    told.push(refused.code);
  }
  if (platform.wrong.length > 0) return { verdict: 'wrong', detail: platform.wrong[0] ?? '' };
  if (platform.doubled > 0) return { verdict: 'doubled', detail: String(platform.doubled) };
  if (told.includes('journal-lost') && !differences.includes('end')) return { verdict: 'told', detail: told.join(', ') };
  if (differences.length > 0) return { verdict: 'silent', detail: `${differences.join(', ')}${told.length === 0 ? '' : `; told: ${told.join(', ')}`}` };
  return { verdict: told.length === 0 ? 'same' : 'told', detail: told.join(', ') };
}

async function attempt(path: string, step: (file: JobFile) => Promise<void> | void): Promise<unknown> {
  let file: JobFile | null = null;
  try {
    file = openJob(path);
    await step(file);
    return null;
  } catch (error) {
    return error;
  } finally {
    file?.close();
  }
}
