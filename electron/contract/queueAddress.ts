import { z } from 'zod';
import { readBaseUrl } from './url.ts';

/** A queue, exchange, virtual host or user: what AMQP 0-9-1 can carry as a short string, in one line. */
const shortName = z.string().max(200).regex(/^[^\p{Cc}]*$/u);

/** What is known of a platform's queue from its manual, and what stands in no manual: all of it can be set at the connection. */
export const usualQueue = { virtualHost: '/', requests: 'api_req', answers: 'api_resp', exchange: '', path: 'api/v1.1/profiles/update_batch', mostUnanswered: 8, hoursToLive: 24 } as const;

/** Where a platform's queue is and how it is spoken to; the password stands elsewhere. */
export const queueAddressSchema = z.strictObject({
  /** As readQueueUrl gives it: amqps://host:port, amqp on this computer alone. */
  url: z.string().max(300),
  virtualHost: shortName.min(1).default(usualQueue.virtualHost),
  user: shortName.min(1),
  /** The queue that the platform takes requests from. */
  requests: shortName.min(1).default(usualQueue.requests),
  /** The queue that the platform puts answers into. */
  answers: shortName.min(1).default(usualQueue.answers),
  /** Empty: the default one, by which a message goes to the queue of its routing key. */
  exchange: shortName.default(usualQueue.exchange),
  /** What a message calls for. */
  path: z.string().max(200).regex(/^[A-Za-z0-9._~/-]+$/).default(usualQueue.path),
  /** As many chunks may be with the broker without an answer. */
  mostUnanswered: z.int().min(1).max(1_000).default(usualQueue.mostUnanswered),
  /** After as long a message that nobody took may have been dropped by the broker. */
  hoursToLive: z.int().min(1).max(10_000).default(usualQueue.hoursToLive),
});

export type QueueAddress = z.output<typeof queueAddressSchema>;

/** What opening a line to the broker needs; lives in memory only. */
export interface QueueAccess extends QueueAddress {
  readonly password: string;
  /** A PEM file of root certificates that are trusted beside the system's. */
  readonly rootCertificates?: string | undefined;
}

/** Messages that wait. */
export interface QueueDepths {
  readonly requests: number;
  readonly answers: number;
}

/** shape: no address of a broker. insecure: amqp to another computer. password: one stands in it, where others would read it. */
export type QueueUrlProblem = 'shape' | 'insecure' | 'password';

/** Beside those: user, none is named; same, see hasOneQueue. */
export type QueueAddressProblem = QueueUrlProblem | 'user' | 'same';

/** Requests and answers would stand in one queue, where each side takes what is meant for the other. */
export const hasOneQueue = ({ requests, answers }: Pick<QueueAddress, 'requests' | 'answers'>): boolean => requests === answers;

export type QueueUrlReading =
  | { readonly ok: true; readonly url: string; readonly user: string | null; readonly virtualHost: string | null }
  | { readonly ok: false; readonly problem: QueueUrlProblem };

const urlShape = /^(amqps?):\/\/(?:([^@/?#]*)@)?([^/?#@]+)(?:\/([^/?#]*))?$/i;
const usualPorts = { amqps: 5_671, amqp: 5_672 } as const;

/**
 * Reads a broker's address as it was typed: `amqps://user@host:5671/virtual-host`, all but scheme and host may be left out. Gives scheme, host and port
 * as they are kept. amqps only, except to this computer itself: a password must not cross a network in the clear.
 */
export function readQueueUrl(text: string): QueueUrlReading {
  const [, scheme = '', login, place = '', path] = urlShape.exec(text.trim()) ?? [];
  const kind = scheme.toLowerCase() === 'amqps' ? 'amqps' : 'amqp';
  if (scheme === '') return { ok: false, problem: 'shape' };
  if (login?.includes(':') === true) return { ok: false, problem: 'password' };
  const withPort = /:\d+$/.test(place) ? place : `${place}:${usualPorts[kind]}`;
  const reading = readBaseUrl(`${kind === 'amqps' ? 'https' : 'http'}://${withPort}`);
  const [user, virtualHost] = [decoded(login), decoded(path)];
  if (reading.ok) return user === null || virtualHost === null ? { ok: false, problem: 'shape' } : { ok: true, url: reading.url.replace(/^http/, 'amqp'), user: user === '' ? null : user, virtualHost: virtualHost === '' ? null : virtualHost };
  return { ok: false, problem: reading.fault.code === 'url-insecure' ? 'insecure' : 'shape' };
}

/** Empty where it is left out, null where it is no text. */
function decoded(part: string | undefined): string | null {
  try {
    return decodeURIComponent(part ?? '');
  } catch {
    return null;
  }
}

/** The broker's address as one of the web, for rules that speak of hosts. */
export const asWebAddress = (url: string): string => url.replace(/^amqp/, 'http');
