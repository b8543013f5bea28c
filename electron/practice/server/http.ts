import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Reply } from './reply.ts';

export type BodyReading =
  | { readonly kind: 'complete'; readonly body: Buffer }
  | { readonly kind: 'too-large'; readonly bytes: number }
  | { readonly kind: 'aborted'; readonly bytes: number };

/**
 * Reads a request body up to a limit. A longer one is read to its end and thrown away, as proxies do: cutting it short
 * would often reach the client as a broken connection instead of the answer that explains it.
 */
export function readBody(request: IncomingMessage, limit: number): Promise<BodyReading> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    let bytes = 0;
    request.on('data', (piece: Buffer) => {
      bytes += piece.length;
      if (bytes <= limit) pieces.push(piece);
      else pieces.length = 0;
      if (bytes > limit + DRAINED_BYTES) request.destroy();
    });
    request.on('end', () => {
      resolve(bytes > limit ? { kind: 'too-large', bytes } : { kind: 'complete', body: Buffer.concat(pieces) });
    });
    // 'close' comes after 'end' too; the first call settles it.
    request.on('close', () => resolve({ kind: 'aborted', bytes }));
  });
}

const DRAINED_BYTES = 200_000_000;

export function sendReply(response: ServerResponse, reply: Reply): void {
  if (response.destroyed) return;
  const body = Buffer.from(reply.body);
  response.writeHead(reply.status, { ...reply.headers, 'Content-Length': body.length });
  response.end(body);
}

/** Announces the whole answer, sends half of it and cuts the connection. */
export function sendHalf(response: ServerResponse, reply: Reply): void {
  const body = Buffer.from(reply.body);
  response.writeHead(reply.status, { ...reply.headers, 'Content-Length': body.length });
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
}

/** The value of a header that may come several times. */
export function headerText(value: string | readonly string[] | undefined): string | null {
  const text = typeof value === 'string' ? value : value?.[0];
  return text === undefined || text === '' ? null : text;
}
