import { inflateRawSync } from 'node:zlib';
import { outcomeOfAnswer, type RowAnswer } from '../../api/outcome.ts';
import { answerValue } from '../../api/answerValue.ts';
import { maxAnswerBytes } from '../../api/unpack.ts';
import type { AttemptRecord } from '../../store/attempts.ts';
import type { ChunkRecord } from '../../store/chunks.ts';

/** What the platform said of one row; null where it did not tell, or what it said is lost. */
export type RowResult = (RowAnswer & { readonly attempt: number }) | null;

/**
 * What became of each row of an answered chunk, in the order of its members, from what is stored of its requests: the
 * very decision that was made when the answer came. Null where no stored answer proves it. Pure.
 */
export function resultsOf(chunk: ChunkRecord, attempts: readonly AttemptRecord[]): readonly RowResult[] | null {
  const last = attempts.findLast(({ outcome }) => outcome !== null);
  return last === undefined ? null : (outcomeOfStored(last, chunk.profiles)?.map((result) => (result === null ? null : { ...result, attempt: last.id })) ?? null);
}

/** What a stored request to so many profiles got to hear of each of them, in their order; null where it says nothing of single ones. Pure. */
export function outcomeOfStored(last: AttemptRecord, profiles: number): readonly (RowAnswer | null)[] | null {
  // Refused as a whole and alone: the row's own refusal.
  if (profiles === 1 && (last.outcome === 'refused' || last.outcome === 'too-large')) {
    return [{ code: last.code ?? last.http_status, text: last.text ?? `HTTP ${last.http_status ?? 0}`, profileId: null }];
  }
  if (last.outcome !== 'answered' || last.answer === null) return null;
  const body = inflated(last.answer);
  if (body === null) return null;
  const outcome = outcomeOfAnswer({ status: last.http_status ?? 200, headers: {}, body }, profiles, 0);
  return outcome.kind === 'answered' ? outcome.results : null;
}

/** What a stored request, of which nothing tells how many profiles it had, got to hear of each; null where it says nothing of single ones. Pure. */
export function resultsTold(attempt: AttemptRecord): readonly (RowAnswer | null)[] | null {
  const body = attempt.answer === null ? null : inflated(attempt.answer);
  const value = body === null ? null : answerValue(body);
  const list: unknown = typeof value === 'object' && value !== null && 'result' in value ? value.result : null;
  return Array.isArray(list) ? outcomeOfStored(attempt, list.length) : null;
}

function inflated(answer: Buffer): Buffer | null {
  try {
    return inflateRawSync(answer, { maxOutputLength: maxAnswerBytes });
  } catch {
    return null;
  }
}
