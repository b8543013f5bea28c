import type { PauseReason } from '#contract/job.ts';
import { ownAnswer } from '#contract/ownAnswers.ts';
import { staysInTheWay } from '#contract/network/wayTroubles.ts';
import { answeredBetween, isPageFor } from '#network/between.ts';
import { codeWithChain, trustProblemOf } from '#contract/serverTrust.ts';
import { readCode, readProfileId, readWords, wordsWithCode } from './answerCodes.ts';
import { answerValue } from './answerValue.ts';
import { readRetryAfter } from './retryTiming.ts';
import type { HttpAnswer, TransportError } from './transport.ts';

/**
 * What became of a request, decided here and nowhere else from HTTP status, body and error code. Altcraft
 * publishes codes 0, 400–403 only; that the rest follow HTTP is inferred (Android SDK: 5xx retry, others final).
 */
export type Outcome = Answered | Later | TooLarge | Refused | Stopped;

/** The server's own words, kept verbatim for the operator. */
export interface Words {
  readonly httpStatus: number | null;
  readonly code: number | null;
  readonly text: string | null;
  /** The answer repeats an earlier one (Duplicate-Request): nothing was applied now. */
  readonly replayed: boolean;
}

/** One answer a profile, in request order; null where the entry could not be read. */
export interface Answered extends Words {
  readonly kind: 'answered';
  readonly results: readonly (RowAnswer | null)[];
}

export interface RowAnswer {
  /** 0: accepted. Null: refused with a number that is no code; it stands in the text. */
  readonly code: number | null;
  readonly text: string;
  readonly profileId: string | null;
}

/** Try the same body again. `mayHaveApplied` keeps the rows unknown until an answer comes. */
export interface Later extends Words {
  readonly kind: 'later';
  readonly because: LaterReason;
  readonly mayHaveApplied: boolean;
  readonly throttled: boolean;
  readonly retryAfterMs: number | null;
  /** A page came with a status of success: tried again as any, and where it stays so it is told as the word of somebody in between. */
  readonly isPage?: true;
}

export type LaterReason =
  | 'unreachable' | 'connection-lost' | 'timed-out' | 'aborted' | 'throttled' | 'server-error' | 'answer-unreadable' | 'answer-incomplete';

/** Halve the chunk. */
export interface TooLarge extends Words {
  readonly kind: 'too-large';
}

/** The platform refuses the request as a whole: halve until the bad rows stand alone. */
export interface Refused extends Words {
  readonly kind: 'refused';
}

/** No request would fare better: pause the job. */
export interface Stopped extends Words {
  readonly kind: 'stopped';
  readonly reason: PauseReason;
  /** Somebody in between has answered who may have passed it on: the rows are unknown until an answer comes. False where it is left out. */
  readonly mayHaveApplied?: boolean;
}

/** The outcome of a request that got no answer at all. */
export function outcomeOfError(error: TransportError): Later | Stopped {
  // No second try makes a certificate any better.
  if (error.kind === 'refused' && trustProblemOf(error.systemCode) !== null) {
    return { kind: 'stopped', reason: 'certificate', httpStatus: null, code: null, text: codeWithChain(error.systemCode, error.chain), replayed: false };
  }
  if (error.kind === 'refused' && staysInTheWay(error.systemCode)) {
    return { kind: 'stopped', reason: 'network', httpStatus: null, code: null, text: error.systemCode, replayed: false };
  }
  const because = { refused: 'unreachable', network: 'connection-lost', timeout: 'timed-out', aborted: 'aborted' } as const;
  return {
    kind: 'later',
    because: because[error.kind],
    mayHaveApplied: error.kind !== 'refused',
    throttled: false,
    retryAfterMs: null,
    httpStatus: null,
    code: null,
    text: error.systemCode,
    replayed: false,
  };
}

/** The outcome of an HTTP answer to a request with `profiles` items; `now` in ms since 1970 is for Retry-After, `from` is where it was sent. */
export function outcomeOfAnswer(answer: HttpAnswer, profiles: number, now: number, from: string | null = null): Outcome {
  const body = readBody(answer.body);
  const words: Words = {
    httpStatus: answer.status,
    code: body?.code ?? null,
    text: body === null ? plainWords(answer) : body.text,
    replayed: saysReplayed(answer.headers),
  };
  const retryAfterMs = readRetryAfter(answer.headers['retry-after'], now);
  if (answer.status >= 200 && answer.status < 300) {
    if (body === null && isPageFor(answer)) return { ...later(words, 'answer-unreadable', true, retryAfterMs), isPage: true };
    return outcomeOf2xx(body, words, profiles, retryAfterMs);
  }
  const text = answer.status >= 300 && answer.status < 400 ? redirectWords(answer) : null;
  const between = answeredBetween(answer, body !== null, from);
  if (between !== null) return { ...words, kind: 'stopped', reason: 'between', mayHaveApplied: between.passedOn, text: text ?? words.text };
  if (text !== null) return { ...words, kind: 'stopped', reason: 'address', text };
  // A page instead of JSON under 400 is a proxy's word, not the platform's judgement of the rows.
  if (answer.status === 400 && body === null) return later(words, 'server-error', true, retryAfterMs);
  const outcome = outcomeOfCode(answer.status, words, retryAfterMs);
  const told = outcome.kind === 'refused' || outcome.kind === 'too-large' ? everyRow(body, profiles) : null;
  return told === null ? outcome : { ...words, kind: 'answered', results: told };
}

/**
 * What an answer says of the profiles, where it speaks of each of them: then all were looked at, whatever the status says of the whole, and to
 * send them again in other requests would apply once more what was applied.
 */
function everyRow(body: Body | null, profiles: number): readonly RowAnswer[] | null {
  if (profiles === 0 || body?.result?.length !== profiles) return null;
  const rows = body.result.map(readRow).filter((row) => row !== null);
  return rows.length === profiles ? rows : null;
}

function outcomeOf2xx(body: Body | null, words: Words, profiles: number, retryAfterMs: number | null): Outcome {
  if (body === null) return later(words, 'answer-unreadable', true, retryAfterMs);
  // A refusal may bring an empty result along; it is the refusal that counts.
  const refused = body.code !== null && body.code !== 0 && body.result?.length === 0;
  if (body.result !== null && !refused) {
    if (body.result.length !== profiles) return later(words, 'answer-incomplete', true, retryAfterMs);
    const results = body.result.map(readRow);
    // Not one row is told of: going on would leave a million rows unknown, one request after another.
    if (profiles > 0 && results.every((row) => row === null)) return later(words, 'answer-unreadable', true, retryAfterMs);
    return { ...words, kind: 'answered', results };
  }
  if (body.code === null || body.code === 0) return later(words, 'answer-unreadable', true, retryAfterMs);
  return outcomeOfCode(body.code, words, retryAfterMs);
}

function outcomeOfCode(code: number, words: Words, retryAfterMs: number | null): Outcome {
  switch (code) {
    case 400:
    case 422:
      return { ...words, kind: 'refused' };
    case 401:
    // In no table of the manual; presumably for a token that is not valid any more (altcraft-api.md, error codes). The platform's own words are told too.
    case 440:
      return { ...words, kind: 'stopped', reason: 'token' };
    case 402:
      return { ...words, kind: 'stopped', reason: 'limit' };
    case 403:
      return { ...words, kind: 'stopped', reason: 'rights' };
    case 404:
      return { ...words, kind: 'stopped', reason: 'address' };
    case 413:
      return { ...words, kind: 'too-large' };
    case 409: // the platform is still at work on the first sending of this very id
    case 423:
    case 499:
      return { ...later(words, 'throttled', true, retryAfterMs), throttled: true };
    case 408:
      return later(words, 'timed-out', true, retryAfterMs);
    case 425:
    case 429:
      return { ...later(words, 'throttled', false, retryAfterMs), throttled: true };
    case 503:
      return { ...later(words, 'server-error', true, retryAfterMs), throttled: true };
    default:
      if (code >= 500) return later(words, 'server-error', true, retryAfterMs);
      // 405, 415 …: undocumented. Going on could refuse a million rows one by one; pausing costs nothing.
      return { ...words, kind: 'stopped', reason: 'refused' };
  }
}

function later(words: Words, because: LaterReason, mayHaveApplied: boolean, retryAfterMs: number | null): Later {
  return { ...words, kind: 'later', because, mayHaveApplied, throttled: false, retryAfterMs };
}

interface Body {
  readonly code: number | null;
  readonly text: string | null;
  readonly result: readonly unknown[] | null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readBody(bytes: Uint8Array): Body | null {
  const value = answerValue(bytes);
  if (!isRecord(value)) return null;
  const code = readCode(value['error']);
  const text = readWords(value['error_text']);
  const result = Array.isArray(value['result']) ? value['result'] : null;
  if (code === null) return result === null ? null : { code: null, text, result };
  return 'whole' in code ? { code: code.whole, text, result } : { code: null, text: wordsWithCode(code.other, text), result };
}

function readRow(entry: unknown): RowAnswer | null {
  if (!isRecord(entry)) return null;
  const code = readCode(entry['error']);
  if (code === null) return null;
  const text = readWords(entry['error_text']);
  const profileId = readProfileId(entry['profile_id']);
  // Every number but 0 says that the row was refused, also one that no column of codes can hold.
  return 'whole' in code ? { code: code.whole, text: text ?? '', profileId } : { code: null, text: wordsWithCode(code.other, text), profileId };
}

/** Both header families: Request-ID's current one and the older X- one (altcraft-api.md, deduplication). */
function saysReplayed(headers: HttpAnswer['headers']): boolean {
  return [headers['duplicate-request'], headers['x-duplicate-request']].some((value) => value?.toLowerCase() === 'true');
}

/** The gist of a page that is not JSON: its text without tags, at most 300 characters. */
function plainWords(answer: HttpAnswer): string | null {
  const text = Buffer.from(answer.body.subarray(0, 4_096)).toString('utf8');
  const words = text.replace(/<(script|style)[\s\S]*?<\/\1>/gi, ' ').replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ').trim();
  return words === '' ? null : words.slice(0, 300);
}

function redirectWords(answer: HttpAnswer): string {
  const location = answer.headers['location'] ?? '';
  return ownAnswer({ why: 'redirected', to: URL.canParse(location) ? new URL(location).origin : null });
}
