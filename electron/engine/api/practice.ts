import { isLocal } from '#contract/url.ts';
import { answerValue } from './answerValue.ts';
import type { Transport } from './transport.ts';

/** A server on this computer answers at once or not at all. */
const timeoutMs = 5_000;

/**
 * Whether the practice server answers at an address; null where nothing does. Asked of this computer only, without a
 * token: a platform behind a tunnel knows no such page and says so.
 */
export async function isPracticeServer(transport: Transport, baseUrl: string): Promise<boolean | null> {
  if (!isLocal(baseUrl)) return false;
  try {
    const { status, body } = await transport.send({
      url: `${baseUrl}/practice/identity`,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from('{}'),
      timeoutMs,
      signal: new AbortController().signal,
    });
    const value = answerValue(body);
    return status === 200 && typeof value === 'object' && value !== null && 'practice' in value && value.practice === true;
  } catch {
    return null;
  }
}
