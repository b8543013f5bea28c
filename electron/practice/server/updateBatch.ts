import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { tokenRefusal, type TokenParts } from './auth.ts';
import type { DedupMemory } from './dedup.ts';
import type { AnswerRule, RejectItemsRule, Strike } from '../faults.ts';
import type { Journal, RequestOutcome } from '../journal.ts';
import type { PracticeSettings } from '../options.ts';
import { processBatch, type BatchOutcome } from '../platform/batch.ts';
import type { Population } from '../platform/population.ts';
import type { Profiles } from '../platform/profiles.ts';
import { requestRefusals, type Refusal } from '../platform/words.ts';
import { bodyOfXml } from '../platform/xmlBody.ts';
import { batchReply, refusalReply, type Reply } from './reply.ts';
import { readXml } from './xml.ts';

/** What the server holds and every batch request works on. */
export interface BatchWorld {
  readonly settings: PracticeSettings;
  readonly population: Population;
  readonly profiles: Profiles;
  readonly journal: Journal;
  readonly dedup: DedupMemory;
  readonly rejections: Map<RejectItemsRule, Map<string, number>>;
  /** Resolves after so many milliseconds; rejects when the server closes. */
  readonly pause: (ms: number) => Promise<void>;
}

export interface BatchRequest {
  readonly headers: IncomingHttpHeaders;
  readonly tokenInUrl: boolean;
  readonly body: Buffer;
  /** What the body says, where it has been read already, as in a message of the queue. */
  readonly read?: unknown;
  readonly requestId: string | null;
}

export interface Settled {
  readonly reply: Reply;
  readonly outcome: RequestOutcome;
  readonly code: number | null;
  readonly profiles: number;
  readonly accepted: number;
  readonly failed: number;
}

/** Whether a fault leaves the batch unprocessed: the answer is spoilt before the platform has seen the request. */
export function comesBefore(rule: AnswerRule): boolean {
  switch (rule.kind) {
    case 'drop-before':
    case 'auth':
    case 'redirect':
      return true;
    case 'drop-after':
    case 'partial':
      return false;
    default:
      return !rule.processed;
  }
}

/**
 * Works one batch request off: checks, looks for the same request in memory, processes, remembers. A batch is applied
 * at most once for each id and token, however many repeats arrive and whenever they do.
 */
export async function settleBatch(request: BatchRequest, strike: Strike, world: BatchWorld): Promise<Settled> {
  const { settings } = world;
  const read = readBody(request, settings);
  if (!read.ok) return refusedWith(read.refusal, settings);
  const key = dedupKey(request, read.token, settings);
  if (key === null || !world.dedup.on) return (await work(read.body, strike, world)).settled;

  const bodyHash = sha256(request.body);
  for (let running = world.dedup.working(key); running !== null; running = world.dedup.working(key)) {
    if (settings.concurrentRepeat === 'conflict') return { ...refusedWith(requestRefusals.conflict, settings), outcome: 'conflict' };
    await running;
  }
  const known = world.dedup.find(key);
  if (known !== null) {
    if (known.bodyHash !== bodyHash) world.journal.count('idReusedForOtherBody');
    const reply = withDuplicateHeaders(known.reply(), key);
    return { reply, outcome: 'replayed', code: null, profiles: known.profiles, accepted: 0, failed: 0 };
  }
  const release = world.dedup.claim(key);
  try {
    const { settled, again } = await work(read.body, strike, world);
    if (settled.outcome === 'processed' || settings.dedupRefusals) {
      const forgotten = world.dedup.evicted;
      world.dedup.remember(key, { bodyHash, profiles: settled.profiles, reply: again });
      world.journal.count('answersForgotten', world.dedup.evicted - forgotten);
    }
    return settled;
  } finally {
    release();
  }
}

type BodyReading =
  | { readonly ok: true; readonly body: unknown; readonly token: string }
  | { readonly ok: false; readonly refusal: Refusal };

function readBody(request: BatchRequest, settings: PracticeSettings): BodyReading {
  if (request.read !== undefined) return admitted(request, request.read, settings);
  const read = bodyReaders.get(mediaType(request.headers));
  if (read === undefined) {
    return { ok: false, refusal: requestRefusals.incorrect('Content-Type must be application/json or application/xml') };
  }
  if ((request.headers['content-encoding'] ?? 'identity') !== 'identity') {
    return { ok: false, refusal: requestRefusals.incorrect('Content-Encoding is not supported') };
  }
  const form = read(request.body);
  if (!form.ok) return { ok: false, refusal: requestRefusals.incorrect(form.problem) };
  return admitted(request, form.body, settings);
}

function admitted(request: BatchRequest, body: unknown, settings: PracticeSettings): BodyReading {
  const parts: TokenParts = { authorization: request.headers.authorization, body, inUrl: request.tokenInUrl };
  const refusal = tokenRefusal(parts, settings);
  return refusal === null ? { ok: true, body, token: settings.token } : { ok: false, refusal };
}

type Form = { readonly ok: true; readonly body: unknown } | { readonly ok: false; readonly problem: string };

/** The two forms of a body (manual pages of the batch calls: JSON and XML). */
const bodyReaders: ReadonlyMap<string, (bytes: Buffer) => Form> = new Map([
  [
    'application/json',
    (bytes: Buffer): Form => {
      const body = parseJson(bytes);
      return body === undefined ? { ok: false, problem: 'the body is not JSON' } : { ok: true, body };
    },
  ],
  [
    'application/xml',
    (bytes: Buffer): Form => {
      const reading = readXml(bytes);
      return reading.ok ? { ok: true, body: bodyOfXml(reading.root) } : { ok: false, problem: `the body is not XML: ${reading.problem}` };
    },
  ],
]);

/** Content-Type without its parameters, in lower case. */
export function mediaType(headers: IncomingHttpHeaders): string {
  return (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

/** The value, or undefined where the bytes are not UTF-8 or not JSON. */
export function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

/** Request-ID and token together, as the manual has it; or, where switched on, a checksum of the body. */
function dedupKey(request: BatchRequest, token: string, settings: PracticeSettings): string | null {
  if (request.requestId !== null) return sha256(`id\n${token}\n${request.requestId}`);
  return settings.checksumDedup ? sha256(Buffer.concat([Buffer.from(`body\n${token}\n`), request.body])) : null;
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('base64');
}

function withDuplicateHeaders(reply: Reply, key: string): Reply {
  return {
    ...reply,
    headers: {
      ...reply.headers,
      'Duplicate-Request': 'true',
      'Duplicate-Key': key,
      'X-Duplicate-Request': 'true',
      'X-Duplicate-Key': key,
    },
  };
}

interface Work {
  readonly settled: Settled;
  /** Writes the answer again for a repeat. */
  readonly again: () => Reply;
}

async function work(body: unknown, strike: Strike, world: BatchWorld): Promise<Work> {
  const { settings, population, journal } = world;
  for (const rule of strike.slow) if (rule.when === 'before') await world.pause(rule.ms);
  const outcome: BatchOutcome = processBatch(body, {
    settings,
    population,
    refuse: strike.refuse,
    reject: strike.reject,
    rejectedBefore: (rule, key) => countRejection(world, rule, key),
    applied(databaseId, profile, item) {
      journal.apply(databaseId, profile, item);
      world.profiles.apply(databaseId, profile, item);
    },
    subscriptions: (taken, skipped) => {
      journal.count('subscriptionsApplied', taken);
      journal.count('subscriptionsSkipped', skipped);
    },
  });
  if (outcome.kind === 'refused') {
    const settled = refusedWith(outcome.refusal, settings);
    return { settled, again: () => settled.reply };
  }
  const { result } = outcome;
  const profiles = result.profiles.length;
  const failed = result.refused.size;
  journal.count('itemsApplied', profiles - failed);
  journal.count('itemsFailed', failed);
  const kept = strike.damage.filter((rule) => rule.stored);
  return {
    settled: {
      reply: batchReply(result, population.profileId, strike.damage),
      outcome: 'processed',
      code: null,
      profiles,
      accepted: profiles - failed,
      failed,
    },
    again: () => batchReply(result, population.profileId, kept),
  };
}

function countRejection(world: BatchWorld, rule: RejectItemsRule, key: string): number {
  if (rule.perKey === undefined) return 0;
  const keys = world.rejections.get(rule) ?? new Map<string, number>();
  world.rejections.set(rule, keys);
  const before = keys.get(key) ?? 0;
  keys.set(key, before + 1);
  return before;
}

function refusedWith(refusal: Refusal, settings: PracticeSettings): Settled {
  return {
    reply: refusalReply(refusal, settings.refusalStatus),
    outcome: 'refused',
    code: refusal.code,
    profiles: 0,
    accepted: 0,
    failed: 0,
  };
}
