import Database from 'better-sqlite3';
import { copyFileSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock as clock } from '#engine/jobs/clock.ts';
import { undoBatch } from '#engine/jobs/corrections/undoBatch.ts';
import type { Transport } from '#engine/api/transport.ts';
import { jobMapping } from '#engine/jobs/jobMapping.ts';
import { applyMend } from '#engine/jobs/mending/applyMend.ts';
import { checkJob } from '#engine/jobs/repair/checkJob.ts';
import { repairJob } from '#engine/jobs/repair/repairJob.ts';
import { retryRound } from '#engine/jobs/retryRound.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { edit, open, prepareRows, rowsOf, set, type SourceRow } from '../../../support/corrections.ts';
import { Platform } from '../../../support/damage.ts';
import { run, temporaryFolder } from '../../../support/jobs.ts';
import { isLong } from '../../../support/longForms.ts';
import { takeOver } from '../../../support/takeOver.ts';

/** Tables of which an earlier time may come back; those of corrections hang together, as do items and keys. */
const parts: Readonly<Record<string, readonly string[]>> = {
  plan: ['chunk'], record: ['job'], states: ['block_state'], requests: ['attempt'], batches: ['correction_batch'], corrections: ['correction', 'corrected_row'], items: ['block_item', 'item_patch', 'block_key'],
};
type Choice = readonly (keyof typeof parts)[];

const limits = { profiles: 3, bytes: 1_000_000 };
const rows: readonly SourceRow[] = Array.from({ length: 12 }, (_, index) => [String(index + 1), `n${index}`, '']);
const never = (): Promise<void> => Promise.resolve();

interface Act {
  readonly name: string;
  /** Before the earlier time. */
  readonly before?: (file: JobFile) => Promise<unknown>;
  readonly act: (file: JobFile) => Promise<unknown>;
}

const mended = (file: JobFile): Promise<unknown> => applyMend(file, { column: 1, mends: [{ kind: 'case', to: 'upper' }], selection: { kind: 'all' }, onlyFixing: false }, { clock, origin: 'window', sendAgain: true });
const edited = (file: JobFile): Promise<unknown> => edit(file, [set(2, 1, 'mm'), set(8, 1, 'm7')], { sendAgain: true });

/** Of rows that are not in the first request. */
const editedLater = (file: JobFile): Promise<unknown> => edit(file, [set(5, 1, 'mm'), set(8, 1, 'm7')], { sendAgain: true });

const acts: readonly Act[] = [
  { name: 'an edit', act: edited },
  { name: 'a mend', act: mended },
  { name: 'an undo', before: editedLater, act: (file) => undoBatch(file, { clock, sendAgain: true }) },
  {
    name: 'an undo and an edit', before: editedLater,
    async act(file) {
      await undoBatch(file, { clock, sendAgain: true });
      await edit(file, [set(9, 1, 'zz')], { sendAgain: true });
    },
  },
];

interface Time {
  readonly name: string;
  /** Before what is corrected before the earlier time, and after it. */
  readonly first?: (sending: Sending) => Promise<unknown>;
  /** A row that is not known to be sent or not cannot be corrected: what is corrected before the earlier time is so before `first`. */
  readonly isUnknown?: boolean;
  readonly then?: (sending: Sending) => Promise<unknown>;
}

interface Sending {
  readonly path: string;
  readonly file: JobFile;
  readonly platform: Platform;
}

const times: readonly Time[] = [
  { name: 'before the first sending' },
  { name: 'before the first sending, sent after it', then: ({ file, platform }) => send(file, platform) },
  { name: 'after a first request whose answer is lost', isUnknown: true, first: unanswered },
  { name: 'after a first request whose answer is lost, sent after it', isUnknown: true, first: unanswered, then: ({ file, platform }) => send(file, platform) },
  { name: 'after a pause', first: ({ file, platform }) => send(file, platform, { trial: 3 }) },
  { name: 'after a pause, sent after it', first: ({ file, platform }) => send(file, platform, { trial: 3 }), then: ({ file, platform }) => send(file, platform) },
  { name: 'after a pause with a plan', first: ({ file, platform }) => stopped(file, platform) },
  { name: 'after a pause with a plan, sent in part after it', first: ({ file, platform }) => stopped(file, platform), then: ({ file, platform }) => send(file, platform, { trial: 6 }) },
  { name: 'after the end', first: ({ file, platform }) => send(file, platform) },
  { name: 'after the end, sent again', first: ({ file, platform }) => send(file, platform), then: ({ file, platform }) => send(file, platform) },
];

const send = async (file: JobFile, transport: Transport, more: object = {}): Promise<void> => {
  if (file.states.count().ready > 0 || file.chunks.open().length > 0) await run(file, { url: 'https://example.com', token: 'token', transport, streams: 1, limits, ...more });
};

/** Stopped by an answer to its first request, with all others planned. */
async function stopped(file: JobFile, platform: Platform, transport: Transport = platform): Promise<void> {
  const stop = new AbortController();
  const stopping = { send: (request: Parameters<Platform['send']>[0]) => transport.send(request).finally(() => stop.abort()), close: never };
  await run(file, { url: 'https://example.com', token: 'token', transport: stopping, streams: 1, limits, stop: stop.signal });
}

/** Applied, and the answer to it is lost, as where the program dies. */
async function unanswered({ file, platform }: Sending): Promise<void> {
  await stopped(file, platform, { send: async (request) => ({ ...(await platform.send(request)), status: 504 }), close: never });
  expect(file.states.count()).toMatchObject({ unknown: 3, ready: 9 });
}

let folder: ReturnType<typeof temporaryFolder>;
let whole: string;
let earlier: string;
let platform: Platform;
let tried = 0;

beforeAll(() => {
  folder = temporaryFolder();
});

afterAll(() => {
  if (isLong) console.log(`${tried} mixed files repaired`);
  folder.remove();
});

function restore(path: string, tables: readonly string[]): void {
  const db = new Database(path);
  db.pragma('foreign_keys = OFF');
  db.prepare('ATTACH ? AS earlier').run(earlier);
  for (const table of tables) db.exec(`DELETE FROM main.${table}; INSERT INTO main.${table} SELECT * FROM earlier.${table}`);
  db.close();
}

/** Parts that are others at the two times. */
function otherParts(path: string, before: string): Choice {
  const db = new Database(path, { readonly: true });
  try {
    db.prepare('ATTACH ? AS earlier').run(before);
    const isOther = (table: string): boolean => db.prepare(`SELECT EXISTS (SELECT * FROM main.${table} EXCEPT SELECT * FROM earlier.${table}) OR EXISTS (SELECT * FROM earlier.${table} EXCEPT SELECT * FROM main.${table})`).pluck().get() === 1;
    return Object.keys(parts).filter((name) => parts[name]?.some(isOther) === true);
  } finally {
    db.close();
  }
}

/** In the long form all choices of these parts. */
const choicesOf = (others: Choice): readonly Choice[] =>
  isLong ? others.reduce<readonly Choice[]>((some, name) => some.flatMap((one) => [one, [...one, name]]), [[]]).filter(({ length }) => length > 0 && length < others.length) : told;
const told: readonly Choice[] = [
  ['states', 'plan', 'items'], ['states', 'plan', 'items', 'batches'], ['record', 'states', 'plan', 'items'], ['states', 'items', 'batches', 'corrections'], ['batches', 'items'],
  ['plan', 'record', 'states', 'batches', 'corrections', 'items'],
];

interface Row {
  readonly name: string;
  readonly state: string;
  readonly isMarked: boolean;
}

function look(path: string): readonly Row[] {
  const file = open(path);
  try {
    return rowsOf(file).map(({ cells, state, errors }) => ({ name: cells[1]?.t === 's' ? cells[1].v : '', state, isMarked: errors.some(({ reason }) => reason === 'correction-lost') }));
  } finally {
    file.close();
  }
}

function mustFit(path: string, wrong: (what: string) => void): void {
  const file = open(path);
  try {
    file.check();
    const made = jobMapping(file, file.job.read()!);
    const stored = rowsOf(file);
    const items = [...file.items.texts(stored.map(({ position }) => position))];
    stored.forEach((row, index) => {
      const mapped = made.ok ? made.mapper.map(row) : null;
      const isMarked = row.errors.some(({ reason }) => reason === 'correction-lost');
      if (!isMarked && items[index]!.json !== (mapped?.kind === 'item' ? mapped.json : '')) wrong(`row ${row.position} (${row.state}) has ${items[index]!.json}, its cells give ${mapped?.kind === 'item' ? mapped.json : ''}`);
    });
  } finally {
    file.close();
  }
}

/** Counts how often a profile is updated, but for requests that the platform knows again. */
class Counting implements Transport {
  readonly counts = new Map<number, number>();
  readonly #platform: Platform;

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  async send(request: Parameters<Transport['send']>[0]): ReturnType<Transport['send']> {
    const answer = await this.#platform.send(request);
    if (answer.headers['duplicate-request'] === undefined && request.url.endsWith('/update_batch')) {
      for (const { Custom_ID: id } of JSON.parse(Buffer.from(request.body).toString('utf8')).data) this.counts.set(id, (this.counts.get(id) ?? 0) + 1);
    }
    return answer;
  }

  close = never;
}

interface Truth {
  readonly now: readonly Row[];
  /**
   * At the earlier time, where all but the plan or the records of requests is of it. Nothing tells then of corrections of rows that were not sent by that time: a
   * plan that was dropped names no row, and answers name the profiles that were updated, but not by what. So such a row is unknown, and what it is
   * sent as, once the operator says so, is what the file has for it. One that was accepted by then, and not sent since, is what the platform has.
   */
  readonly before: readonly Row[] | null;
  /** Requests left since of which nothing else is there: the repair tells how many. */
  readonly isSentSince: boolean;
}

function truthOf(now: readonly Row[], others: Choice, choice: Choice): Truth {
  const isLeft = (part: string): boolean => others.includes(part) && !choice.includes(part);
  const left = others.filter(isLeft);
  const isUntold = left.every((part) => part === 'plan' || part === 'requests');
  const isSentSince = isUntold && !isLeft('plan');
  // What requests with a plan have sent is told by the sums of their bodies.
  const before = isUntold ? look(earlier).map((row, index) => (isLeft('plan') && now[index]?.state === 'accepted' ? { ...row, state: 'accepted' } : row)) : null;
  return { now, before, isSentSince };
}

/** Sends what a repair gives to its end, and says what must not be. */
async function end(path: string, server: Platform, { now: truth, before, isSentSince }: Truth, wrong: (what: string) => void): Promise<void> {
  takeOver(path);
  const counting = new Counting(server);
  // Rows whose outcome nobody knows are sent once more where the operator says so.
  let isAsked = false;
  for (const step of ['run', 'retry', 'run'] as const) {
    const file = open(path);
    try {
      if (step === 'run') await send(file, counting, { limits: { profiles: 4, bytes: 1_000_000 } });
      if (step === 'retry') isAsked = true;
      if (isSentSince && !(Number(file.job.read()?.repaired?.requests) > 0)) wrong('requests that nothing else knows of are not told');
      if (step === 'retry' && file.states.count().unknown > 0) retryRound(file, { unknown: true }, Date.now());
    } finally {
      file.close();
    }
    look(path).forEach(({ name, state, isMarked }, index) => {
      const key = String(index + 1);
      const sent = server.applied.get(key);
      const at = `after ${step}, row ${key} “${name}” (was ${truth[index]!.state} “${truth[index]!.name}”)`;
      if (state === 'accepted' && !isMarked && sent !== JSON.stringify({ Custom_ID: index + 1, _fname: name })) wrong(`${at} is accepted, and the platform has ${sent}`);
      const isUntold = before !== null && (before[index]!.state === 'accepted' ? truth[index]!.state !== 'accepted' : isAsked || state === 'unknown');
      if (!isMarked && !isUntold && name !== truth[index]!.name) wrong(`${at} has lost a correction unnamed`);
      const count = counting.counts.get(index + 1) ?? 0;
      if (!isAsked && count > (truth[index]!.state === 'ready' ? 1 : 0)) wrong(`${at} was applied again`);
    });
  }
}

const lives = times.map((time, index) => ({ ...time, acts: isLong ? acts : acts.slice(index % acts.length).slice(0, 1) }));

describe.each(lives)('parts of the time before a correction: $name', ({ first, then, isUnknown = false, acts: chosen }) => {
  it.each(chosen)('of $name are never taken for those of now', async ({ before, act }) => {
    platform = new Platform(null);
    whole = await prepareRows(folder.path, rows);
    const doing = async (work: (file: JobFile) => Promise<unknown>): Promise<void> => {
      const file = open(whole);
      await work(file).finally(() => file.close());
    };
    if (isUnknown && before !== undefined) await doing(before);
    await doing(async (file) => first?.({ path: whole, file, platform }));
    earlier = `${whole}-earlier`;
    if (!isUnknown && before !== undefined) await doing(before);
    copyFileSync(whole, earlier);
    await doing(act);
    await doing(async (file) => then?.({ path: whole, file, platform }));
    const truth = look(whole);
    const wrong: string[] = [];
    const others = otherParts(whole, earlier);
    for (const choice of choicesOf(others)) {
      const [path, out] = [`${whole}-mixed`, `${whole}-repaired`];
      for (const one of [path, out]) for (const suffix of ['', '-wal', '-shm']) rmSync(one + suffix, { force: true });
      copyFileSync(whole, path);
      restore(path, choice.flatMap((part) => parts[part] ?? []));
      // All of what changed may be of one time, be it the earlier one.
      if (checkJob(path).whole) continue;
      tried += 1;
      await repairJob({ job: path, out, clock });
      const say = (what: string): void => void wrong.push(`${choice.join(' ')}: ${what}`);
      mustFit(out, say);
      await end(out, new Platform(null, platform), truthOf(truth, others, choice), say);
    }
    expect(wrong).toEqual([]);
  }, isLong ? 1_200_000 : 120_000);
});
