import { trustProblemOf } from '#contract/serverTrust.ts';
import { systemCodeOf } from '#network/networkError.ts';
import { QueueError, type QueueErrorCode, type QueueErrorKind } from './line.ts';

/** As the client words what a broker closes a channel or connection with: `404 (NOT-FOUND) with message "NOT_FOUND - no queue 'x' in vhost '/'"`. */
const closing = /(\d{3}) \([A-Z-]+\)(?: with message "(?:[A-Z_]+ - )?([\s\S]*)")?/;

const longestReason = 300;

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : '';
}

/** What kept a line from being opened. */
export function openingError(error: unknown): QueueError {
  const message = messageOf(error);
  const system = systemCodeOf(error);
  const [, code, words = ''] = closing.exec(message) ?? [];
  const made = (what: QueueErrorCode, reason: string): QueueError => new QueueError('refused', what, reason.slice(0, longestReason), { cause: error });
  if (error instanceof QueueError) return error;
  if (code === '403') return made('login-refused', words);
  // The client keeps nothing of the broker's words here: there is no such virtual host, or it is not open to this user.
  if (/^Expected ConnectionOpenOk/.test(message)) return made('vhost-missing', '');
  if (system === 'TLS_NOT_SPOKEN') return made('tls-not-spoken', '');
  if (trustProblemOf(system) !== null) return made('untrusted', system);
  if (/^Socket closed abruptly|^Unexpected|^Expected|^Frame|^Invalid frame/.test(message)) return made('not-spoken', '');
  return made('unreachable', /ETIMEDOUT/.test(message) ? 'ETIMEDOUT' : system);
}

/** What ended a channel, or an operation on it, by the broker's own words. `kind` holds unless the broker has refused the message itself. */
export function channelError(kind: QueueErrorKind, error: unknown): QueueError {
  if (error instanceof QueueError) return error;
  const [, code = '', words = ''] = closing.exec(messageOf(error)) ?? [];
  const made = (of: QueueErrorKind, what: QueueErrorCode): QueueError => new QueueError(of, what, words.slice(0, longestReason), { cause: error });
  if (code === '403') return made('refused', 'access-refused');
  if (code === '404') return made('refused', /exchange/.test(words) ? 'exchange-missing' : 'queue-missing');
  if (code === '406' && /larger than/.test(words)) return made('refused', 'message-too-large');
  return made(kind, code === '' ? 'connection-lost' : 'channel-closed');
}

/** Why a connection that stood holds no longer. */
export function lostError(error: unknown): QueueError {
  const [, , words] = closing.exec(messageOf(error)) ?? [];
  return new QueueError('refused', 'connection-lost', (words ?? systemCodeOf(error)).slice(0, longestReason), { cause: error });
}
