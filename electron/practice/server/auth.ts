import type { PracticeSettings } from '../options.ts';
import { isPlainObject } from '../platform/values.ts';
import { requestRefusals, type Refusal } from '../platform/words.ts';

/** The three places a token can stand in (manual page "API interaction"). */
export interface TokenParts {
  /** The header `Authorization`, as it came. */
  readonly authorization: string | undefined;
  /** The parsed body. */
  readonly body: unknown;
  readonly inUrl: boolean;
}

/** Why this request is not let in, or null if it is. */
export function tokenRefusal(parts: TokenParts, settings: Pick<PracticeSettings, 'token' | 'tokenIn' | 'unknownTokenCode'>): Refusal | null {
  // The manual calls it insecure and about to go; a client that does it is to learn so here.
  if (parts.inUrl) return requestRefusals.tokenInUrl;
  const inHeader = /^Bearer +(\S+)$/i.exec(parts.authorization ?? '')?.[1] ?? null;
  const member = isPlainObject(parts.body) ? parts.body['token'] : undefined;
  const inBody = typeof member === 'string' && member !== '' ? member : null;
  if (inHeader !== null && inBody !== null && inHeader !== inBody) return requestRefusals.tokensDiffer;
  const token = settings.tokenIn === 'body' ? inBody : settings.tokenIn === 'header' ? inHeader : (inHeader ?? inBody);
  if (token === null) return requestRefusals.tokenRequired;
  return token === settings.token ? null : requestRefusals.unknownToken(settings.unknownTokenCode);
}
