import { setImmediate as nextTurn } from 'node:timers/promises';
import { answerValue } from './answerValue.ts';
import type { TokenSpellings } from './tokenSpellings.ts';
import type { HttpAnswer } from './transport.ts';

/**
 * An answer without the token, which servers echo: the border at which every word of a server comes in. Bytes in
 * which it stands in no spelling are given as they came. Others are taken apart first, so that not a bracket of
 * theirs is touched: an answer stays readable whatever the token is.
 */
export async function scrubbedAnswer(answer: HttpAnswer, spellings: TokenSpellings): Promise<HttpAnswer> {
  const headers = Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, spellings.removedFrom(value)]));
  const bytes = Buffer.from(answer.body.buffer, answer.body.byteOffset, answer.body.byteLength);
  return { ...answer, headers, body: spellings.mayBeIn(bytes) ? await scrubbedBody(bytes, spellings) : answer.body };
}

async function scrubbedBody(bytes: Buffer, spellings: TokenSpellings): Promise<Buffer> {
  const value = answerValue(bytes);
  if (value === undefined) {
    const text = bytes.toString('utf8');
    const scrubbed = await spellings.removedInPieces(text);
    return scrubbed === text ? bytes : Buffer.from(scrubbed);
  }
  try {
    const texts = new Set<string>();
    withoutToken(value, (text) => {
      texts.add(text);
      return text;
    });
    const cut = await cutTexts(texts, spellings);
    return cut.size > 0 ? Buffer.from(JSON.stringify(withoutToken(value, (text) => cut.get(text) ?? text))) : bytes;
  } catch {
    // Nested beyond the stack: no answer of the platform, and nothing of it is kept.
    return Buffer.alloc(0);
  }
}

/** The same at once, of an answer that must be recorded before anything else happens. */
export function scrubbedNow(body: Uint8Array, spellings: TokenSpellings): Uint8Array {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (!spellings.mayBeIn(bytes)) return body;
  const value = answerValue(bytes);
  if (value === undefined) return Buffer.from(spellings.removedFrom(bytes.toString('utf8')));
  try {
    return Buffer.from(JSON.stringify(withoutToken(value, (text) => spellings.removedFrom(text))));
  } catch {
    // Nested beyond the stack, as above.
    return Buffer.alloc(0);
  }
}

/** Characters after which other work has its turn. */
const charactersAtATime = 250_000;

/** The texts that have the token, without it; most answers have one text for many rows, which is looked at once. */
async function cutTexts(texts: ReadonlySet<string>, spellings: TokenSpellings): Promise<ReadonlyMap<string, string>> {
  const cut = new Map<string, string>();
  let looked = 0;
  for (const text of texts) {
    const isLong = text.length > charactersAtATime;
    const without = isLong ? await spellings.removedInPieces(text) : spellings.removedFrom(text);
    if (without !== text) cut.set(text, without);
    looked += text.length;
    if (looked < charactersAtATime) continue;
    looked = 0;
    await nextTurn();
  }
  return cut;
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
