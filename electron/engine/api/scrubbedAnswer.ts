import { answerValue } from './answerValue.ts';
import type { TokenSpellings } from './tokenSpellings.ts';
import type { HttpAnswer } from './transport.ts';

/**
 * An answer without the token, which servers echo: the border at which every word of a server comes in. Bytes in
 * which it stands in no spelling are given as they came. Others are taken apart first, so that not a bracket of
 * theirs is touched: an answer stays readable whatever the token is.
 */
export function scrubbedAnswer(answer: HttpAnswer, spellings: TokenSpellings): HttpAnswer {
  const headers = Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, spellings.removedFrom(value)]));
  const bytes = Buffer.from(answer.body.buffer, answer.body.byteOffset, answer.body.byteLength);
  return { ...answer, headers, body: spellings.mayBeIn(bytes) ? scrubbedBody(bytes, spellings) : answer.body };
}

function scrubbedBody(bytes: Buffer, spellings: TokenSpellings): Buffer {
  const value = answerValue(bytes);
  if (value === undefined) {
    const text = bytes.toString('utf8');
    const scrubbed = spellings.removedFrom(text);
    return scrubbed === text ? bytes : Buffer.from(scrubbed);
  }
  try {
    let found = false;
    const scrubbed = withoutToken(value, (text) => {
      const cut = spellings.removedFrom(text);
      found ||= cut !== text;
      return cut;
    });
    return found ? Buffer.from(JSON.stringify(scrubbed)) : bytes;
  } catch {
    // Nested beyond the stack: no answer of the platform, and nothing of it is kept.
    return Buffer.alloc(0);
  }
}

/** Members that an answer is read by; a token that is one of these words is no secret any more. */
const ownNames = new Set(['error', 'error_text', 'result', 'profile_id', 'data']);

function withoutToken(value: unknown, cut: (text: string) => string): unknown {
  if (typeof value === 'string') return cut(value);
  // A token of digits alone, said as a number; a code is shorter than any token.
  if (typeof value === 'number') return String(value).length < 8 || cut(String(value)) === String(value) ? value : null;
  if (Array.isArray(value)) return value.map((one: unknown) => withoutToken(one, cut));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [ownNames.has(name) ? name : cut(name), withoutToken(one, cut)]));
}
