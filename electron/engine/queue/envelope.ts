import type { QueueAnswer } from './line.ts';
import { topMembers } from './topMembers.ts';
import { memberOfRequests, readsTextBodies } from './assumptions.ts';

/**
 * A message for the queue of requests: a finished body of JSON, token and all, inside the members that the platform's manual names.
 * The body's bytes stay as they are, so that what was checked is what is sent.
 */
export function envelope(id: string, path: string, body: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(`{"request_id":${JSON.stringify(id)},"request":${JSON.stringify(path)},"body":`), body, Buffer.from('}')]);
}

/** Bytes that a message takes beside its body. */
export function envelopeBytes(id: string, path: string): number {
  return envelope(id, path, new Uint8Array()).byteLength;
}

/** An answer out of a message of the queue of answers; null for one that is none, that says not which request it answers, or that is a request itself. */
export function readAnswer(message: Uint8Array): QueueAnswer | null {
  const text = Buffer.from(message.buffer, message.byteOffset, message.byteLength).toString('utf8').replace(/^\uFEFF/, '');
  const members = topMembers(text);
  const id = textOf(members?.get('request_id'));
  const body = members?.get('body');
  if (id === null || id === '' || body === undefined || members?.has(memberOfRequests) === true) return null;
  return { id, body: Buffer.from((readsTextBodies ? textOf(body) : null) ?? body) };
}

/** What a text of JSON stands for; null for what is no text. */
function textOf(json: string | undefined): string | null {
  const value: unknown = json === undefined ? null : JSON.parse(json);
  return typeof value === 'string' ? value : null;
}
