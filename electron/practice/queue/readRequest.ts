import { requestRefusals } from '../platform/words.ts';
import { isPlainObject } from '../platform/values.ts';
import { parseJson } from '../server/updateBatch.ts';
import type { QueuedRequest } from '../server/exchange.ts';

/** The one call that this platform takes from its queue. */
const call = 'api/v1.1/profiles/update_batch';

/**
 * Reads a message of the queue as strictly as the manual allows: an object with `request`, the path without a slash before it, `body`, an object,
 * and `request_id`, a text, without which nobody is answered; `account_id` beside them, as the manual's sample has it, and nothing else.
 */
export function readRequest(bytes: Buffer): Omit<QueuedRequest, 'repeats'> {
  const message = parseJson(bytes);
  if (!isPlainObject(message)) return { requestId: null, bytes, body: refused('the message is not a JSON object') };
  const { request_id: id, request, body, account_id: _, ...others } = message;
  const requestId = typeof id === 'string' && id !== '' ? id : null;
  const [strange] = Object.keys(others);
  if (strange !== undefined) return { requestId, bytes, body: refused(`the message has an unknown member ${strange}`) };
  if (id !== undefined && requestId === null) return { requestId, bytes, body: refused('request_id is not a text') };
  if (request !== call) return { requestId, bytes, body: { refusal: requestRefusals.noMethod } };
  return { requestId, bytes, body: isPlainObject(body) ? { value: body } : refused('body is not an object') };
}

const refused = (problem: string): QueuedRequest['body'] => ({ refusal: requestRefusals.incorrect(problem) });
